"""How late an answer may be: it says so, or it isn't sent.

An answer that was stored in time may leave hours later, when brain, worker or carrier were away.
By then "call 911" may frighten somebody who is well, or nobody may know what "yes" is to.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from channels.sms.texts import say
from clinic.content import get_content
from clinic.messages.models import Outgoing
from clinic.screenings import times

# From here on an answer says that it is late.
SAYS_SO = timedelta(minutes=30)
# From here on it is not sent: the staff are told, of an emergency with an alarm.
UNSENT, ALARM_UNSENT = timedelta(hours=6), timedelta(minutes=30)
# One confirmation may follow an opt-out, within five minutes (47 CFR 64.1200(a)(12)).
CONSENT_UNSENT = timedelta(minutes=5)
# Reasons for which a text is not sent.
LATE, LATE_ALARM, LATE_CONSENT = "late", "late alarm", "late confirmation"


def too_late(item: Outgoing, at: datetime) -> str | None:
    """Why an answer is not sent any more; None: it is."""
    custom, late = _custom(item), _age(item, at)
    if late is None:
        return None
    if custom.get("banner"):
        return LATE_ALARM if late > ALARM_UNSENT else None
    if custom.get("kind") == "consent":
        return LATE_CONSENT if late > CONSENT_UNSENT else None
    return LATE if late > UNSENT else None


def apology(item: Outgoing, at: datetime) -> str | None:
    """What is said in front of an answer that is late; None where it is not, or where it is not
    the first of the texts of one."""
    late = _age(item, at)
    if late is None or late <= SAYS_SO or not item.key.endswith(":1"):
        return None
    asked = datetime.fromisoformat(_custom(item)["asked_at"])
    return say("late", when=times.say_short(asked, get_content().clinic))


def _age(item: Outgoing, at: datetime) -> timedelta | None:
    asked = _custom(item).get("asked_at")
    return None if asked is None else at - datetime.fromisoformat(asked)


def _custom(item: Outgoing) -> dict[str, str]:
    return item.reply.get("custom") or {}
