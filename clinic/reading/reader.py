"""Reads a message once: everything it says, given what was said before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from clinic.content.facts import ClinicFacts
from clinic.languages import ENGLISH, others, speaking
from clinic.reading.after_alarm import ALARM, TAKEN_BACK, asks_about_the_alarm, was_checked
from clinic.reading.attending import about_a_visit
from clinic.reading.choices import NotAnOption, choose
from clinic.reading.clauses import clauses
from clinic.reading.context import Context
from clinic.reading.corrections import find_corrections
from clinic.reading.ellipsis import elliptic
from clinic.reading.feelings import find_feeling
from clinic.reading.giving import (
    Given,
    given_by,
    is_just_a_name,
    is_written_as_a_name,
)
from clinic.reading.in_setting import in_setting
from clinic.reading.intents import ANSWERS, APPOINTMENTS, FEELINGS, QUESTIONS, TALK
from clinic.reading.learned.ranking import Ranking
from clinic.reading.phones import looks_like_phone
from clinic.reading.read import Feeling, Read, Stance, TimeSaid, Wish
from clinic.reading.refusals import find_refusals
from clinic.reading.safety.evidence import Hears
from clinic.reading.safety.judging import MOST_CHARACTERS, judge
from clinic.reading.spanish import is_spanish
from clinic.reading.stance import opening_stance, plain_answer, plain_stance, says_none, stance_of
from clinic.reading.subjects import facts_in
from clinic.reading.subjects_of import subject_of
from clinic.reading.therapists import ANYBODY, find_therapist
from clinic.reading.timing import read_time
from clinic.reading.tongues import TONGUES, Tongue, language_of
from clinic.reading.tongues.aside import PAUSE, ends_it, in_english, mended, only_courteous
from clinic.reading.tongues.outright import outright
from clinic.reading.tongues.phrasebook import without_accents
from clinic.reading.wishes import NOTHING, SURE_OF_A_WISH, Meant, calls_it_off, meant, says_act
from clinic.reading.words import READ_CHARACTERS, spelt_out, with_colons

# In these places a message is first of all an answer.
_SIGNS = frozenset({"signs", "sign"})
_GIVES = frozenset({"name", "phone", "callback_phone", "visit_phone", "reference", "time"})
# A day named in a longer message that was not understood is no wish for it.
FEW_WORDS = 5
_BOOK, _OTHERS = "book_screening", "for_someone_else"
_OFFERS = frozenset({"book_offer", "call_offer"})
_CONFIRMS = frozenset({"confirm", "confirm_move"})
# What no patient writes: markup, and the pieces of statements that end up in forms.
_CODE = re.compile(r"<\s*[a-z/!]|['\")]\s*;|;\s*--|\{\{|\$\{", re.IGNORECASE)
_BARE_TIME = re.compile(r"^\W*(?:no|wait|actually|sorry|hm+|oh|\W)+\b(?:at )?\d{1,2}(?::\d\d)?\b")
_BARE_DIGIT = re.compile(r"^\W*\d\W*$")
_SPANISH = "speak_spanish"
_ASKED_ABOUT_A_SIGN, _WHEN_TO_SEEK_CARE = "ask_about_red_flag", "ask_when_to_seek_care"
# What says nothing beyond the other fields of a Read.
_IN_FIELDS = frozenset(
    {"inform", "correct", "refuse", "for_someone_else", "undecided", "wait", "keep_visit", "affirm"}
    | {"deny", "stop", "none_of_these", "one_or_more", _SPANISH, _ASKED_ABOUT_A_SIGN}
)


class Learned(Protocol):
    """What was learned: `clinic.reading.learned.model.IntentModel`."""

    def rank(self, texts: list[str], context: Context | None = None) -> list[Ranking]:
        """What each text may mean, in the language of the context."""

    def signs(self, language: str = "en") -> Hears:
        """Which signs a text of a language tells of."""


class Reader:
    """Reads messages.

    Args:
        learned: what was learned from the examples.
        facts: of the clinic: its zone, how far ahead can be booked, who gives screenings.
    """

    def __init__(self, learned: Learned, facts: ClinicFacts) -> None:
        self._learned, self._facts = learned, facts

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
        cut = tongue.clauses if tongue else clauses
        # In its setting, alone, and its clauses, which are read alone as well.
        texts = [heard, heard, *cut(heard)]
        within, alone, *parts = self._learned.rank(texts, replace(context, language=language))
        rankings = [in_setting(within, alone), *parts]
        verdict = judge(text[:MOST_CHARACTERS], context, self._learned.signs)
        if not verdict.asked_about:
            rankings = [_about_signs(item) for item in rankings]
        with speaking(language):
            if tongue is None:
                read = self._say(words, context, rankings)
            else:
                read = self._say_of(tongue, heard, context, rankings)
        if verdict.decision == "ask" and (
            (not verdict.signs and _gives_just_a_name(words, read, context))
            or only_courteous(tongue, heard, verdict, context)
        ):
            verdict = replace(verdict, decision="quiet", tier=None, group=None)
        return replace(read, safety=verdict, quote=text)

    def _say_of(
        self, tongue: Tongue, text: str, context: Context, rankings: Sequence[Ranking]
    ) -> Read:
        """What a message in another language says: its closed classes are read in English, and an
        option on offer is chosen by its own words."""
        rankings = outright([in_english(tongue, item) for item in rankings], context)
        # On a phone accents are left out.
        labels = tuple(replace(item, label=without_accents(item.label)) for item in context.options)
        choice = _chosen(without_accents(text), replace(context, options=labels))
        if choice is None and context.asked == "time":  # "the first one, my number is ..."
            parts = map(tongue.in_english, PAUSE.split(text))
            choice = next(filter(None, (_chosen(part, context) for part in parts)), None)
        ends = ends_it(tongue, text, context.flow) if choice is None else None
        is_name = context.asked == "name" and is_written_as_a_name(text)  # "Ana Cuello" is no neck
        words = text if is_name else tongue.in_english(text)
        read = self._say(words, context, rankings, choice)
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
        choice: str | None = None,
    ) -> Read:
        if _CODE.search(text):
            return Read(wishes=(Wish(NOTHING),), readable=False)
        choice = choice or _chosen(text, context)
        said = _meant(rankings, text, context)
        given = given_by(text, context, said[0])
        readable = rankings[0].readable or bool(given.phones or given.names or given.reference)
        if not readable and choice is None:
            return Read(wishes=(Wish(NOTHING),), readable=False)
        said = _without_answers_taken_for_wishes(said, given, context, rankings[0])
        said = self._without_times_taken_for_wishes(text, said, given, context)
        sure = said[0].probability >= SURE_OF_A_WISH
        follows = asks_about_the_alarm(text, said[0].intent, sure, context)
        if follows and choice is None:
            return Read(wishes=(Wish(follows, subject=ALARM, words=text),), phones=given.phones)
        intents = {item.intent for item in said}
        time, time_choice = self._time(text, given, context, said)
        plain = plain_answer(text, context.asked) is not None
        hardly = context.flow == "book" and not (sure or plain)
        stance = _without_what_is_given(text, _stance(text, said, context, choice), given)
        stance, time = _agreed(stance, time, plain, hardly)
        if len(said) == 1:
            said = [about_a_visit(said[0], rankings[0], context, time is not None)]
        choice = choice or time_choice
        corrections = find_corrections(
            text, given.fields(time), context.asked, "correct" in intents
        )
        if context.flow and _LOOSE & intents and any(not item.given for item in corrections):
            said = [replace(said[0], intent="correct")]  # "change my phone number"
        refuses = find_refusals(text, context.asked, "refuse" in intents) - given.amended
        refuses -= frozenset(given.fields(None))  # "she has no phone, mine is ..."
        wishes = () if choice else self._wishes(said, context, stance, given, time)
        return Read(
            language="es" if _SPANISH in intents or _answered_in_english(text) else ENGLISH,
            wishes=wishes,
            alternatives=said[0].alternatives if said[0].intent == NOTHING else (),
            stance=stance,
            feeling=_feeling(text, [] if given.names or given.phones else rankings),
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
        asked = context.asked == "time" or (
            context.asked in _CONFIRMS and first.intent in _LOOSE  # "make it thursday"
        )
        if not asked or not loose or sure or not few or "?" in text:
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
        for_another = given.relation or any(item.intent == _OTHERS for item in said)
        if for_another and says_act(_BOOK, spelt_out(said[0].text)):
            # "My mother's back is bad, can you see her": a visit for somebody else is wished for.
            wishes = [wish for wish in wishes if wish.intent not in _VAGUE_FOR_ANOTHER]
            if not any(wish.intent in APPOINTMENTS for wish in wishes):
                wishes.append(Wish(_BOOK))
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


_STILL_THERE = re.compile(
    r"\bstill (?:\w+ ){0,3}(?:there|numb|leak\w*)\b|\bnumb\w*\b[^.?!]{0,20}\bstill there\b"
)
_ELSEWHERE = re.compile(r"\b(?:not|no|gone|foot|feet|toes?|calf|leg|thigh|knee|shin|hands?)\b")
_OK_THANKS = re.compile(r"^\W*(?:ok|okay|k|alright|good|great|perfect|well)\b.{0,12}\bthank")
_OPENS_OK = re.compile(r"^\W*(?:ok|okay|k|alright)\b", re.IGNORECASE)
# What is heard beside a choice puts nothing off: "give me the second" asks for no second.
_HESITATES = frozenset({"undecided", "wait"})
_PUTS_OFF = frozenset({"wait", "undecided", "stop"})
_NO_TIMES = TALK | FEELINGS.keys() | {"insult", "not_me"}
# Opens a question, whatever else it is heard as.
_ASKS_ON = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay)\W+)*(?:(?:what )?if|which|why|how (?!about)|what (?!ever|about)"
    r"|where|who|(?:should|do|can) (?:i|you|we|they)|(?:does|is|are) (?:it|that|they|there))\b"
)
_SUGGESTS = re.compile(r"^\W*(?:(?:ok|okay|and|but|so)\W+)*(?:what|how) about\b", re.IGNORECASE)
_ENDS = re.compile(
    r"\b(?:never ?mind|nvm|stop|quit|forget (?:it|this|about)|drop (?:it|this)|leave it|cancel)\b"
)
_NEVER_MIND = re.compile(r"^\W*(?:\w+\W+)?(?:never ?mind|nvm|forget)(?: (?:that|it|this))?\W*$")
_COURTEOUS = frozenset({"affirm", "thank"})
_LEAVES = frozenset({"goodbye", "stop"})
# What a "no" that puts something right is heard as.
_REFUSES = frozenset({"deny", "none_of_these", "for_someone_else"})
_REFUSAL = re.compile(
    r"\b(?:no|nope|nah|not|none|pass|skip|later|good|fine|thanks?|ok|okay|enough|stop|leave)\b"
)
_MEANT = re.compile(
    r"\b(?:i|we) (?:just |only )?(?:meant?|ment|mean|asked|am asking|was asking)\b"
    r"|\bnot (?:that|this|those|these|for(?! me\b)|the|about)\b"
)
_GOOD_DAY = re.compile(r"^\W*good\b", re.IGNORECASE)
# What a message is taken for that says nothing of its own.
_LOOSE = frozenset({NOTHING, "out_of_scope", "insult"})
_VAGUE_FOR_ANOTHER = frozenset({NOTHING, "ask_diagnosis", "ask_other_condition", "out_of_scope"})
_ONE_OF_THEM = re.compile(
    r"\b(?:the|that) (?:\S+ ){0,3}one\b|\bthe one\b|^\W*\S+ one\b", re.IGNORECASE
)


def _meant(rankings: Sequence[Ranking], text: str, context: Context) -> list[Meant]:
    """What a message means, where that can be meant at all."""
    outright = _outright(rankings, text, context)
    if outright:
        return outright
    said = meant(rankings, text, context)
    parts = rankings[1:]
    if said[0].intent in _COURTEOUS and plain_stance(text) is None and _leaves(parts):
        return [Meant("goodbye", SURE_OF_A_WISH, text)]  # "that'd be me. well, I'll let you go"
    ends = next((part for part in parts if context.flow and _ends(part)), None)
    if ends and said[0].intent in QUESTIONS:
        said = [*said, Meant("stop", ends.probability, ends.text)]  # "nvm. what's the number"
    if context.asked in _OFFERS and said[0].intent in _REFUSES and _puts_right(text):
        # "No not that, I meant the electric one"; "and on a Saturday?"
        return [Meant("follow_about" if context.fact else NOTHING, 0.0, text)]
    return [Meant(NOTHING, 0.0, text)] if _answers_nothing(said[0], text, context) else said


def _outright(rankings: Sequence[Ranking], text: str, context: Context) -> list[Meant]:
    """What the words alone say in their place, however they are heard; else nothing."""
    words = spelt_out(text)
    if is_just_a_name(text, context, rankings[0]):
        return [Meant("inform", 1.0, text)]
    if context.alarm and was_checked(text):
        return [Meant(TAKEN_BACK, 1.0, text), *_visits_in(rankings)[:1]]
    if context.asked in _OFFERS and rankings[0].intent == "affirm" and not _has_words(text):
        return [Meant("thank", 1.0, text)]  # a raised thumb
    if context.flow == "move" and calls_it_off(words):
        return [Meant("cancel_screening", 1.0, text)]
    if context.flow is None and rankings[0].intent == "inform" and len(text.split()) <= FEW_WORDS:
        facts = [name for name in facts_in(text) if f"fact_{name}" in QUESTIONS]
        return [Meant(f"fact_{name}", 1.0, text) for name in facts if len(facts) == 1]
    return []  # "Hours Thursday."


def _answers_nothing(first: Meant, text: str, context: Context) -> bool:
    """Whether a message is taken for an answer and is none."""
    if first.intent == "deny" and context.asked in _OFFERS and _refuses_nothing(text, first):
        return True  # "my doctor never calls back"
    if context.flow is not None:
        return False
    takes_back = first.intent in ANSWERS - {_OTHERS} and _ASKS_ON.match(spelt_out(text))
    # "And if it does not work" takes no offer back; "just a ballpark" puts nothing off.
    return bool(takes_back) or (context.asked is None and _hardly_puts_off(text, first))


def _visits_in(rankings: Sequence[Ranking]) -> list[Meant]:
    """What a message or its clauses want of a visit, likely or said outright."""
    return [
        Meant(part.intent if part.intent in APPOINTMENTS else _BOOK, 1.0, part.text)
        for part in rankings
        if part.mass(APPOINTMENTS) >= SURE_OF_A_WISH or says_act(_BOOK, spelt_out(part.text))
    ]


def _about_signs(ranking: Ranking) -> Ranking:
    """ "Which signs are bad?" names none: it asks when to see a doctor."""
    first, *others = ranking.likely
    if first[0] != _ASKED_ABOUT_A_SIGN or first[1] < SURE_OF_A_WISH:
        return ranking
    near = {**ranking.nearness, _WHEN_TO_SEEK_CARE: ranking.near}
    others = [pair for pair in others if pair[0] != _WHEN_TO_SEEK_CARE]
    return replace(ranking, likely=[(_WHEN_TO_SEEK_CARE, first[1]), *others], nearness=near)


def _leaves(clauses: Sequence[Ranking]) -> bool:
    """Whether the last clause takes leave."""
    return bool(clauses) and clauses[-1].mass(_LEAVES) >= SURE_OF_A_WISH


def _ends(clause: Ranking) -> bool:
    """Whether a clause surely ends what is under way; "never mind that" ends what was just said."""
    sure = clause.intent == "stop" and clause.probability >= SURE_OF_A_WISH
    words = spelt_out(clause.text)
    return sure and bool(_ENDS.search(words)) and not _NEVER_MIND.match(words)


def _puts_right(text: str) -> bool:
    """Whether a "no" to an offer is to how we understood, and says what was meant or asks on."""
    return plain_stance(text) is None and bool(_MEANT.search(spelt_out(text)) or "?" in text)


def _refuses_nothing(text: str, first: Meant) -> bool:
    """Whether a message is taken for a no without much reason, and has no word of refusal."""
    return first.probability < SURE_OF_A_WISH and not _REFUSAL.search(spelt_out(text))


def _hardly_puts_off(text: str, first: Meant) -> bool:
    """Whether a message is taken, without much reason, to put off or end what nobody asked."""
    unsure = first.intent in _PUTS_OFF and first.probability < SURE_OF_A_WISH
    return unsure and plain_stance(text) is None


def _without_what_is_given(text: str, stance: Stance | None, given: Given) -> Stance | None:
    """The stance, where what is given does not only look like one."""
    if given.amended and stance in ("no", "stop"):
        return None  # "not Sue. Suzanne" says no to nothing else
    if given.reference and len(text.split()) == 1:
        return None  # a code alone, whatever its letters look like
    return stance


def _agreed(
    stance: Stance | None, time: TimeSaid | None, plain: bool, hardly: bool
) -> tuple[Stance | None, TimeSaid | None]:
    """A stance and a time, where both are heard and only one can be meant.

    Args:
        plain: the words are a plain answer.
        hardly: an end is heard without much reason.
    """
    if stance == "stop" and time and hardly:
        return None, time  # "nvm, my boss switched me around, any day is good"
    if stance == "stop" and (plain or _is_any(time)):
        return stance, None  # "no, don't book me anything", "no thanks, not today" name no time
    if stance == "wait" and _is_any(time):
        return stance, None  # "hang on, another one": another customer
    return stance, time


def _is_any(time: TimeSaid | None) -> bool:
    wish = time.reading.wish if time and time.reading else None
    return wish is not None and wish.any_time


def _answered_in_english(text: str) -> bool:
    """Whether a message is in Spanish, where that is off: how to reach a person is said in it."""
    return not others() and is_spanish(text)


def _chosen(text: str, context: Context) -> str | None:
    if context.asked in _SIGNS and _BARE_DIGIT.match(text):
        return None  # the first sign, or the first button?
    option = choose(text, context.options)
    return None if option is None or isinstance(option, NotAnOption) else option.key


def _gives_just_a_name(text: str, read: Read, context: Context) -> bool:
    """Whether a name was asked for, and given with next to nothing beside it: it is no sign."""
    return context.asked == "name" and bool(read.names) and len(text.split()) <= FEW_WORDS


def _without_answers_taken_for_wishes(
    said: list[Meant], given: Given, context: Context, ranking: Ranking
) -> list[Meant]:
    """What was asked for and is given is no wish besides, however the words look: a name that is
    also a word, seven digits, a code; nor is a correction."""
    asked = context.asked
    asks = said[0].intent in QUESTIONS and said[0].probability >= SURE_OF_A_WISH
    if given.amended and len(said) == 1 and said[0].intent not in ANSWERS and not asks:
        return [replace(said[0], intent="correct")]
    if asked not in _GIVES or len(said) > 1:
        return said
    answers = (
        (asked == "name" and any(name.whose == "patient" for name in given.names))
        or (asked in ("phone", "callback_phone", "visit_phone") and bool(given.phones))
        or (asked == "reference" and given.reference is not None)
        or (asked in ("phone", "callback_phone", "visit_phone") and looks_like_phone(ranking.text))
    )
    if answers and (said[0].intent not in QUESTIONS or said[0].probability < SURE_OF_A_WISH):
        return [replace(said[0], intent="inform")] if said[0].intent not in ANSWERS else said
    return said


def _stance(
    text: str, said: Sequence[Meant], context: Context, choice: str | None
) -> Stance | None:
    if choice in ("yes", "no"):
        return choice  # type: ignore[return-value]
    plain = plain_answer(text, context.asked)
    if not choice and _thanks_for_an_answer(text, context):
        return None
    if plain and not choice:
        return plain
    if context.asked in _SIGNS and (says_none(text) or _is_still_there(text)):
        return "no" if says_none(text) else "yes"
    learned = [
        stance
        for item in said
        if (stance := stance_of(item.intent)) and not (choice and stance in _HESITATES)
    ]
    if learned == ["keep"] and _BARE_TIME.search(spelt_out(text)):
        learned = []  # "no wait, 3"
    if text.rstrip().endswith("?") and said[0].probability < SURE_OF_A_WISH:
        learned = []  # "you guys any good?" is hardly an answer
    if learned and (len(said) == 1 or learned == ["stop"]):
        return learned[0]
    puts_right = context.asked in _OFFERS and _puts_right(text)
    no_answer = context.asked is None or context.asked in _SIGNS or puts_right
    opening = None if no_answer else opening_stance(text)
    if opening and said[0].intent == NOTHING and len(text.split()) > FEW_WORDS:
        return None  # "ok and what can ..." is no answer, though it was not understood
    if opening == "yes" and context.asked in _OFFERS and _OPENS_OK.match(text):
        return "undecided"  # "ok. that helps a little" takes no offer up
    return opening


def _is_still_there(text: str) -> bool:
    """Whether a sign is still there: "it's still a bit numb there"; a numb foot is none."""
    words = spelt_out(text)
    return bool(_STILL_THERE.search(words)) and not _ELSEWHERE.search(words)


def _thanks_for_an_answer(text: str, context: Context) -> bool:
    """Whether "ok thanks", or a raised thumb, is for what was told, and takes up no offer beside
    it."""
    thanks = not _has_words(text) or _OK_THANKS.match(spelt_out(text))
    return context.asked in _OFFERS and bool(thanks)


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _feeling(text: str, rankings: Sequence[Ranking]) -> Feeling | None:
    sure = [
        r.intent for r in rankings if r.intent in FEELINGS and r.probability >= SURE_OF_A_WISH / 1.5
    ]
    return find_feeling(text, sure[0] if sure else None)
