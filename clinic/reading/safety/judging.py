"""The one judgement of a message's safety: alarm, ask, or quiet, with its reasons."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace

from clinic.reading.context import Before, Context
from clinic.reading.safety.assess import URGENCY, Assessment, Finding, assess, assess_both
from clinic.reading.safety.assess import Context as Earlier
from clinic.reading.safety.evidence import FURTHEST, Heard, Hears, evidence, listen
from clinic.reading.safety.groups import get_groups
from clinic.reading.safety.verdict import HeardBy, Sign, Status, Tier, Verdict
from clinic.reading.safety.weighing import Weights, weights
from clinic.reading.spanish import has_spanish, is_all_spanish

# A sign may stand at the end of a very long message; the gate alone reads what is longer still.
MOST_CHARACTERS = 20_000
# Two messages are read together only when one of them is at least so suspect.
SUSPECT = 0.05
# What the gate finds present counts so many log odds more when the group is chosen.
FOUND = 2.0
# A group that is this likely counts by its urgency; of less likely ones the likeliest counts.
LIKELY = 0.0
# Answers a question about a sign; what is said after it is judged by itself,
_DENIES = re.compile(r"^\W*(?:no+|nope|nah)(?:\s*[,.;!]|\W*$)", re.IGNORECASE)
# and so is what denies it in a sentence ("it's not in my groin"), but not what can't be done or
# felt, which is the complaint itself.
_DENIES_IT = re.compile(
    r"\b(?:not?|none|nothing|never|without|(?:do|does|did|is|are|was|have|has)n['’]?t|normal|fine"
    r"|tampoco|ni|nada)\b",
    re.IGNORECASE,
)
_UNABLE = re.compile(
    r"\b(?:can['’]?t|can ?not|could ?n['’]?o?t|un?able|feel(?:ing)?|sensation|control|siento"
    r"|sentir|puedo|aguanto)\b",
    re.IGNORECASE,
)
# A "no" answers what was asked before; what stands after it is told by itself: "no but my leg is
# numb down there", "no tengo fiebre pero no siento entre las piernas".
_NO_AND = re.compile(
    r"^\W*(?:(?:no+|nope|nah+|none|ninguna?|nada)\s*[,.;!-]+\s*"
    r"(?:(?:but|pero)\s+)?"
    r"|(?:no|nope|nah|none|not|ninguna?|nada)\b[^.;!?]{0,60}?[\s,]+(?:but|except|unless|though|pero|salvo"
    r"|excepto|aunque)\s+)(?=\S)",
    re.IGNORECASE,
)
# Says that what was spoken of came.
_CAME = re.compile(
    r"\b(?:it|that|this|mine) (?:just )?(?:did|does|has|happened|happens)(?: (?:to|for|with) me)?"
    r"(?: (?:too|today|yesterday|now|just now|this (?:morning|week)|last night|once|twice))*\W*$"
    r"|\bhappen(?:ed|s|ing) to me\b|\bme (?:pas[oó]|pasa|ocurri[oó])\b",
    re.IGNORECASE,
)
# An answer of more words is a story.
LONGEST_ANSWER_WORDS = 30
# Numbers that were given tell of no sign, and a verdict must not hang on which they are.
_NUMBERS = re.compile(r"[+(]?\d[\d\s().-]{5,}\d")
# So few words hold nothing beside the sign that the word lists find in them.
FEW_WORDS = 5
# Groups that are heard at all, for the record.
WORTH_TELLING = -1.0
# Where no sign is more than in doubt, minutes decide in an emergency, and the alarm is raised; of a
# crisis, or what has to be seen today, the patient is asked unless it is as sure as this. Of 567
# messages with a sign by writers kept aside one is asked about that alarmed before, of 771 without
# one five less raise an alarm.
IN_DOUBT = 0.7
# "I don't want to any more", "don't wait for me": where a visit is being booked or stands, words of
# an end are mostly about the visit, and a crisis that no word list finds is asked about (the
# question names 988 and asks straight out) unless it is as sure as this. Of 125 such messages that
# mean it 19 more are asked about, and 6 of the 8 others that alarmed no longer do.
IN_DOUBT_OF_A_VISIT = 0.9
# Says of a visit, by its day or name, that nobody comes to it; what else is told is judged without
# it: "ya no voy el viernes, me mudo". "No llego al viernes" is of no visit.
_DAY = (
    r"(?:(?:el|este) )?(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|hoy|ma[nñ]ana)"
)
_NOT_COMING = re.compile(
    r"\b(?:ya )?no (?:voy(?: a (?:poder )?(?:ir|llegar))?|puedo (?:ir|llegar|venir)"
    rf"|llego|alcanzo a llegar) (?:a (?:la|mi) cita|{_DAY})\b"
    r"|\b(?:ya )?no (?:quiero|necesito|ocupo|voy a necesitar) (?:la|mi|esa|m[aá]s) citas?\b"
    rf"(?: (?:del? )?{_DAY})?|\b(?:ya )?no (?:me )?sirve esa hora\b",
    re.IGNORECASE,
)


# The learned reading of a language.
Models = Callable[[str], Hears]


def judge(text: str, context: Context, models: Models) -> Verdict:
    """What is done about signs in a message. One in Spanish is read as such, and where two
    languages are mixed the graver reading counts.

    Args:
        text: the message, however long.
        context: what was said before; the message before is read together with this one.
        models: the learned reading of "en" and of "es"; asked for Spanish only when there is any.
    """
    if not has_spanish(text):
        return _judge_in("en", text, context, models)
    spanish = _judge_in("es", text, context, models)
    if is_all_spanish(text):
        return spanish
    return max(_judge_in("en", text, context, models), spanish, key=_gravity)


def asked_about(text: str, models: Models) -> Verdict:
    """The question about the likeliest sign in a text, for who has reason to ask."""
    language = "es" if has_spanish(text) else "en"
    assessment, model = assess(text), models(language)
    heard = listen(text, model)
    group, signs = _decisive(assessment, heard), _signs(assessment, heard)
    chance = weights()[language].probability(evidence(assessment, heard, model))
    return _verdict("ask", group, signs, chance, _why(signs))


def _gravity(verdict: Verdict) -> tuple[int, float]:
    return ("quiet", "ask", "alarm").index(verdict.decision), verdict.suspicion


def _judge_in(language: str, text: str, context: Context, models: Models) -> Verdict:
    model = models(language)
    before = context.before
    earlier = Earlier(before.together, before.age_seconds) if before else Earlier()
    assessment = assess(text, earlier)
    weigh = weights()[language]
    alone = _of_a_visit(_judge_alone(text, assessment, model, weigh), context)
    after = _after_a_no(text) if alone.decision != "alarm" else ""
    if after:
        told = _of_a_visit(_judge_alone(after, assess(after), model, weigh), context)
        alone = max(alone, told, key=_gravity)
    if is_only_heard(alone) and _NOT_COMING.search(text):
        rest = _NOT_COMING.sub(" ", text)
        besides = _judge_alone(rest, assess(rest), model, weigh)
        if besides.decision == "quiet":
            text, alone = rest, besides
    if alone.decision == "alarm" or before is None or not earlier.continues:
        return alone
    if context.asked == "sign" and _is_denied(text, alone):
        return alone  # what the message before may have held was asked about
    verdict = _of_a_visit(_together(text, before, alone, model, weigh), context)
    return _happened(text, before, verdict)


def _happened(text: str, before: Before, verdict: Verdict) -> Verdict:
    """The sign of an emergency that was asked about in general ("can it make you lose control of
    your bladder?") is asked after, where the next message says that it came: "it did for me"."""
    if verdict.decision != "quiet" or not _CAME.search(text):
        return verdict
    for finding in assess(before.together).findings:
        if finding.status == "asked" and finding.tier == "E":
            return _verdict("ask", finding.group, verdict.signs, verdict.suspicion, verdict.why)
    return verdict


def _after_a_no(text: str) -> str:
    """What an answer goes on with after a no; nothing where it is all a no, or a story."""
    match = _NO_AND.match(text)
    return text[match.end() :] if match and len(text.split()) <= LONGEST_ANSWER_WORDS else ""


def _is_denied(text: str, alone: Verdict) -> bool:
    if alone.decision == "quiet" and _DENIES.match(text):
        return True
    return bool(_DENIES_IT.search(text)) and not _UNABLE.search(text)


def _judge_alone(text: str, assessment: Assessment, model: Hears, weigh: Weights) -> Verdict:
    heard = listen(text, model, bool(assessment.findings))
    pieces = evidence(assessment, heard, model)
    chance = weigh.probability(pieces)
    certain = [finding for finding in assessment.present if finding.certain]
    signs = _signs(assessment, heard)
    why = f"{_why(signs)} ({', '.join(f'{n} {v:+.1f}' for n, v in weigh.reasons(pieces)[:4])})"
    group = certain[0].group if certain else _decisive(assessment, heard)
    told = any(sign.status == "present" for sign in signs)
    can_wait = not told and get_groups().groups[group].tier != "E"
    if certain or chance >= (max(weigh.alarm, IN_DOUBT) if can_wait else weigh.alarm):
        return _verdict("alarm", group, signs, max(chance, float(bool(certain))), why)
    if chance >= weigh.ask:
        return _verdict("ask", group, signs, chance, why)
    named = next((finding for finding in assessment.present if finding.tier != "U"), None)
    if named and len(text.split()) <= FEW_WORDS:
        return _verdict("ask", named.group, signs, chance, why)
    asked = assessment.question or any(item.status == "asked" for item in assessment.findings)
    return Verdict(signs=signs, asked_about=asked, suspicion=chance, why=why)


def _of_a_visit(verdict: Verdict, context: Context) -> Verdict:
    return as_of_a_visit(verdict) if context.flow or context.stands or context.asked else verdict


def as_of_a_visit(verdict: Verdict) -> Verdict:
    """A crisis that is only heard, where a visit is spoken of, as one to ask about."""
    alarm = verdict.decision == "alarm" and is_only_heard(verdict)
    if not alarm or verdict.suspicion >= IN_DOUBT_OF_A_VISIT:
        return verdict
    return replace(verdict, decision="ask")


def is_only_heard(verdict: Verdict) -> bool:
    """Whether it is a crisis at most, and one that no word list finds."""
    told = any(sign.status == "present" and sign.by != "learned" for sign in verdict.signs)
    return verdict.tier in (None, "C") and not told


def _together(text: str, before: Before, alone: Verdict, model: Hears, weigh: Weights) -> Verdict:
    """A sign that only shows when two messages are read together. What the last message held by
    itself was answered then."""
    quiet = max(alone.suspicion, before.suspicion) < SUSPECT
    if quiet and not any(sign.status == "present" for sign in alone.signs):
        return alone
    said = _NUMBERS.sub(" ", before.together).strip()
    if not any(letter.isalpha() for letter in said):
        return alone
    joined = _judge_alone(f"{said} {text}", assess_both(said, text), model, weigh)
    last = _judge_alone(said, assess(said), model, weigh)
    if joined.decision == "quiet" or last.decision == "alarm":
        return alone
    if joined.decision == "ask" and not joined.signs:
        return alone  # "cant tuesday", "othr day": no sign is heard, in either or in both
    if joined.decision == "ask" and (alone.decision == "ask" or last.decision == "ask"):
        return alone
    told = any(sign.status == "present" and sign.by != "learned" for sign in joined.signs)
    return joined if told else replace(joined, by_itself=alone)


def _decisive(assessment: Assessment, heard: Heard) -> str:
    """The group that decides: of those that are likely the likeliest that can't wait for a doctor
    today, else the likeliest."""
    content = get_groups()
    found = {finding.group for finding in assessment.present}
    odds = {group: value + FOUND * (group in found) for group, (value, _) in heard.groups.items()}

    def rank(group: str) -> tuple[int, float]:
        tier: Tier = content.groups[group].tier
        urgent = 1 if tier == "U" else 2
        return (urgent if odds[group] >= LIKELY else 0, odds[group])

    return max(odds, key=rank)


def _signs(assessment: Assessment, heard: Heard) -> tuple[Sign, ...]:
    """Every sign that was heard, by which of the two, the most urgent present one first."""
    content = get_groups()
    found: dict[str, Finding] = {}
    for finding in assessment.findings:  # present ones come first
        found.setdefault(finding.group, finding)
    signs = []
    for group, (odds, words) in heard.groups.items():
        told = found.get(group)
        if told is None and odds < WORTH_TELLING:
            continue
        by: HeardBy = "learned" if told is None else "both" if odds >= LIKELY else "gate"
        status: Status = told.status if told else "present" if odds >= LIKELY else "doubt"
        where = told.phrase if told else words
        chance = 1 / (1 + math.exp(-max(min(odds, FURTHEST), -FURTHEST)))
        signs.append(Sign(group, status, where, by, round(chance, 3)))
    return tuple(
        sorted(
            signs,
            key=lambda sign: (
                sign.status != "present",
                -URGENCY[content.groups[sign.group].tier],
                -sign.probability,
            ),
        )
    )


def _verdict(
    decision: str, group: str, signs: tuple[Sign, ...], chance: float, why: str
) -> Verdict:
    return Verdict(
        decision=decision,  # type: ignore[arg-type]
        tier=get_groups().groups[group].tier,
        group=group,
        signs=signs,
        suspicion=chance,
        why=why,
    )


def _why(signs: tuple[Sign, ...]) -> str:
    return (
        "; ".join(f"{sign.group} {sign.status} by {sign.by}" for sign in signs) or "no sign heard"
    )
