"""The judgement where no learned reading is: in the door's process while the brain is away."""

from __future__ import annotations

from clinic.reading.safety.assess import Context, assess
from clinic.reading.safety.verdict import Sign, Verdict


def judge_by_gate(text: str, earlier: Context = Context()) -> Verdict:
    """What is done about signs in a message, by the gate alone: what it finds present is an alarm.

    Args:
        text: the message, however long.
        earlier: what was said before.
    """
    assessment = assess(text, earlier)
    signs = tuple(
        Sign(item.group, item.status, item.phrase, "gate", float(item.status == "present"))
        for item in assessment.findings
    )
    told = "; ".join(f"{sign.group} {sign.status} by {sign.by}" for sign in signs)
    why = told or "no sign heard"
    if not assessment.present:
        return Verdict(signs=signs, asked_about=assessment.question, why=why)
    first = assessment.present[0]
    return Verdict("alarm", first.tier, first.group, signs, suspicion=1.0, why=why)
