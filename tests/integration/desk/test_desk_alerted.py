"""A visit whose patient had an alert says so wherever it stands."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from clinic import attention, clock, encrypted
from clinic.patients.alerted import alerts_of
from clinic.reading.safety import group_name
from clinic.reading.safety.verdict import Sign, Verdict
from clinic.screenings import Booking, Patient, Screening, Screenings
from clinic.sealing import Place, unseal
from clinic.storage import Database
from tests.integration.desk.conftest import Desk

PHONE = "+14145550175"


def alert(database: Database, group: str, conversation: str | None = None, reach: str = "") -> int:
    """An alert, raised in a conversation or about a number; its number."""
    sign = Sign(group, "present", "x", "gate", 1.0)
    with database.begin() as connection:
        key = f"safety:{group}:{conversation}"
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key=key,
                tier="E",
                detail="x",
                channel="web",
                conversation=conversation,
                reach=reach or None,
            ),
        )
        if conversation:
            attention.note_heard(
                connection, conversation=conversation, message_id=key,
                verdict=Verdict("alarm", "E", group, (sign,)),
            )  # fmt: skip
        return max(one.id for one in attention.open_tasks(connection))


def book(database: Database, phone: str = PHONE, conversation: str | None = None) -> Screening:
    engine = Screenings(database)
    slot = engine.free_slots()[0]
    return engine.book(
        slot,
        Booking(
            Patient("Rosa Field", phone), key=f"k:{phone}", channel="web", conversation=conversation
        ),
    )


def marks(desk: Desk, page: str) -> list[tuple[str, str]]:
    """The marks on a page: how loud, and what they say."""
    found = re.findall(r'<a class="alert-mark (\w+)" href="[^"]+">([^<]*)', desk.get(page).text)
    return [(how, html.unescape(words)) for how, words in found]


@pytest.mark.parametrize("by_number", [False, True])
def test_every_page_with_the_visit_shows_the_sign_and_quieter_once_it_was_seen(
    desk: Desk, database: Database, by_number: bool
) -> None:
    visit = book(database, conversation=None if by_number else "web-1")
    book(database, "+14145550176", "web-2")
    day = visit.starts_at.date() - timedelta(days=1)
    pages = (
        f"/desk/diary?day={visit.starts_at.astimezone():%Y-%m-%d}", f"/desk/diary/list?from={day}",
        f"/desk/screenings/{visit.reference}", "/desk",
    )  # fmt: skip
    number = alert(database, "saddle", "web-9" if by_number else "web-1", PHONE)
    name = f"Emergency: {group_name('saddle')}"
    for page in pages:
        assert marks(desk, page) == [("open", name)], page
        assert f"/desk/alerts/{number}" in desk.get(page).text
    # In the week there is no room for the sign.
    assert marks(desk, f"/desk/diary/week?from={day}") == [("open", "Emergency")]
    with database.begin() as connection:
        attention.acknowledge(connection, number, "kim")
    for page in pages:
        assert marks(desk, page) == [("seen", name)], page
    assert (
        "Safety alert, see the desk."
        in desk.get(f"/desk/diary/print?from={day}&to={visit.starts_at:%Y-%m-%d}").text
    )


def test_what_may_not_be_read_along_is_named_on_no_list(desk: Desk, database: Database) -> None:
    visit = book(database, conversation="web-1")
    alert(database, "abuse", "web-1")
    assert marks(desk, f"/desk/screenings/{visit.reference}") == [("open", "Emergency")]


def test_what_nobody_has_seen_weighs_more_than_what_is_newer(database: Database) -> None:
    visit = book(database, conversation="web-1")
    first = alert(database, "saddle", "web-1", PHONE)
    seen = alert(database, "stroke", "web-3", PHONE)
    with database.begin() as connection:
        attention.acknowledge(connection, seen, "kim", clock.now())
    with database.read() as connection:
        found = alerts_of(connection, [visit])[visit.reference]
    assert (found.id, found.is_open, found.others) == (first, True, 1)


def test_the_alerts_of_many_visits_are_found_at_once_and_only_the_shown_one_is_opened(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = [book(database, f"+141455501{number}", f"web-{number}") for number in range(70, 76)]
    for visit in visits:
        alert(database, "bladder_bowel", f"earlier-{visit.id}", visit.phone)
        alert(database, "saddle_numbness", visit.conversation, visit.phone)
    opened, sent = [], []

    def counted(sealed: str, place: Place) -> str:
        opened.append(f"{place.table}.{place.column}")
        return unseal(sealed, place)

    monkeypatch.setattr(encrypted, "unseal", counted)
    with database.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *given: sent.append(given[2]))
        found = alerts_of(connection, visits)
    assert {one.others for one in found.values()} == {1}
    assert len([one for one in sent if one.startswith("SELECT")]) == 2
    assert opened == ["heard_signs.heard"] * len(visits)
