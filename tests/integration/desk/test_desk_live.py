"""Open pages are woken within a second of what happens, and never told what it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from queue import Empty, Queue

import httpx
import pytest

from clinic import attention, signals, staff
from clinic.storage import Database
from tests.integration.desk.conftest import Desk
from tests.integration.desk.world import texts, writes


@contextmanager
def open_page(desk: Desk, conversation: str = "") -> Iterator[Queue[str]]:
    """The names of events that reach a page, as they come; of a conversation, where it is named."""
    heard: Queue[str] = Queue()
    live, patience = f"/desk/live?conversation={conversation}", httpx.Timeout(5, read=30)
    with desk.http.stream("GET", live, timeout=patience) as stream:
        assert stream.status_code == 200
        assert stream.headers["content-type"].startswith("text/event-stream")

        def listen() -> None:
            try:
                for line in stream.iter_lines():
                    if line.startswith("event: "):
                        heard.put(line.removeprefix("event: "))
            except (httpx.HTTPError, httpx.StreamClosed):
                pass
            heard.put("closed")

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield heard
        stream.close()


def within_a_second(heard: Queue[str], wanted: str) -> bool:
    ends = time.monotonic() + 1
    while (left := ends - time.monotonic()) > 0:
        try:
            if heard.get(timeout=left) == wanted:
                return True
        except Empty:
            break
    return False


def test_an_alert_reaches_every_open_desk_within_a_second(
    desk: Desk, lee: Desk, database: Database
) -> None:
    with open_page(desk) as first, open_page(lee) as second:
        with database.begin() as connection:
            attention.raise_task(
                connection,
                attention.Occasion(kind="safety_alert", key="a", detail="chest pain", tier="E"),
            )
        assert within_a_second(first, "alerts")
        assert within_a_second(second, "alerts")
        assert "1 safety alert" in lee.get("/desk/alerts/bar", live="1").text
        with database.read() as connection:
            (task,) = attention.open_tasks(connection)
        desk.send("/desk", f"/desk/tasks/{task.id}/acknowledge")
        assert within_a_second(second, "alerts")
        assert "safety alert" not in lee.get("/desk/alerts/bar", live="1").text


def test_what_is_written_wakes_the_inbox_and_its_conversation(
    desk: Desk, database: Database
) -> None:
    with open_page(desk) as heard:
        with database.begin() as connection:
            writes(connection, "hello")
        assert within_a_second(heard, "said-web-1")
        with database.begin() as connection:
            conversation = texts(connection, "hello")
        assert within_a_second(heard, f"said-{conversation}")


def test_an_event_holds_nothing_of_the_patient(desk: Desk, database: Database) -> None:
    with open_page(desk) as heard:
        with database.begin() as connection:
            writes(connection, "my name is Rosa Field")
        assert within_a_second(heard, "said-web-1")
        assert not [event for event in heard.queue if "Rosa" in event]


def test_who_is_not_logged_in_hears_nothing(url: str) -> None:
    assert httpx.get(f"{url}/desk/live").status_code == 204


def test_a_stream_ends_with_its_session(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.live.BEAT_SECONDS", 0.05)
    with open_page(desk) as heard:
        staff.remove_account(database, "kim")
        assert within_a_second(heard, "closed")


def test_a_stream_ends_with_its_session_however_much_happens(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontdesk.live.BEAT_SECONDS", 0.3)
    over = threading.Event()

    def busy() -> None:
        while not over.wait(0.05):
            with database.begin() as connection:
                signals.ring(connection, signals.DESK, signals.ALERTS)

    with open_page(desk) as heard:
        others = threading.Thread(target=busy)
        others.start()
        try:
            assert within_a_second(heard, "alerts")
            staff.remove_account(database, "kim")
            assert any(within_a_second(heard, "closed") for _ in range(5))
        finally:
            over.set()
            others.join()


def test_a_session_has_ten_streams_and_takes_none_from_others(desk: Desk, lee: Desk) -> None:
    def ask(pages: ExitStack, whose: Desk) -> int:
        return pages.enter_context(whose.http.stream("GET", "/desk/live")).status_code

    with ExitStack() as pages:
        assert [ask(pages, desk) for _ in range(11)] == [200] * 10 + [503]
        assert ask(pages, lee) == 200
    with ExitStack() as pages:  # those that were closed make room
        ends, answer = time.monotonic() + 10, 0
        while answer != 200 and time.monotonic() < ends:
            answer = ask(pages, desk)
        assert answer == 200


def test_a_part_of_a_page_leads_to_the_login_when_the_session_is_over(
    desk: Desk, database: Database
) -> None:
    staff.remove_account(database, "kim")
    answer = desk.http.get("/desk/today/part?live=1", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/desk/login")


def test_a_page_that_lies_open_keeps_no_session_from_ending(desk: Desk, database: Database) -> None:
    from sqlalchemy import update

    from clinic.clock import now
    from clinic.staff.sessions import IDLE
    from clinic.staff.tables import sessions

    with database.begin() as connection:
        connection.execute(update(sessions).values(seen_at=now() - IDLE * 0.9))
    assert desk.get("/desk/today/part", live="1").status_code == 200
    with database.read() as connection:
        from sqlalchemy import select

        (seen,) = connection.execute(select(sessions.c.seen_at)).scalars()
    assert now() - seen > IDLE * 0.8
