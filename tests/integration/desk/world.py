"""Patients who write, for the tests of the desk, and pages and blocks of its diary."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Connection

from channels import registry
from channels.sms.numbers import number_of
from channels.turns import Line, Reply, TurnRunner
from clinic.content import get_content
from clinic.messages import Arrival, Inbound, Receipt, open_thread, receive
from clinic.screenings import Screening, Slot
from clinic.settings import get_settings
from clinic.storage import Database

if TYPE_CHECKING:
    from tests.integration.desk.conftest import Desk

PHONE = "+14145550188"


def writes(
    connection: Connection, text: str, conversation: str = "web-1", number: int = 1
) -> Receipt:
    """A patient writes on the website."""
    open_thread(connection, conversation, "web")
    return receive(
        connection,
        Arrival(
            channel="web",
            conversation=conversation,
            external_id=f"{conversation}-{number}",
            text=text,
            shown=True,
        ),
    )


def texts(connection: Connection, text: str, number: int = 1, phone: str = PHONE) -> str:
    """A patient sends a text message; the conversation."""
    conversation = number_of(connection, phone).conversation
    open_thread(connection, conversation, "sms", phone)
    receive(
        connection,
        Arrival(channel="sms", conversation=conversation, external_id=f"SM{number}", text=text),
    )
    return conversation


class Brain:
    """An engine that says what it is told to say, and can be held up in the middle of a turn.

    Attributes:
        replies: what it says to each message.
        entered, go_on: set when a turn has begun; a turn ends when `go_on` is set.
    """

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies) or [{"text": "The assistant says this."}]
        self.entered, self.go_on = asyncio.Event(), asyncio.Event()
        self.go_on.set()
        self.messages: list[Inbound] = []

    async def run(self, message: Inbound, replies: list[Reply]) -> None:
        self.messages.append(message)
        self.entered.set()
        await self.go_on.wait()
        replies.extend(self.replies)

    async def recall(self, message: Inbound) -> list[Reply] | None:
        return None


def runner(database: Database, brain: Any, holder: str | None = None) -> TurnRunner:
    """What takes stored messages to an answer, with the real channels around an engine."""
    lines = {
        channel.name: Line(
            channel.around(brain),
            channel.deliver,
            channel.early,
            channel.beside_a_person,
        )
        for channel in registry.load(get_settings(), database)
    }
    return TurnRunner(database, lines, timeout=30, holder=holder)


async def answered(database: Database, conversation: str, brain: Any) -> None:
    """Lets the assistant answer what waits in a conversation."""
    serving = runner(database, brain)
    serving.wake(conversation)
    while serving._serving:
        await asyncio.sleep(0.01)


def day_of(slot: Slot | Screening) -> date:
    """The day of a time, at the clinic."""
    return slot.starts_at.astimezone(get_content().clinic.tz).date()


def on(page: str, slot: Slot | Screening) -> str:
    """The address of a page of the diary on the day of a time."""
    return f"{page}?day={day_of(slot)}"


def block(desk: Desk, slot: Slot | Screening, **fields: str) -> int:
    """Blocks the day of a time; the block's number."""
    whole = {"therapist": "everybody", "reason": "training", "key": "k"}
    given = {"day": day_of(slot).isoformat(), **whole, **fields}
    answer = desk.send("/desk/diary/block", "/desk/diary/block", **given)
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rpartition("/")[2])
