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
# What the carrier says has become of a message.
DELIVERIES = {
    "queued": "On its way",
    "accepted": "On its way",
    "scheduled": "On its way",
    "sending": "On its way",
    "sent": "Sent",
    "delivered": "Delivered",
    "read": "Read",
    "expired": "Too late, so not sent",
    "withdrawn": "Not sent any more",
    "undelivered": "Not delivered",
    "failed": "Not delivered",
}
# Why one was not sent or did not arrive: the carrier's code, or our own word.
NOT_SENT = {
    "21610": "the number has opted out",
    "30003": "the phone is off or out of reach",
    "30005": "no such phone, or a landline",
    "30006": "a landline, or out of reach",
    "30007": "taken for spam",
    "21211": "not a phone number",
    "21612": "the number gets no texts",
    "21614": "the number gets no texts",
    "21408": "texts there are not allowed",
    "21617": "too long",
    "late": "it would have come much too late",
    "late alarm": "it would have come much too late",
    "late confirmation": "it would have come much too late",
    "unwanted": "reminders are not wanted",
    "not theirs": "they said that the visit is not theirs",
    "can't be read": "it can't be opened any more",
    "refused": "the address was refused",
}
# Ways to the clinic that are no channels.
_BY_HAND = {"form": "Website form", "phone": "Phone, by the staff", "desk": "At the desk"}


def way_label(channel: str | None) -> str:
    """Which way somebody came; the name itself of a channel that has no label."""
    return _BY_HAND.get(channel or "") or way(channel).label or channel or ""


def delivery_label(state: str) -> str:
    """What has become of a message, in words."""
    return DELIVERIES.get(state, state.replace("_", " ").capitalize())


def not_sent_label(error: str) -> str:
    """Why a message did not arrive, in words; a code nobody here knows stays, to be looked up, and
    anything else was raised on the way to the carrier."""
    if error in NOT_SENT:
        return NOT_SENT[error]
    if error in DELIVERIES:
        return DELIVERIES[error].lower()
    if error.isdecimal():
        return f"the carrier's code {error}"
    return "the carrier could not be reached"
