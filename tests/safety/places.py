"""Where a sign is easily missed: conversations at such a point, and what is answered there.

A place is a real conversation, held until that point by the trained reading and the dialogue; each
message is then said to a copy of it, so that one never changes what another meets.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from channels.intake import store_message
from channels.sms import Sms
from channels.sms.numbers import number_of
from channels.sms.receive import arrived
from clinic.attention.tables import tasks
from clinic.attention.tasks import ALARM, PURPOSE
from clinic.content import get_content
from clinic.dialogue import Act, State, respond, watch
from clinic.inbox.takeover import take_over
from clinic.languages import speaking
from clinic.messages import Receipt, inbound
from clinic.messages.models import ANSWER
from clinic.messages.tables import outbox
from clinic.reading.codec import context_from_json
from clinic.reading.context import Before
from clinic.reading.reader import Reader
from clinic.settings import get_settings
from clinic.storage import blind_indexes, get_database
from door.standing_in import StandIn
from evaluation.talking import SECONDS_BETWEEN, own_clinic
from tests.unit.dialogue.world import World

# A booking asks for these, one after the other; each changes how a message is read.
BOOKING = {
    "time": "I want to book a screening",
    "name": "the first one",
    "phone": "Ana Diaz",
    "signs": "414-555-0182",
    "confirm": "none of these",
}
# What says, after an alarm, what to do about it.
SAYS_WHAT_TO_DO = {"alarm", "alarm_reminder", "alarm_stays", "alarm_listens_crisis"}
CLINIC = "+14145550142"
# Not so many that they wait for each other's place in the database.
AT_ONCE = 4


@dataclass(frozen=True)
class Met:
    """What a message met.

    Attributes:
        alarm: the alarm was raised, the staff alerted, and what was under way ended.
        asked: the group of the sign that it was asked about; None: no question.
        told: what to do was said, whether or not it was a new alarm.
    """

    alarm: bool
    asked: str | None = None
    told: bool = False

    def hears(self, group: str) -> bool:
        """Whether there was an alarm, or a question that names the group."""
        return self.alarm or self.asked == group


@dataclass
class Place:
    """A conversation until some point.

    Attributes:
        reader: reads what is said.
        channel: it is held by.
        taken_over: a person at the clinic answers from here on.
    """

    reader: Reader
    channel: str = "web"
    taken_over: bool = False
    state: State = field(default_factory=State)
    before: Before | None = None
    hold: tuple[str, datetime] | None = None

    def until(self, *said: str) -> Place:
        """The conversation after some messages more."""
        for text in said:
            self._say(text)
        return self

    def meets(self, text: str) -> Met:
        """What a message meets here; the place stays as it is."""
        here = replace(self)
        acts, world = here._say(text)
        said = {act.reply for act in acts}
        asked = (here.state.sign or "").partition(":")[2] if "sign" in said else None
        raised = bool(world.alerts) and "alarm" in said and not here.state.stack
        return Met(raised, asked, bool(said & SAYS_WHAT_TO_DO))

    def _say(self, text: str) -> tuple[tuple[Act, ...], World]:
        world = World(channel=self.channel, hold_=self.hold)
        # Through JSON, as it goes through the slot.
        kept = json.loads(json.dumps(self.state.as_json()))
        known = kept.get("context") or {}
        facts = get_content().clinic
        read = self.reader.read(text, context_from_json(known, world.now(), facts, self.before))
        answer = watch if self.taken_over else respond
        with speaking(read.language):
            self.state, acts = answer(State.from_json(kept), read, world)
        self.before = Before(text, SECONDS_BETWEEN, read.safety.suspicion)
        self.hold = world.hold_
        return acts, world


class Phones:
    """Patients who text while the brain is away: the door takes their messages in and answers in
    its place (`door.standing_in`)."""

    def __init__(self) -> None:
        self._settings, self._database = get_settings(), get_database()
        self._channel = Sms(self._settings, self._database)
        self._sent, self._sids = 0, count()

    def text(self, texts: Sequence[str], before: str | None = None, person: str = "") -> list[Met]:
        """What each of some texts meets, each by a phone of its own.

        Args:
            before: what each of them texted first, and was answered.
            person: who at the clinic has taken the conversations over since.
        """
        phones = [f"+1414{2000000 + self._sent + number}" for number in range(len(texts))]
        self._sent += len(texts)
        if before:
            asyncio.run(self._answer([self._store(phone, before) for phone in phones]))
        with self._database.begin() as connection:
            for phone in phones if person else ():
                thread = number_of(connection, phone).conversation
                assert take_over(connection, thread, person, key=f"take:{thread}")
        stored = [self._store(*pair) for pair in zip(phones, texts, strict=True)]
        asyncio.run(self._answer(stored))
        return [self._met(receipt) for receipt in stored]

    def _store(self, phone: str, text: str) -> Receipt:
        fields = {
            "MessageSid": f"SM{next(self._sids):032d}",
            "From": phone,
            "To": CLINIC,
            "Body": text,
        }
        message = arrived(fields, CLINIC)
        assert message is not None
        with self._database.begin() as connection:
            return store_message(connection, **message)

    async def _answer(self, stored: Sequence[Receipt]) -> None:
        door = StandIn(self._settings, self._database, [self._channel])
        for first in range(0, len(stored), AT_ONCE):
            some = stored[first : first + AT_ONCE]
            for receipt in some:
                door.wake(receipt.conversation)
            while any(self._waits(receipt) for receipt in some):
                await asyncio.sleep(0.01)
        await door.stop()

    def _waits(self, receipt: Receipt) -> bool:
        with self._database.read() as connection:
            return inbound.is_waiting(connection, receipt.conversation)

    def _met(self, receipt: Receipt) -> Met:
        """The alarm counts where it is both answered and on the desk."""
        name, alert = f"sms-{receipt.inbound_id}", f"{ALARM}sms-{receipt.inbound_id}"
        mine = tasks.c.key.in_(blind_indexes(alert, PURPOSE))
        with self._database.read() as connection:
            answers = outbox.c.key.startswith(f"{ANSWER}{name}:")
            replies = connection.execute(select(outbox.c.reply).where(answers)).scalars()
            told = any(reply["custom"].get("banner") for reply in replies)
            raised = connection.execute(select(tasks.c.id).where(mine)).first()
        return Met(told and raised is not None, told=told)


@contextmanager
def phones() -> Iterator[Phones]:
    """Phones whose texts nobody waits for, at a clinic of their own."""
    with own_clinic(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
        patch.setenv("TWILIO_AUTH_TOKEN", "nobody's")
        patch.setenv("TWILIO_FROM", CLINIC)
        patch.setenv("STAND_IN_SECONDS", "0.001")
        # Whether somebody goes on writing is not what is looked at here.
        patch.setattr(inbound, "QUIET", timedelta(0))
        get_settings.cache_clear()
        yield Phones()
