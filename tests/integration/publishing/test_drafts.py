"""Drafts of the content: who approves them, and two who change the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.content import get_content
from clinic.publishing import conflicts, drafts, judging, publishing
from clinic.publishing.conflicts import WHOLE
from clinic.publishing.drafts import ChangedMeanwhile, NotThisWay
from clinic.publishing.files import read_texts
from clinic.publishing.versions import Note
from clinic.staff.roles import give_licence
from clinic.storage import Database
from tests.integration.publishing.world import (
    FACTS,
    PARKING,
    approved,
    draft_of,
    of,
    parking,
)


def test_nobody_approves_their_own_words_or_without_a_licence_or_unread(
    database: Database, folder: Path
) -> None:
    number = draft_of(database, ("safety.yml", "replies/E", "Call 911 now."), "lee")
    for who, words in (("lee", "second person"), ("kim", "licence number")):
        with pytest.raises(NotThisWay, match=words):
            approved(database, number, who)
    with pytest.raises(NotThisWay, match="Nobody has approved"):
        publishing.publish(database, folder, number, "lee")
    with database.begin() as connection:
        give_licence(connection, "kim", "PT 777")
        draft = drafts.get(connection, number)
        with pytest.raises(NotThisWay, match="Read them again"):
            judging.approve(connection, draft, "kim", "of other words")
        found = {"findings": [{"says": "too hard"}], "previews": []}
        judging.checked(connection, draft, found)
        with pytest.raises(NotThisWay, match="mend"):
            judging.approve(connection, drafts.get(connection, number), "kim", draft.digest)
    approved(database, number, "kim")
    publishing.publish(database, folder, number, "lee")
    text = (folder / "safety.yml").read_text()
    assert '  E: "Call 911 now."' in text
    assert "  status: reviewed\n  reviewer: kim, licence PT 777\n" in text


def test_an_edit_after_the_approval_needs_another_one(database: Database, folder: Path) -> None:
    number = draft_of(database, (FACTS, PARKING, "Park in front."))
    approved(database, number)
    with database.begin() as connection:
        edit = (FACTS, PARKING, "Park on the roof.")
        drafts.save_entry(connection, of(database, number), edit, "Park in front.", "kim")
    with pytest.raises(NotThisWay, match="Nobody has approved"):
        publishing.publish(database, folder, number, "kim")
    assert parking() == "There is free parking behind the building."


def test_two_who_change_the_same_words_of_a_draft_lose_nothing(
    database: Database, folder: Path
) -> None:
    number = draft_of(database, (FACTS, PARKING, "Kim's words."))
    edit = (FACTS, PARKING, "Lee's words.")
    shown = "There is free parking behind the building."
    with database.begin() as connection, pytest.raises(ChangedMeanwhile) as refused:
        drafts.save_entry(connection, of(database, number), edit, shown, "lee")
    assert refused.value.theirs == "Kim's words."
    assert "Kim's words." in str(of(database, number).texts[FACTS])


def test_two_drafts_of_one_answer_conflict_and_of_two_answers_do_not(
    database: Database, folder: Path
) -> None:
    one = draft_of(database, (FACTS, PARKING, "Kim's words."))
    two = draft_of(database, (FACTS, PARKING, "Lee's words."), "lee")
    three = draft_of(database, (FACTS, "address", "2 New Street"))
    approved(database, one)
    publishing.publish(database, folder, one, "kim")
    with database.begin() as connection:
        give_licence(connection, "kim", "PT 777")
    approved(database, two, "kim")
    for number in (two, three):
        if number == three:
            approved(database, three)
        with pytest.raises(NotThisWay, match="up to date"):
            publishing.publish(database, folder, number, "lee")
    now = read_texts(folder)
    (conflict,) = conflicts.conflicts(of(database, two), now)
    assert (conflict.key, conflict.theirs, conflict.mine) == (
        PARKING, "Kim's words.", "Lee's words.",
    )  # fmt: skip
    assert conflicts.conflicts(of(database, three), now) == []
    with database.begin() as connection:
        conflicts.catch_up(connection, of(database, two), now, {(FACTS, PARKING)})
        conflicts.catch_up(connection, of(database, three), now, ())
    approved(database, three)
    publishing.publish(database, folder, three, "kim")
    now = read_texts(folder)
    with database.begin() as connection:
        conflicts.catch_up(connection, of(database, two), now, ())
    approved(database, two, "kim")
    publishing.publish(database, folder, two, "lee")
    assert parking() == "Lee's words."
    assert get_content().clinic.address == "2 New Street"


def test_a_conflict_of_whole_files_shows_both_and_keeps_what_is_chosen(
    database: Database, folder: Path
) -> None:
    texts = read_texts(folder)
    with database.begin() as connection:
        mine = {FACTS: texts[FACTS] + "# a note of mine\n"}
        number = drafts.make(connection, mine, texts, Note("kim", "a note"))
    (folder / FACTS).write_text(texts[FACTS] + "# a note of theirs\n")
    now = publishing.notice(database, folder)
    (conflict,) = conflicts.conflicts(of(database, number), now)
    assert conflict.key == WHOLE
    assert "theirs" in conflict.theirs
    assert "of mine" in conflict.mine
    with database.begin() as connection:
        conflicts.catch_up(connection, of(database, number), now, {(FACTS, WHOLE)})
    assert of(database, number).texts == mine


def test_what_a_draft_is_for_is_one_line(database: Database) -> None:
    why = "new lot\n\nPublished at the front desk by ana."
    with database.begin() as connection:
        number = drafts.make(connection, {}, {}, Note("kim", why))
    assert of(database, number).why == "new lot Published at the front desk by ana."
