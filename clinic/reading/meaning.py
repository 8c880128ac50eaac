"""What a message means in its place: what its words say outright, and what is no answer though it
is heard as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from clinic.reading.act_words import calls_it_off
from clinic.reading.after_alarm import Aftermath, of_its_end, without_its_own
from clinic.reading.context import Context
from clinic.reading.giving import is_just_a_name
from clinic.reading.intents import ANSWERS, APPOINTMENTS, FACTS, FEELINGS, QUESTIONS
from clinic.reading.learned.ranking import Ranking
from clinic.reading.needs_words import without_what_is_not_said
from clinic.reading.stance import keeps_what_stands, plain_stance
from clinic.reading.subjects import facts_in
from clinic.reading.supposing import supposed
from clinic.reading.tongues.phrasebook import without_accents
from clinic.reading.wishes import ANOTHER_TIME, NOTHING, SURE_OF_A_WISH, Meant, meant
from clinic.reading.words import spelt_out

# A day named in a longer message that was not understood is no wish for it.
FEW_WORDS = 5
BOOK, OTHERS = "book_screening", "for_someone_else"
_OF_A_VISIT = frozenset({"move", "call_off"})
OFFERS = frozenset({"book_offer", "call_offer"})
ASKED_ABOUT_A_SIGN, _WHEN_TO_SEEK_CARE = "ask_about_red_flag", "ask_when_to_seek_care"
_PUTS_OFF = frozenset({"wait", "undecided", "stop"})
# Opens a question, whatever else it is heard as.
_ASKS_ON = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay)\W+)*(?:(?:what )?if|which|why|how (?!about)|what (?!ever|about)"
    r"|where|who|(?:should|do|can) (?:i|you|we|they)|(?:does|is|are) (?:it|that|they|there))\b"
)
_ENDS = re.compile(
    r"\b(?:never ?mind|nvm|stop|quit|forget (?:it|this|about)|drop (?:it|this)|leave it|cancel)\b"
)
_NEVER_MIND = re.compile(r"^\W*(?:\w+\W+)?(?:never ?mind|nvm|forget)(?: (?:that|it|this))?\W*$")
# "I'm back, where were we?": what was asked is asked again.
_COMES_BACK = re.compile(
    r"\bwhere (?:were we|was i|did we (?:leave|stop)|had we got)\b"
    r"|\bwhat (?:were you|was it you were) asking\b"
)
# "I can only do Saturdays", "do Fridays work", "can I just walk in" wish for a time by themselves.
_ONLY_THEN = re.compile(
    r"\b(?:i|we|he|she|they) (?:can|could|am|are|is) only "
    r"(?:do|come|make|free|off|available|able|there)\b[^.?!]{0,30}"
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mornings?|afternoons?|evenings?|weekends?"
    r"|after|before)\b"
    r"|\b(?:if|whether|do|does|would|are|is) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|mornings?|afternoons?|evenings?|weekends?) (?:works?|ok|okay|fine|good|possible|an option"
    r"|available)\b"
)
_WALKS_IN = re.compile(
    r"\b(?:can|could|may|do) (?:i|we|you) (?:just |take )?(?:walk[ -]?ins?"
    r"|(?:show|turn) up|(?:stop|drop|pop|come) (?:in|by)(?= (?:without|any ?time)|\W*$))\b"
    r"|\b(?:take|accept|allow|do) walk[ -]?ins?\b"
    r"|\bwalk[ -]?ins? (?:welcome|ok|okay|allowed|accepted|possible|available)\b"
)
_WATCHES = re.compile(
    r"\b(?:what|how|when) (?:do|should|can|would|will|must) (?:i|we|he|she) (?:do |react )?if\b"
    r"[^.?!]{0,40}\b(?:worse\w*|numb\w*|weak\w*|spread\w*|empeor\w*|peor)\b"
    r"|\b(?:watch|look) out for\b|\bwatch for\b|\bkeep an eye (?:out|on)\b"
    r"|\b(?:dangerous|risky|unsafe|safe|harmful|bad) (?:for (?:me|him|her) )?to (?:just )?"
    r"(?:wait|hold off|put (?:it|this) off|leave it)\b"
    r"|\b(?:hago|hacer|hacemos) si\b[^.?!]{0,40}\b(?:empeor\w*|peor)\b"
    r"|\bpeligroso esperar\b|\b(?:estar (?:atent|al pendiente)|fijarme|vigilar|cuidarme de)"
)
# "How many can I take a day", "should I take more?"
_ASKS_A_DOSE = re.compile(
    r"\bhow (?:many|much|often)\b[^.?!,]{0,30}\b(?:can|should|may|could|do) (?:i|we|he|she) take\b"
    r"|\b(?:can|should|may|could) (?:i|he|she) take (?:some |any )?(?:more|another|extra)\b"
    r"|\b(?:max\w*|safe|daily) dos(?:e|age)\b"
)
# "U a real person", which asks for nobody.
_IS_IT_A_BOT = re.compile(
    r"^\W*(?:(?:wait|so|hey|lol|ok)\W+)*(?:(?:are|is) )?(?:you|this|it)"
    r"(?: (?:a|an|even|like|actually))* (?:real|actual|live|person|human|bot|robot|machine"
    r"|computer|ai)\b[^.]{0,20}$"
)
# Where a visit stands, its reference or its day: "n the code?"
_THE_CODE = re.compile(
    r"\b(?:the|my|that) (?:(?!dress )\w+ )?code\b|\brepeat the (?:day|date|time|hour)\b"
)
# After an alarm: "so can't I book?", "can I still come after that?".
_MAY_COME = re.compile(
    r"\b(?:cant|can|could|may) (?:not )?(?:i|we|he|she) (?:still |just |also |then )*(?:not )?"
    r"(?:book|schedule|come|get in|be seen|see (?:you|some|a th)|(?:get|make|have) an? app)"
    r"(?![^.?!]* (?:er|hospital)\b)"
)
# "How long till they call", "do you have the number I gave".
_WHEN_CALLED = re.compile(
    r"\b(?:how (?:long|soon)|when|what time)\b[^.?!]{0,25}"
    r"\b(?:they|you|somebody|someone|anybody|anyone|he|she|staff|clinic)\b[^.?!]{0,12}"
    r"\b(?:calls?|calling|ring|phone|get back)\b"
)
_OWN_NUMBER = re.compile(
    r"\b(?:you|they) (?:still |really )?(?:have|had|got|get|saved?|kept|keep|wrote down|write down)"
    r" (?:down )?(?:my (?:phone|number|cell)"
    r"|the (?:phone|number|cell)(?: number)? (?:that )?i (?:gave|left|sent|put|told|typed))\b"
)
_DIGITS = re.compile(r"\d{2}")
_VAGUE = frozenset(
    {"out_of_scope", "inform", "fact_entrance", "fact_hours", "change_time", NOTHING}
)
# "What if I cancel, is there a fee" asks for no price list.
_PRICED = frozenset({"fact_prices", "fact_cost"})
_COURTEOUS = frozenset({"affirm", "thank"})
_LEAVES = frozenset({"goodbye", "stop"})
_REFUSED = frozenset({"stop", "deny", "cancel_screening"})
# What a "no" that puts something right is heard as.
_REFUSES = frozenset({"deny", "none_of_these", "for_someone_else"})
_REFUSAL = re.compile(
    r"\b(?:no|nope|nah|not|none|pass|skip|later|good|fine|thanks?|ok|okay|enough|stop|leave)\b"
)
_MEANT = re.compile(
    r"\b(?:i|we) (?:just |only )?(?:meant?|ment|mean|asked|am asking|was asking)\b"
    r"|\bnot (?:that|this|those|these|for(?! me\b)|the|about)\b"
)


def meaning(
    rankings: Sequence[Ranking], text: str, context: Context, after: Aftermath | None = None
) -> list[Meant]:
    """What a message means, where that can be meant at all.

    Args:
        after: what it says of the alarm in force.
    """
    rankings = [without_what_is_not_said(item) for item in rankings]
    if of_an_alarm := of_its_end(after, rankings, text, context):
        return of_an_alarm
    rankings = [without_its_own(item, context) for item in rankings]
    # "Leave it" wants nothing back that was called off.
    stood = context.stands or (context.called_off and "leave" not in spelt_out(text))
    of_a_visit = context.flow in _OF_A_VISIT or (stood and context.flow is None)
    if of_a_visit and keeps_what_stands(text):
        return [Meant("keep_visit", 1.0, text)]
    outright = _outright(rankings, text, context)
    if outright:
        return outright
    said = meant([_without_another_time(rankings[0], context), *rankings[1:]], text, context)
    if context.alarm and _MAY_COME.search(spelt_out(text)):
        said = _with_a_visit(said, text)
    parts = rankings[1:]
    if about := supposed(text):
        return _supposed(about, said, text)
    if said[0].intent in _COURTEOUS and plain_stance(text) is None and _leaves(parts):
        return [Meant("goodbye", SURE_OF_A_WISH, text)]  # "that'd be me. well, I'll let you go"
    ends = next((part for part in parts if context.flow and _ends(part)), None)
    if ends and said[0].intent in QUESTIONS | FEELINGS.keys() | {NOTHING}:
        rest = [item for item in said if item.intent != NOTHING]
        said = [*rest, Meant("stop", ends.mass(_REFUSED), ends.text)]  # "nvm. what's the number"
    if context.asked in OFFERS and said[0].intent in _REFUSES and puts_right(text):
        # "No not that, I meant the electric one"; "and on a Saturday?"
        return [Meant("follow_about" if context.fact else NOTHING, 0.0, text)]
    return [Meant(NOTHING, 0.0, text)] if _answers_nothing(said[0], text, context) else said


def _supposed(about: str, said: Sequence[Meant], text: str) -> list[Meant]:
    """What is only supposed, and the other questions: "none of those. can I cancel any time?" stops
    nothing."""
    beside = (item for item in said if item.intent in QUESTIONS - _PRICED and item.text != text)
    return [Meant(about, 1.0, text), *beside]


def _outright(rankings: Sequence[Ranking], text: str, context: Context) -> list[Meant]:
    """What the words alone say in their place, however they are heard; else nothing."""
    words = spelt_out(text)
    just_a_name = is_just_a_name(text, context, rankings[0])
    if outright := "inform" if just_a_name else _of_the_call(words, context):
        return [Meant(outright, 1.0, text)]
    if asked := _asked_outright(rankings[0], text, context):
        return [asked]
    if context.asked in OFFERS and rankings[0].intent == "affirm" and not has_words(text):
        return [Meant("thank", 1.0, text)]  # a raised thumb
    open_ = context.flow is None and not context.stands
    if open_ and rankings[0].intent in _VAGUE and _ONLY_THEN.search(words):
        return [Meant(BOOK, 1.0, text)]
    vague = rankings[0].intent in _VAGUE or rankings[0].probability < SURE_OF_A_WISH
    if open_ and vague and _WALKS_IN.search(words):
        return [Meant(BOOK, 1.0, text)]
    if (context.flow == "move" or _backs_out(words, context)) and calls_it_off(words):
        return [Meant("cancel_screening", 1.0, text)]
    if context.flow is None and rankings[0].intent == "inform" and len(text.split()) <= FEW_WORDS:
        facts = [name for name in facts_in(text) if f"fact_{name}" in QUESTIONS]
        return [Meant(f"fact_{name}", 1.0, text) for name in facts if len(facts) == 1]
    return []  # "Hours Thursday."


def _with_a_visit(said: list[Meant], text: str) -> list[Meant]:
    """What is meant by who asks, after an alarm, whether they may come all the same."""
    if any(item.intent in APPOINTMENTS for item in said):
        return said
    beside = [item for item in said if item.intent in FACTS] if len(said) > 1 else []
    return [*beside, Meant(BOOK, 1.0, text)]


def _asked_outright(first: Ranking, text: str, context: Context) -> Meant | None:
    """What is asked in so many words."""
    words = spelt_out(text)
    if asks_what_to_watch_for(text):
        return Meant(_WHEN_TO_SEEK_CARE, 1.0, text)
    if _IS_IT_A_BOT.search(words):
        return Meant("ask_if_bot", 1.0, text)
    if context.stands and context.flow is None and _THE_CODE.search(words):
        return Meant("check_screening", 1.0, text)
    if _ASKS_A_DOSE.search(words) and first.mass(APPOINTMENTS) < SURE_OF_A_WISH:
        return Meant("ask_medication", 1.0, text)
    return Meant("follow_repeat", 1.0, text) if context.flow and _COMES_BACK.search(words) else None


def asks_what_to_watch_for(text: str) -> bool:
    """Whether it is asked when to see a doctor, in other words: what to watch out for, what to do
    if it gets worse, or if it is dangerous to wait."""
    return bool(_WATCHES.search(without_accents(spelt_out(text))))


def _of_the_call(words: str, context: Context) -> str | None:
    """What is asked about the patient's own number, or when they will be called: who waits for a
    call is told of it once more, and no number of the clinic's is asked for."""
    number = context.phone and _OWN_NUMBER.search(words)
    waits = context.called_back and context.flow is None
    if waits and (_WHEN_CALLED.search(words) or (number and not _DIGITS.search(words))):
        return "talk_to_person"
    return "inform" if number else None


