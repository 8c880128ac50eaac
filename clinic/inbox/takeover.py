"""Answering instead of the assistant: taking over, answering, handing back.

The row of the thread decides. Whoever takes over writes its `taken_by`; whoever stores an answer
of the assistant holds that row's lock first and looks (`channels.turns`). So nothing of the
assistant's comes after the patient was told that a person is here, until they are told that it
is back. What is said goes through the outbox, once under its key: to the web in this very unit of
work, to a phone by the worker.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Row

from clinic import attention, clock, signals
from clinic.content import get_content
from clinic.encrypted import is_readable
from clinic.inbox.wording import desk_says
from clinic.languages import ENGLISH, speaking
from clinic.messages import clean, outbox
from clinic.messages.delivery import say_at_once
from clinic.messages.models import Sender
from clinic.messages.tables import inbound, threads
from clinic.screenings.contact import next_contact
from clinic.settings import get_settings

LONGEST_ANSWER = 1_000
# An answer to a text that came so lately is a direct reply, at any hour.
DIRECT_REPLY = timedelta(hours=1)


class TakenByAnother(Exception):
    """Somebody else has taken the conversation over.

    Attributes:
        by: who.
    """

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(f"{by} has taken it over")


class NotTaken(Exception):
    """The conversation is with the assistant: take it over first."""


class Refused(ValueError):
    """What was to be sent can't be: no words, too many, or the patient wants no messages."""


def take_over(
    connection: Connection, conversation: str, staff: str, *, key: str, instead_of: str = ""
) -> bool:
    """Lets a person answer instead of the assistant; the patient is told.

    Args:
        key: names the press of the button; the same one again changes nothing.
        instead_of: from whom it is taken over; empty: from the assistant.

    Returns:
        False when this person had it already, or there is no such conversation.

    Raises:
        TakenByAnother: somebody was faster.
    """
    thread = _locked(connection, conversation)
    if thread is None or thread.taken_by == staff:
        return False
    if thread.taken_by is not None and thread.taken_by != instead_of:
        raise TakenByAnother(thread.taken_by)
    now = clock.now()
    _set(
        connection,
        conversation,
        taken_by=staff,
        taken_at=thread.taken_at or now,
        taken_until=now + silence(),
        handled_by=staff,
        closed_at=None,
        snoozed_until=None,
        unread_since=None,
    )
    if thread.taken_by is None:
        _say(connection, thread, _told(thread, "taken_over"), "system", f"taken:{key}")
    return True


def answer(connection: Connection, conversation: str, staff: str, text: str, *, key: str) -> bool:
    """Sends a person's answer.

    Args:
        key: names the form it was written in; the same one again sends nothing.

    Returns:
        False when it was sent before, or there is no such conversation.

    Raises:
        NotTaken: the assistant answers here.
        TakenByAnother: somebody else does.
        Refused: there is nothing to send, it is too long, or the patient wants no messages.
    """
    text = clean(text)
    if not text:
        raise Refused("Write something first.")
    if len(text) > LONGEST_ANSWER:
        raise Refused(f"Keep it to {LONGEST_ANSWER} characters.")
    thread = _locked(connection, conversation)
    if thread is None:
        return False
    if thread.taken_by is None:
        raise NotTaken(conversation)
    if thread.taken_by != staff:
        raise TakenByAnother(thread.taken_by)
    if thread.muted_at is not None:
        raise Refused("This person has opted out of messages here. Please call.")
    now = clock.now()
    _set(connection, conversation, taken_until=now + silence(), closed_at=None)
    return _say(connection, thread, text, "staff", f"{outbox.BY_PERSON}{key}")


def hand_back(connection: Connection, conversation: str, *, key: str) -> bool:
    """Gives a conversation back to the assistant, and says so; false when it had it already.

    Anybody at the desk may: who took it over may have gone home.
    """
    thread = _locked(connection, conversation)
    if thread is None or thread.taken_by is None:
        return False
    _give_back(connection, thread, _told(thread, "handed_back"), f"back:{key}")
    return True


