"""Whoever changes anything at the desk leaves a line of the audit log: every form is sent, and one
that is new is decided on here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest

from clinic import attention, clock
from clinic.on_call import contacts
from clinic.publishing import versions
from clinic.screenings import Screenings
from clinic.storage import Database
from frontdesk.setup_link import setup_token
from scripts.publish import carry_out
from tests.integration.desk.addresses import addresses
from tests.integration.desk.audit_walk import (
    CARDS,
    DRAFT,
    ONE,
    VISIT,
    Walk,
    filled,
    patient,
    question,
)
from tests.integration.desk.conftest import PASSWORD, Desk
from tests.integration.desk.test_desk_content import FACTS, HERE, PARKING, begin, checked, seen
from tests.integration.publishing.world import project_of

CAUSES = "examples/ask_causes.yml"
# Forms that leave none, each with the reason.
UNCHANGED = {
    f"{ONE}/typing": "it tells who is typing, which nothing stores",
    "/desk/diary/book/times": "the form again with another day's free times",
    "/desk/find": "it leads to the page that is a look",
    "/desk/password": "it judges a password while it is typed",
}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources and models of the test's own; mail is set up."""
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    return project_of(folder, tmp_path, monkeypatch)


@pytest.fixture
def walk(desk: Desk, database: Database) -> Walk:
    return Walk(desk, database)


@pytest.mark.usefixtures("quick")
def test_every_change_is_a_line_of_the_audit_log(
    walk: Walk, therapist: Desk, url: str, folder: Path, set_clock: Callable[[datetime], None]
) -> None:
    patients = [patient(walk.database, number) for number in range(5)]
    _of_conversations(walk, patients[0])
    _of_alerts(walk, patients[0])
    _of_questions(walk, patients[0])
    _of_times(walk)
    _of_accounts(walk, url)
    _of_content(walk, therapist, folder)
    _of_cards(walk, patients[2:])
    _of_visits(walk, patients[0], patients[1], set_clock)
    posts = {path for method, path in addresses() if method == "POST"}
    # The first account is made on an empty database: the next test.
    assert walk.changed | {*UNCHANGED} | {"/desk/setup/{token}"} == posts
    assert not walk.changed & {*UNCHANGED}


def _of_conversations(walk: Walk, rosa: dict[str, Any]) -> None:
    walk.post(f"{ONE}/take", "took a conversation over", rosa, key="t")
    walk.post(f"{ONE}/answer", "answered a conversation", rosa, key="a", text="Hello.")
    walk.post(f"{ONE}/back", "handed a conversation back", rosa, key="b")
    walk.post(f"{ONE}/note", "noted something at a conversation", rosa, key="n", text="Calls.")
    walk.post(f"{ONE}/assign", "assigned a conversation", rosa, to="kim")
    until = (clock.now() + timedelta(hours=1)).isoformat()
    walk.post(f"{ONE}/snooze", "snoozed a conversation", rosa, until=until)
    walk.post(f"{ONE}/reopen", "opened a conversation", rosa)
    walk.post(f"{ONE}/close", "closed a conversation", rosa)
    walk.desk.get(filled(ONE, rosa))
    walk.post(f"{ONE}/unread", "marked a conversation as unread", rosa)


def _of_alerts(walk: Walk, rosa: dict[str, Any]) -> None:
    task = "/desk/tasks/{task:int}"
    walk.post(f"{task}/not-reached", "called and did not reach", rosa)
    walk.post(f"{task}/acknowledge", "acknowledged a task", rosa, up_to="99")
    walk.post(f"{task}/take-back", "took back that a task was seen", rosa)
    line = "/desk/on-call"
    for name in ("Ana", "Ben"):
        mail = f"{name}@clinic.example"
        walk.post(f"{line}/add", "put somebody on call", name=name, phone="", email=mail)
    with walk.database.read() as connection:
        ben = {"contact": contacts(connection)[1].id}
    one = line + "/{contact:int}"
    walk.post(f"{one}/earlier", "changed the order of who is on call", ben)
    walk.post(f"{one}/test", "tried whether somebody on call is reached", ben, key="k")
    walk.post(f"{one}/remove", "took somebody off call", ben)
    walk.post("/desk/incidents/mark", "marked an alarm as wrong", kind="missed", text="it burns")
    with walk.database.read() as connection:
        (incident,) = attention.heard.open_incidents(connection)
    settled = {"incident": incident.id}
    walk.post("/desk/incidents/{incident:int}/settle", "settled an incident", settled)


