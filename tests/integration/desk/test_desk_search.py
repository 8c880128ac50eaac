"""Finding by name and by words: everything that is kept, however old, and nothing that is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from clinic import attention, clock
from clinic.attention.people import remember_person
from clinic.inbox import search_index
from clinic.inbox.search_index import Words, index_of
from clinic.inbox.searching import SHOWN, Found, search
from clinic.messages import outbox
from clinic.messages.tables import threads
from clinic.privacy.erasure import erase
from clinic.privacy.person import find_person
from clinic.screenings import Booking, Patient, Screenings
from clinic.storage import Database
from tests.integration.desk.conftest import Desk
from tests.integration.desk.world import PHONE, texts, writes


def found(database: Database, words: str) -> Found:
    with database.read() as connection:
        return search(connection, words)


def talks(database: Database, words: str) -> list[str]:
    return [one.conversation for one in found(database, words).conversations]


def book(database: Database, name: str, key: str = "k", conversation: str | None = None) -> str:
    engine = Screenings(database)
    patient, slot = Patient(name, "+14145550175"), engine.free_slots()[-1]
    return engine.book(
        slot, Booking(patient, key=key, channel="web", conversation=conversation)
    ).reference


def known_words(database: Database) -> set[str]:
    """Every word that is in this process's memory."""
    with database.read() as connection:
        kept = index_of(connection)._kept
    return {*kept.said._of, *kept.called._of, *kept.booked._of}


def test_the_oldest_of_many_is_found_by_its_words_and_by_the_name_of_who_wrote_it(
    database: Database,
) -> None:
    with database.begin() as connection:
        writes(connection, "is there a lift for the zeppelin", conversation="web-old")
        remember_person(connection, "web-old", attention.Person("Uma Lind", None))
        for number in range(400):
            writes(connection, "my leg hurts", conversation=f"web-{number}")
    assert talks(database, "ZEPPELIN lift") == ["web-old"]
    assert talks(database, "uma li") == ["web-old"]
    hurts = found(database, "hurts")
    assert (len(hurts.conversations), hurts.of_conversations, hurts.more) == (SHOWN, 400, True)
    assert hurts.conversations[0].conversation == "web-399"


def test_accents_and_capitals_do_not_matter_and_every_word_has_to_be_there(
    database: Database,
) -> None:
    reference = book(database, "José Núñez-García")
    for words in ("jose nunez", "NÚÑEZ", "garcia", "uñe"):
        assert [visit.reference for visit in found(database, words).visits] == [reference], words
    for words in ("jose meyer", "josefine"):
        assert found(database, words).visits == [], words


def test_what_comes_after_the_first_look_is_found_at_once(database: Database) -> None:
    with database.begin() as connection:
        writes(connection, "hello")
        texted = texts(connection, "good day")
    assert talks(database, "zeppelin") == []
    with database.begin() as connection:
        writes(connection, "a zeppelin", number=2)
    assert talks(database, "zeppelin") == ["web-1"]
    with database.begin() as connection:
        outbox.enqueue(
            connection, channel="sms", to=PHONE, conversation=texted, key="k",
            reply={"text": "bring the letter of your orthopedist"},
        )  # fmt: skip
    assert talks(database, "orthopedist") == [texted]
    with database.begin() as connection:
        remember_person(connection, "web-1", attention.Person("Uma Lind", None))
    assert talks(database, "lind") == ["web-1"]
    reference = book(database, "Bo Berg", conversation=texted)
    assert [visit.reference for visit in found(database, "berg").visits] == [reference]
    assert talks(database, "berg") == [texted]


def test_a_name_that_was_put_right_is_found_by_what_it_is_now(database: Database) -> None:
    with database.begin() as connection:
        writes(connection, "hello")
        remember_person(connection, "web-1", attention.Person("Una Lint", None))
    assert talks(database, "lint") == ["web-1"]
    with database.begin() as connection:
        remember_person(connection, "web-1", attention.Person("Uma Lind", None))
    assert (talks(database, "lint"), talks(database, "lind")) == ([], ["web-1"])


def test_what_is_stored_later_than_it_says_is_found(database: Database) -> None:
    """Its unit of work began before that of a row that was seen already."""
    with database.begin() as connection:
        writes(connection, "hello", conversation="web-new")
    assert talks(database, "hello") == ["web-new"]
    before = clock.now() - search_index.OVERLAP / 2
    with database.begin() as connection:
        writes(connection, "a zeppelin", conversation="web-late")
        connection.execute(
            update(threads).where(threads.c.conversation == "web-late").values(changed_at=before)
        )
    assert talks(database, "zeppelin") == ["web-late"]


def test_who_was_erased_is_found_no_more_and_is_out_of_memory(database: Database) -> None:
    with database.begin() as connection:
        writes(connection, "a zeppelin over the lift", conversation="web-1")
        writes(connection, "a lift", conversation="web-2")
        remember_person(connection, "web-1", attention.Person("Uma Lind", None))
    book(database, "Uma Lind-Berg", conversation="web-1")
    assert {"zeppelin", "lind", "lind-berg", "lift"} <= known_words(database)
    with database.read() as connection:
        person = find_person(connection, "web-1")
    erase(database, person, "kim")
    assert talks(database, "lind") == []
    assert known_words(database) == {"a", "lift"}


def test_what_was_deleted_in_time_is_dropped_and_everything_read_anew_within_a_day(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as connection:
        writes(connection, "a zeppelin", conversation="web-1")
        writes(connection, "a lift", conversation="web-2")
    assert talks(database, "zeppelin") == ["web-1"]
    with database.begin() as connection:
        connection.execute(threads.delete().where(threads.c.conversation == "web-1"))
    assert talks(database, "zeppelin") == []  # nothing is shown that is not stored
    later = clock.now() + search_index.COMPARE_EVERY + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert known_words(database) == {"a", "lift"}
    with database.read() as connection:
        index_of(connection)._kept.said.add("web-2", "left over")
    tomorrow = later + search_index.ANEW_EVERY + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert known_words(database) == {"a", "lift"}


def test_a_visit_is_no_ones_once_its_row_is_gone(database: Database) -> None:
    words: Words[int] = Words()
    words.add(1, "Bo Berg")
    words.add(2, "Bo Meyer")
    words.drop({1})
    assert (words.with_all(["bo"]), words.with_all(["berg"])) == ({2}, set())


def test_the_page_says_when_there_are_more_than_it_shows(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        for number in range(SHOWN + 1):
            writes(connection, "my leg hurts", conversation=f"web-{number}")
    assert f"of 0 screenings and {SHOWN + 1} conversations" in desk.get("/desk/find", q="leg").text
    assert "are shown, of" not in desk.get("/desk/find", q="nothing").text
