"""Everybody's rows for the benchmark of the front desk: visits, conversations, what comes of them,
and what the clinic itself writes down.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Table

from benchmarks.desk_first import STAFF
from benchmarks.desk_talks import SEED, Talks
from clinic import chained
from clinic.attention.tables import heard_signs, incidents, people, task_lines, tasks, unanswered
from clinic.content import get_content
from clinic.conversations.tables import turns
from clinic.learning.tables import ratings
from clinic.messages.tables import inbound, notes, outbox, threads, web_messages
from clinic.screenings import Slot
from clinic.screenings.cells import minutes
from clinic.screenings.hours import slots_between
from clinic.screenings.references import make_reference
from clinic.screenings.tables import busy_calendars, busy_times, cells, history, screenings, waiting
from clinic.staff.tables import audit_log
from clinic.storage import blind_index


class Crowd(Talks):
    """The rows of everybody, table by table; the same for the same numbers but for references."""

    def __init__(self, visits: int, messages: int) -> None:
        super().__init__(max(visits * 3 // 5, 10), messages)
        self.visits = visits
        self.slots = self._slots()

    def tables(self) -> Iterator[tuple[Table, Iterable[dict[str, Any]]]]:
        """The tables with their rows, in an order their keys allow."""
        yield screenings, self._visits()
        yield cells, self._cells()
        yield history, self._changes()
        yield history, self._offers()
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
        """As many times as there are visits: three weeks ahead, so that the last
        bookable time stays free over holidays, and back as far as it takes."""
        ahead = self.now + timedelta(days=21)
        back = self.now - timedelta(days=7 * 80)
        found = slots_between(self.clinic, back, ahead)
        while len(found) < self.visits:
            back -= timedelta(days=7 * 80)
            found = slots_between(self.clinic, back, ahead)
        return found[-self.visits :]

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

    def _offers(self) -> Iterator[dict[str, Any]]:
        """Of some the patient was asked to choose another time, and came as it was."""
        for number, slot in enumerate(self.slots, 2):
            if number % 50 == 0:
                yield {
                    "id": self.visits + number, "screening_id": number, "what": "offered",
                    "key": f"bench:offered:{number}", "at": slot.starts_at - timedelta(days=2),
                    "actor_kind": "staff", "actor_name": STAFF[0],
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