def _backs_out(words: str, context: Context) -> bool:
    """Whether a visit that stands is spoken of, and nothing else: "gonna have to bail on that"."""
    beside = context.asked in (None, "sign", *OFFERS)
    return bool(context.stands) and context.flow is None and beside and "?" not in words


def _answers_nothing(first: Meant, text: str, context: Context) -> bool:
    """Whether a message is taken for an answer and is none."""
    if first.intent == "deny" and context.asked in OFFERS and _refuses_nothing(text, first):
        return True  # "my doctor never calls back"
    if context.flow is not None:
        return False
    takes_back = first.intent in ANSWERS - {OTHERS} and _ASKS_ON.match(spelt_out(text))
    # "And if it does not work" takes no offer back; "just a ballpark" puts nothing off.
    return bool(takes_back) or (context.asked is None and _hardly_puts_off(text, first))


def _without_another_time(ranking: Ranking, context: Context) -> Ranking:
    """A ranking without a wish for another time, where none was offered and it is hardly heard:
    "could it be something bad" asks for none."""
    likely = [pair for pair in ranking.likely if pair[0] != ANOTHER_TIME]
    hardly = ranking.intent == ANOTHER_TIME and ranking.probability < SURE_OF_A_WISH
    if not hardly or context.flow or context.stands or not likely:
        return ranking
    return replace(ranking, likely=likely)


