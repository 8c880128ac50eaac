"""Reads what a message says of the alarm in force: that it is over, that what it told is done, that
it is made light of, what is asked about it, and what is wished for beside that.

Which of these it is hangs on the whole sentence, and was learned
(`clinic.reading.learned.after_alarm`); what that means for the alarm is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from clinic.content.facts import ClinicFacts
from clinic.reading.act_words import asks
from clinic.reading.context import Context
from clinic.reading.intents import APPOINTMENTS, FACTS, PERSON, TOPICS
from clinic.reading.learned.ranking import Ranking
from clinic.reading.read import Read, TimeSaid, Wish
from clinic.reading.timing import read_time
from clinic.reading.tongues.phrasebook import without_accents
from clinic.reading.wishes import SURE_OF_A_WISH, Meant
from clinic.reading.words import spelt_out

# What a follow-up to the alarm is about, instead of a topic or a fact.
ALARM = "alarm"
HOW, DOUBT, ABOUT = "follow_how", "follow_doubt", "follow_about"
CALLED, TAKEN_BACK, BOOK = "already_called", "false_alarm", "book_screening"
# Told of the alarm in force, these are what `Aftermath` says they are.
_ITS_OWN = frozenset({CALLED, TAKEN_BACK})
_OVER = ("seen_ok", "otherwise")
_STANDS = ("plan", "not_cleared", "eased", "light", "worse")
# Of words that an alarm is over 73 of 100 are as sure as this, of others less than one: of each
# writer while the others were learned from. A crisis is taken back by surer words only.
SURE_OVER = {"E": 0.7, "U": 0.7, "C": 0.8}
# From here on it may be over, and is asked about; less of it is no word of that.
MAY_BE_OVER, SURELY_STANDS = 0.66, 0.34
# Where somebody has surely looked at it, and has cleared it as likely as this, that is asked about.
SURELY_LOOKED, CLEARED_PERHAPS = 0.8, 0.3
SURE, GOES = 0.5, 0.48
# As sure as this, what sounds like a question that the article answers is one about the alarm.
SURE_OF_ASKING = 0.9
# How likely is what only may be meant.
HARDLY = SURE_OF_A_WISH / 2
# And what only denies a sign: whether it is that of the alarm is not heard here.
OF_ANY_SIGN = HARDLY / 2
# "I'm going to the ER now, cancel everything", and what is asked about that visit then.
_NO_BOOKING = (None, "call_off", "look_up")
_SENTENCES = re.compile(r"[.!?;\n]+(?:\s+|$)")
_EMERGENCY_ROOM = re.compile(
    r"\b(?:er|emergency (?:room|dep\w*)|hospital|911|ambulance|paramedics?|ambulancia|urgencias"
    r"|emergencias)\b"
)
_QUESTION = re.compile(r"^\W*(?:what|which|why|how|is|are|do|does|can|could)\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\b(?:what|which)\b[^.?!]{0,20}\b(?:signs?|symptoms?|thing|part)\b|\bwhat do you mean\b"
    r"|\bsigns? of what\b|\bque (?:signos?|sintomas?)\b"
)
_WHERE_OR_WHAT = re.compile(
    r"\bwhere\b|\bwhich (?:er|hospital)\b|\bsend\b|\bcan (?:\w+ ){1,2}(?:drive|take)\b"
    r"|\b(?:who|how|what) (?:(?:do|should|can|am) )?(?:i|we|he|she|they|to)\b"
    r"|\b(?:donde|adonde|a cual|que hago|como (?:voy|llego|le hago))\b"
)


@dataclass(frozen=True)
class Aftermath:
    """What a message says of an alarm, as probabilities.

    Attributes:
        tier: of the alarm: E, C or U.
        over: somebody has looked at it and found none, or it never was one.
        denied: its sign is said not to be there.
        help: what the alarm told is being done.
        looked: somebody has looked at it, cleared it or not.
        stands: it is told again, made light of, or nobody has cleared it, whatever is said.
        eased, worse: of these, that it eased or is made light of; that it is told again, or worse.
        asks: it is asked about.
        other: it says nothing of the alarm.
        beside: the words of it that say nothing of the alarm.
    """

    tier: str
    over: float
    denied: float
    help: float
    looked: float
    stands: float
    eased: float
    worse: float
    asks: float
    other: float
    beside: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the alarm is surely over."""
        return self.over >= SURE_OVER[self.tier]

    @property
    def may_be_over(self) -> bool:
        """Whether it may be over: that is asked about."""
        rest = max(self.help, self.asks, self.other, self.denied)
        cleared = self.looked >= SURELY_LOOKED and self.over >= CLEARED_PERHAPS
        return cleared or (self.over >= max(MAY_BE_OVER, rest) and self.stands < SURELY_STANDS)

    @property
    def is_unsure(self) -> bool:
        """Whether nothing of it is sure, and it hardly stands as it did."""
        return not self.is_meant and self.other < SURE and self.help + self.over >= self.stands

    @property
    def is_meant(self) -> bool:
        """Whether a message is surely about the alarm, whatever it says of it."""
        return max(self.over + self.denied, self.help, self.stands, self.asks) >= SURE

    @property
    def goes(self) -> bool:
        """Whether help is likelier than all else: who speaks of the hospital is going there."""
        return self.help >= GOES

    @property
    def help_comes(self) -> bool:
        """Whether what it told is surely being done."""
        return self.help >= SURE and not self.is_over


