"""What is dangerous where somebody reads along stands in no list of the desk; and why an alarm was
raised, or wasn't, can be read there."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Connection

from channels import fallback
from clinic import attention
from clinic.attention import heard
from clinic.messages.conversation import said
from clinic.messages.inbound import claim
from clinic.reading.safety import Sign, Verdict
from clinic.storage import Database
from tests.integration.desk.conftest import Desk
from tests.integration.desk.world import writes

TOLD = "he hits me and he is in the next room"
ONE = "/desk/conversations/web-1"


def newest(connection: Connection) -> str:
    """The id of the patient's newest message."""
    return said(connection, "web-1")[-1].message_id or ""


def alarm(database: Database, group: str) -> None:
    """A patient writes, and a sign is heard."""
    sign = Sign(group, "present", TOLD, "learned", 0.9)
    with database.begin() as connection:
        writes(connection, TOLD)
        attention.note_heard(
            connection,
            conversation="web-1",
            message_id=newest(connection),
            verdict=Verdict("alarm", "E", group, (sign,)),
        )
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert", key="safety:1", detail=TOLD, conversation="web-1", tier="E"
            ),
        )


@pytest.mark.parametrize(("group", "shown"), [("abuse", False), ("bladder", True)])
def test_no_list_shows_a_word_where_somebody_may_read_along(
    desk: Desk, database: Database, group: str, shown: bool
) -> None:
    alarm(database, group)
    assert (TOLD in desk.get("/desk/inbox").text) == shown
    today = desk.get("/desk").text
    folded = "Private: open it where nobody reads along" in today
    assert folded != shown
    before = today.split("<details><summary>Private")[0]
    assert (TOLD in before) == shown
    assert TOLD in desk.get(ONE).text
    task = "/desk/tasks/1/acknowledge"
    assert desk.send("/desk", task, up_to="0").is_redirect
    assert (TOLD in desk.get("/desk").text) == shown


def test_a_message_marked_as_missed_says_what_was_heard_in_that_very_message(
    desk: Desk, database: Database
) -> None:
    alarm(database, "bladder")
    with database.begin() as connection:
        writes(connection, "the tap is shut", number=2)
        other = newest(connection)
        slight = Sign("bowel", "doubt", "the tap is shut", "learned", 0.3)
        attention.note_heard(
            connection,
            conversation="web-1",
            message_id=other,
            verdict=Verdict(signs=(slight,)),
        )
    sent = {"kind": "missed", "text": "the tap is shut", "message": other}
    assert desk.send(ONE, "/desk/incidents/mark", **sent).is_redirect
    with database.read() as connection:
        (incident,) = heard.open_incidents(connection)
    assert incident.heard is not None
    assert incident.heard.signs == (slight,)


def test_with_the_brain_down_the_desk_reads_what_the_gate_heard(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        writes(connection, "I can't pee since noon")
        message = claim(connection, "web-1", "door")
        assert message is not None
        fallback.tell_staff(connection, message, fallback.answer(message.text))
    with database.read() as connection:
        (kept,) = attention.heard_in(connection, "web-1")
    assert (kept.group, kept.signs[0].by) == ("bladder", "gate")
    assert "heard in its words" in desk.get("/desk").text
