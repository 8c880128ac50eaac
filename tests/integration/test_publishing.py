"""Drafts of the content: approved by a second person, published whole, and every version kept."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from clinic import clock, staff
from clinic.content import get_content
from clinic.content.served import JOURNAL
from clinic.publishing import drafts, publishing, versions
from clinic.publishing.drafts import WHOLE, ChangedMeanwhile, Draft, NotThisWay
from clinic.publishing.files import digest, read_texts
from clinic.publishing.importing import read_page
from clinic.publishing.versions import Note
from clinic.settings import ROOT, get_settings
from clinic.staff import audit_lines
from clinic.staff.roles import give_licence
from clinic.storage import Database, get_database
from scripts.publish import publish

PASSWORD = "a long and quiet river"
LICENCE = "PT 12345-24"
PARKING = "answers/parking"
FACTS, ARTICLE = "clinic.yml", "sciatica.md"
CLEAN = {"findings": [], "previews": []}
REVIEWED = f"lee, licence {LICENCE}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Path]:
    """Content of the test's own, and a database it is published by."""
    folder = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    (tmp_path / "var").mkdir(exist_ok=True)
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 0)
    get_settings.cache_clear()
    get_database.cache_clear()
    yield folder
    get_database().engine.dispose()
    get_database.cache_clear()
    get_settings.cache_clear()


@pytest.fixture
def database(folder: Path) -> Database:
    """Kim and Lee work here; Lee is a licensed therapist."""
    found = get_database()
    for name in ("kim", "lee"):
        staff.add_account(found, name, PASSWORD)
    with found.begin() as connection:
        give_licence(connection, "lee", LICENCE)
    publishing.notice(found, folder)
    return found


def draft_of(database: Database, edit: tuple[str, str, str], who: str = "kim") -> int:
    """A draft in which one entry is another."""
    file, key, _value = edit
    texts = read_texts(get_settings().content_dir)
    with database.begin() as connection:
        number = drafts.make(connection, {file: texts[file]}, texts, Note(who, f"{key} is wrong"))
        draft = drafts.get(connection, number)
        shown = drafts.entries.values(file, texts[file])[key]
        drafts.save_entry(connection, draft, edit, shown, who)
    return number


def approved(database: Database, number: int, who: str = "lee") -> None:
    with database.begin() as connection:
        drafts.checked(connection, drafts.get(connection, number), CLEAN)
        draft = drafts.get(connection, number)
        drafts.approve(connection, draft, who, draft.digest)


def of(database: Database, number: int) -> Draft:
    with database.read() as connection:
        return drafts.get(connection, number)


def parking() -> str | None:
    return get_content().clinic.answers.parking


def test_what_was_approved_is_published_at_once_and_kept_with_who_and_why(
    database: Database, folder: Path
) -> None:
    number = draft_of(database, (FACTS, PARKING, "Park in front, it is free."))
    assert parking() == "There is free parking behind the building."
    approved(database, number)
    publishing.publish(database, folder, number, "kim")
    assert parking() == "Park in front, it is free."
    before, after = (ROOT / "content" / FACTS).read_text(), (folder / FACTS).read_text()
    changed = [line for line in after.split("\n") if line not in before.split("\n")]
    assert changed == ["  parking: Park in front, it is free."]
    with database.read() as connection:
        new, old = versions.history(connection, FACTS)
        lines = [(line.staff, line.what, line.about) for line in audit_lines(connection)]
    assert (new.who, new.why, new.approved_by, new.licence, new.draft) == (
        "kim", f"{PARKING} is wrong", "lee", LICENCE, number,
    )  # fmt: skip
    assert (old.who, old.why, old.approved_by) == ("the file itself", "as it was found", None)
    assert ("kim", "published a draft", f"draft {number}") in lines
    assert not (folder / JOURNAL).exists()


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
            drafts.approve(connection, draft, "kim", "of other words")
        found = {"findings": [{"says": "too hard"}], "previews": []}
        drafts.checked(connection, draft, found)
        with pytest.raises(NotThisWay, match="mend"):
            drafts.approve(connection, drafts.get(connection, number), "kim", draft.digest)
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
    (conflict,) = drafts.conflicts(of(database, two), now)
    assert (conflict.key, conflict.theirs, conflict.mine) == (
        PARKING, "Kim's words.", "Lee's words.",
    )  # fmt: skip
    assert drafts.conflicts(of(database, three), now) == []
    with database.begin() as connection:
        drafts.catch_up(connection, of(database, two), now, {(FACTS, PARKING)})
        drafts.catch_up(connection, of(database, three), now, ())
    approved(database, three)
    publishing.publish(database, folder, three, "kim")
    now = read_texts(folder)
    with database.begin() as connection:
        drafts.catch_up(connection, of(database, two), now, ())
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
    (conflict,) = drafts.conflicts(of(database, number), now)
    assert conflict.key == WHOLE
    assert "theirs" in conflict.theirs
    assert "of mine" in conflict.mine
    with database.begin() as connection:
        drafts.catch_up(connection, of(database, number), now, {(FACTS, WHOLE)})
    assert of(database, number).texts == mine


