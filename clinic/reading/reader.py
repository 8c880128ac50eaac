"""Reads a message once: everything it says, given what was said before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from clinic.content.facts import ClinicFacts
from clinic.languages import ENGLISH, others, speaking
from clinic.reading.act_words import asks, says_act
from clinic.reading.after_alarm import (
    Aftermath,
    beside_an_alarm,
    of_the_alarm,
    read_aftermath,
)
from clinic.reading.at_the_check import read_at_the_check
from clinic.reading.attending import about_a_visit
from clinic.reading.beside_an_answer import (
    GIVES,
    asked_beside,
    with_the_visit,
    without_answers_taken_for_wishes,
)
from clinic.reading.choices import NotAnOption, choose, choose_beside
from clinic.reading.clauses import clauses
from clinic.reading.context import Context
from clinic.reading.corrections import find_corrections, says_so, takes_back
from clinic.reading.ellipsis import elliptic
from clinic.reading.feelings import find_feeling
from clinic.reading.giving import (
    Given,
    given_by,
    is_written_as_a_name,
)
from clinic.reading.guarding import Guard
from clinic.reading.in_setting import in_setting
from clinic.reading.intents import (
    APPOINTMENTS,
    FEELINGS,
    QUESTIONS,
    TALK,
)
from clinic.reading.learned.ranking import Ranking
from clinic.reading.meaning import (
    ASKED_ABOUT_A_SIGN,
    BOOK,
    FEW_WORDS,
    OTHERS,
    about_signs,
    meaning,
)
from clinic.reading.phones import without_phones
from clinic.reading.read import Feeling, Read, Stance, TimeSaid, Wish
from clinic.reading.refusals import find_refusals, says_it_is_known
from clinic.reading.safety.evidence import Hears
from clinic.reading.safety.judging import MOST_CHARACTERS
from clinic.reading.spanish import is_spanish
from clinic.reading.stance import plain_answer
from clinic.reading.standing import (
    SIGNS,
    agreed,
    is_any,
    stance_here,
    takes_an_offer_up,
    takes_leave,
    without_denials,
    without_what_is_given,
)
from clinic.reading.subjects_of import subject_of
from clinic.reading.therapists import ANYBODY, find_therapist
from clinic.reading.timing import read_time
from clinic.reading.tongues import TONGUES, Tongue, language_of
from clinic.reading.tongues.aside import ends_it, in_english, mended
from clinic.reading.tongues.outright import outright
from clinic.reading.tongues.phrasebook import without_accents
from clinic.reading.who import answers_in, asked_who, without_parts
from clinic.reading.wishes import NOTHING, SURE_OF_A_WISH, Meant
from clinic.reading.words import READ_CHARACTERS, spelt_out, with_colons

_TYPED = GIVES - {"time"}
_HOURS = "fact_hours"
_CONFIRMS = frozenset({"confirm", "confirm_move"})
# What no patient writes: markup, and the pieces of statements that end up in forms.
_CODE = re.compile(r"<\s*[a-z/!]|['\")]\s*;|;\s*--|\{\{|\$\{", re.IGNORECASE)
_BARE_DIGIT = re.compile(r"^\W*\d\W*$")
_SPANISH = "speak_spanish"
# What says nothing beyond the other fields of a Read.
_IN_FIELDS = frozenset(
    {"inform", "correct", "refuse", "for_someone_else", "undecided", "wait", "keep_visit", "affirm"}
    | {"deny", "stop", "none_of_these", "one_or_more", _SPANISH, ASKED_ABOUT_A_SIGN}
)


class Learned(Protocol):
    """What was learned: `clinic.reading.learned.model.IntentModel`."""

    def rank(self, texts: list[str], context: Context | None = None) -> list[Ranking]:
        """What each text may mean, in the language of the context."""

    def signs(self, language: str = "en") -> Hears:
        """Which signs a text of a language tells of."""

    def after_alarm(self, text: str, tier: str, language: str = "en") -> Mapping[str, float]:
        """How likely each kind of word on an alarm is, of a text after an alarm of a tier."""


class Reader:
    """Reads messages.

    Args:
        learned: what was learned from the examples.
        facts: of the clinic: its zone, how far ahead can be booked, who gives screenings.
    """

    def __init__(self, learned: Learned, facts: ClinicFacts) -> None:
        self._learned, self._facts = learned, facts
        self._guard = Guard(learned.signs)
        self._therapists = frozenset(
            item.name.partition(",")[0].lower() for item in facts.therapists
        )

    def read(self, text: str, context: Context) -> Read:
        """What a message says, given what was said before.

        Never raises for what a patient can send: empty, huge, markup, any script.
        """
        words = text[:READ_CHARACTERS]
        if not words.strip():
            return Read(quote=text, readable=False)
        language = language_of(words, context)
        tongue = TONGUES.get(language)
        heard = with_colons(mended(tongue, words, context) if tongue else words)
        where = replace(context, language=language)

        def alone(some: list[str]) -> list[Ranking]:
            return self._learned.rank(["", *some], where)[1:]  # the first is read in its setting

        cut = tongue.clauses(heard, alone) if tongue else clauses(heard)
        judged = self._guard.judging(text[:MOST_CHARACTERS], context, language)
        # In its setting, alone, and its clauses, which are read alone as well.
        within, by_itself, *parts = self._learned.rank([heard, heard, *cut], where)
        rankings = [in_setting(within, by_itself), *parts]
        verdict = self._guard.beside_wishes(judged(), parts, context)
        if not verdict.asked_about:
            rankings = [about_signs(item) for item in rankings]

        def of_an_alarm(piece: str, tier: str) -> Mapping[str, float]:
            return self._learned.after_alarm(piece, tier, language)

        after = read_aftermath(heard, cut, context, of_an_alarm)
        verdict = self._guard.beside_what_is_clear(verdict, rankings, after, context)
        with speaking(language):
            if tongue is None:
                read = self._say(words, context, rankings, after)
            else:
                read = self._say_of(tongue, heard, context, rankings, after)
        verdict = self._guard.beside_what_is_read(verdict, read, heard, where)
        plain = tongue.in_english(words) if tongue else words
        stance = without_denials(plain, read.stance, verdict, context, after)
        stance = None if stance == "yes" and takes_leave(plain, read.wishes) else stance
        read = replace(read, safety=verdict)
        if context.asked == "signs" and read.choice is None:
            again = partial(self.read, context=replace(context, asked=None, options=()))
            read = read_at_the_check(read, stance, words, context, again)
        else:
            read = replace(read, stance=stance)
        return self._guard.kept_open(replace(read, quote=text), words, context)

    def _say_of(
        self,
        tongue: Tongue,
        text: str,
        context: Context,
        rankings: Sequence[Ranking],
        after: Aftermath | None,
    ) -> Read:
        """What a message in another language says: its closed classes are read in English, and an
        option on offer is chosen by its own words."""
        rankings = outright([in_english(tongue, item) for item in rankings], context)
        # On a phone accents are left out.
        labels = tuple(replace(item, label=without_accents(item.label)) for item in context.options)
        choice = _chosen(without_accents(text), replace(context, options=labels))
        ends = ends_it(tongue, text, context.flow) if choice is None else None
        is_name = context.asked == "name" and is_written_as_a_name(text)  # "Ana Cuello" is no neck
        words = text if is_name else tongue.in_english(text)
        if after:
            after = replace(after, beside=tongue.in_english(after.beside))
        read = self._say(words, context, rankings, after, choice)
        if ends and read.stance != ends:
            # "Mejor lo dejo así, tengo que hablarlo con mi esposa" wants no call.
            kept = tuple(wish for wish in read.wishes if wish.intent in QUESTIONS)
            read = replace(read, stance=ends, wishes=kept)
        return replace(read, language=tongue.code)

    def _say(
        self,
        text: str,
        context: Context,
        rankings: Sequence[Ranking],
        after: Aftermath | None,
        choice: str | None = None,
    ) -> Read:
        if _CODE.search(text):
            return Read(wishes=(Wish(NOTHING),), readable=False)
        choice = choice or _chosen(text, context)
        beside = None if choice else self._chosen_beside(text, context)
        choice = choice or beside
        said = meaning(rankings, text, context, after)
        given = given_by(text, context, said[0], bool(beside), self._therapists)
        said, who = asked_who(said, text, self._facts.therapists)
        given = replace(given, rest=without_parts(given.rest, who))
        readable = rankings[0].readable or bool(given.phones or given.names or given.reference)
        times = context.asked == "time" and read_time(given.rest, context, self._facts)
        if not (readable or times) and choice is None:
            return Read(wishes=(Wish(NOTHING),), readable=False)
        said = without_answers_taken_for_wishes(said, given, context, rankings[0])
        if _says_it_is_known(text, given, context):
            return Read(known_before=True)
        said = self._without_times_taken_for_wishes(text, said, given, context)
        of_it = None if choice else of_the_alarm(text, said, after, context, self._facts)
        if of_it:
            return replace(of_it, phones=given.phones)
        told_beside = beside_an_alarm(after, said, context, self._facts)
        sure = said[0].probability >= SURE_OF_A_WISH
        intents = {item.intent for item in said}
        time, time_choice = self._time(text, given, context, said)
        time = told_beside[0] if told_beside else time
        plain = plain_answer(text, context.asked) is not None
        hardly = context.flow == "book" and not (sure or plain)
        stance = without_what_is_given(
            text, stance_here(text, answers_in(said), context, choice), given
        )
        stance = takes_an_offer_up(stance, said, time)
        stance, time = agreed(text, stance, time, plain, hardly)
        # "Yes. Wait, is it Robin?" wants to know that first.
        stance = None if who and context.asked in _CONFIRMS else stance
        if is_any(time) and not (time and time.therapist) and intents <= QUESTIONS:
            time = None  # "does it cost anything" wishes for no time
        if len(said) == 1:
            said = [about_a_visit(said[0], rankings[0], context, time is not None)]
        choice = choice or time_choice
        corrections = find_corrections(
            text, given.fields(time), context.asked, "correct" in intents
        )
        if context.flow and _LOOSE & intents and any(not item.given for item in corrections):
            said = [replace(said[0], intent="correct")]  # "change my phone number"
        # "No, make that 3" refuses no name.
        refused = "refuse" in intents and time is None
        refuses = find_refusals(text, context.asked, refused) - given.amended
        refuses -= frozenset(given.fields(None))  # "she has no phone, mine is ..."
        wanted = asked_beside(said, rankings[1:]) if choice else said
        wishes = self._wishes(wanted, context, stance, given, time) if wanted else ()
        if not choice and (given.relation or OTHERS in intents) and says_act(BOOK, spelt_out(text)):
            wishes = with_the_visit(wishes)
        if plain and not context.stands:  # a bare "yes" promises to come to no visit
            wishes = tuple(wish for wish in wishes if wish.intent != "confirm_visit")
        wishes = (*wishes, *told_beside[1]) if told_beside else wishes
        return Read(
            language="es" if _SPANISH in intents or _answered_in_english(text) else ENGLISH,
            wishes=wishes,
            alternatives=said[0].alternatives if said[0].intent == NOTHING else (),
            stance=stance,
            feeling=_feeling(text, [] if told_beside or given.names or given.phones else rankings),
            choice=choice,
            names=given.names,
            phones=given.phones,
            time=time,
            reference=given.reference,
            call_when=given.call_when,
            corrections=corrections,
            refuses=refuses,
            relation=given.relation,
            readable=True,
        )

    def _chosen_beside(self, text: str, context: Context) -> str | None:
        """The time that a part of a message chooses, beside a name, a number or a question: "the
        second, Walt Brezny". Where another part names a time, that is what is wished for."""
        # "My name is Ana Diaz" puts nothing right where none is known.
        corrects = says_so(text) if context.name else takes_back(text)
        if context.asked != "time" or corrects:
            return None
        found = choose_beside(without_phones(text), context.options)
        if found is None or any(read_time(part, context, self._facts) for part in found[1]):
            return None
        return found[0].key

    def _without_times_taken_for_wishes(
        self, text: str, said: list[Meant], given: Given, context: Context
    ) -> list[Meant]:
        """A day or an hour that was asked for is no wish besides: "afternoon" greets nobody."""
        first = said[0]
        named = find_therapist(text, self._facts.therapists) not in (None, ANYBODY)
        vague = first.probability < SURE_OF_A_WISH and first.intent != "fact_therapists"
        if named and vague and first.intent in QUESTIONS | _LOOSE and len(said) == 1:
            return [replace(first, intent="inform")]  # "can I switch to Robin"
        loose = first.intent in TALK | QUESTIONS | _LOOSE and not _GOOD_DAY.match(text)
        sure = first.intent in QUESTIONS and first.probability >= SURE_OF_A_WISH
        few = len(text.split()) <= FEW_WORDS and len(said) == 1
        # "3pm works or close to that" asks for no opening hours.
        few = few or (first.intent == _HOURS and len(said) == 1 and not asks(text))
        asked = context.asked == "time" or (
            context.asked in _CONFIRMS and first.intent in _LOOSE  # "make it thursday"
        )
        instead = len(context.slots) == 1 and _INSTEAD.search(
            spelt_out(text)
        )  # "can I do wed instead, at 10"
        if not ((asked and few and "?" not in text) or instead) or not loose or sure:
            return said
        if read_time(given.rest, context, self._facts) is None:
            return said
        return [replace(first, intent="inform")]

    def _time(
        self, text: str, given: Given, context: Context, said: Sequence[Meant]
    ) -> tuple[TimeSaid | None, str | None]:
        """The days and times, and the offered option that they choose."""
        questions = [item for item in said if item.intent in QUESTIONS]
        if questions and len(questions) == len(said) and context.asked != "time":
            return None, None
        if context.flow is None and all(item.intent in _NO_TIMES for item in said):
            return None, None  # "good evening" wishes for no evening
        words = given.rest
        for item in questions if len(said) > len(questions) else ():
            words = words.replace(item.text.strip(" ?.!"), " , ")
        time = read_time(words, context, self._facts)
        if time is None and context.asked == "time" and given.names:
            # "10. it's for me, Ana Diaz": what is told besides is no part of the hour.
            first = re.split(r"[.,;!](?:\s|$)", words, maxsplit=1)[0]
            time = read_time(first, context, self._facts)
        wish = time.reading.wish if time and time.reading else None
        if wish is None or not context.slots or not (wish.exact or _ONE_OF_THEM.search(text)):
            return time, None
        fitting = [slot for slot in context.slots if wish.matches(slot, self._facts.tz)]
        keys = {option.key for option in context.options}
        key = f"slot:{fitting[0].code}" if len(fitting) == 1 else None
        return time, key if key in keys else None

    def _wishes(
        self,
        said: Sequence[Meant],
        context: Context,
        stance: Stance | None,
        given: Given,
        time: TimeSaid | None,
    ) -> tuple[Wish, ...]:
        wishes = [
            elliptic(
                Wish(item.intent, item.probability, self._subject(item, context), item.text),
                context,
                self._facts,
            )
            for item in said
            if item.intent not in _IN_FIELDS
        ]
        if given.call_when and (context.called_back or context.flow == "call_back"):
            # "Ring my mobile instead, after four" moves a call and no visit.
            visits = {item.intent for item in said if says_act(item.intent, spelt_out(item.text))}
            wishes = [item for item in wishes if item.intent not in APPOINTMENTS - visits]
        gives = given.anything
        few = len(said[0].text.split()) <= FEW_WORDS or _SUGGESTS.match(said[0].text)
        in_passing = context.asked is None and not few
        gives = gives or (time is not None and not (in_passing and context.flow is None))
        on_hours = context.fact == "hours" and time is not None and not given.anything
        follows = on_hours or (context.topic and not gives)
        if follows and not (wishes or context.flow) and stance in (None, "undecided"):
            # An answer that gives nothing may follow what was said: "and the last one?".
            followed = elliptic(Wish("follow_about", words=said[0].text), context, self._facts)
            if followed.intent != "follow_about":
                return (followed,)
        if wishes and all(wish.intent == NOTHING for wish in wishes) and (stance or gives):
            return ()
        expected = context.flow is not None or context.alarm is not None
        if expected and given.anything and all(wish.intent in _LOOSE for wish in wishes):
            return ()  # a name that was not asked for is nothing out of place
        return tuple(wishes)

    def _subject(self, item: Meant, context: Context) -> str | None:
        return subject_of(item.intent, item.text, context, self._facts)


