"""The card of a patient: all of one person in one place, joined and parted, every look written."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection

from channels.sms import numbers
from clinic import attention, clock, inbox
from clinic.attention.people import remember_person
from clinic.attention.tables import people, tasks
from clinic.patients.joining import join, joined_with
from clinic.patients.tables import joined
from clinic.privacy.erasure import erase
from clinic.privacy.person import find_person
from clinic.reading.safety import Sign, Verdict
from clinic.screenings import Booking, Patient, Screening, Screenings
from clinic.storage import Database, blind_index
from tests.integration.desk.conftest import Desk, lines
from tests.integration.desk.world import texts, writes

PHONE, OTHER, STRANGER = "+14145550175", "+14145550188", "+14145550199"
CHAT = "/desk/patients/conversation/web-1"


def alarms(connection: Connection, conversation: str) -> None:
    attention.raise_task(
        connection,
        attention.Occasion(
            kind="safety_alert",
            key=f"safety:{conversation}",
            tier="E",
            detail="numb between the legs",
            conversation=conversation,
            channel="web",
        ),
    )


@pytest.fixture
def rosa(database: Database, booked: Screening) -> Screening:
    """Rosa Field has booked by phone, written on the website, texted from another number, waited
    for a call, and refused reminders. Somebody else is there as well."""
    with database.begin() as connection:
        writes(connection, "is it the nerve")
        remember_person(connection, "web-1", attention.Person("Rosa F.", PHONE))
        alarms(connection, "web-1")
        attention.raise_task(
            connection,
            attention.Occasion(kind="call_back", key="c", detail="call me after five", reach=PHONE),
        )
        inbox.add_note(connection, "web-1", staff="lee", text="prefers mornings", key="n")
        numbers.mute(connection, PHONE, "phrase")
        texts(connection, "where do I park")
        writes(connection, "my back is stiff", conversation="web-2", number=2)
        remember_person(connection, "web-2", attention.Person("Ben Ochoa", STRANGER))
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="call_back", key="b", detail="ben wants a call", reach=STRANGER
            ),
        )
    return booked


def test_everything_of_one_person_stands_on_one_card_and_nothing_of_another(
    desk: Desk, rosa: Screening
) -> None:
    page = desk.get(f"/desk/patients/visit/{rosa.reference}").text
    for shown in (
        "(414) 555-0175", "Rosa Field", "Rosa F.", rosa.reference, "numb between the legs",
        "call me after five", "is it the nerve", "prefers mornings", "No reminders",
        "/desk/conversations/web-1",
    ):  # fmt: skip
        assert shown in page, shown
    for another in ("Ben", "stiff", "ben wants", "0199", "where do I park"):
        assert another not in page, another


def test_the_same_card_is_reached_from_inbox_diary_alert_and_search(
    desk: Desk, rosa: Screening, database: Database
) -> None:
    with database.read() as connection:
        alert = next(
            task for task in attention.open_tasks(connection) if task.kind == "safety_alert"
        )
    day = rosa.starts_at.date().isoformat()
    found = set()
    for page in (
        "/desk", "/desk/conversations/web-1", f"/desk/screenings/{rosa.reference}",
        f"/desk/diary?day={day}", f"/desk/alerts/{alert.id}", f"/desk/find?q={PHONE}",
    ):  # fmt: skip
        links = re.findall(r'href="(/desk/patients/[^"]+)"', desk.http.get(page).text)
        assert links, page
        found |= {link for link in links if "web-2" not in link}
    assert {link.split("/")[3] for link in found} == {"visit", "conversation", "task"}
    ben = f"/desk/patients/task/{alert.id + 2}"
    for link in found - {ben}:
        page = desk.get(link).text
        assert "call me after five" in page, link
        assert "prefers mornings" in page, link


def test_a_conversation_without_a_number_has_a_card_of_its_own(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        writes(connection, "hello there")
        alarms(connection, "web-1")
    page = desk.get(CHAT).text
    assert "no number known" in page
    assert "hello there" in page
    assert "numb between the legs" in page
    assert "Join the cards" not in page
    assert desk.send(CHAT, f"{CHAT}/join", phone=OTHER).status_code == 422


@pytest.mark.parametrize(
    "of", ["visit/NOSUCH", "conversation/web-9", "task/9", "task/9" * 30, "task/\u0661", "x/1"]
)
def test_a_card_of_nobody_is_not_there(desk: Desk, of: str) -> None:
    assert desk.get(f"/desk/patients/{of}").status_code == 404


def test_two_numbers_of_a_person_are_joined_and_parted(
    desk: Desk, rosa: Screening, database: Database
) -> None:
    here = f"/desk/patients/visit/{rosa.reference}"
    assert desk.send(here, f"{here}/join", phone="414 555 0188").is_redirect
    page = desk.get(here).text
    assert "where do I park" in page
    assert "(414) 555-0188" in page
    with database.read() as connection:
        (text,) = connection.execute(
            select(people.c.conversation).where(people.c.phone_index == blind_index(PHONE))
        ).scalars()
        assert text == "web-1"
        both = joined_with(connection, [blind_index(OTHER)])
    assert {one.phone for one in both} == {PHONE, OTHER}
    parted = next(one for one in both if one.phone == OTHER)
    assert desk.send(here, f"{here}/part", number=str(parted.id)).is_redirect
    assert "where do I park" not in desk.get(here).text
    with database.read() as connection:
        assert connection.execute(select(joined)).first() is None
    assert [line for line in lines(database) if "two numbers" in line[1]] == [
        ("kim", "joined two numbers", rosa.reference),
        ("kim", "parted two numbers", rosa.reference),
    ]


def test_only_a_number_that_is_known_here_can_be_joined(desk: Desk, rosa: Screening) -> None:
    here = f"/desk/patients/visit/{rosa.reference}"
    for given, problem in (("0", "no phone number"), ("414-555-0111", "Nothing is known here")):
        answer = desk.send(here, f"{here}/join", phone=given)
        assert answer.status_code == 422
        assert problem in answer.text
        assert given in answer.text


def test_a_number_is_parted_only_on_the_card_it_stands_on(
    desk: Desk, rosa: Screening, database: Database
) -> None:
    with database.begin() as connection:
        assert join(connection, OTHER, STRANGER, "lee")
        (first, _) = joined_with(connection, [blind_index(OTHER)])
    here = f"/desk/patients/visit/{rosa.reference}"
    assert desk.send(here, f"{here}/part", number=str(first.id)).is_redirect
    with database.read() as connection:
        assert len(joined_with(connection, [blind_index(OTHER)])) == 2


def test_cards_of_several_numbers_become_one(database: Database) -> None:
    with database.begin() as connection:
        assert join(connection, "+14145550101", "+14145550102", "kim")
        assert join(connection, "+14145550103", "+14145550104", "kim")
        assert join(connection, "+14145550101", "+14145550104", "kim")
        assert not join(connection, "+14145550102", "+14145550103", "kim")
        assert not join(connection, PHONE, PHONE, "kim")
        assert len(joined_with(connection, [blind_index("+14145550103")])) == 4


def test_who_is_exported_or_erased_goes_with_all_numbers_that_are_theirs(
    rosa: Screening, database: Database
) -> None:
    with database.begin() as connection:
        join(connection, PHONE, OTHER, "kim")
    with database.read() as connection:
        person = find_person(connection, OTHER)
    assert "web-1" in person.conversations
    assert len(person.conversations) >= 2
    erase(database, person, "kim")
    with database.read() as connection:
        assert connection.execute(select(joined)).first() is None
        left = connection.execute(select(tasks.c.detail)).scalars().all()
        assert left == ["ben wants a call"]


def test_every_look_at_a_card_is_a_line_of_the_log_and_says_no_number(
    desk: Desk, rosa: Screening, database: Database
) -> None:
    desk.get(f"/desk/patients/visit/{rosa.reference}")
    desk.get(CHAT)
    desk.send(CHAT, f"{CHAT}/join", phone="0")
    looked = [line for line in lines(database) if line[1] == "read a patient's card"]
    assert looked[0] == ("kim", "read a patient's card", rosa.reference)
    assert len(looked) == 4  # sending a form opens its page first
    assert not [line for line in lines(database) if "555" in line[2]]


def test_no_card_shows_a_word_where_somebody_may_read_along(
    desk: Desk, rosa: Screening, database: Database
) -> None:
    with database.begin() as connection:
        attention.note_heard(
            connection, conversation="web-1", message_id="m1",
            verdict=Verdict("alarm", "E", "abuse", (Sign("abuse", "present", "x", "gate", 1.0),)),
        )  # fmt: skip
    page = desk.get(CHAT).text
    assert "numb between the legs" not in page
    assert "is it the nerve" not in page
    assert "Private: open it where nobody reads along" in page


def test_a_number_said_later_finds_its_task_and_its_person(database: Database) -> None:
    with database.begin() as connection:
        writes(connection, "numb")
        alarms(connection, "web-1")
        attention.note_said(
            connection, conversation="web-1", message_id="m2", text="it is 414-555-0175",
            said=attention.Person(None, PHONE), at=clock.now(),
        )  # fmt: skip
    index = blind_index(PHONE)
    with database.read() as connection:
        assert connection.execute(select(tasks.c.reach_index)).scalar_one() == index
        assert connection.execute(select(people.c.phone_index)).scalar_one() == index


def test_who_may_only_look_sees_a_card_and_joins_nothing(
    url: str, database: Database, rosa: Screening, account: str
) -> None:
    from clinic import staff
    from tests.integration.desk.conftest import PASSWORD

    staff.add_account(database, "mo", PASSWORD, "read")
    mo = Desk(url)
    mo.log_in(name="mo")
    here = f"/desk/patients/visit/{rosa.reference}"
    assert mo.get(here).status_code == 200
    assert mo.send(here, f"{here}/join", phone=OTHER).status_code == 403


def test_a_second_visit_under_another_name_stands_on_the_same_card(
    desk: Desk, rosa: Screening, database: Database
) -> None:
    engine = Screenings(database)
    engine.book(
        engine.free_slots()[0], Booking(Patient("Rosa Meyer", PHONE), key="k2", channel="phone")
    )
    page = desk.get(f"/desk/patients/visit/{rosa.reference}").text
    # Under the name of the latest visit; the others stand below it, none of them twice.
    assert "<h1>Rosa Field</h1>" in page
    assert "<dt>Also called</dt><dd>Rosa Meyer; Rosa F.</dd>" in page