def test_what_was_there_before_can_be_restored(database: Database, folder: Path) -> None:
    number = draft_of(database, (FACTS, PARKING, "Park in front."))
    approved(database, number)
    publishing.publish(database, folder, number, "kim")
    now = read_texts(folder)
    with database.begin() as connection:
        old = versions.history(connection, FACTS)[-1]
        back = drafts.make(connection, {FACTS: old.text}, now, Note("kim", "back"))
    approved(database, back)
    publishing.publish(database, folder, back, "kim")
    assert (folder / FACTS).read_text() == (ROOT / "content" / FACTS).read_text()
    with database.read() as connection:
        assert len(versions.history(connection, FACTS)) == 3


KILLED = """
import os, signal, sys
from pathlib import Path
from clinic.publishing import publishing
from clinic.settings import get_settings
from clinic.storage import get_database
at, number = sys.argv[1], int(sys.argv[2])
count = 0
real = os.replace
def replace(source, target):
    global count
    if str(count) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    real(source, target)
    count += 1
    if f"{count}+" == at:
        os.kill(os.getpid(), signal.SIGKILL)
publishing.os.replace = replace
if at == "record":
    publishing._record = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
publishing.publish(get_database(), get_settings().content_dir, number, "kim")
"""


@pytest.mark.parametrize(
    ("at", "new"), [("0", False), ("1+", True), ("record", True), ("1", True), ("2", True)]
)
def test_a_publication_that_is_killed_is_there_whole_or_not_at_all(
    database: Database, folder: Path, at: str, new: bool
) -> None:
    texts = read_texts(folder)
    label, name = "book: A visit for you", "name: Another Clinic"
    changes = {
        "buttons.yml": texts["buttons.yml"].replace("book: Book a free screening", label),
        FACTS: texts[FACTS].replace("name: INVIVO Wellness", name),
    }
    assert all(texts[one] != words for one, words in changes.items())
    with database.begin() as connection:
        number = drafts.make(connection, changes, texts, Note("kim", "both or none"))
    approved(database, number)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLED, at, str(number)],
        cwd=ROOT, env=dict(os.environ), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    served = get_content()
    assert (served.buttons["book"], served.clinic.name) == (
        ("A visit for you", "Another Clinic")
        if new
        else ("Book a free screening", "INVIVO Wellness")
    )
    # The next look finishes it.
    publishing.notice(database, folder)
    assert not (folder / JOURNAL).exists()
    assert read_texts(folder) == {**texts, **(changes if new else {})}
    with database.read() as connection:
        draft, known = drafts.get(connection, number), versions.latest(connection)
    assert draft.state == ("published" if new else "open")
    assert (known[FACTS].approved_by == "lee") is new
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == [] or not new


