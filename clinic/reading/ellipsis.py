"""Fills in what a short follow-up leaves out: "and Friday?" after the hours, "what day was it?"."""

from __future__ import annotations

import re
from dataclasses import replace

from clinic.content import TOPIC_IDS, topic_intent
from clinic.content.facts import ClinicFacts
from clinic.reading.context import Context
from clinic.reading.days_named import day_asked_about
from clinic.reading.intents import NOT_COVERED
from clinic.reading.ordinals import ORDINALS
from clinic.reading.read import Wish
from clinic.reading.subjects import facts_in, find_subject, find_treatment
from clinic.reading.wishes import NOTHING, SCREENING
from clinic.reading.words import spelt_out

REPEAT, ABOUT, HOURS, LOOK_UP = "follow_repeat", "follow_about", "fact_hours", "check_screening"
CALLED, EMERGENCY_NUMBERS = "already_called", {"911", "988", "9-1-1"}
# "The needle one": not understood, and short, it is about the treatment that it names.
FEW_WORDS = 8
# "Does it hurt?", after an answer about a treatment, asks of the treatment.
VERY_FEW, _OF_THE_BODY = 5, frozenset({topic_intent("symptoms"), topic_intent("when_to_seek_care")})
# "Why" is asked about what was said, unless something was to be given.
WHY, _NOTHING_GIVEN = "why_needed", (None, "book_offer", "call_offer", "which")
# "What about arthritis?", after an answer: the article names it among the causes.
_MAY_BE_A_CAUSE = frozenset({ABOUT, "ask_other_condition"})
_OF_SOMETHING_ELSE = frozenset({ABOUT, "what_else", "tell_me_more", "change_time"})
_PLACES = {word: n - 1 for word, n in ORDINALS.items() if n <= len(TOPIC_IDS)} | {"last": -1}
_LISTED = re.compile(rf"\bthe (?P<place>{'|'.join(_PLACES)})(?: one| thing)?\b")
# Less sure than that, what is asked of "it" is asked of what was answered.
SURE_BY_ITSELF = 0.75
_OF_IT = re.compile(r"\b(?:it|that|this|them|those|these)\b|^\W*(?:and |ok |but |so )*which\b")
TREATMENTS = tuple(topic for topic in TOPIC_IDS if topic.startswith("treatment:"))
# Whoever will be called may ask when.
CALL = "talk_to_person"
_WHEN_CALLED = re.compile(r"\b(?:when|how soon|what time)\b.*\b(?:call|ring|phone)\b")
# "Who can tell me, then?", of what the article does not say, asks for a person.
_WHO = frozenset({"fact_therapists", NOTHING, "out_of_scope"})
_WHO_CAN_TELL = re.compile(
    r"\bwho (?:can|could|would|will|do i|should i|should|knows|am i to) ?"
    r"(?:tell|ask|help|know|answer|talk|say|\W*$)"
)
_LENGTHS = frozenset({"fact_length", "ask_prognosis", "ask_treatment_detail", NOTHING})
_HOW_LONG = re.compile(r"\bhow (?:long|many (?:minutes|hours))\b")
# "Is it free?" asks for the clinic's fact, with the article's sentence before it.
_WHAT_IT_COSTS = re.compile(
    r"\b(?:is|are|be|really|truly|totally|all|completely) (?:\w+ ){0,2}free\b"
    r"(?! (?:screen|check|visit|eval|consult|appoint|session|exam))|\bfree\W*$"
    r"|\b(?:costs?|charge\w*|pay\w*|how much|fees?|price|catch)\b"
)
# "I'm 68" tells an age; "is 68 too old?" asks about it.
_TELLS_AGE = re.compile(
    r"\b(?:i am|he is|she is|they are|my \w+ is) (?:only |already )?\d{1,3}\b"
    r"(?!.*\b(?:too|enough|allowed|limit|problem|matter)\b)[^?]*$"
)
_OWN_SCANS = re.compile(
    r"\b(?:my|have|got|had|did|took|the) (?:\w+ ){0,3}"
    r"(?:x ?rays?|mris?|scans?|imaging|images|pictures|films?|cds?|discs?|reports?)\b"
)
_HANDED_OVER = re.compile(
    r"\b(?:bring|need|send|sent|upload|want|pull|push|give|mail|email|fax|share|hand|drop off"
    r"|without|lost|look at|have it)\b"
)
# After the list of treatments, "does it hurt" is asked of them and not of the nerve.
_ALL_TREATMENTS = "treatment_overview"
_HURTS = re.compile(
    r"^\W*(?:(?:and|but|ok|so) )*(?:does|do|will|is|are) (?:it|that|they|any of (?:it|them))"
    r" (?:gonna |going to )?(?:hurt|be painful|painful)\b"
)
_E_MAIL = re.compile(r"\be ?-?(?:mail|mial|mali|maill)\w*\b")
_THE_DAY = re.compile(r"\bthe (?:day|date|time)\b")
# "Free for any day but Thursday" tells when somebody can come.
_FREE_THEN = re.compile(
    r"\bfree (?:for |on |in |at )?(?:the |this |next |any ?|every ?|all |most |after|before|until"
    r"|from|between|today|tomorrow|mornings?|afternoons?|evenings?|weekends?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)"
)
_OF_A_VISIT = re.compile(
    r"\b(?:what|which|when) (?:day|time|date)?\b.*\b(?:was|is|did)\b"
    r"|\bmy (?:time|day|visit|appointment|reference|code)\b|\breference\b"
)


