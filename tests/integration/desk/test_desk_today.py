"""The first page: what wants attention, counted once, the newest first, with who it is about."""

from __future__ import annotations

import re

import pytest

from clinic import attention, on_call
from clinic.attention.people import Person, remember_person
from clinic.messages import open_thread
from clinic.screenings import Actor, Screening, Screenings
from clinic.settings import get_settings
from clinic.storage import Database
from frontdesk.today.queries import CARDS
from tests.integration.desk.conftest import Desk
from tests.integration.desk.world import PHONE, texts


def call_back(database: Database, number: int, reach: str | None = None) -> None:
    with database.begin() as connection:
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="call_back", key=f"call:{number}", detail=f"wish {number:03}", reach=reach
            ),
        )


def counted(page: str) -> tuple[str, str]:
    """What the page's heading counts, and the link to it in the frame."""
    heading = re.search(r'Wants attention <span class="count">(\d+)<', page)
    link = re.search(r'<span>Today</span> <span class="count">(\d+)<', page)
    return heading.group(1) if heading else "", link.group(1) if link else ""


def test_the_frame_counts_everything_that_the_page_lists(desk: Desk, database: Database) -> None:
    assert counted(desk.get("/desk").text) == ("", "")
    call_back(database, 1)
    with database.begin() as connection:
        attention.raise_task(
            connection, attention.Occasion(kind="failed_message", key="2", detail="not sent")
        )
        attention.raise_task(
            connection,
            attention.Occasion(kind="safety_alert", key="3", detail="chest pain", tier="E"),
        )
    assert counted(desk.get("/desk").text) == ("3", "3")
    assert '<span>Today</span> <span class="count">3<' in desk.get("/desk/alerts/bar").text
    desk.send("/desk", "/desk/tasks/1/acknowledge")
    assert counted(desk.get("/desk").text) == ("2", "2")


def test_the_newest_stands_first_and_the_older_ones_on_pages_after_it(
    desk: Desk, database: Database
) -> None:
    many = 2 * CARDS + 3
    for number in range(many):
        call_back(database, number)
    found, address = [], "/desk"
    while address:
        page = desk.get(address).text
        listed = page.partition("Seen lately")[0]
        cards = re.findall(r'class="words">wish (\d+)<', listed)
        assert len(cards) <= CARDS
        found += cards
        older = re.search(r'href="([^"]+)#tasks">(\d+) more<', page)
        assert not older or int(older.group(2)) == many - len(found)
        address = older.group(1) if older else ""
    assert found == [f"{number:03}" for number in reversed(range(many))]
    assert ">Back</a>" in page
    # Who has seen one on a page of older ones stays there, and an end that is gone is the last.
    seen = re.search(r'/desk/tasks/(\d+)/acknowledge.*?name="back" value="([^"]+)"', page, re.S)
    assert seen
    answer = desk.send("/desk", f"/desk/tasks/{seen[1]}/acknowledge", back=seen[2])
    assert answer.headers["location"] == f"/desk?after={2 * CARDS}"
    assert "wish 000" in desk.get("/desk?after=900").text
    assert desk.get("/desk?after=-1").status_code == 200


def test_a_number_that_is_known_has_its_name_wherever_it_stands(
    desk: Desk, database: Database, booked: Screening
) -> None:
    call_back(database, 1, booked.phone)
    call_back(database, 2, "+14145550199")
    page = desk.get("/desk").text
    assert re.search(r'Call back: Rosa Field <span class="small">by the number', page)
    assert page.count("by the number") == 1
    with database.begin() as connection:
        texts(connection, "hello")
        open_thread(connection, "web-9", "web")
        remember_person(connection, "web-9", Person("Uma Lind", PHONE))
        attention.raise_task(
            connection,
            attention.Occasion(kind="safety_alert", key="3", detail="numb", tier="E", reach=PHONE),
        )
    assert "Uma Lind" in desk.get("/desk/inbox?tab=all").text
    alert = re.search(r"/desk/alerts/(\d+)", desk.get("/desk").text)
    assert alert
    assert "Uma Lind" in desk.get(alert.group(0)).text


def test_that_nobody_is_on_call_is_said_with_the_way_to_change_it(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.get("/desk").text
    assert "Nobody is on call." in page
    assert '<a href="/desk/on-call">Put somebody on call</a>' in page
    with database.begin() as connection:
        on_call.add_contact(connection, "Mo", "", "mo@example.org")
    page = desk.get("/desk").text
    assert "Nobody is on call." not in page
    assert "Nobody on call can be told of an alert" in page
    monkeypatch.setenv("SMTP_HOST", "mail.example.org")
    get_settings.cache_clear()
    assert "on call can be told" not in desk.get("/desk").text


def test_a_call_about_a_visit_says_that_the_patient_called_it_off_since(
    desk: Desk, database: Database, booked: Screening
) -> None:
    with database.begin() as connection:
        for number, reach in enumerate((booked.phone, "+14145550199")):
            attention.raise_task(
                connection,
                attention.Occasion(
                    kind="call_back", key=f"{number}", detail="another day?", reach=reach
                ),
            )
    engine = Screenings(database)
    for _ in range(2):  # the message came twice
        engine.cancel(booked.reference, key="gone", actor=Actor("patient", "web"))
    page = desk.get("/desk").text
    assert page.count(f"The patient has called off the screening {booked.reference} on") == 1
    assert "Said later" not in page
