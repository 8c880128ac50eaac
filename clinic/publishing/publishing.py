"""Writes an approved draft into the content folder: all of its files, or none.

What is published goes into one file first (`clinic/content/served.py`), which appears whole: from
then on patients get the new words, and whatever is killed after that is finished by the next look.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.content.served import JOURNAL, journal_of
from clinic.publishing import drafts, entries, versions
from clinic.publishing.drafts import Draft, NotThisWay
from clinic.publishing.files import Texts, read_texts
from clinic.publishing.tables import drafts as drafts_table
from clinic.publishing.tables import versions as versions_table
from clinic.publishing.versions import Note
from clinic.settings import get_settings
from clinic.staff.audit import audit
from clinic.storage import Database

GIT_SECONDS = 60


class ReadOnly(NotThisWay):
    """The folder can't be written."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was changed: the desk may only read the content folder of this installation. "
            "The draft is kept. Ask who runs it to let the desk write there."
        )


def publish(database: Database, folder: Path, number: int, who: str) -> str:
    """Publishes an approved draft.

    Returns:
        What became of it in git, for the page.

    Raises:
        NoSuchDraft, NotThisWay, ReadOnly
    """
    finish(database, folder)
    with database.begin() as connection:
        _alone(connection)
        _settle(connection, folder)
        draft, texts = drafts.get(connection, number), read_texts(folder)
        required = get_settings().content_review == "required"
        _check(draft, texts, _served(texts, versions.latest(connection)) if required else texts)
        signed = {name: _signed(name, words, draft) for name, words in draft.texts.items()}
        journal = {"texts": signed, "draft": number, "who": who, "why": draft.why}
        # From here on it is published, whatever happens to this process.
        _write(folder / JOURNAL, json.dumps(journal, ensure_ascii=False))
        _record(connection, journal)
    return finish(database, folder) or "Somebody else has just finished it."


def finish(database: Database, folder: Path) -> str:
    """Puts the files of a publication in place, when one is under way: this one's, or one that was
    killed.

    Returns:
        What became of it in git; empty: there was none.

    Raises:
        ContentError: what is left of it can't be read.
        ReadOnly: the folder can't be written any more; what it holds is in force all the same.
    """
    if journal_of(folder) is None:
        return ""
    with database.begin() as connection:
        _alone(connection)
        journal = _settle(connection, folder)
    if journal is None:  # somebody else was quicker
        return ""
    return _commit(folder, list(journal["texts"]), str(journal["who"]), str(journal["why"]))


def _settle(connection: Connection, folder: Path) -> dict[str, Any] | None:
    """Puts the files of a publication in place, and writes it down where that is missing; None:
    there is none under way."""
    journal = journal_of(folder)
    if journal is None:
        return None
    with suppress(drafts.NoSuchDraft):  # of a database that was put back since
        if drafts.get(connection, journal["draft"]).state == "open":
            _record(connection, journal)
    _put_in_place(folder, journal["texts"])
    return journal


def notice(database: Database, folder: Path) -> Texts:
    """Looks whether files were changed in an editor: such an edit is a version like any other, or,
    with CONTENT_REVIEW=required, a draft like any other.

    Returns:
        The content as it is served, by file; or as it is, while nothing is known of it.
    """
    finish(database, folder)
    texts = read_texts(folder)
    with database.read() as connection:
        known = versions.latest(connection)
        changes = versions.changed(connection, texts)
        noted = [one for one in drafts.open_drafts(connection) if one.source == "files"]
    required = get_settings().content_review == "required" and bool(known)
    waits = noted[0].texts if noted else {}
    if changes == (waits if required else {}) and (required or not noted):
        return _served(texts, known) if required else texts
    with database.begin() as connection:
        _alone(connection)
        _settle(connection, folder)
        texts = read_texts(folder)
        known = versions.latest(connection)
        changes = versions.changed(connection, texts)
        if required:
            drafts.note_files(connection, changes, _served(texts, known))
            return _served(texts, known)
        drafts.note_files(connection, {}, {})
        why = "changed in the file" if known else versions.FOUND
        versions.record(connection, changes, Note(versions.BY_FILE, why))
    return texts


def can_write(folder: Path) -> bool:
    """Whether this process may write there."""
    return os.access(folder, os.W_OK)


def noted_edit(connection: Connection, folder: Path, file: str, note: Note) -> None:
    """Writes down a change that the desk made in a file itself, as of its opening hours; a file
    with words in it that wait for a review goes on waiting."""
    waiting = (one for one in drafts.open_drafts(connection) if one.source == "files")
    if any(file in one.texts for one in waiting) or not versions.latest(connection):
        return
    versions.record(connection, {file: (folder / file).read_bytes().decode("utf-8")}, note)


