"""Who is typing in a conversation is seen by who looks at it, for seconds, and stands nowhere."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from sqlalchemy.engine import Engine

from clinic import signals
from clinic.messages.typing_hints import GAP_SECONDS, LASTS_SECONDS
from clinic.storage import Database, metadata
from tests.integration.desk.conftest import Desk
from tests.integration.desk.test_desk_live import open_page, within_a_second
from tests.integration.desk.world import texts, writes

ONE = "/desk/conversations/web-1"
PATIENT, SENT = '[false, "web-1", "patient", ""]', '[true, "web-1", "patient", ""]'


@pytest.fixture(autouse=True)
def _talk(database: Database) -> None:
    with database.begin() as connection:
        writes(connection, "hello")


def told(database: Database, what: str) -> None:
    """Tells what a door tells."""
    signals.announce(database.engine, signals.TYPING, what)


def shown(desk: Desk, page: str = ONE) -> str:
    """What the line of an open page says."""
    answer = desk.get(f"{page}/typing", live="1")
    assert answer.status_code == 200
    return answer.text


def until(true: Callable[[], bool], seconds: float = LASTS_SECONDS + 5) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "waited too long"
        time.sleep(0.05)


def types(desk: Desk, kind: str, page: str = ONE, **fields: str) -> int:
    """Sends a beat as an open page does."""
    return desk.send(ONE, f"{page}/typing", kind=kind, **fields).status_code


def take(desk: Desk, page: str = ONE) -> None:
    assert desk.send(page, f"{page}/take", key="k").status_code == 303


def everything(database: Database) -> dict[str, list[object]]:
    """Every row but those of the staff's own looks and sessions."""
    staff = ("audit_log", "log_chain", "staff_sessions")
    with database.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in metadata.sorted_tables
            if table.name not in staff
        }


def test_that_the_patient_types_reaches_the_page_of_their_conversation_and_fades(
    desk: Desk, database: Database
) -> None:
    assert "is typing" not in shown(desk)
    with open_page(desk, "web-1") as heard:
        told(database, PATIENT)
        assert within_a_second(heard, "typing")
    assert "The patient is typing" in shown(desk)
    # So it is on a page that is opened now; and in no list.
    assert "The patient is typing" in desk.get(ONE).text
    assert "is typing" not in desk.get("/desk/inbox/part", live="1").text
    until(lambda: "is typing" not in shown(desk))


def test_a_page_that_was_being_opened_meanwhile_is_told_too(desk: Desk, database: Database) -> None:
    told(database, PATIENT)
    until(lambda: "The patient is typing" in shown(desk))
    with open_page(desk, "web-1") as heard:
        assert within_a_second(heard, "typing")


def test_who_looks_at_something_else_is_not_woken_for_it(desk: Desk, database: Database) -> None:
    with open_page(desk, "web-2") as other, open_page(desk) as none, open_page(desk, "web-1") as it:
        told(database, PATIENT)
        assert within_a_second(it, "typing")
        assert "typing" not in [*other.queue, *none.queue]
        # What is said is told to all of them, as ever.
        with database.begin() as connection:
            writes(connection, "I wrote this", number=2)
        assert all(within_a_second(heard, "said-web-1") for heard in (other, none, it))


def test_a_message_ends_it_at_once(desk: Desk, database: Database) -> None:
    with open_page(desk, "web-1") as heard:
        told(database, PATIENT)
        assert within_a_second(heard, "typing")
        told(database, SENT)
        assert within_a_second(heard, "typing")
    assert "is typing" not in shown(desk)


@pytest.mark.parametrize("kind", ["answer", "note"])
def test_what_a_colleague_sent_they_are_not_typing_any_more(
    desk: Desk, lee: Desk, kind: str
) -> None:
    take(desk)
    types(desk, kind)
    until(lambda: "kim is typing" in shown(lee))
    with open_page(lee, "web-1") as heard:
        assert within_a_second(heard, "typing")  # as it is opened
        desk.send(ONE, f"{ONE}/{kind}", text="There you are.", key="a")
        assert within_a_second(heard, "typing")
        assert "is typing" not in shown(lee)


def test_a_colleague_is_named_and_nobody_is_told_of_themselves(desk: Desk, lee: Desk) -> None:
    take(desk)
    assert types(desk, "answer") == 204
    until(lambda: "kim is typing an answer" in shown(lee))
    assert "is typing" not in shown(desk)
    assert types(lee, "note") == 204
    until(lambda: "lee is typing a note" in shown(desk))
    assert "lee" not in shown(lee)


def test_by_text_message_colleagues_see_each_other_too(
    desk: Desk, lee: Desk, database: Database
) -> None:
    with database.begin() as connection:
        page = f"/desk/conversations/{texts(connection, 'hello')}"
    take(desk, page)
    assert types(desk, "answer", page) == 204
    until(lambda: "kim is typing an answer" in shown(lee, page))


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("answer", ONE),  # the assistant's to answer
        ("note", "/desk/conversations/web-9"),  # nobody's
        ("patient", ONE),  # which no member of the staff is
        ("", ONE),
        ("x" * 100_000, ONE),
    ],
)
def test_what_can_not_be_typed_is_not_shown(desk: Desk, lee: Desk, kind: str, page: str) -> None:
    assert types(desk, kind, page) in (204, 413)
    assert types(desk, "note") == 204
    until(lambda: "kim is typing a note" in shown(lee))  # what was sent before is heard by now
    assert "answer" not in shown(lee)
    assert "patient" not in shown(lee)
    assert "is typing" not in shown(lee, page).replace("kim is typing a note", "")


def test_a_beat_without_the_sessions_token_is_none(desk: Desk, lee: Desk) -> None:
    assert desk.http.post(f"{ONE}/typing", data={"kind": "note"}).status_code == 403
    assert types(lee, "note") == 204
    until(lambda: "lee is typing a note" in shown(desk))
    assert "kim" not in shown(lee)


def test_beats_without_end_are_told_now_and_then(
    desk: Desk, lee: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def announce(engine: Engine, topic: str, what: str) -> None:
        asked.append(what)
        real(engine, topic, what)

    real = signals.announce
    monkeypatch.setattr(signals, "announce", announce)
    began = time.monotonic()
    for _ in range(10):
        assert types(desk, "note") == 204
        until(lambda: "kim is typing a note" in shown(lee))
    assert len(asked) <= 1 + (time.monotonic() - began) / GAP_SECONDS


def test_nothing_of_it_is_stored_or_written_down(desk: Desk, database: Database) -> None:
    take(desk)
    shown(desk)
    before = everything(database)
    told(database, PATIENT)
    types(desk, "answer", text="half a sentence")
    until(lambda: "The patient is typing" in shown(desk))
    assert everything(database) == before


def test_while_somebody_types_another_takes_over_and_answers_as_ever(
    desk: Desk, lee: Desk, database: Database
) -> None:
    take(desk)
    types(desk, "answer")
    told(database, PATIENT)
    until(lambda: "kim is typing an answer" in shown(lee))
    taken = lee.send(ONE, f"{ONE}/take", key="l", instead_of="kim")
    assert taken.status_code == 303
    until(lambda: "kim" not in shown(lee))
    # Theirs to answer no more: what kim types on is not told.
    assert types(desk, "answer") == 204
    assert types(lee, "answer") == 204
    until(lambda: "lee is typing an answer" in shown(desk))
    assert "kim" not in shown(lee)