_NO_TIMES = TALK | FEELINGS.keys() | {"insult", "not_me"}
_SUGGESTS = re.compile(r"^\W*(?:(?:ok|okay|and|but|so)\W+)*(?:what|how) about\b", re.IGNORECASE)
_GOOD_DAY = re.compile(r"^\W*good\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:instead|rather|after all|make (?:it|that) (?:at )?\d)")
# What a message is taken for that says nothing of its own.
_LOOSE = frozenset({NOTHING, "out_of_scope", "insult"})
_ONE_OF_THEM = re.compile(
    r"\b(?:the|that) (?:\S+ ){0,3}one\b|\bthe one\b|^\W*\S+ one\b", re.IGNORECASE
)


def _answered_in_english(text: str) -> bool:
    """Whether a message is in Spanish, where that is off: how to reach a person is said in it."""
    return not others() and is_spanish(text)


def _chosen(text: str, context: Context) -> str | None:
    if context.asked in SIGNS and _BARE_DIGIT.match(text):
        return None  # the first sign, or the first button?
    option = choose(text, context.options)
    return None if option is None or isinstance(option, NotAnOption) else option.key


def _says_it_is_known(text: str, given: Given, context: Context) -> bool:
    """Whether what was asked for is said to be known from another time, and not given."""
    return context.asked in _TYPED and not given.anything and says_it_is_known(text)


def _feeling(text: str, rankings: Sequence[Ranking]) -> Feeling | None:
    sure = [
        r.intent for r in rankings if r.intent in FEELINGS and r.probability >= SURE_OF_A_WISH / 1.5
    ]
    if sure[:1] == ["feel_relief"] and rankings[0].intent in QUESTIONS:
        sure = []  # "oh and my friend was asking if ..."
    return find_feeling(text, sure[0] if sure else None)
