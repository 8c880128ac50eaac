"""What is encrypted belongs to its row: moved elsewhere it can't be read, and breaks nothing."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from alembic import command
from sqlalchemy import (
    Column,
    Text,
    create_engine,
    insert,
    literal,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from channels.sending import Poster
from clinic import attention, conversations
from clinic.attention.tables import people, tasks
from clinic.encrypted import UNREADABLE, UnboundValue, is_readable
from clinic.learning.tables import taught
from clinic.messages import outbox as sending
from clinic.messages import threads, transcript
from clinic.messages.tables import outbox, web_messages
from clinic.screenings import Booking, Screening, tables
from clinic.storage import Database
from tests.integration.conftest import alembic_config, fernet
from tests.integration.screenings_world import World, patient
from worker.sending import send_due

NOW = datetime(2026, 11, 30, 15, 0, tzinfo=timezone.utc)


def book(world: World, number: int, name: str) -> Screening:
    slot = world.screenings.free_slots()[0]
    who = patient(number, name)
    return world.screenings.book(
        slot, Booking(who, key=f"b{number}", channel="web", conversation="c")
    )


def raw(connection: Connection, column: Column[Any], row: int) -> str:
    statement = select(type_coerce(column, Text)).where(column.table.c.id == row)
    return str(connection.execute(statement).scalar_one())


def put_raw(connection: Connection, column: Column[Any], row: int, value: str) -> None:
    values = {column.name: literal(value, Text)}
    connection.execute(update(column.table).where(column.table.c.id == row).values(values))


def test_a_number_copied_onto_another_screening_is_not_that_persons(world: World) -> None:
    ana, ben = book(world, 1, "Ana Diaz"), book(world, 2, "Ben Ochoa")
    phone = tables.screenings.c.phone
    with world.database.begin() as connection:
        put_raw(connection, phone, ana.id, raw(connection, phone, ben.id))
    found = world.screenings.get(ana.reference)
    assert (found.name, found.phone) == ("Ana Diaz", UNREADABLE)
    assert world.screenings.get(ben.reference).phone == ben.phone


def test_nor_is_what_is_copied_from_another_column_of_the_same_row(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ana = book(world, 1, "Ana Diaz")
    columns = tables.screenings.c
    with world.database.begin() as connection:
        put_raw(connection, columns.name, ana.id, raw(connection, columns.phone, ana.id))
    assert world.screenings.get(ana.reference).name == UNREADABLE
    assert "screenings.name of row 1 was changed by hand" in caplog.text


def test_the_same_words_are_never_stored_alike(database: Database) -> None:
    with database.begin() as connection:
        for _ in range(2):
            values = {"intent": "greet", "staff": "kim", "at": NOW}
            connection.execute(insert(taught).values(text="hello", **values))
        assert raw(connection, taught.c.text, 1) != raw(connection, taught.c.text, 2)


def test_what_names_no_row_can_not_write_an_encrypted_column(database: Database) -> None:
    with database.begin() as connection:
        attention.raise_task(connection, attention.Occasion(kind="other", key="k", detail="first"))
        for where in (tasks.c.kind == "other", (tasks.c.id == 1) | (tasks.c.id == 2)):
            with pytest.raises(UnboundValue, match="staff_tasks names one row"):
                connection.execute(update(tasks).where(where).values(detail="second"))
        both = update(tasks).where(tasks.c.kind == "other", tasks.c.id == 1)
        connection.execute(both.values(detail="third"))
        assert attention.open_tasks(connection)[0].detail == "third"


def test_a_way_around_writes_nothing_in_clear(database: Database, database_url: str) -> None:
    around = create_engine(database_url, future=True)
    statement = insert(people).values(conversation="c", name="Ana Diaz", changed_at=NOW)
    with pytest.raises(SQLAlchemyError), around.begin() as connection:
        connection.execute(statement)
    around.dispose()


def test_several_rows_at_once_and_a_deleted_last_one_get_ids_of_their_own(
    database: Database,
) -> None:
    rows = [{"text": word, "intent": "greet", "staff": "kim", "at": NOW} for word in ("a", "b")]
    with database.begin() as connection:
        connection.execute(insert(taught), rows)
        found = connection.execute(select(taught.c.id, taught.c.text).order_by(taught.c.id)).all()
        assert [tuple(row) for row in found] == [(1, "a"), (2, "b")]
        queue(connection, "first")
        connection.execute(outbox.delete())
        queue(connection, "second")
        assert connection.execute(select(outbox.c.id)).scalar_one() == 2


def queue(connection: Connection, key: str, channel: str = "sms") -> None:
    reply = {"text": f"words of {key}"}
    sending.enqueue(
        connection, channel=channel, to="+14145550142", conversation=None, reply=reply, key=key
    )


def test_a_value_that_can_not_be_read_is_kept_when_its_row_is_written(database: Database) -> None:
    with database.begin() as connection:
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key="1",
                tier="U",
                detail="d",
                reach="+14145550142",
                conversation="c",
            ),
        )
        broken = raw(connection, tasks.c.reach, 1)[:-8] + "AAAAAAAA"
        put_raw(connection, tasks.c.reach, 1, broken)
        connection.execute(people.delete())
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert", key="2", tier="E", detail="e", conversation="c"
            ),
        )
        card = attention.open_tasks(connection)[0]
        assert card.tier == "E"
        assert not is_readable(card.reach)
        assert raw(connection, tasks.c.reach, 1) == broken


def test_a_text_that_can_not_be_read_holds_up_no_other_and_is_given_to_the_staff(
    database: Database,
) -> None:
    posted = []
    poster: Poster = lambda connection, item: posted.append(item.reply["text"])  # noqa: E731
    with database.begin() as connection:
        for key in ("one", "two"):
            queue(connection, key, channel="web")
        put_raw(connection, outbox.c.reply, 1, raw(connection, outbox.c.reply, 2))
    send_due(database, {}, {"web": poster})  # one message at a time for each recipient
    send_due(database, {}, {"web": poster})
    assert posted == ["words of two"]
    with database.read() as connection:
        assert [task.kind for task in attention.open_tasks(connection)] == ["failed_message"]


def test_no_number_is_readable_in_the_key_of_a_task(database: Database) -> None:
    with database.begin() as connection:
        for _ in range(2):
            attention.raise_task(
                connection,
                attention.Occasion(kind="call_back", key="form:+14145550142:5", detail="call"),
            )
        assert [len(key) for key in connection.execute(select(tasks.c.key)).scalars()] == [64]


def test_what_was_stored_before_is_read_after_the_upgrade_and_again_after_a_step_back(
    old_url: str,
) -> None:
    config = alembic_config(old_url)
    command.upgrade(config, "head")
    database = Database(old_url)
    with database.begin() as connection:
        assert [m.text for m in transcript.since(connection, "web-1", 0, 9)] == ["my leg hurts"]
        history = conversations.whole(connection, "web-1")
        assert history is not None
        assert history.turns == [[{"event": "user"}]]
        task = attention.open_tasks(connection)[0]
        assert (task.reach, task.detail) == ("+14145550142", UNREADABLE)
        attention.raise_task(
            connection,
            attention.Occasion(kind="call_back", key="form:+14145550142:5", detail="twice"),
        )
        assert len(attention.open_tasks(connection)) == 1
        wishes = connection.execute(select(tables.waiting.c.wish, tables.waiting.c.name)).all()
        assert [tuple(row) for row in wishes] == [("mornings", "Ana Diaz")]
        assert threads.is_open(connection, "web-1")
    database.engine.dispose()
    command.downgrade(config, "0011_taught_examples")
    with database.read() as connection:
        cipher = connection.execute(select(type_coerce(web_messages.c.text, Text))).scalar_one()
        assert fernet().decrypt(cipher.encode()).decode() == "my leg hurts"
    database.engine.dispose()


def test_an_error_of_the_database_holds_nothing_of_what_was_to_be_written(
    database: Database,
) -> None:
    overflow = text("SELECT abs(CAST(:lowest AS BIGINT)), :words")
    values = {"lowest": -(2**63), "words": "my leg hurts"}
    with database.begin() as connection, pytest.raises(SQLAlchemyError) as refused:
        connection.execute(overflow, values)
    assert "my leg hurts" not in str(refused.value)
