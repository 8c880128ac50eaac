"""Rows that can't be read (a lost key, a row edited by hand) take no page down."""

from __future__ import annotations

from sqlalchemy import Text, literal, update

from clinic import attention
from clinic.attention import heard
from clinic.encrypted import UNREADABLE, sealed_columns
from clinic.messages import Arrival, open_thread, post_to_conversation, receive
from clinic.screenings import Patient, Screening, Screenings
from clinic.storage import Database, metadata
from tests.integration.desk.conftest import Desk
from tests.integration.desk.test_desk_alerts import alarm


def spoil(database: Database) -> None:
    """Makes every encrypted value in the database one that can't be read."""
    with database.begin() as connection:
        for table in metadata.sorted_tables:
            for column in sealed_columns(table):
                values = {column.name: literal("2.00000000.AAAA", Text)}
                written = update(table).where(column.is_not(None)).values(values)
                connection.execute(written)


def test_rows_that_can_not_be_read_are_shown_as_such_on_every_page(
    desk: Desk, booked: Screening, database: Database
) -> None:
    with database.begin() as connection:
        alarm(connection, 1)
        said = attention.Person("Rosa Field", "+14145550175")
        attention.note_said(
            connection, conversation="web-1", message_id="web-2", text="more", said=said
        )
        open_thread(connection, "web-1", "web")
        receive(
            connection, Arrival(channel="web", conversation="web-1", external_id="1", text="words")
        )
        post_to_conversation(connection, "web-1", {"text": "It is."})
        heard.mark(connection, kind="missed", text="words", staff="kim")
        attention.record_unanswered(
            connection, text="words", reason="detail", intent="greet", key="k"
        )
    Screenings(database).join_waiting_list(
        Patient("Ben Ochoa", "+14145550176"), wish="mornings", channel="web", conversation="web-1"
    )
    spoil(database)
    pages = ("", "/inbox", "/incidents", "/questions", "/conversations/web-1")
    for path in (*pages, f"/screenings/{booked.reference}"):
        page = desk.get(f"/desk{path}")
        assert page.status_code == 200, path
        assert UNREADABLE in page.text, path
    assert desk.get("/desk/find?q=Rosa").status_code == 200
