"""Made-up patients for the benchmark of the front desk: names, visits, conversations and what
comes of them, written straight into the tables, as many as a clinic has after years.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.engine import Connection

from benchmarks.questions import questions
from clinic import attention, chained, clock
from clinic.attention.tables import heard_signs, incidents, people, task_lines, tasks, unanswered
from clinic.content import get_content
from clinic.conversations.tables import turns
from clinic.learning.tables import ratings
from clinic.messages import open_thread, receive
from clinic.messages.tables import inbound, notes, outbox, threads, web_messages
from clinic.messages.transcript import append
from clinic.reading.safety.verdict import Sign, Verdict
from clinic.screenings import Actor, Patient, Screening, Screenings, Slot, blocks
from clinic.screenings.blocks import NewBlock
from clinic.screenings.cells import minutes
from clinic.screenings.hours import slots_between
from clinic.screenings.references import make_reference
from clinic.screenings.tables import busy_calendars, busy_times, cells, history, screenings, waiting
from clinic.staff.tables import audit_log
from clinic.storage import Database, blind_index

SEED = 19
STAFF = ("kim", "lee", "mo", "pat", "sam")
# A conversation is so many messages of the patient, each answered; of so many one is by text.
TURNS, TEXTS_ONE_IN = 8, 5
# What came of so many of the newest is still to be done: that does not grow with the years.
LATELY = 40
BATCH = 2_000
FIRST_PHONE = "+14145550175"
FIRST_NAME = "Rosa Field"
# Words of a message that stand in no other.
RARE = "zeppelin"


@dataclass(frozen=True)
class First:
    """What is known of the one patient that is in every database.

    Attributes:
        visit: theirs.
        conversation: its id.
        task: the number of an alert that was raised in it, and acknowledged.
        block: the number of a blocked time.
        free: code of a time that can be booked by staff, however many visits there are.
    """

    visit: Screening
    conversation: str
    task: int
    block: int
    free: str


def first_patient(database: Database) -> First:
    """Has one patient be known, by the doors everybody comes through."""
    engine, clinic = Screenings(database), get_content().clinic
    visit = engine.book(
        engine.free_slots()[-1], Patient(FIRST_NAME, FIRST_PHONE), key="first", channel="web",
        conversation="web-first", actor=Actor("patient", "web-first"),
    )  # fmt: skip
    asked = questions()
    with database.begin() as connection:
        open_thread(connection, "web-first", "web")
        for number in range(TURNS):
            receive(
                connection, channel="web", conversation="web-first", external_id=f"first-{number}",
                text=f"{asked[number]}, and is there a lift for the {RARE}", shown=True,
            )  # fmt: skip
            append(connection, "web-first", sender="assistant", text="There is. " * 20)
        said = attention.Person(FIRST_NAME, FIRST_PHONE)
        attention.raise_task(
            connection, kind="safety_alert", key="first", tier="E", detail="numb between my legs",
            channel="web", conversation="web-first", reach=said.phone, name=said.name,
        )  # fmt: skip
        task = int(connection.execute(select(func.max(tasks.c.id))).scalar_one())
        attention.acknowledge(connection, task, STAFF[0])
        begins = clock.now() + timedelta(days=200)
        away = NewBlock(clinic.therapists[0].id, begins, begins + timedelta(hours=4), reason="away")
        block = blocks.add(connection, away, clinic, staff=STAFF[0], key="first")
    far = slots_between(clinic, begins + timedelta(days=7), begins + timedelta(days=21))
    return First(visit, "web-first", task, block.id, far[0].code)


def fill(database: Database, visits: int, messages: int) -> None:
    """Writes so many visits and messages into a database, with what comes along with them."""
    crowd = _Crowd(visits, messages)
    with database.begin() as connection:
        for table, rows in crowd.tables():
            _write(connection, table, rows)
        _ids_go_on(connection)
    _analyze(database)


class _Crowd:
    """The rows of everybody, table by table; the same for the same numbers but for references."""

    def __init__(self, visits: int, messages: int) -> None:
        self.dice = random.Random(SEED)
        self.clinic = get_content().clinic
        self.now = clock.now()
        self.visits = visits
        self.asked = itertools.cycle(questions())
        self.names = list(_names(self.dice, max(visits * 3 // 5, 10)))
        self.conversations = messages // (2 * TURNS)
        self.slots = self._slots()

    def tables(self) -> Iterator[tuple[Table, Iterable[dict[str, Any]]]]:
        """Each table with its rows, in an order their keys allow."""
        yield screenings, self._visits()
        yield cells, self._cells()
        yield history, self._changes()
        yield threads, self._threads()
        yield people, self._people()
        yield inbound, self._asked()
        yield web_messages, self._shown()
        yield outbox, self._sent()
        yield turns, self._turns()
        yield notes, self._notes()
        yield tasks, self._tasks()
        yield task_lines, self._lines()
        yield heard_signs, self._heard()
        yield unanswered, self._unanswered()
        yield incidents, self._incidents()
        yield ratings, self._ratings()
        yield waiting, self._waiting()
        yield busy_calendars, self._calendars()
        yield busy_times, self._busy()
        yield audit_log, self._log()
        yield chained.links, self._links()

    def _slots(self) -> list[Slot]:
        """As many times as there are visits: four weeks ahead, and back as far as it takes."""
        ahead = self.now + timedelta(days=28)
        back = self.now - timedelta(days=7 * 80)
        found = slots_between(self.clinic, back, ahead)
        while len(found) < self.visits:
            back -= timedelta(days=7 * 80)
            found = slots_between(self.clinic, back, ahead)
        return found[-self.visits :]

    def _phone(self, person: int) -> str:
        return f"+1414{2_000_000 + person % len(self.names)}"

    def _visits(self) -> Iterator[dict[str, Any]]:
        references: set[str] = set()
        while len(references) < self.visits:
            references.add(make_reference())
        dice = random.Random(SEED)
        for number, (slot, reference) in enumerate(zip(self.slots, references, strict=True), 2):
            over = slot.ends_at < self.now
            came = dice.choice(("arrived", "done", "done", "late", "no_show")) if over else None
            yield {
                "id": number, "reference": reference, "uid": f"{reference}@bench", "sequence": 0,
                "therapist": slot.therapist, "starts_at": slot.starts_at, "ends_at": slot.ends_at,
                "zone": self.clinic.zone, "name": self.names[number % len(self.names)],
                "phone": self._phone(number), "phone_index": blind_index(self._phone(number)),
                "channel": "web" if number % 3 else "phone",
                "conversation": f"web-{number % self.conversations}" if number % 3 else None,
                "state": "booked" if number % 12 else "cancelled",
                "changed_at": slot.starts_at - timedelta(days=6), "attendance": came,
            }  # fmt: skip

    def _cells(self) -> Iterator[dict[str, Any]]:
        for number, slot in enumerate(self.slots, 2):
            if number % 12:
                for minute in minutes(slot, self.clinic.screening.buffer):
                    yield {"therapist": slot.therapist, "minute": minute, "screening_id": number}

    def _changes(self) -> Iterator[dict[str, Any]]:
        for number, slot in enumerate(self.slots, 2):
            yield {
                "id": number, "screening_id": number, "key": f"bench:{number}", "what": "booked",
                "at": slot.starts_at - timedelta(days=6), "actor_kind": "patient",
                "actor_name": f"web-{number % self.conversations}",
                "after_therapist": slot.therapist, "after_starts_at": slot.starts_at,
                "after_ends_at": slot.ends_at,
            }  # fmt: skip

    def _began(self, conversation: int) -> datetime:
        apart = timedelta(days=180) / max(self.conversations, 1)
        return self.now - apart * (self.conversations - conversation) - timedelta(hours=1)

    def _waits(self, conversation: int) -> bool:
        """Whether what came of a conversation is still to be done; so much it is at any time."""
        return conversation > self.conversations - LATELY

    def _ends(self, conversation: int) -> datetime:
        return self._began(conversation) + timedelta(minutes=TURNS)

    def _each(self) -> Iterator[tuple[int, str, bool]]:
        """The conversations: their number, id, and whether they are by text."""
        for number in range(self.conversations):
            yield number, f"web-{number}", number % TEXTS_ONE_IN == 0

    def _threads(self) -> Iterator[dict[str, Any]]:
        for number, name, by_text in self._each():
            ends = self._ends(number)
            phone = self._phone(number) if by_text else None
            handled_by = {1: STAFF[0], 3: STAFF[1]}.get(number % 4)
            yield {
                "conversation": name, "channel": "sms" if by_text else "web", "reach": phone,
                "reach_index": blind_index(phone) if phone else None,
                "created_at": self._began(number), "changed_at": ends,
                "last_seq": 0 if by_text else 2 * TURNS, "wrote_at": ends,
                "unread_since": ends if number % 2 else None,
                "handled_by": handled_by,
                "closed_at": ends if number % 3 == 0 else None,
                "snoozed_until": self.now + timedelta(days=2) if number % 5 == 0 else None,
            }  # fmt: skip

    def _people(self) -> Iterator[dict[str, Any]]:
        for number, name, _ in self._each():
            if number % 3:
                phone = self._phone(number)
                yield {
                    "conversation": name, "name": self.names[number % len(self.names)],
                    "phone": phone, "phone_index": blind_index(phone),
                    "changed_at": self._ends(number),
                }  # fmt: skip

    def _spoken(self) -> Iterator[tuple[int, str, bool, int, str, datetime]]:
        for number, name, by_text in self._each():
            for turn in range(TURNS):
                at = self._began(number) + timedelta(minutes=turn)
                yield number, name, by_text, turn, next(self.asked), at

    def _asked(self) -> Iterator[dict[str, Any]]:
        for place, (_, name, by_text, turn, words, at) in enumerate(self._spoken(), 1):
            channel = "sms" if by_text else "web"
            yield {
                "id": TURNS + place, "channel": channel, "conversation": name,
                "external_id": f"{name}-{turn}", "fingerprint": blind_index(words, "message"),
                "text": words, "details": {"payload": None, "metadata": {}},
                "seq": None if by_text else 2 * turn + 1, "received_at": at, "attempts": 1,
                "answered_at": at, "outcome": "turn",
            }  # fmt: skip

    def _shown(self) -> Iterator[dict[str, Any]]:
        for number, name, by_text, turn, words, at in self._spoken():
            if by_text:
                continue
            for seq, sender, said in (
                (2 * turn + 1, "patient", words),
                (2 * turn + 2, "assistant", f"This is what we know of that. {words}. " * 3),
            ):
                yield {
                    "conversation": name, "seq": seq, "id": UUID(int=number * 64 + seq).hex,
                    "sender": sender, "text": said, "details": {}, "at": at,
                    "client_id": f"{name}-{turn}" if sender == "patient" else None,
                }  # fmt: skip

    def _sent(self) -> Iterator[dict[str, Any]]:
        place = 0
        for number, name, by_text, turn, words, at in self._spoken():
            if not by_text:
                continue
            place += 1
            phone = self._phone(number)
            yield {
                "id": 100 + place, "channel": "sms", "recipient": phone,
                "recipient_index": blind_index(phone), "conversation": name,
                "reply": {"text": f"This is what we know of that: {words}."},
                "key": f"{name}:{turn}", "state": "sent", "due_at": at, "attempts": 1,
                "external_id": f"SM{place}", "delivery": "delivered", "created_at": at,
                "finished_at": at,
            }  # fmt: skip

    def _turns(self) -> Iterator[dict[str, Any]]:
        for place, (_, name, _, turn, words, at) in enumerate(self._spoken(), 1):
            events = f'[{{"event": "user", "text": "{words}", "message_id": "x-{place}"}}]'
            yield {
                "id": 100 + place, "conversation": name, "number": turn + 1, "at": at,
                "events": events, "state": '{"slots": {}}',
            }  # fmt: skip

    def _notes(self) -> Iterator[dict[str, Any]]:
        for place, (number, name, _) in enumerate(self._each(), 1):
            if number % 4 == 0:
                yield {
                    "id": 100 + place, "conversation": name, "key": f"bench:{number}",
                    "staff": STAFF[number % len(STAFF)], "kind": "note",
                    "text": "has called, will bring the letter", "at": self._ends(number),
                }  # fmt: skip

    def _alerted(self) -> Iterator[tuple[int, int, str]]:
        """Conversations about which something was to be done: a number, theirs, and their id."""
        chosen = ((number, name) for number, name, _ in self._each() if number % 4 == 1)
        for place, (number, name) in enumerate(chosen, 100):
            yield place, number, name

    def _tasks(self) -> Iterator[dict[str, Any]]:
        """All were acknowledged but those of the newest conversations."""
        for place, number, name in self._alerted():
            at, waits = self._ends(number), self._waits(number)
            alert, phone = place % 2 == 0, self._phone(number)
            yield {
                "id": place, "key": blind_index(f"bench:{place}", "task"),
                "kind": "safety_alert" if alert else "call_back", "tier": "E" if alert else None,
                "channel": "web", "conversation": name, "reach": phone,
                "reach_index": blind_index(phone), "name": self.names[number % len(self.names)],
                "detail": next(self.asked), "raised_at": at,
                "acknowledged_at": None if waits else at + timedelta(minutes=4),
                "acknowledged_by": None if waits else STAFF[number % len(STAFF)],
            }  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        for place, number, _ in self._alerted():
            for line in range(2):
                yield {
                    "id": 10 * place + line, "task": place, "occasion": line == 0, "tier": None,
                    "key": blind_index(f"bench:{place}:{line}", "task"),
                    "text": next(self.asked), "at": self._ends(number),
                }  # fmt: skip

    def _heard(self) -> Iterator[dict[str, Any]]:
        sign = Sign("saddle", "present", "numb", "gate", 1.0)
        written = attention.heard._written(Verdict("alarm", "E", "saddle", (sign,)), self.now)
        for place, number, name in self._alerted():
            yield {
                "message_id": f"web-bench-{place}", "conversation": name, "heard": written,
                "at": self._ends(number),
            }  # fmt: skip

    def _unanswered(self) -> Iterator[dict[str, Any]]:
        """The newest are still to be looked at."""
        reasons = itertools.cycle(("not_covered", "detail", "out_of_scope", "unclear"))
        for place in range(self.conversations // 2):
            at = self._began(2 * place)
            yield {
                "id": 100 + place, "key_hash": blind_index(f"bench:{place}", "unanswered"),
                "text": next(self.asked), "reason": next(reasons), "intent": "greet",
                "asked_at": at, "settled_at": None if self._waits(2 * place) else at,
            }  # fmt: skip

    def _incidents(self) -> Iterator[dict[str, Any]]:
        for place in range(self.conversations // 20):
            at = self._began(20 * place)
            yield {
                "id": 100 + place, "kind": "missed", "text": next(self.asked), "heard": None,
                "marked_at": at, "marked_by": STAFF[0],
                "settled_at": None if self._waits(20 * place) else at,
                "settled_by": None if self._waits(20 * place) else STAFF[0],
            }  # fmt: skip

    def _ratings(self) -> Iterator[dict[str, Any]]:
        today = self.now.astimezone(self.clinic.tz).date()
        for back in range(180):
            for topic in get_content().topics:
                for helpful in (True, False):
                    yield {
                        "day": today - timedelta(days=back), "topic": topic, "helpful": helpful,
                        "count": 1 + back % 5,
                    }  # fmt: skip

    def _waiting(self) -> Iterator[dict[str, Any]]:
        """Ten wait; the others have a time or have given up."""
        for place in range(self.visits // 20):
            phone = self._phone(place)
            yield {
                "id": 100 + place, "name": self.names[place % len(self.names)], "phone": phone,
                "phone_index": blind_index(phone), "channel": "web",
                "conversation": f"web-{place}", "wish": "mornings", "since": self.now,
                "state": "waiting" if place < 10 else "booked", "rounds": 0, "last_offer": 0,
            }  # fmt: skip

    def _calendars(self) -> Iterator[dict[str, Any]]:
        for therapist in self.clinic.therapists:
            yield {
                "therapist": therapist.id, "address": "https://calendar.example/secret.ics",
                "set_by": STAFF[0], "tried_at": self.now, "read_at": self.now, "trouble": "",
            }  # fmt: skip

    def _busy(self) -> Iterator[dict[str, Any]]:
        """An hour of each day of the coming year, in the evening."""
        places = itertools.count(100)
        for therapist in self.clinic.therapists:
            for ahead in range(365):
                begins = self.now + timedelta(days=ahead, hours=12)
                yield {
                    "id": next(places), "therapist": therapist.id, "starts_at": begins,
                    "ends_at": begins + timedelta(hours=1),
                }  # fmt: skip

    def _log(self) -> Iterator[dict[str, Any]]:
        """The staff looked at each visit and conversation, and at the lists between."""
        looks = itertools.cycle(
            ("read a screening", "read the inbox", "read a conversation", "read the diary")
        )
        lines = self.visits * 2 + self.conversations * 4
        for place in range(lines):
            yield {
                "id": 1_000 + place, "at": self.now - timedelta(days=180) * (lines - place) / lines,
                "staff": STAFF[place % len(STAFF)], "what": next(looks),
                "about": f"web-{place % self.conversations}",
            }  # fmt: skip

    def _links(self) -> Iterator[dict[str, Any]]:
        """As many links as lines; nobody verifies them here."""
        for place, line in enumerate(self._log(), 1_000):
            yield {
                "id": place, "at": line["at"], "of": audit_log.name, "row": line["id"],
                "what": "written", "digest": "0" * 64, "key_id": "0" * 8, "mac": "0" * 64,
            }  # fmt: skip


def _names(dice: random.Random, count: int) -> Iterator[str]:
    """Names as unlike each other as people's are: some first names are many people's."""
    first = sorted({_word(dice, 2) for _ in range(150)})
    last = sorted({_word(dice, 3) for _ in range(1_200)})
    for _ in range(count):
        chosen = first[min(int(dice.expovariate(0.03)), len(first) - 1)]
        yield f"{chosen} {dice.choice(last)}"


def _word(dice: random.Random, syllables: int) -> str:
    parts = (dice.choice("bdfgklmnprstvw") + dice.choice("aeiou") for _ in range(syllables))
    return ("".join(parts) + dice.choice(("", "n", "s", "l"))).capitalize()


def _write(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        connection.execute(insert(table), batch)


def _ids_go_on(connection: Connection) -> None:
    """Has the ids PostgreSQL gives begin after those that were given here."""
    if connection.dialect.name != "postgresql":
        return
    for table in (screenings, history, inbound, outbox, turns, notes, tasks, task_lines,
                  unanswered, incidents, waiting, busy_times, audit_log):  # fmt: skip
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        highest = f"(SELECT max(id) FROM {table.name})"
        connection.execute(text(f"SELECT setval({sequence}, coalesce({highest}, 1))"))


def _analyze(database: Database) -> None:
    """What PostgreSQL does by itself within minutes; SQLite never does, and is left as it is."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
            one.execute(text("VACUUM ANALYZE"))