def _of_questions(walk: Walk, rosa: dict[str, Any]) -> None:
    here = "/desk/questions"
    marked = {"conversation": rosa["conversation"], "message": rosa["message"]}
    walk.post(f"{here}/mark", "marked an answer as wrong", **marked)
    first, second = (
        question(walk.database, words) for words in ("may I fly", "can I paddle upstream")
    )
    walk.post(f"{here}/settle", "settled questions", question=str(first))
    example = {"text": "is rowing a boat all right", "intent": "ask_activity"}
    one = here + "/{question:int}/example"
    walk.post(one, "added a training example", {"question": second}, **example)
    answer = {"heading": "May I ride?", "answer": "Yes.", "asks": "riding"}
    made = walk.post(f"{here}/answer", "made a draft", **answer)
    number = made.headers["location"].rpartition("/")[2]
    checked(walk.desk, f"{HERE}/drafts/{number}")
    spanish = {
        "language": "es", "name": "may-i-ride.md", "key": "may_i_ride", "shown": "",
        "heading": "¿Puedo andar en bici?", "label": "Andar en bici", "value": "Sí.",
    }  # fmt: skip
    walk.post(f"{DRAFT}/translate", "changed a draft", {"draft": number}, **spanish)
    checked(walk.desk, f"{HERE}/drafts/{number}")


def _of_times(walk: Walk) -> None:
    diary, slot = "/desk/diary", Screenings(walk.database).free_slots()[0]
    booked = {"slot": slot.code, "name": "Bo Berg", "phone": "414-555-0176", "key": "b"}
    walk.post(f"{diary}/book", "booked a screening", **booked)
    blocked = {"therapist": "alex", "day": "2027-03-10", "key": "k"}
    made = walk.post(f"{diary}/block", "blocked a time", **blocked)
    number = {"block": made.headers["location"].rpartition("/")[2]}
    walk.post(diary + "/blocks/{block:int}/remove", "opened a blocked time", number)
    walk.post("/desk/clinic/hours", "changed opening hours", friday="10:00-13:00")
    whose, address = {"therapist": "alex"}, "https://example.org/a.ics"
    one = "/desk/calendars/{therapist}"
    walk.post(one, "set a therapist's calendar", whose, address=address)
    walk.post(f"{one}/remove", "took a therapist's calendar away", whose)


def _of_accounts(walk: Walk, url: str) -> None:
    people, own = "/desk/people", "/desk/account"
    made = walk.post(f"{people}/invite", "invited somebody", role="staff")
    token = re.search(r"/desk/invited/([\w-]+)", made.text)
    assert token
    link, mo = {"token": token.group(1)}, Desk(url)
    accepted = {"name": "mo", "password": PASSWORD}
    walk.post("/desk/invited/{token}", "accepted an invitation", link, (mo, "mo"), **accepted)
    by = (mo, "mo")
    walk.post("/desk/login", "logged in", None, by, name="mo", password=PASSWORD)
    _begin_factor(walk, by)
    codes = walk.post(f"{own}/factor/codes", "made new recovery codes", None, by, password=PASSWORD)
    code = re.findall(r"<code>([a-z0-9-]{19})</code>", codes.text)[0]
    half = Desk(url)
    assert half.log_in(name="mo").headers["location"] == "/desk/login/code"
    walk.post("/desk/login/code", "logged in", None, (half, "mo"), code=code)
    other = re.search(r"/sessions/(\w+)/end", mo.get(own).text)
    assert other
    session = {"session": other.group(1)}
    walk.post(own + "/sessions/{session}/end", "ended a session", session, by)
    walk.post(f"{own}/sessions/end", "ended their other sessions", None, by)
    walk.post(f"{own}/feed", "made a calendar address", None, by, password=PASSWORD)
    walk.post(f"{own}/feed/end", "ended a calendar address", None, by)
    off = f"{own}/factor/off"
    walk.post(off, "turned their second factor off", None, by, password=PASSWORD)
    new = {"password": PASSWORD, "new": "another long and quiet river"}
    walk.post(f"{own}/password", "changed their password", None, by, **new)
    _begin_factor(walk, by, new["new"])
    walk.post(f"{own}/feed", "made a calendar address", None, by, password=new["new"])
    whose, one = {"account": "mo"}, people + "/{account}"
    walk.post(f"{one}/role", "made an account read", whose, role="read")
    walk.post(f"{one}/licence", "changed a licence number", whose, licence="PT 1")
    walk.post(f"{one}/feed/end", "ended a calendar address", whose)
    walk.post(f"{one}/factor/reset", "took a second factor away", whose)
    mo.log_in(new["new"], "mo")
    walk.post("/desk/logout", "logged out", None, by)
    walk.post(f"{one}/remove", "took an account away", whose)


