"""The one judgement of a message's safety: the gate and the learned opinion, as a verdict."""

from __future__ import annotations

from clinic.reading.context import Context
from clinic.reading.learned.second_opinion import Opinion
from clinic.reading.safety import alarm
from clinic.reading.safety.alarm import Hear
from clinic.reading.safety.assess import Context as Earlier
from clinic.reading.safety.assess import assess
from clinic.reading.safety.verdict import Sign, Status, Verdict

_STATUS: dict[str, Status] = {
    "present": "present",
    "denied": "denied",
    "past": "past",
    "supposed": "asked",
}


def judge(text: str, opinion: Opinion, hear: Hear, context: Context) -> Verdict:
    """What is done about signs in a message.

    Args:
        text: the message.
        opinion: the learned one on the whole of it.
        hear: asks for learned opinions on parts of it.
        context: what was said before; the message before is read together with this one.
    """
    earlier = (
        Earlier(context.before.text, context.before.age_seconds) if context.before else Earlier()
    )
    assessment = assess(text, earlier)
    before = context.before if earlier.continues else None
    heard = alarm.judge(text, assessment, opinion, hear, before)
    signs = tuple(
        Sign(item.group, _STATUS[item.status], item.phrase, "gate", heard.suspicion)
        for item in assessment.findings
    )
    tier = heard.tier or (opinion.tier if heard.in_doubt else None)
    return Verdict(
        decision="alarm" if heard.tier else "ask" if heard.in_doubt else "quiet",
        tier=tier,  # type: ignore[arg-type]
        group=signs[0].group if signs and tier else None,
        signs=signs,
        asked_about=assessment.question and not heard.tier,
        suspicion=heard.suspicion,
        why=assessment.why if signs else heard.disagreement or "no sign heard",
    )
