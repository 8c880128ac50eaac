"""The staff read why an alarm was raised, and mark one that was wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clinic import attention
from clinic.attention import heard
from clinic.clock import now
from clinic.messages import forget, open_thread
from clinic.reading.safety import Sign, Verdict
from clinic.storage import Database

WORDS = "the tap is shut since noon"
VERDICT = Verdict(
    "alarm",
    "E",
    "bladder",
    (Sign("bladder", "present", WORDS, "learned", 0.97),),
    suspicion=0.97,
    why="bladder present by learned",
)


def note(database: Database, verdict: Verdict = VERDICT, message: str = "m1") -> None:
    with database.begin() as connection:
        attention.note_heard(connection, conversation="web-1", message_id=message, verdict=verdict)


def test_what_was_heard_is_kept_with_its_words_and_by_whom(database: Database) -> None:
    note(database)
    note(database)
    with database.read() as connection:
        (kept,) = attention.heard_in(connection, "web-1")
    assert (kept.decision, kept.group, kept.signs) == ("alarm", "bladder", VERDICT.signs)


def test_nothing_is_kept_of_a_quiet_message(database: Database) -> None:
    note(database, Verdict())
    with database.read() as connection:
        assert attention.heard_in(connection, "web-1") == []


def test_a_sign_that_was_too_slight_is_kept_for_who_marks_it_and_stands_at_no_alert(
    database: Database,
) -> None:
    slight = Sign("bladder", "doubt", WORDS, "learned", 0.3)
    note(database)
    note(database, Verdict(signs=(slight,), suspicion=0.3, why="bladder doubt by learned"), "m2")
    with database.begin() as connection:
        assert [one.decision for one in attention.heard_in(connection, "web-1")] == ["alarm"]
        heard.mark(connection, kind="missed", text=WORDS, staff="kim", message_id="m2")
        (incident,) = heard.open_incidents(connection)
    assert incident.heard is not None
    assert (incident.heard.decision, incident.heard.signs) == ("quiet", (slight,))


@pytest.mark.parametrize("kind", heard.MARKS)
def test_a_wrong_alarm_is_marked_once_with_what_was_heard_and_settled(
    database: Database, kind: heard.Mark
) -> None:
    note(database)
    for _ in range(2):
        with database.begin() as connection:
            heard.mark(connection, kind=kind, text=WORDS, staff="kim", conversation="web-1")
    with database.read() as connection:
        (incident,) = heard.open_incidents(connection)
    assert (incident.mark, incident.text, incident.marked_by) == (kind, WORDS, "kim")
    assert incident.heard is not None
    assert incident.heard.signs == VERDICT.signs
    with database.begin() as connection:
        assert heard.settle(connection, incident.id, "kim")
        assert not heard.settle(connection, incident.id, "kim")
        assert heard.open_incidents(connection) == []


def test_a_mark_without_words_is_refused(database: Database) -> None:
    with database.begin() as connection, pytest.raises(ValueError, match="no incident"):
        heard.mark(connection, kind="missed", text=" ", staff="kim")


def test_what_was_heard_goes_with_the_conversation_and_with_time(database: Database) -> None:
    with database.begin() as connection:
        open_thread(connection, "web-1", "web", None)
    note(database)
    with database.begin() as connection:
        forget(connection, "web-1")
        assert attention.heard_in(connection, "web-1") == []
    note(database)
    with database.begin() as connection:
        attention.forget_heard_before(connection, now() + timedelta(minutes=1))
        assert attention.heard_in(connection, "web-1") == []
