"""A draft is published whole or not at all, in files and in git, and every version is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from clinic.content import get_content
from clinic.content.served import JOURNAL
from clinic.publishing import drafts, publishing, versions
from clinic.publishing.drafts import NotThisWay
from clinic.publishing.files import digest, read_texts
from clinic.publishing.versions import Note
from clinic.settings import ROOT
from clinic.staff import audit_lines
from clinic.storage import Database
from tests.integration.publishing.world import (
    FACTS,
    LICENCE,
    PARKING,
    approved,
    draft_of,
    of,
    parking,
)


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