def read_aftermath(
    text: str,
    clauses: Sequence[str],
    context: Context,
    hear: Callable[[str, str], Mapping[str, float]],
) -> Aftermath | None:
    """What a message says of the alarm in force, or of the sign that is asked about, or where it
    speaks of the emergency room; None where there is nothing of these.

    Args:
        text: the patient's words.
        clauses: of it, where there are several.
        context: what was said before.
        hear: how likely each kind of word is, of a text after an alarm of a tier.
    """
    told = context.alarm or context.asked == "sign"
    if not (told or _EMERGENCY_ROOM.search(without_accents(spelt_out(text)))):
        return None
    tier = context.alarm or "E"
    chances = hear(text, tier)
    sentences = [part for part in _SENTENCES.split(text) if part.strip()]
    parts = clauses if len(clauses) >= len(sentences) else sentences if len(sentences) > 1 else ()
    over = sum(chances[kind] for kind in _OVER)
    # "They cleared me. thursday at 11": by itself that would be a plan to see a doctor.
    done = over >= SURE_OVER[tier] or chances["help"] >= SURE
    besides = ("other", "plan") if done else ("other",)
    return Aftermath(
        tier,
        over=over,
        denied=chances["denied"],
        help=chances["help"],
        looked=chances["seen_ok"] + chances["not_cleared"],
        stands=sum(chances[kind] for kind in _STANDS),
        eased=chances["eased"] + chances["light"],
        worse=chances["worse"],
        asks=chances["asks"],
        other=chances["other"],
        beside=". ".join(part for part in parts if _is_beside(hear(part, tier), besides)),
    )


def _is_beside(chances: Mapping[str, float], kinds: Sequence[str]) -> bool:
    """Whether a clause is of these kinds, which say nothing of the alarm."""
    return sum(chances[kind] for kind in kinds) >= SURE


def without_its_own(ranking: Ranking, context: Context) -> Ranking:
    """A ranking without the words on an alarm, which are read apart while one is in force."""
    likely = [pair for pair in ranking.likely if pair[0] not in _ITS_OWN]
    if context.alarm is None or not likely or ranking.intent not in _ITS_OWN:
        return ranking
    return replace(ranking, likely=likely, nearness={**ranking.nearness, likely[0][0]: 0.0})