def _begin_factor(walk: Walk, by: tuple[Desk, str], password: str = PASSWORD) -> None:
    own = "/desk/account/factor"
    page = walk.post(own, "began a second factor", None, by, password=password).text
    secret = re.search(r'<code class="long">([A-Z2-7 ]+)</code>', page)
    assert secret
    code = pyotp.TOTP(secret.group(1).replace(" ", "")).at(clock.now())
    walk.post(f"{own}/on", "turned their second factor on", None, by, code=code)


def _of_content(walk: Walk, therapist: Desk, folder: Path) -> None:
    kim, ana = walk.desk, (therapist, "ana")

    def here(draft: str) -> dict[str, str]:
        checked(kim, draft)
        return {"draft": draft.rpartition("/")[2], "seen": seen(therapist, draft)}

    def approved(draft: str) -> dict[str, str]:
        one = here(draft)
        walk.post(f"{DRAFT}/approve", "approved a draft", one, ana, seen=one["seen"])
        return one

    old = "There is free parking behind the building."
    fields = {"name": FACTS, "key": PARKING, "shown": old, "value": "In front.", "why": "new"}
    one = walk.post(f"{HERE}/edit", "made a draft", **fields).headers["location"]
    behind = begin(kim, "To the left.", "answers/insurance")
    first = here(one)
    walk.post(f"{DRAFT}/check", "ran the checks on a draft", first)
    here(one)
    walk.post(f"{DRAFT}/send-back", "sent a draft back", first, ana, why="Where?")
    save = {"name": FACTS, "key": PARKING, "shown": "In front.", "value": "In front, free."}
    walk.post(f"{DRAFT}/save", "changed a draft", first, **save)
    walk.post(f"{DRAFT}/publish", "published a draft", approved(one))
    walk.post(f"{DRAFT}/catch-up", "brought a draft up to date", here(behind))
    walk.post(f"{DRAFT}/drop", "dropped a draft", here(behind))
    with walk.database.read() as connection:
        oldest = versions.history(connection, FACTS)[-1]
    version = {"version": oldest.id}
    back = walk.post(HERE + "/versions/{version:int}/restore", "made a draft", version)
    checked(kim, back.headers["location"])
    page = walk.post(f"{HERE}/import", "made a draft", words="Sitting\n\nGet up often.\n", url="")
    checked(kim, page.headers["location"])
    whole = {"name": CAUSES, "why": "more ways"}
    asked = walk.post(f"{HERE}/whole", "made a draft", **whole).headers["location"]
    shown = re.search(r'name="shown" value="(\w+)"', kim.get(asked).text)
    assert shown
    ways = {"name": CAUSES, "shown": shown.group(1), "lines": "so why do people get this"}
    walk.post(f"{DRAFT}/examples", "changed a draft", here(asked), **ways)
    learned = approved(asked)
    walk.post(f"{DRAFT}/publish", "asked to publish a draft", learned)

    def learn(_: Path, model: Path) -> None:
        model.write_text("learned")

    found: dict[str, list[object]] = {"findings": [], "otherwise": []}
    carry_out(walk.database, folder, learn=learn, ask_model=lambda *_: found)
    walk.post(f"{DRAFT}/back", "asked to take a publication back", learned)


def _of_visits(
    walk: Walk, rosa: dict[str, Any], bo: dict[str, Any], set_clock: Callable[[datetime], None]
) -> None:
    engine = Screenings(walk.database)
    slot = engine.free_slots()[-1].code
    walk.post(f"{VISIT}/move", "moved a screening", rosa, slot=slot, key="m")
    walk.post(f"{VISIT}/offer", "offered other times", rosa, key="o")
    walk.post(f"{VISIT}/cancel", "called a screening off", bo, key="c")
    set_clock(engine.get(rosa["reference"]).starts_at)
    assert walk.desk.log_in().is_redirect
    walk.post(f"{VISIT}/attend", "marked a visit: arrived", rosa, what="arrived")


def _of_cards(walk: Walk, patients: list[dict[str, Any]]) -> None:
    for place, (card, one) in enumerate(zip(CARDS, patients, strict=True)):
        other = patient(walk.database, 5 + place)
        walk.post(f"{card}/join", "joined two numbers", one, phone=other["phone"])
        page = walk.desk.get(filled(card, one)).text
        number = re.search(r'name="number" value="(\d+)"', page)
        assert number
        walk.post(f"{card}/part", "parted two numbers", one, number=number.group(1))
        walk.post(f"{card}/export", "exported a person", one)
        walk.post(f"{card}/erase", "erased a person", one, word="ERASE")


def test_the_first_account_is_a_line_of_the_audit_log(url: str, database: Database) -> None:
    kim, page = Desk(url), f"/desk/setup/{setup_token()}"
    assert kim.send(page, page, name="kim", password=PASSWORD).is_redirect
    assert ("kim", "made the first account") in Walk(kim, database).lines()
