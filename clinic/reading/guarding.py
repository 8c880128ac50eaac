"""Judges a message's safety beside what else is read, and holds the two against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from clinic.languages import ENGLISH
from clinic.reading.act_words import says_act
from clinic.reading.after_alarm import Aftermath
from clinic.reading.beside import begin, shared
from clinic.reading.choices import ONE_OR_MORE
from clinic.reading.clear_none import (
    is_clear_none,
    is_hardly_a_yes,
    is_plain_none,
    names_a_numb_limb,
    takes_none_back,
    told_beside,
)
from clinic.reading.context import Context
from clinic.reading.intents import ALARM_INTENTS, APPOINTMENTS, FACTS, PERSON, TOPICS
from clinic.reading.learned.encoder import get_encoder
from clinic.reading.learned.ranking import Ranking
from clinic.reading.meaning import FEW_WORDS, asks_what_to_watch_for
from clinic.reading.read import Read
from clinic.reading.safety.judging import (
    Models,
    as_of_a_visit,
    asked_about,
    is_only_heard,
    judge,
)
from clinic.reading.safety.signs import SignModel
from clinic.reading.safety.verdict import Verdict
from clinic.reading.spanish import has_spanish
from clinic.reading.stance import plain_stance
from clinic.reading.tongues import TONGUES
from clinic.reading.tongues.aside import only_courteous
from clinic.reading.wishes import SURE_OF_A_WISH
from clinic.reading.words import spelt_out

# Where a sign that is told has been asked for a moment before.
_BEFORE_A_VISIT = frozenset({"signs", "confirm"})
BOOK, CALL_OFF = "book_screening", "cancel_screening"
# Questions about the clinic and its treatments.
_ASKED = FACTS | PERSON | {intent for intent in TOPICS if intent.startswith("ask_treatment")}
SURE_OF_A_QUESTION = 0.9
# From here on a word on an emergency may be one of a crisis as well.
MAY_BE_WORSE = 0.1
# What a crisis may be heard as.
_MAY_BE_A_CRISIS = ALARM_INTENTS | {"feel_sad", "out_of_scope", "insult", "goodbye", "thank"}
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
        """A read at the check of signs or at the summary after it, where a sign may stand beside a
        none, a yes, or a question: the check is asked again, or the sign asked about."""
        if (context.asked, read.safety.decision) == ("signs", "ask") and names_a_numb_limb(text):
            read = replace(
                read, safety=replace(read.safety, decision="quiet", tier=None, group=None)
            )
        if read.choice is not None or read.safety.decision != "quiet":
            return read
        if context.asked == "confirm" and takes_none_back(text):
            return replace(read, stance=None, time=None, wishes=(), choice=ONE_OR_MORE)
        alone = replace(context, asked=None, before=None)

        def suspicion(piece: str) -> float:
            return judge(piece, alone, self._signs).suspicion

        if context.asked == "signs" and is_plain_none(text):
            return replace(read, stance="no")
        if (context.asked, read.stance) == ("signs", "no"):
            clear = is_clear_none(text, suspicion)
            return read if clear else replace(read, stance="undecided")
        if (context.asked, read.stance) == ("signs", "yes"):
            hardly = is_hardly_a_yes(text, suspicion) or _only_books(text)
            return replace(read, stance="undecided") if hardly else read
        if context.asked not in _BEFORE_A_VISIT or read.stance not in (None, "yes"):
            return read
        told = told_beside(text, suspicion)
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

    def beside_what_is_clear(
        self,
        verdict: Verdict,
        rankings: Sequence[Ranking],
        after: Aftermath | None,
        context: Context,
    ) -> Verdict:
        """The verdict, where a message surely means something else. A crisis that is hardly more
        than in doubt is asked about where a visit is surely spoken of ("gonna cancel, idk"). And
        the verdict on the message by itself, where a crisis or a sign in doubt was only heard in
        it and the one before together, and it surely means something else: "cancel it, I won't be
        back" after another sad sentence. An emergency stays one.

        Args:
            rankings: of the message, in its setting, and its clauses.
            after: what it says of an alarm: who leaves an emergency room unseen is told to go back,
                and not asked about a crisis that is no more than in doubt.
            context: what was said before.
        """
        ranking = rankings[0]
        goes = after is not None and context.alarm is None and after.goes
        if verdict.decision == "ask" and goes:
            # "I'm headed to the ER for the numbness" is sent on, and asked nothing.
            return replace(verdict, decision="quiet", tier=None, group=None, by_itself=None)
        if (verdict.decision, verdict.tier) == ("ask", "C"):
            # Of eleven messages of a crisis that are asked about none is as surely such a question.
            asks = ranking.intent in _ASKED and ranking.probability >= SURE_OF_A_QUESTION
            emergency = after if context.alarm in ("E", "U") else None
            told = emergency is not None and emergency.is_meant and emergency.worse < MAY_BE_WORSE
            if told or (asks and is_only_heard(verdict)):
                return replace(verdict, decision="quiet", tier=None, group=None, by_itself=None)
        of_a_visit = any(
            item.mass(APPOINTMENTS) >= SURE_OF_A_WISH or says_act(CALL_OFF, spelt_out(item.text))
            for item in rankings
        )
        verdict = as_of_a_visit(verdict) if of_a_visit else verdict
        alone = verdict.by_itself
        if alone is None or (verdict.decision == "alarm" and verdict.tier != "C"):
            return replace(verdict, by_itself=None)
        clear = ranking.probability >= SURE_OF_A_WISH and ranking.intent not in _MAY_BE_A_CRISIS
        return alone if clear else replace(verdict, by_itself=None)

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


def _only_books(text: str) -> bool:
    """Whether a message asks for the booking and says yes to nothing: "just book it"."""
    return says_act(BOOK, spelt_out(text)) and plain_stance(text) is None


def _gives_just_a_name(text: str, read: Read, context: Context) -> bool:
    """Whether a name was asked for, and given with next to nothing beside it: it is no sign."""
    return context.asked == "name" and bool(read.names) and len(text.split()) <= FEW_WORDS