def hand_back_silent(connection: Connection, now: datetime | None = None) -> list[str]:
    """Gives back what nobody has answered in for the set time, and says so.

    Where the patient wrote last, the staff get a task: somebody waits.

    Returns:
        The conversations.
    """
    now = now or clock.now()
    given = []
    for conversation in are_silent(connection, now):
        thread = _locked(connection, conversation)
        if thread is None or thread.taken_by is None or thread.taken_until > now:
            continue
        waits = _waits(connection, thread)
        words = _told(thread, "silent_waits" if waits else "silent")
        _give_back(connection, thread, words, f"silent:{thread.taken_until.isoformat()}")
        if waits:
            attention.raise_task(
                connection,
                attention.Occasion(
                    kind="call_back",
                    key=f"waits:{conversation}:{thread.taken_until.isoformat()}",
                    channel=thread.channel,
                    conversation=conversation,
                    reach=thread.reach,
                    detail=f"{desk_says('staff_waits')} {waits}",
                ),
            )
        given.append(conversation)
    return given


def _told(thread: Row, name: str) -> str:
    """What a patient is told, in the language the conversation is held in."""
    with speaking(thread.language or ENGLISH):
        return desk_says(name)


def are_silent(connection: Connection, now: datetime | None = None) -> list[str]:
    """The conversations a person has and has been silent in for the set time."""
    due = select(threads.c.conversation).where(
        threads.c.taken_by.is_not(None), threads.c.taken_until <= (now or clock.now())
    )
    return list(connection.execute(due).scalars())


def silence() -> timedelta:
    """How long a person may be silent before the assistant is back."""
    return timedelta(minutes=get_settings().takeover_silence_minutes)


def goes_out_at(thread: Row, now: datetime) -> datetime | None:
    """When a text may be sent that a person writes now: None for at once, which is always so for
    a reply to what came in lately."""
    clinic = get_content().clinic
    if thread.wrote_at is not None and now - thread.wrote_at <= DIRECT_REPLY:
        return None
    at = next_contact(now, clinic)
    return None if at <= now else at


def _give_back(connection: Connection, thread: Row, words: str, key: str) -> None:
    _set(connection, thread.conversation, taken_by=None, taken_at=None, taken_until=None)
    if thread.muted_at is None:
        _say(connection, thread, words, "system", key)


def _waits(connection: Connection, thread: Row) -> str:
    """What the patient wrote since a person last did something; empty when nothing."""
    since = thread.taken_until - silence()
    rows = connection.execute(
        select(inbound.c.text)
        .where(inbound.c.conversation == thread.conversation, inbound.c.received_at > since)
        .order_by(inbound.c.id)
        .limit(10)
    ).scalars()
    return "\n".join(text for text in rows if text)


def _say(connection: Connection, thread: Row, text: str, sender: Sender, key: str) -> bool:
    """Says something to the patient of a thread, once for each key: shown at once where the
    channel shows a transcript, sent by the worker where there is a number."""
    key = f"{thread.conversation}:{key}"[:160]
    custom = {"kind": "person", "sender": sender}
    if not is_readable(thread.reach):
        raise Refused("The number this came from can't be read, so nothing can be sent to it.")
    if thread.reach is None:
        return say_at_once(connection, thread.conversation, text, sender, key)
    return outbox.enqueue(
        connection,
        channel=thread.channel,
        to=thread.reach,
        conversation=thread.conversation,
        reply={"text": text, "custom": custom},
        key=key,
        not_before=goes_out_at(thread, clock.now()),
    )


def _locked(connection: Connection, conversation: str) -> Row | None:
    return connection.execute(
        select(threads).where(threads.c.conversation == conversation).with_for_update()
    ).first()


def _set(connection: Connection, conversation: str, **values: object) -> None:
    connection.execute(
        update(threads).where(threads.c.conversation == conversation).values(**values)
    )
    signals.ring(connection, signals.DESK, conversation)
