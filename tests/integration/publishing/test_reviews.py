"""How every file stands, and edits in the files where a review is required."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic import attention, clock
from clinic.content import get_content
from clinic.publishing import drafts, publishing, versions
from clinic.publishing.drafts import NotThisWay
from clinic.publishing.files import read_texts
from clinic.publishing.reminding import remind
from clinic.publishing.versions import Note
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from tests.integration.publishing.world import (
    ARTICLE,
    FACTS,
    PARKING,
    REVIEWED,
    approved,
    draft_of,
    parking,
)


def standing(database: Database, file: str, days: int = 365) -> versions.Standing:
    today = clock.now().date()
    with database.read() as connection:
        found = versions.standings(connection, today, days)
    return next(one for one in found if one.file == file)


def test_a_review_is_of_the_words_as_they_were_then(database: Database, folder: Path) -> None:
    assert standing(database, ARTICLE).state == "unreviewed"
    today = clock.now().date()
    path = folder / ARTICLE
    path.write_text(
        path.read_text()
        .replace("\nreviewer:\n", "\nreviewer: Dr. Ana Diaz, PT\n")
        .replace("\nreviewed:\n", f"\nreviewed: {today - timedelta(days=30)}\n")
    )
    publishing.notice(database, folder)
    assert standing(database, ARTICLE) == versions.Standing(
        ARTICLE, "reviewed", "Dr. Ana Diaz, PT", today - timedelta(days=30)
    )
    assert standing(database, ARTICLE, days=29).state == "due"
    # An engineer mends a word, and the file still says that it was reviewed.
    path.write_text(path.read_text().replace("major nerve", "big nerve"))
    publishing.notice(database, folder)
    assert standing(database, ARTICLE).state == "unreviewed"
    assert standing(database, ARTICLE).by == "Dr. Ana Diaz, PT"
    number = draft_of(database, (ARTICLE, "definition", "It is a pain."))
    approved(database, number)
    publishing.publish(database, folder, number, "kim")
    assert standing(database, ARTICLE).state == "reviewed"
    assert f"reviewer: {REVIEWED}\nreviewed: {date.today()}" in path.read_text()  # noqa: DTZ011


def test_an_edit_in_the_files_is_a_version_like_any_other(database: Database, folder: Path) -> None:
    path = folder / FACTS
    path.write_text(path.read_text().replace("100 Example Street", "1 New Street"))
    publishing.notice(database, folder)
    publishing.notice(database, folder)
    with database.read() as connection:
        new, old = versions.history(connection, FACTS)
        assert drafts.open_drafts(connection) == []
    assert (new.who, new.why, new.approved_by) == ("the file itself", "changed in the file", None)
    said = [(line.what, line.words) for line in versions.differences(old.text, new.text)]
    assert ("gone", "address: 100 Example Street, Milwaukee, WI 53202") in said
    assert ("new", "address: 1 New Street, Milwaukee, WI 53202") in said


@pytest.fixture
def required(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENT_REVIEW", "required")
    get_settings.cache_clear()


@pytest.mark.usefixtures("required")
def test_where_a_review_is_required_an_edit_in_the_files_waits_for_one(
    database: Database, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, old = folder / FACTS, parking()
    path.write_text(path.read_text().replace("behind the building", "on the roof"))
    (folder / "new.md").write_text("---\ntitle: No\nsource: nobody\n---\n")
    assert parking() == old
    assert "clinic.yml: was changed and waits for a review" in caplog.text
    assert publishing.notice(database, folder)[FACTS] == (ROOT / "content" / FACTS).read_text()
    with database.read() as connection:
        (draft,) = drafts.open_drafts(connection)
    assert (draft.source, draft.editors) == ("files", ("the file itself",))
    assert set(draft.texts) == {FACTS, "new.md"}
    (folder / "new.md").unlink()
    publishing.notice(database, folder)
    # Something else is published meanwhile: the edit still waits.
    texts = read_texts(folder)
    with database.begin() as connection:
        label = {"buttons.yml": texts["buttons.yml"].replace("book: Book a", "book: Plan a")}
        other = drafts.make(connection, label, texts, Note("kim", "shorter"))
    approved(database, other)
    publishing.publish(database, folder, other, "kim")
    assert get_content().buttons["book"] == "Plan a free screening"
    assert parking() == old
    # A draft of the same file would write over the edit: it waits until that is settled.
    beside = draft_of(database, (FACTS, "address", "2 New Street"))
    approved(database, beside)
    with pytest.raises(NotThisWay, match="outside the desk"):
        publishing.publish(database, folder, beside, "kim")
    with database.begin() as connection:
        drafts.drop(connection, drafts.get(connection, beside))
    approved(database, draft.id)
    # The file is edited once more: what was approved is not what it holds.
    approved_text = path.read_text()
    path.write_text(approved_text.replace("on the roof", "nowhere"))
    with pytest.raises(NotThisWay, match="Read them again"):
        publishing.publish(database, folder, draft.id, "lee")
    path.write_text(approved_text)
    publishing.publish(database, folder, draft.id, "lee")
    assert parking() == "There is free parking on the roof."
    with database.read() as connection:
        assert drafts.open_drafts(connection) == []


@pytest.mark.usefixtures("required")
def test_what_was_approved_is_served_after_a_restart_on_another_machine(
    database: Database, folder: Path
) -> None:
    topics = folder / "topics.yml"
    topics.write_text(topics.read_text() + "chairs:\n  label: Chairs\n")
    (folder / FACTS).write_text("nonsense: [")
    program = "from clinic.content import *; print(len(TOPIC_IDS), get_content().clinic.name)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT, env={**os.environ, "VAR_DIR": str(folder.parent / "elsewhere")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split(maxsplit=1) == [
        str(len(get_content().topics)), "INVIVO Wellness\n",
    ], done.stderr  # fmt: skip


@pytest.mark.usefixtures("required")
def test_a_database_that_is_away_changes_nothing_of_what_is_served(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = parking()

    def away() -> None:
        raise OSError("the database is away")

    monkeypatch.setattr("clinic.publishing.versions.get_database", away)
    (folder / FACTS).write_text((folder / FACTS).read_text().replace("behind", "before"))
    assert parking() == old


def test_the_owner_is_told_once_a_month_of_what_stands_without_a_review(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[str]:
        remind(database, 365)
        with database.read() as connection:
            tasks = attention.open_tasks(connection)
        return [task.detail for task in tasks if task.kind == "content_review"]

    (words,) = told()
    count = len(read_texts(folder))
    assert f"{count} files have no review" in words
    assert "0 have an old one" in words
    assert told() == [words]
    at = clock.now() + timedelta(days=32)
    monkeypatch.setattr("clinic.clock.now", lambda: at)
    assert len(told()) == 1
    with database.begin() as connection:
        (task,) = attention.open_tasks(connection)
        assert not attention.acknowledge(connection, task.id, "kim", by_owner=False)
        assert attention.acknowledge(connection, task.id, "owner")
    assert len(told()) == 1


def test_a_review_that_is_too_old_is_told_of_as_one(database: Database, folder: Path) -> None:
    number = draft_of(database, (FACTS, PARKING, "Park in front."))
    approved(database, number)
    publishing.publish(database, folder, number, "kim")
    remind(database, -1)
    with database.read() as connection:
        (task,) = attention.open_tasks(connection)
    assert f"{len(read_texts(folder)) - 1} files have no review" in task.detail
    assert "1 have an old one" in task.detail


def test_nothing_is_told_before_the_desk_has_looked(database_url: str) -> None:
    database = Database(database_url)
    remind(database, 365)
    with database.read() as connection:
        assert attention.open_tasks(connection) == []
