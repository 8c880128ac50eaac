"""Judges a message's safety beside what else is read, and holds the two against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from clinic.languages import ENGLISH
from clinic.reading.beside import begin, shared
from clinic.reading.clear_none import is_clear_none, told_beside
from clinic.reading.context import Context
from clinic.reading.intents import APPOINTMENTS, FACTS, PERSON
from clinic.reading.learned.encoder import get_encoder
from clinic.reading.learned.ranking import Ranking
from clinic.reading.meaning import FEW_WORDS, asks_what_to_watch_for
from clinic.reading.read import Read
from clinic.reading.safety.judging import Models, asked_about, judge
from clinic.reading.safety.signs import SignModel
from clinic.reading.safety.verdict import Verdict
from clinic.reading.spanish import has_spanish
from clinic.reading.tongues import TONGUES
from clinic.reading.tongues.aside import only_courteous
from clinic.reading.wishes import SURE_OF_A_WISH

# What is wished for of the clinic: nothing in it is a sign.
_WISHED = APPOINTMENTS | FACTS | PERSON


class Guard:
    """Judges messages.

    Args:
        signs: the learned reading of signs, by language.
    """

    def __init__(self, signs: Models) -> None:
        self._signs = signs

    def beside_what_is_read(
        self, verdict: Verdict, read: Read, text: str, context: Context
    ) -> Verdict:
        """The verdict, where what else is read tells that no sign is asked about, or that one is.

        Args:
            verdict: on the message by itself.
            read: what else it says.
            text: its words.
            context: what it was said in, and its language.
        """
        if verdict.decision == "quiet" and asks_what_to_watch_for(text):
            verdict = replace(verdict, asked_about=True)
        tongue = TONGUES.get(context.language)
        if verdict.decision == "ask" and (
            (not verdict.signs and _gives_just_a_name(text, read, context))
            or only_courteous(tongue, text, verdict, context)
        ):
            verdict = replace(verdict, decision="quiet", tier=None, group=None)
        return verdict

    def kept_open(self, read: Read, text: str, context: Context) -> Read:
        """A read that says none to the check of signs, or yes to a booking, where a sign may stand
        beside it: the check is asked again, or the sign asked about."""
        if read.choice is not None or read.safety.decision != "quiet":
            return read
        alone = replace(context, asked=None, before=None)

        def suspicion(piece: str) -> float:
            return judge(piece, alone, self._signs).suspicion

        if (context.asked, read.stance) == ("signs", "no"):
            clear = is_clear_none(text, suspicion)
            return read if clear else replace(read, stance="undecided")
        told = (context.asked, read.stance) == ("confirm", "yes") and told_beside(text, suspicion)
        return replace(read, safety=asked_about(told, self._signs)) if told else read

    def judging(self, text: str, context: Context, language: str) -> Callable[[], Verdict]:
        """Begins to judge a message's safety beside what else is read. Not where there may be
        Spanish: the encoder of many languages is one thread's at a time.

        Returns:
            What waits for the verdict.
        """
        if language != ENGLISH or has_spanish(text):
            return partial(judge, text, context, self._signs)
        model = self._signs(ENGLISH)
        if isinstance(model, SignModel):
            model = model.with_encoder(shared(get_encoder().read))
        return begin(partial(judge, text, context, lambda _: model)).result

    def beside_wishes(
        self, verdict: Verdict, parts: Sequence[Ranking], context: Context
    ) -> Verdict:
        """The verdict, where a sign that the gate finds stands beside what is wished for: "my groin
        is numb, can I get an appointment" sounds like a booking, as a whole. What is told besides
        the wish is judged by itself, and the graver verdict counts."""
        found = any(sign.status == "present" and sign.by != "learned" for sign in verdict.signs)
        told = [part.text for part in parts if part.mass(_WISHED) < SURE_OF_A_WISH]
        if verdict.decision == "alarm" or not found or not 0 < len(told) < len(parts):
            return verdict
        besides = judge(". ".join(told), context, self._signs)
        return besides if besides.decision != "quiet" else verdict


def _gives_just_a_name(text: str, read: Read, context: Context) -> bool:
    """Whether a name was asked for, and given with next to nothing beside it: it is no sign."""
    return context.asked == "name" and bool(read.names) and len(text.split()) <= FEW_WORDS