def test_a_folder_that_can_only_be_read_changes_nothing_and_says_so(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = draft_of(database, (FACTS, PARKING, "Park in front."))
    approved(database, number)

    really = Path.open

    def refuse(path: Path, mode: str = "r", **more: Any) -> Any:
        if "w" in mode:
            raise PermissionError(13, "Permission denied")
        return really(path, mode, **more)

    # Who runs the tests as root may write anywhere, so the system's answer is given in its place.
    monkeypatch.setattr("clinic.publishing.publishing.Path.open", refuse)
    with pytest.raises(publishing.ReadOnly, match="Nothing was changed"):
        publishing.publish(database, folder, number, "kim")
    monkeypatch.undo()
    assert of(database, number).is_approved
    assert of(database, number).state == "open"


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_clinic_that_keeps_its_content_in_git_gets_a_commit_of_these_files_alone(
    database: Database, folder: Path
) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "first")
    (folder / "buttons.yml").write_text((folder / "buttons.yml").read_text() + "# mine\n")
    publishing.notice(database, folder)
    number = draft_of(database, (FACTS, PARKING, "Park in front."))
    approved(database, number)
    assert publishing.publish(database, folder, number, "kim") == "It is committed to git."
    assert git(folder, "log", "-1", "--format=%an|%s") == f"kim|{PARKING} is wrong\n"
    assert git(folder, "show", "--name-only", "--format=").split() == [FACTS]
    assert git(folder, "status", "--porcelain").split() == ["M", "buttons.yml"]


def test_without_git_and_where_git_refuses_it_is_published_all_the_same(
    database: Database, folder: Path
) -> None:
    number = draft_of(database, (FACTS, PARKING, "Park in front."))
    approved(database, number)
    assert "in no git repository" in publishing.publish(database, folder, number, "kim")
    git(folder, "init", "--quiet")
    hook = folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today\nexit 1\n")
    hook.chmod(0o755)
    number = draft_of(database, (FACTS, PARKING, "Park anywhere."))
    approved(database, number)
    said = publishing.publish(database, folder, number, "kim")
    assert "could not commit it: not today" in said
    assert parking() == "Park anywhere."


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
    with pytest.raises(NotThisWay, match="in an editor"):
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


def test_of_two_who_publish_at_the_same_moment_one_does(database: Database, folder: Path) -> None:
    number = draft_of(database, (FACTS, PARKING, "Park in front."))
    approved(database, number)

    def publish(_: int) -> bool:
        try:
            publishing.publish(database, folder, number, "kim")
        except NotThisWay:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(publish, range(4))) == 1
    with database.read() as connection:
        assert len(versions.history(connection, FACTS)) == 2
    assert digest({}) != of(database, number).digest


def test_new_topics_are_published_with_what_they_need_to_be_learned(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "data/nlu/article", tmp_path / "data/nlu/article")
    shutil.copytree(ROOT / "data/rules", tmp_path / "data/rules")
    shutil.copy(ROOT / "domain.yml", tmp_path)
    texts = read_texts(folder)
    page = read_page("Good chairs\n\nWhich chair\n\nA firm one.", "", set(), set(texts))
    changes = {page.file: page.article, "topics.yml": texts["topics.yml"] + page.topics}
    with database.begin() as connection:
        number = drafts.make(connection, changes, texts, Note("kim", "chairs"), "page")
        found = {**CLEAN, "new_topics": ["which_chair"]}
        drafts.checked(connection, drafts.get(connection, number), found)
        draft = drafts.get(connection, number)
        drafts.approve(connection, draft, "lee", draft.digest)
    _, examples = publish(database, number, folder, tmp_path)
    assert examples == [Path("data/nlu/article/ask_which_chair.yml")]
    assert "- Which chair\n" in (tmp_path / examples[0]).read_text()
    assert "  - ask_which_chair\n" in (tmp_path / "domain.yml").read_text()
    assert "intent: ask_which_chair\n" in (tmp_path / "data/rules/dialogue.yml").read_text()
    assert f"reviewer: {REVIEWED}" in (folder / "good-chairs.md").read_text()
    # A running process goes on with what it has until the topic is learned.
    assert get_content().clinic.name == "INVIVO Wellness"


def test_who_looks_while_somebody_publishes_takes_nothing_for_an_edit(
    database: Database, folder: Path
) -> None:
    for place in range(6):
        number = draft_of(database, (FACTS, PARKING, f"Park in row {place}."))
        approved(database, number)
        with ThreadPoolExecutor(4) as pool:
            looks = [pool.submit(publishing.notice, database, folder) for _ in range(3)]
            pool.submit(publishing.publish, database, folder, number, "kim").result()
            for look in looks:
                look.result()
    with database.read() as connection:
        found = versions.history(connection, FACTS)
    assert [one.why for one in found] == [f"{PARKING} is wrong"] * 6 + [versions.FOUND]
