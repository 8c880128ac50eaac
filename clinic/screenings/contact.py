"""Says something to a patient on our own: when that may be, and which ways there are.

Texts that are no direct reply go out between 9:00 and 20:00 by the clinic's clock. (The federal
limit for calls is 8:00 to 21:00, 47 CFR 64.1200(c)(1); some states allow less.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.engine import Connection

from clinic import attention
from clinic.content import ClinicFacts
from clinic.messages import outbox
from clinic.settings import get_settings

OPENS, CLOSES = time(9), time(20)


@dataclass(frozen=True)
class Reach:
    """How a patient can be reached.

    Attributes:
        phone: E.164.
        channel: where they spoke with us: "web" or "sms".
        conversation: the web conversation, which an open or reopened widget shows.
    """

    phone: str
    channel: str
    conversation: str | None


def tell(
    connection: Connection,
    reach: Reach,
    *,
    text: str,
    key: str,
    button: tuple[str, str] | None = None,
    not_before: datetime | None = None,
    on_screen_from: datetime | None = None,
    expires_at: datetime | None = None,
    call_instead: str | None = None,
) -> list[str]:
    """Queues a message by text, and into the web conversation when there is one.

    Args:
        key: names the cause; queued once for each way.
        button: a title and the payload it stands for.
        not_before: send no earlier.
        on_screen_from: when it may stand in the web conversation, where it wakes nobody; None:
            not before the text either.
        call_instead: what the staff are asked to do when no text message can be sent, because
            the message matters and a closed browser shows nothing; None: nothing.

    Returns:
        The keys of what was queued, for `outbox.withdraw`.
    """
    reply: dict[str, object] = {"text": text, "custom": {"kind": "notice"}}
    if button is not None:
        reply["buttons"] = [{"title": button[0], "payload": button[1]}]
    ways = ways_to(reach)
    for channel, to in ways:
        outbox.enqueue(
            connection,
            channel=channel,
            to=to,
            conversation=None,  # clearing a chat must not take a reminder with it
            reply=reply,
            key=f"{key}:{channel}",
            not_before=(on_screen_from or not_before) if channel == "web" else not_before,
            expires_at=expires_at,
        )
    if call_instead and "sms" not in [channel for channel, _ in ways]:
        attention.raise_task(
            connection,
            kind="call_back",
            key=f"{key}:call",
            channel=reach.channel,
            conversation=reach.conversation,
            reach=reach.phone,
            detail=call_instead,
        )
    return [f"{key}:{channel}" for channel, _ in ways]


def ways_to(reach: Reach) -> list[tuple[str, str]]:
    """Channel and address of each way: a text where we can send any, the web conversation."""
    ways = []
    if reach.channel == "sms" or get_settings().sms_enabled:
        ways.append(("sms", reach.phone))
    if reach.channel == "web" and reach.conversation:
        ways.append(("web", reach.conversation))
    return ways


def may_contact(at: datetime, clinic: ClinicFacts) -> bool:
    """Whether a message that is no direct reply may go out at this time."""
    return OPENS <= at.astimezone(clinic.tz).time().replace(tzinfo=None) < CLOSES


def next_contact(at: datetime, clinic: ClinicFacts) -> datetime:
    """`at` when it is within the hours, otherwise the next opening of them."""
    if may_contact(at, clinic):
        return at
    local = at.astimezone(clinic.tz)
    day = local.date() + timedelta(days=1 if local.time().replace(tzinfo=None) >= CLOSES else 0)
    return datetime.combine(day, OPENS, clinic.tz)


def close_of_contact(at: datetime, clinic: ClinicFacts) -> datetime:
    """The end of the hours on the local day of `at`."""
    return datetime.combine(at.astimezone(clinic.tz).date(), CLOSES, clinic.tz)
