"""A way through the desk that looks into the audit log after each step, and whom it meets."""

from __future__ import annotations

import re
from typing import Any

import httpx
from sqlalchemy import select

from clinic import attention, staff
from clinic.attention.people import Person, remember_person
from clinic.messages.tables import inbound
from clinic.screenings import Booking, Patient, Screenings
from clinic.storage import Database
from tests.integration.desk.conftest import Desk
from tests.integration.desk.test_desk_content import HERE
from tests.integration.desk.world import writes

KINDS = {"visit": "{reference}", "conversation": "{conversation}", "task": "{task:int}"}
CARDS = [f"/desk/patients/{kind}/{which}" for kind, which in KINDS.items()]
ONE, DRAFT, VISIT = (
    "/desk/conversations/{conversation}",
    HERE + "/drafts/{draft:int}",
    "/desk/screenings/{reference}",
)


class Walk:
    """A way through the desk, that looks into the log after each step.

    Attributes:
        changed: the addresses a form was sent to.
    """

    def __init__(self, desk: Desk, database: Database) -> None:
        self.desk, self.database = desk, database
        self.changed: set[str] = set()

    def get(self, path: str, places: dict[str, Any], **query: str) -> list[str]:
        """Looks at a page that is there; the lines it left."""
        before = len(self.lines())
        answer = self.desk.get(filled(path, places), **query)
        assert answer.status_code == 200, (path, answer.status_code)
        return [what for _, what in self.lines()[before:]]

    def post(
        self,
        path: str,
        line: str,
        places: dict[str, Any] | None = None,
        by: tuple[Desk, str] | None = None,
        /,
        **fields: str,
    ) -> httpx.Response:
        """Changes something, and finds the line of it."""
        desk, name = by or (self.desk, "kim")
        before = len(self.lines())
        page = "/desk/more" if desk.get("/desk/more").status_code == 200 else "/desk/login"
        answer = desk.send(page, filled(path, places or {}), **fields)
        assert answer.status_code in (200, 303), (path, answer.status_code, answer.text)
        assert (name, line) in self.lines()[before:], (path, self.lines()[before:])
        self.changed.add(path)
        return answer

    def lines(self) -> list[tuple[str, str]]:
        """Who did what, the oldest first."""
        with self.database.read() as connection:
            found = staff.audit_lines(connection, 10_000)
        return [(line.staff, line.what) for line in reversed(found)]


def filled(path: str, places: dict[str, Any]) -> str:
    """A path with what stands in its places."""
    return re.sub(r"\{(\w+)(?::int)?\}", lambda place: str(places[place.group(1)]), path)


def patient(database: Database, number: int) -> dict[str, Any]:
    """Somebody with a visit, a conversation and an alert; what names them in addresses."""
    name, phone, talk = f"Rosa {'abcdefgh'[number] * 3}", f"+1414555018{number}", f"web-{number}"
    with database.begin() as connection:
        writes(connection, "my leg burns at night", conversation=talk)
        remember_person(connection, talk, Person(name, phone))
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key=f"a{number}",
                tier="U",
                channel="web",
                detail="burns",
                conversation=talk,
                reach=phone,
                name=name,
            ),
        )
        (task,) = [one for one in attention.open_tasks(connection) if one.reach == phone]
        message = connection.scalar(select(inbound.c.id).where(inbound.c.conversation == talk))
    engine = Screenings(database)
    visit = engine.book(
        engine.free_slots()[-1],
        Booking(Patient(name, phone), key=talk, channel="web", conversation=talk),
    )
    return {
        "reference": visit.reference, "conversation": talk, "task": task.id, "phone": phone,
        "message": f"web-{message}",
    }  # fmt: skip


def question(database: Database, text: str) -> int:
    """One that had no answer; its number."""
    with database.begin() as connection:
        attention.record_unanswered(connection, text=text, reason="unclear", intent="", key=text)
        return attention.unanswered_questions(connection)[0].id