def of_its_end(
    after: Aftermath | None, rankings: Sequence[Ranking], text: str, context: Context
) -> list[Meant]:
    """What is meant by who says that the alarm in force is over, or may be, or that help is on its
    way; with what they want of the clinic besides. Nothing where no such word is said."""
    if after is None:
        return []
    if context.alarm is None:
        # "My son is taking me to the ER now", where no sign was told; "is it near the hospital?"
        goes = after.goes and context.asked != "sign" and not asks(text)
        return [Meant(CALLED, 1.0, text)] if goes else []
    told: Meant | None = None
    if after.is_over:
        told = Meant(TAKEN_BACK, 1.0, text)
    elif after.help_comes and context.flow in _NO_BOOKING:
        told = Meant(CALLED, 1.0, text)
    elif _may_be_told(text, context) and after.may_be_over:
        told = Meant(TAKEN_BACK, HARDLY, text)
    elif _may_be_told(text, context) and after.denied >= SURE:
        told = Meant(TAKEN_BACK, OF_ANY_SIGN, text)
    elif context.flow is None and after.is_unsure:
        # Unsure of the alarm, it is what it means among everything else that people say.
        told = _by_its_intent(rankings[0], text)
    if told is None:
        return []
    beside = [
        Meant(part.intent, 1.0, part.text)
        for part in rankings
        if part.intent in APPOINTMENTS | FACTS and part.probability >= SURE_OF_A_WISH
    ]
    return [told, *beside[:1]]


def _may_be_told(text: str, context: Context) -> bool:
    """Whether a message may take an alarm back without being sure of it: in the middle of nothing,
    and where it asks nothing ("what does loss of bowel control mean?")."""
    nothing_asked = context.flow is None and context.asked != "sign"
    return nothing_asked and not _QUESTION.match(text)


def _by_its_intent(ranking: Ranking, text: str) -> Meant | None:
    if ranking.intent not in _ITS_OWN or ranking.probability < SURE_OF_A_WISH:
        return None
    return Meant(ranking.intent, 1.0 if ranking.intent == CALLED else HARDLY, text)


def beside_an_alarm(
    after: Aftermath | None, said: Sequence[Meant], context: Context, facts: ClinicFacts
) -> tuple[TimeSaid | None, tuple[Wish, ...]] | None:
    """The time that is named beside the word that an alarm is over or that help is there ("they
    cleared me. thursday at 4"), and the visit that this wishes for. None where no such word is
    said.

    Args:
        said: what the message means.
    """
    intents = {item.intent for item in said}
    if after is None or context.alarm is None or not intents & _ITS_OWN:
        return None
    time = read_time(after.beside, context, facts) if after.beside else None
    wanted = time is not None and time.reading is not None and not intents & APPOINTMENTS
    return time, (Wish(BOOK),) if wanted else ()


def of_the_alarm(
    text: str,
    said: Sequence[Meant],
    after: Aftermath | None,
    context: Context,
    facts: ClinicFacts,
) -> Read | None:
    """A message that asks about the alarm in force, or after which it stands as it did, where
    nothing else was answered since; None where it is something else.

    Args:
        said: what the message means.
    """
    answered = context.topic or context.fact or context.flow or context.asked
    intents = {item.intent for item in said}
    if after is None or context.alarm is None or answered or intents & _ITS_OWN:
        return None
    if said[0].intent in PERSON and said[0].probability >= SURE_OF_A_WISH:
        return None
    words = spelt_out(text)
    sure = said[0].probability >= SURE_OF_A_WISH
    # "What are the symptoms" is in the article.
    topic = sure and said[0].intent in TOPICS
    # "Is it free" is of the clinic.
    fact = sure and said[0].intent in FACTS
    if fact and asks(text) and not _EMERGENCY_ROOM.search(without_accents(words)):
        return None
    if after.asks >= (SURE_OF_ASKING if topic else SURE):
        follows = ABOUT if _WHICH.search(words) else HOW if _WHERE_OR_WHAT.search(words) else DOUBT
        return Read(wishes=(Wish(follows, subject=ALARM, words=text),))
    if after.stands < SURE:
        return None
    beside = APPOINTMENTS | FACTS
    acts = [Wish(item.intent, 1.0, None, item.text) for item in said if item.intent in beside]
    time = read_time(after.beside, context, facts) if after.beside else None
    if time and time.reading and not acts:
        acts = [Wish(BOOK)]
    followed = Wish(DOUBT, subject=ALARM, words=text)
    return Read(wishes=(followed, *(acts if after.beside else ())), time=time)