def _served(texts: Texts, known: Mapping[str, versions.Version]) -> Texts:
    if not known:
        return texts
    return {name: one.text for name, one in known.items() if one.text is not None}


def _check(draft: Draft, texts: Texts, served: Texts) -> None:
    """Whether a draft can be published into the files as they are, in place of what is served."""
    if draft.state != "open":
        raise NotThisWay("This draft was published or dropped meanwhile.")
    if not draft.is_approved:
        raise NotThisWay("Nobody has approved these words yet.")
    if draft.approved_by is None or draft.approved_by in draft.editors:
        raise NotThisWay("A second person has to approve it.")
    if draft.source == "files":
        if any(texts.get(name) != words for name, words in draft.texts.items()):
            raise NotThisWay("The files were changed after they were approved. Read them again.")
    elif any(texts.get(name) != served.get(name) for name in draft.texts):
        raise NotThisWay(
            "Somebody changed the same file in an editor, and that waits for a review. Approve it "
            "or have it put back first; this draft is kept."
        )
    elif drafts.is_behind(draft, served):
        raise NotThisWay(
            "The content was changed since this draft was made of it. Bring the draft up to date "
            "first; nothing of it is lost."
        )


def _alone(connection: Connection) -> None:
    """Only one publishes at a time."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(text(f"LOCK TABLE {versions_table.name} IN SHARE ROW EXCLUSIVE MODE"))
    connection.execute(select(drafts_table.c.id).with_for_update())


def _record(connection: Connection, journal: Mapping[str, Any]) -> None:
    draft = drafts.get(connection, journal["draft"])
    approved = (str(draft.approved_by), str(draft.licence))
    who = draft.editors[0] if draft.source == "files" else ", ".join(draft.editors)
    versions.record(connection, journal["texts"], Note(who, draft.why), approved, draft.id)
    connection.execute(
        update(drafts_table).where(drafts_table.c.id == draft.id).values(state="published")
    )
    audit(connection, journal["who"], "published a draft", f"draft {draft.id}")


def _put_in_place(folder: Path, texts: Mapping[str, str | None]) -> None:
    try:
        for name, words in texts.items():
            for left in (folder / name).parent.glob(f".{Path(name).name}-*"):
                left.unlink(missing_ok=True)  # by who was killed while writing it
            if words is None:
                (folder / name).unlink(missing_ok=True)
            else:
                (folder / name).parent.mkdir(exist_ok=True)
                _write(folder / name, words)
        (folder / JOURNAL).unlink(missing_ok=True)
    except OSError as error:
        raise ReadOnly from error


def _write(path: Path, words: str) -> None:
    """A file, whole or not at all.

    Raises:
        ReadOnly
    """
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with aside.open("wb") as file:
            file.write(words.encode())
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(aside, path)
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
    except OSError as error:
        raise ReadOnly from error
    finally:
        if os.access(path.parent, os.W_OK):
            aside.unlink(missing_ok=True)


def _signed(name: str, words: str | None, draft: Draft) -> str | None:
    """A file with who reviewed it, where it has a place for that; so the file says it too."""
    if words is None or draft.source == "files":
        return words
    at = draft.approved_at or clock.now()
    by, on = f"{draft.approved_by}, licence {draft.licence}", _day(at)
    said = {"reviewer": by, "reviewed": on, "review/status": "reviewed"}
    said.update({"review/reviewer": by, "review/date": on})
    for key in said.keys() & entries.values(name, words).keys():
        words = entries.change(name, words, key, said[key])
    return words


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _commit(folder: Path, names: list[str], who: str, why: str) -> str:
    """Commits files where the folder is in a git repository; what is said of it."""
    inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    if inside is None or inside.returncode != 0 or _ignored(folder, names):
        return "The folder is in no git repository; its history is kept here."
    author = {f"GIT_{one}_NAME": who for one in ("AUTHOR", "COMMITTER")}
    author.update({f"GIT_{one}_EMAIL": "desk@localhost" for one in ("AUTHOR", "COMMITTER")})
    message = f"{why or 'Publish a draft'}\n\nPublished at the front desk by {who}."
    for command in (("add", "--", *names), ("commit", "--quiet", "-m", message, "--", *names)):
        done = _git(folder, *command, environment=author)
        if done is None or done.returncode != 0:
            said = "git did not answer" if done is None else (done.stderr or done.stdout).strip()
            return f"It is published, but git could not commit it: {said[:300]}"
    return "It is committed to git."


def _ignored(folder: Path, names: list[str]) -> bool:
    found = _git(folder, "check-ignore", "--quiet", "--", *names)
    return found is None or found.returncode == 0


def _git(
    folder: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments],
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
            timeout=GIT_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):  # no git on this machine, or it hangs
        return None
