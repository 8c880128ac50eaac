"""One person's data: out with everything, gone with nothing left, and never back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from channels.sending import Sender
from channels.sms import numbers
from clinic import attention, conversations, staff
from clinic.attention import heard
from clinic.conversations.tables import turns
from clinic.learning import teach
from clinic.messages import (
    Arrival,
    Inbound,
    claim,
    complete,
    open_thread,
    outbox,
    post_to_conversation,
    receive,
)
from clinic.messages.models import Outgoing
from clinic.privacy.backup import back_up
from clinic.privacy.erasure import Receipt, erase, erase_again, records, replay
from clinic.privacy.export import as_json, as_page, everything_about
from clinic.privacy.person import NobodyKnown, find_person
from clinic.privacy.tables import erasures
from clinic.screenings import Booking
from clinic.settings import ROOT
from clinic.storage import Database, metadata
from tests.integration.screenings_world import World, patient
from worker.sending import send_due

PHONE, OTHER = "+14145550142", "+14145550199"
WORDS = "my leg burns <b>at night</b>"
SECRETS = ("Ana Diaz", "4145550142", "burns", "mornings")


def someone(world: World, number: int, name: str, words: str, conversation: str) -> None:
    """Leaves a row of theirs in every table that can hold one."""
    who, phone = patient(number, name), f"+1414555{number:04d}"
    slot = world.screenings.free_slots()[0]
    booked = world.screenings.book(
        slot, Booking(who, key=f"b{number}", channel="web", conversation=conversation)
    )
    world.screenings.join_waiting_list(
        who, wish="mornings", channel="web", conversation=conversation
    )
    with world.database.begin() as connection:
        open_thread(connection, conversation, "web", reach=phone)
        receipt = receive(
            connection,
            Arrival(
                channel="web", conversation=conversation, external_id="1", text=words, shown=True
            ),
        )
        buttons = [{"title": f"Yes, {name}", "payload": "/affirm"}]
        post_to_conversation(connection, conversation, {"text": words, "buttons": buttons})
        conversations.append(connection, conversation, 1, [{"text": words}], {"said": words})
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key=f"safety:web-{receipt.inbound_id}",
                tier="U",
                detail=words,
                conversation=conversation,
                reach=phone,
                name=name,
            ),
        )
        attention.note_said(
            connection, conversation=conversation, message_id="web-77", text=words,
            said=attention.Person(name, phone),
        )  # fmt: skip
        attention.record_unanswered(
            connection, text=words, reason="detail", intent="greet",
            key=f"unanswered:web-{receipt.inbound_id}",
        )  # fmt: skip
        heard.mark(connection, kind="missed", text=words, staff="kim")
        teach(connection, words, "greet", "kim")
        outbox.enqueue(
            connection, channel="sms", to=phone, conversation=None, reply={"text": words},
            key=f"reminder:{booked.reference}:0:sms",
        )  # fmt: skip
        numbers.number_of(connection, phone)
        staff.audit(connection, "kim", "read a conversation", conversation)


@pytest.fixture()
def people(world: World) -> World:
    someone(world, 142, "Ana Diaz", WORDS, "web-ana")
    someone(world, 199, "Ben Ochoa", "my back is stiff", "web-ben")
    return world


def everything(database: Database) -> str:
    """All that can be read in the database, with its keys."""
    told = []
    with database.read() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                told += [str(value) for value in row.values()]
    return "\n".join(told)


def erased(database: Database, who: str = "(414) 555-0142") -> Receipt:
    with database.read() as connection:
        person = find_person(connection, who)
    return erase(database, person, "kim")


def test_an_export_holds_everything_about_the_person_and_nothing_of_another(people: World) -> None:
    with people.database.read() as connection:
        sections = everything_about(connection, find_person(connection, "414-555-0142"))
    told = as_json(sections)
    assert {section["table"] for section in json.loads(told)["held"]} >= {
        "screenings", "screening_history", "screening_waiting", "staff_tasks", "staff_task_lines",
        "conversation_people", "unanswered_questions", "safety_incidents", "taught_examples",
        "outbox", "offered_choices", "web_messages", "inbound_messages", "conversation_turns",
        "message_threads", "sms_numbers", "audit_log",
    }  # fmt: skip
    for words in SECRETS:
        assert words in told
    assert "Ben" not in told
    assert "stiff" not in told
    page = as_page(sections)
    assert "my leg burns &lt;b&gt;at night" in page
    assert "<b>" not in page


def test_after_an_erasure_nothing_of_them_is_left_and_everything_of_others_is(
    people: World,
) -> None:
    receipt = erased(people.database)
    left = everything(people.database)
    for words in ("Ana Diaz", "4145550142", "burns", "web-ana\nweb"):
        assert words not in left
    for words in ("Ben Ochoa", OTHER, "stiff", "mornings"):
        assert words in left
    assert receipt.gone["visits"] == 1
    assert "audit" not in receipt.text()
    assert f"Erasure {receipt.id}" in receipt.text()
    with people.database.read() as connection:
        line = staff.audit_lines(connection)[0]
    assert (line.staff, line.what, line.about) == ("kim", "erased a person", receipt.id)
    assert len(people.screenings.free_slots()) > 0


def test_erased_again_nothing_is_held_and_nothing_breaks(people: World) -> None:
    erased(people.database)
    again = erased(people.database)
    assert again.gone == {}
    assert "nothing was held" in again.text()


def test_who_refused_texts_is_erased_and_still_gets_none(people: World) -> None:
    with people.database.begin() as connection:
        numbers.opt_out(connection, PHONE, "word")
    receipt = erased(people.database)
    assert "texts refused" in receipt.kept
    with people.database.begin() as connection:
        assert numbers.is_opted_out(connection, PHONE)
        found = numbers.find(connection, PHONE)
        assert found is not None
        assert found.conversation.startswith("gone-")


def test_a_conversation_alone_can_be_erased(people: World) -> None:
    erased(people.database, "web-ana")
    left = everything(people.database)
    assert "burns" not in left.replace("text", "")
    with people.database.read() as connection, pytest.raises(NobodyKnown):
        find_person(connection, "web-ana")


def test_texts_that_wait_in_the_outbox_are_not_sent(people: World) -> None:
    sent: list[str] = []

    class Carrier(Sender):
        def trouble(self) -> str:
            return ""

        def send(self, item: Outgoing) -> str:
            sent.append(item.to)
            return "SM1"

    erased(people.database)
    send_due(people.database, {"sms": Carrier()}, {})
    assert sent == [OTHER]


def test_a_text_that_is_being_sent_while_its_person_is_erased_leaves_nothing(
    people: World,
) -> None:
    class Carrier(Sender):
        def trouble(self) -> str:
            return ""

        def send(self, item: Outgoing) -> str:
            if item.to == PHONE:
                erased(people.database)
            return f"SM{item.id}"

    send_due(people.database, {"sms": Carrier()}, {})
    assert "burns" not in everything(people.database)


def test_a_turn_that_is_under_way_brings_nothing_back(people: World) -> None:
    with people.database.begin() as connection:
        message = claim(connection, "web-ana", "brain")
        assert isinstance(message, Inbound)
    erased(people.database)
    with people.database.begin() as connection:  # what the turn stores after that
        conversations.append(connection, "web-ana", 2, [{"text": WORDS}], {})
        attention.raise_task(
            connection,
            attention.Occasion(kind="other", key="late", detail=WORDS, conversation="web-ana"),
        )
        assert not complete(connection, message, "brain", "turn")
    assert "burns" in everything(people.database)
    assert erase_again(people.database) == 2
    assert "burns" not in everything(people.database)
    assert erase_again(people.database) == 0


def test_what_they_begin_anew_is_theirs(people: World) -> None:
    erased(people.database)
    slot = people.screenings.free_slots()[0]
    people.screenings.book(
        slot, Booking(patient(), key="new", channel="web", conversation="web-new")
    )
    erase_again(people.database)
    assert len(people.screenings.upcoming_for_phone(PHONE)) == 1


def test_a_number_texts_in_another_conversation_after_it_was_erased(people: World) -> None:
    with people.database.begin() as connection:
        before = numbers.number_of(connection, PHONE).conversation
    erased(people.database)
    with people.database.begin() as connection:
        assert numbers.number_of(connection, PHONE).conversation != before


def test_an_erasure_is_done_again_in_a_database_that_still_has_them(people: World) -> None:
    with people.database.begin() as connection:
        person = find_person(connection, PHONE)
        backup = connection.execute(select(func.count()).select_from(turns)).scalar_one()
    assert backup == 2
    erased(people.database)
    with people.database.read() as connection:
        kept = records(connection)
    with people.database.begin() as connection:
        connection.execute(erasures.delete())
    someone(people, 142, "Ana Diaz", WORDS, person.conversations[0])
    assert replay(people.database, kept) > 0
    assert "burns" not in everything(people.database)
    assert replay(people.database, kept) == 0
    with people.database.read() as connection:
        assert records(connection) == kept


def test_nobody_is_found_for_what_is_no_number(people: World) -> None:
    with people.database.read() as connection:
        for asked in ("", "web-nobody", "' OR 1=1", "9" * 5000):
            with pytest.raises(NobodyKnown):
                find_person(connection, asked)


def test_the_commands_say_what_they_do(
    people: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "scripts.privacy", *arguments],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.stdout + done.stderr

    folder = run("export", "414 555 0142").strip().rpartition("Written: ")[2]
    assert "burns" in (Path(folder) / "data.json").read_text()
    assert "visits: 1" in run("erase", PHONE, "--yes")
    assert "nothing was held" in run("erase", PHONE, "--yes")
    assert "neither a phone number" in run("export", "nobody")
    with people.database.read() as connection:
        said = [line.what for line in staff.audit_lines(connection)][:3]
    assert said == ["erased a person", "erased a person", "exported a person"]


def test_nothing_a_patient_typed_stands_in_clear_in_a_row_or_in_a_file(
    people: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    back_up(people.database, ROOT / "content", tmp_path / "all.backup")
    rows = []
    with people.database.read() as connection:
        for table in metadata.sorted_tables:
            rows += connection.exec_driver_sql(f"SELECT * FROM {table.name}").all()
    stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    stored += [str(row).encode() for row in rows] + [caplog.text.encode()]
    assert len(stored) > 20
    for words in SECRETS:
        assert [one[:80] for one in stored if words.encode() in one] == [], words
