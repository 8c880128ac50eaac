"""Says something to a patient on our own: when that may be, and which ways there are.

Texts that are no direct reply go out between 9:00 and 20:00 by the clinic's clock. (The federal
limit for calls is 8:00 to 21:00, 47 CFR 64.1200(c)(1); some states allow less.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.engine import Connection

from clinic import attention
from clinic.content import ClinicFacts
from clinic.messages import outbox
from clinic.ways import Way, ways

OPENS, CLOSES = time(9), time(20)


@dataclass(frozen=True)
class Reach:
    """How a patient can be reached.

    Attributes:
        phone: E.164.
        channel: where they spoke with us.
        conversation: theirs there, for a channel on which somebody may look at it again.
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
    """Queues a message to the patient's number, and into the conversation when there is one.

    Args:
        key: names the cause; queued once for each way.
        button: a title and the payload it stands for.
        not_before: send no earlier.
        on_screen_from: when it may stand in the conversation, where it wakes nobody; None: not
            before the text either.
        call_instead: what the staff are asked to do when no text message can be sent, because
            the message matters and a closed browser shows nothing; None: nothing.

    Returns:
        The keys of what was queued, for `outbox.withdraw`.
    """
    reply: dict[str, object] = {"text": text, "custom": {"kind": "notice"}}
    if button is not None:
        reply["buttons"] = [{"title": button[0], "payload": button[1]}]
    ways = ways_to(reach)
    for way, to in ways:
        outbox.enqueue(
            connection,
            channel=way.name,
            to=to,
            conversation=None,  # clearing a chat must not take a reminder with it
            reply=reply,
            key=f"{key}:{way.name}",
            not_before=not_before if way.by_phone else on_screen_from or not_before,
            expires_at=expires_at,
        )
    if call_instead and not gets_a_text(reach):
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="call_back",
                key=f"{key}:call",
                channel=reach.channel,
                conversation=reach.conversation,
                reach=reach.phone,
                detail=call_instead,
            ),
        )
    return keys(key, [way for way, _ in ways])


def keys(key: str, every: Iterable[Way] | None = None) -> list[str]:
    """The keys under which `tell` queues what has this key, on whatever ways."""
    return [f"{key}:{way.name}" for way in (ways() if every is None else every)]


def ways_to(reach: Reach) -> list[tuple[Way, str]]:
    """Each way with the address there: the patient's number where we can write to any, and the
    conversation in which they spoke with us."""
    found = []
    for way in ways():
        if way.by_phone and (reach.channel == way.name or way.is_on()):
            found.append((way, reach.phone))
        elif way.reached_by == "conversation" and reach.channel == way.name and reach.conversation:
            found.append((way, reach.conversation))
    return found


def gets_a_text(reach: Reach) -> bool:
    """Whether a message of ours reaches them on their phone, wherever they are."""
    return any(way.by_phone for way, _ in ways_to(reach))


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
