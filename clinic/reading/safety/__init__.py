"""Safety: whether a message holds a sign that must be heard, and what is said then.

    verdict = judge("numb between my legs", Context(now), learned.signs)  # in judging.py
    verdict = judge_by_gate("numb between my legs")  # where no learned reading is
    if verdict.tier: reply(verdict.tier, verdict.group)

The kinds of signs and every word that is said stand in content/safety.yml, how people say the
signs in content/safety_words.yml.
"""

from clinic.languages import ENGLISH
from clinic.reading.safety.assess import Assessment, Context, Finding, assess
from clinic.reading.safety.gate import judge_by_gate
from clinic.reading.safety.groups import Group, Spoken, get_groups
from clinic.reading.safety.verdict import Sign, Tier, Verdict

__all__ = [
    "Assessment",
    "Context",
    "Finding",
    "Group",
    "Sign",
    "Tier",
    "Verdict",
    "assess",
    "checklist",
    "denied",
    "discreet",
    "group_name",
    "help_is_coming",
    "judge_by_gate",
    "question",
    "reminder",
    "reply",
    "safety_line",
    "withdrawn",
]


def reply(tier: Tier, group: str | None = None, language: str = "en") -> str:
    """What is said for an alarm: the same text each time, on every channel.

    Args:
        tier: of the alarm.
        group: the sign that decides; its own text where it has one and is of this tier.
        language: of the patient; what it has no words for is said in English.
    """
    content = get_groups()
    known = content.groups.get(group or "")
    if known and known.tier == tier:
        return known.replies.get(language) or known.replies[ENGLISH]
    return _spoken(language).replies[tier]


def _spoken(language: str) -> Spoken:
    """What is said in a language; in English where it has no words for signs."""
    spoken = get_groups().spoken
    return spoken.get(language) or spoken[ENGLISH]


def question(group: str | None, language: str = "en") -> str:
    """What is asked where it is in doubt whether a sign is there now: it names that sign, and says
    first what to do. The line about all of them where the group is not known."""
    content = get_groups()
    known = content.groups.get(group or "")
    if known is None:
        return _spoken(language).safety_line
    return known.questions.get(language) or known.questions[ENGLISH]


def reminder(tier: Tier, language: str = "en") -> str:
    """One line before the next answer after an alarm. It tells nothing of what the alarm was."""
    return _spoken(language).reminders[tier]


def denied(tier: Tier, language: str = "en") -> str:
    """What is said when the sign in doubt is not there."""
    return _spoken(language).denied[tier]


def help_is_coming(tier: Tier, language: str = "en") -> str:
    """What is said when the patient tells that help was called: by the alarm, helpers who come, a
    voice on the line, or a doctor's office."""
    key = {"C": "help_in_a_crisis", "U": "doctor_called"}.get(tier, "help_is_coming")
    after = _spoken(language).after
    return after.get(key) or after["help_is_coming"]


def withdrawn(tier: Tier, language: str = "en") -> str:
    """What is said when the patient tells that the alarm was none."""
    key = "withdrawn_crisis" if tier == "C" else "withdrawn"
    return _spoken(language).after[key]


def discreet(group: str | None) -> bool:
    """Whether nothing may give away what an alarm was about, as somebody may read along."""
    known = get_groups().groups.get(group or "")
    return bool(known and known.discreet)


def group_name(group: str | None) -> str:
    """What the staff call a group; its key where it is not known."""
    known = get_groups().groups.get(group or "")
    return known.name if known else group or ""


def safety_line(language: str = "en") -> str:
    """What is said when somebody asks about a warning sign without having it."""
    return _spoken(language).safety_line


def checklist(language: str = "en") -> tuple[str, ...]:
    """The signs asked about before a screening is booked."""
    return _spoken(language).checklist
