"""Whoever looks at patients or people leaves a line of the audit log: every page of the desk is
walked, and one that is new is decided on here."""

from __future__ import annotations

import re

import pytest

from clinic import clock
from clinic.screenings import Screenings
from clinic.storage import Database
from tests.integration.desk.addresses import addresses
from tests.integration.desk.audit_walk import CARDS, DRAFT, ONE, VISIT, Walk, patient, question
from tests.integration.desk.conftest import PASSWORD, Desk
from tests.integration.desk.test_desk_content import FACTS, HERE, PARKING

# The line that a look at each page leaves.
LOOKS = {
    "/calendar/{token}.ics": "read the diary by their calendar",
    "/desk": "read today",
    "/desk/today/part": "read today",
    "/desk/account": "read their account",
    "/desk/alerts/{task:int}": "read an alert",
    "/desk/alerts/{task:int}/part": "read an alert",
    "/desk/audit": "read the audit log",
    "/desk/audit/table.csv": "exported the audit log",
    "/desk/calendars": "read whose calendars are read",
    "/desk/clinic": "read the clinic's facts",
    HERE: "read the content",
    f"{HERE}/edit": "read the content",
    f"{HERE}/file": "read the content",
    f"{HERE}/history": "read the content",
    DRAFT: "read the content",
    f"{DRAFT}/progress": "read the content",
    ONE: "read a conversation",
    f"{ONE}/composer": "read a conversation",
    f"{ONE}/said": "read a conversation",
    "/desk/diary": "read the diary",
    "/desk/diary/part": "read the diary",
    "/desk/diary/week": "read the diary",
    "/desk/diary/list": "read the diary",
    "/desk/diary/print": "read the diary",
    "/desk/diary/table.csv": "exported the diary",
    "/desk/diary/blocks/{block:int}": "read whom a blocked time hits",
    "/desk/figures": "read the figures",
    "/desk/find": "searched",
    "/desk/inbox": "read the inbox",
    "/desk/inbox/part": "read the inbox",
    "/desk/incidents": "read the incidents",
    "/desk/on-call": "read who is on call",
    **dict.fromkeys(CARDS, "read a patient's card"),
    **dict.fromkeys((f"{card}/erase" for card in CARDS), "read what an erasure would take"),
    "/desk/people": "read the accounts",
    "/desk/questions": "read the questions",
    "/desk/questions/answer": "read the questions",
    "/desk/questions/written/{draft:int}": "read the content",
    "/desk/questions/{question:int}/example": "looked at a question to add",
    "/desk/ratings": "read the ratings",
    VISIT: "read a screening",
}
# Pages that leave none, each with the reason.
UNSEEN = {
    "/": "it leads to the first page",
    "/healthz": "it says whether the process is well",
    "/desk/alerts/bar": "counts alone, as part of every page",
    "/desk/diary/block": "an empty form",
    "/desk/diary/book": "an empty form with free times",
    "/desk/live": "it says that something is new, never what",
    f"{ONE}/typing": "it says that somebody is typing, never what",
    "/desk/login": "the way in",
    "/desk/login/code": "the way in",
    "/desk/more": "links alone",
    "/desk/setup/{token}": "an empty form, before there is anybody",
    "/desk/invited/{token}": "an empty form, for who has no account yet",
}


def test_every_address_is_decided_on() -> None:
    assert {path for method, path in addresses() if method == "GET"} == {*LOOKS, *UNSEEN}
    assert not {*LOOKS} & {*UNSEEN}


@pytest.mark.usefixtures("quick")
def test_every_look_at_patients_or_people_is_a_line_of_the_audit_log(
    desk: Desk, database: Database
) -> None:
    walk, rosa = Walk(desk, database), patient(database, 1)
    day = f"{clock.now():%Y-%m-%d}"
    block = desk.send(
        "/desk/diary/block", "/desk/diary/block", therapist="alex", day="2030-03-10", key="k"
    )
    written = desk.send(
        HERE, "/desk/questions/answer", heading="May I ride?", answer="Yes.", asks="riding"
    )
    page = desk.send("/desk/account", "/desk/account/feed", password=PASSWORD).text
    feed = re.search(r"/calendar/(\w+)\.ics", page)
    assert feed
    slot = Screenings(database).free_slots()[0].code
    places = {
        **rosa,
        "block": block.headers["location"].rpartition("/")[2],
        "draft": written.headers["location"].rpartition("/")[2],
        "question": question(database, "may I fly"),
        "token": feed.group(1),
    }
    asked = {
        f"{HERE}/edit": {"name": FACTS, "key": PARKING},
        f"{HERE}/file": {"name": FACTS},
        f"{HERE}/history": {"name": FACTS},
        "/desk/diary/table.csv": {"from": day, "to": day},
        "/desk/diary/book": {"slot": slot},
        "/desk/find": {"q": rosa["phone"]},
    }
    for path, what in LOOKS.items():
        assert walk.get(path, places, **asked.get(path, {})) == [what], path
    for path in ("/desk/more", "/desk/alerts/bar", "/desk/diary/block", "/desk/diary/book"):
        assert walk.get(path, places, **asked.get(path, {})) == [], path
    # What a program asks for all day long is one look a day.
    assert walk.get("/calendar/{token}.ics", places) == []