def about_signs(ranking: Ranking) -> Ranking:
    """ "Which signs are bad?" names none: it asks when to see a doctor."""
    first, *others = ranking.likely
    if first[0] != ASKED_ABOUT_A_SIGN or first[1] < SURE_OF_A_WISH:
        return ranking
    near = {**ranking.nearness, _WHEN_TO_SEEK_CARE: ranking.near}
    others = [pair for pair in others if pair[0] != _WHEN_TO_SEEK_CARE]
    return replace(ranking, likely=[(_WHEN_TO_SEEK_CARE, first[1]), *others], nearness=near)


def _leaves(clauses: Sequence[Ranking]) -> bool:
    """Whether the last clause takes leave."""
    return bool(clauses) and clauses[-1].mass(_LEAVES) >= SURE_OF_A_WISH


def _ends(clause: Ranking) -> bool:
    """Whether a clause surely ends what is under way; "never mind that" ends what was just said."""
    sure = clause.intent == "stop" and clause.mass(_REFUSED) >= SURE_OF_A_WISH
    words = spelt_out(clause.text)
    return sure and bool(_ENDS.search(words)) and not _NEVER_MIND.match(words)


def puts_right(text: str) -> bool:
    """Whether a "no" to an offer is to how we understood, and says what was meant or asks on."""
    return plain_stance(text) is None and bool(_MEANT.search(spelt_out(text)) or "?" in text)


def _refuses_nothing(text: str, first: Meant) -> bool:
    """Whether a message is taken for a no without much reason, and has no word of refusal."""
    return first.probability < SURE_OF_A_WISH and not _REFUSAL.search(spelt_out(text))


def _hardly_puts_off(text: str, first: Meant) -> bool:
    """Whether a message is taken, without much reason, to put off or end what nobody asked."""
    unsure = first.intent in _PUTS_OFF and first.probability < SURE_OF_A_WISH
    return unsure and plain_stance(text) is None


def has_words(text: str) -> bool:
    return any(map(str.isalnum, text))
