"""What is dangerous where somebody reads along stands in no list of the desk; and why an alarm was
raised, or wasn't, can be read there."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection

from channels import fallback
from clinic import attention, clock
from clinic.attention import heard
from clinic.messages import Inbound, open_thread
from clinic.messages.conversation import said
from clinic.messages.inbound import claim
from clinic.messages.tables import outbox
from clinic.reading.safety import Sign, Verdict
from clinic.reading.when.wish import Days, Option, Wish
from clinic.screenings import Booking, Patient, Screenings
from clinic.storage import Database
from tests.integration.desk.conftest import Desk
from tests.integration.desk.world import writes

TOLD = "he hits me and he is in the next room"
# Each kind of it, in both languages, as the gate hears it.
IN_DANGER = [
    "my husband hits me",
    "my stepdad hits me, I'm 13",
    "mi esposo me pega y no puedo ir a casa",
    "mi padrastro le pega a mi hijo",
]
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


@pytest.mark.parametrize(
    ("group", "shown"), [("abuse", False), ("child_abuse", False), ("bladder", True)]
)
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


@pytest.mark.parametrize("told", IN_DANGER)
def test_with_the_brain_down_no_list_shows_it_either(
    desk: Desk, database: Database, told: str
) -> None:
    with database.begin() as connection:
        writes(connection, told)
        message = claim(connection, "web-1", "door")
        assert isinstance(message, Inbound)
        own = fallback.answer(told)
        assert own.reply["custom"]["discreet"] is True
        fallback.tell_staff(connection, message, own)
    assert told not in unescape(desk.get("/desk/inbox").text)
    assert told not in unescape(desk.get("/desk").text).split("<details><summary>Private")[0]
    assert told in unescape(desk.get(ONE).text)


# Of a visit that is almost here nobody is reminded.
IN_SOME_DAYS = Wish((Option(Days(first=clock.now().date() + timedelta(days=4))),))


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("group", ["abuse", "child_abuse"])
def test_what_comes_later_about_a_visit_is_what_anybody_gets(
    database: Database, group: str, channel: str
) -> None:
    """Its confirmation, its reminders and that it was called off, by text and in the chat."""
    alarm(database, group)
    engine, sent = Screenings(database), []
    for phone, conversation in (("+14145550142", "web-1"), ("+14145550143", "web-2")):
        with database.begin() as connection:
            open_thread(connection, conversation, channel, phone if channel == "sms" else None)
        slot = engine.offer(IN_SOME_DAYS, holder=conversation).slots[0]
        wanted = Booking(
            Patient("Ana Diaz", phone),
            key=conversation,
            channel=channel,
            conversation=conversation,
        )
        booked = engine.book(slot, wanted)
        with database.read() as connection:
            rows = connection.execute(select(outbox.c.recipient, outbox.c.reply)).all()
        texts = [row.reply["text"] for row in rows if row.recipient in (phone, conversation)]
        sent.append([text.replace(booked.reference, "REFERENCE") for text in texts])
        engine.cancel(booked.reference, key=f"off {conversation}")
    assert sent[0], "nothing is told of a visit"
    assert sent[0] == sent[1]
    assert not re.search("911|988|hotline|safe|danger|hurt|alarm", " ".join(sent[0]))


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
        assert isinstance(message, Inbound)
        fallback.tell_staff(connection, message, fallback.answer(message.text))
    with database.read() as connection:
        (kept,) = attention.heard_in(connection, "web-1")
    assert (kept.group, kept.signs[0].by) == ("bladder", "gate")
    assert "heard in its words" in desk.get("/desk").text
