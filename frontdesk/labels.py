"""What the desk calls what is stored under a short name."""

from __future__ import annotations

from clinic.ways import way

MARKS = {"arrived": "Arrived", "late": "Late", "done": "Done", "no_show": "No-show"}
# Why a question stands among those without a good answer.
REASONS = {
    "not_covered": "not in the article",
    "detail": "no more detail in the article",
    "out_of_scope": "turned down, as not about the clinic",
    "clarified": "asked back",
    "unclear": "not understood",
    "rephrased": "answered, then asked again in other words",
    "not_helped": "answered, and the patient tapped that it did not help",
    "marked": "answered, and wrong or only half right, as the staff said",
    "sign_gate_only": "an alarm, heard in its words alone: was it one?",
    "sign_heard_only": "an alarm, heard in its meaning alone: was it one?",
    "sign_in_doubt": "a warning sign, meant or denied?",
}
# Ways to the clinic that are no channels.
_BY_HAND = {"form": "Website form", "phone": "Phone, by the staff", "desk": "At the desk"}


def way_label(channel: str | None) -> str:
    """Which way somebody came; the name itself of a channel that has no label."""
    return _BY_HAND.get(channel or "") or way(channel).label or channel or ""