def _fact_named(wish: Wish) -> str | None:
    """The fact that is meant where its words are taken for another question: what becomes of the
    patient's own scans is asked of the clinic, not of medicine."""
    words = spelt_out(wish.words)
    if wish.intent == "ask_imaging" and _OWN_SCANS.search(words) and _HANDED_OVER.search(words):
        return "fact_records"
    return "fact_email" if wish.intent == "fact_address" and _E_MAIL.search(words) else None


def _by_its_words(wish: Wish) -> Wish:
    """A bare "911" asks for help by itself; it does not tell that help was called. And whether the
    screening is free is asked of the clinic."""
    if wish.intent == SCREENING and _WHAT_IT_COSTS.search(spelt_out(wish.words)):
        return replace(wish, intent="fact_cost", subject=None)
    named = _fact_named(wish)
    if named:
        return replace(wish, intent=named, subject=None)
    if wish.intent == "fact_age" and _TELLS_AGE.search(spelt_out(wish.words)):
        return replace(wish, intent="inform", subject=None)
    if wish.intent == "fact_cost" and _FREE_THEN.search(spelt_out(wish.words)):
        return replace(wish, intent="inform", subject=None)
    alone = wish.intent == CALLED and wish.words.strip(" .!?") in EMERGENCY_NUMBERS
    return replace(wish, intent=NOTHING) if alone else wish


def _of_a_treatment(wish: Wish, topic: str) -> Wish:
    """A follow-up to the list of treatments, or to one of them: "the third one", "is it safe?"."""
    words, vague = spelt_out(wish.words), wish.probability < SURE_BY_ITSELF
    listed = _LISTED.search(words) if vague or wish.intent in _OF_SOMETHING_ELSE else None
    place = _PLACES[listed["place"]] if listed else len(TREATMENTS)
    if place < len(TREATMENTS):
        named = TREATMENTS[place]
        return replace(wish, intent=topic_intent(named), subject=named)
    count, of_it = len(words.split()), bool(_OF_IT.search(words)) and topic in TREATMENTS
    vague = vague and wish.intent in NOT_COVERED | {NOTHING}
    if of_it and (
        (vague and count <= FEW_WORDS) or (wish.intent in _OF_THE_BODY and count <= VERY_FEW)
    ):
        return replace(wish, intent="ask_treatment_detail", subject=topic)
    return wish


def _how_long(wish: Wish, context: Context) -> Wish:
    """ "How long does it last?" is asked of what was answered: of the screening, or a treatment."""
    if wish.intent not in _LENGTHS or not _HOW_LONG.search(spelt_out(wish.words)):
        return wish
    if context.flow is not None or len(wish.words.split()) > FEW_WORDS:
        return wish
    if context.topic in TREATMENTS:
        return replace(wish, intent="ask_treatment_detail", subject=context.topic)
    of_the_visit = context.topic in ("screening_info", "evaluation")
    of_the_visit = of_the_visit or (context.topic is None and context.fact is not None)
    return replace(wish, intent="fact_length", subject=None) if of_the_visit else wish


def _asks_for_a_person(wish: Wish, context: Context) -> bool:
    """Whether a call that was promised is asked about, or who knows what we don't."""
    words = spelt_out(wish.words)
    when = context.called_back and context.flow is None and _WHEN_CALLED.search(words)
    return bool(when or (context.declined and wish.intent in _WHO and _WHO_CAN_TELL.search(words)))


def _said_again(wish: Wish, context: Context) -> Wish:
    """What is to be repeated: an answer, by its subject, or the day of a visit."""
    words = spelt_out(wish.words)
    subject = find_subject(wish.words)
    if context.stands and _THE_DAY.search(words):
        return replace(wish, intent=LOOK_UP)  # "kindly repeat the day for my records"
    if subject:
        return replace(wish, subject=subject)
    return replace(wish, intent=LOOK_UP) if _OF_A_VISIT.search(words) else wish


def elliptic(wish: Wish, context: Context, facts: ClinicFacts) -> Wish:
    """The wish that is meant by a follow-up, given what was said before; another one as it is."""
    wish, words = _how_long(_by_its_words(wish), context), wish.words
    if _asks_for_a_person(wish, context):
        return replace(wish, intent=CALL, subject=None)
    if wish.intent == ABOUT and context.fact == "hours":
        day = day_asked_about(words, context.now, facts.tz)
        return replace(wish, intent=HOURS, subject=day) if day else wish
    treatment = find_treatment(words) if wish.intent == NOTHING and context.flow is None else None
    if treatment and len(words.split()) <= FEW_WORDS:
        return replace(wish, intent=topic_intent(treatment), subject=treatment)
    if wish.intent == NOTHING and context.fact and len(words.split()) <= FEW_WORDS:
        named = facts_in(words)  # "and the normal phone", after the fax
        return replace(wish, intent=f"fact_{next(iter(named))}") if len(named) == 1 else wish
    if wish.intent == WHY and context.asked in _NOTHING_GIVEN and (context.topic or context.fact):
        return replace(wish, intent="follow_why", subject=context.topic or context.fact)
    if wish.intent in _MAY_BE_A_CAUSE and find_subject(words) == "causes":
        return replace(wish, intent=topic_intent("causes"), subject="causes")
    if context.topic == _ALL_TREATMENTS and _HURTS.search(spelt_out(words)):
        return replace(wish, intent="ask_treatment_detail", subject=context.topic)
    of_a_treatment = (context.topic or "").startswith("treatment") and context.flow is None
    if of_a_treatment:
        wish = _of_a_treatment(wish, context.topic or "")
    return _said_again(wish, context) if wish.intent == REPEAT else wish
