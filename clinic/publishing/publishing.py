"""Writes an approved draft into the content folder: all of its files, or none.

What is published goes into one file first (`clinic/content/served.py`), which appears whole: from
then on patients get the new words, and whatever is killed after that is finished by the next look.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.content.served import JOURNAL, journal_of
from clinic.publishing import conflicts, drafts, entries, versions
from clinic.publishing.drafts import Draft, NotThisWay
from clinic.publishing.files import Texts, is_examples, path_of, read_all, sources_folder
from clinic.publishing.learnable import is_learned
from clinic.publishing.tables import drafts as drafts_table
from clinic.publishing.tables import versions as versions_table
from clinic.publishing.versions import Note, Version
from clinic.settings import get_settings
from clinic.staff.audit import audit
from clinic.storage import Database

GIT_SECONDS = 60


@dataclass(frozen=True)
class Learned:
    """What a publication writes beside the words that are served.

    Attributes:
        texts: of every file of the draft, examples among them, by name; None: not there.
        sources: of the files that name intents, by where they stand in the project.
    """

    texts: Mapping[str, str | None]
    sources: Mapping[str, str]


class ReadOnly(NotThisWay):
    """The folder can't be written."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was changed: the desk may only read the content folder of this installation. "
            "The draft is kept. Ask who runs it to let the desk write there."
        )


class Unfinished(ReadOnly):
    """What is published is in force, but its files can't be written yet."""

    def __init__(self) -> None:
        NotThisWay.__init__(
            self,
            "The last draft is published, and patients get its words. But the files of this "
            "installation can't be written yet, so nothing more can be done here. Ask who runs it "
            "to let the desk write them.",
        )


def publish(
    database: Database, folder: Path, number: int, who: str, learned: Learned | None = None
) -> str:
    """Publishes an approved draft.

    Args:
        learned: what was trained on it, and in which words; None: nothing was.

    Returns:
        What became of it in git, for the page.

    Raises:
        NoSuchDraft, NotThisWay, ReadOnly
    """

    def journal(connection: Connection) -> dict[str, Any]:
        draft = drafts.get(connection, number)
        check(connection, folder, draft)
        texts = signed(draft)
        if is_learned(draft) and (learned is None or learned.texts != texts):
            raise NotThisWay("This draft has to be learned before it is published.")
        return _journal(texts, draft, who, learned.sources if learned else {})

    return _carried_out(database, folder, journal)


def put_back(
    database: Database, folder: Path, number: int, who: str, change: tuple[Learned, Learned]
) -> str:
    """Puts the files of a published draft back as they were before it, where they still are as it
    made them.

    Args:
        change: all that its publication wrote, as it was before and as it became.

    Returns:
        What became of it in git.

    Raises:
        NoSuchDraft, NotThisWay, ReadOnly
    """
    before, after = change

    def journal(connection: Connection) -> dict[str, Any]:
        draft, now = drafts.get(connection, number), read_all(folder)
        if any(now.get(name) != words for name, words in after.texts.items()):
            raise NotThisWay(
                "The same words were changed since, so they can't be put back as they were. Open "
                "History under Content, and restore there what you want to have back."
            )
        why = f"Back to what it was before: {draft.why}"[:500]
        return _journal(before.texts, draft, who, before.sources) | {"back": True, "why": why}

    return _carried_out(database, folder, journal)


def _carried_out(
    database: Database, folder: Path, journal: Callable[[Connection], dict[str, Any]]
) -> str:
    """Writes down what is to be done, alone, and does it; what became of it in git."""
    finish(database, folder)
    with database.begin() as connection:
        _alone(connection)
        _settle(connection, folder)
        written = journal(connection)
        # From here on it is published, whatever happens to this process.
        write(folder / JOURNAL, json.dumps(written, ensure_ascii=False))
        _record(connection, written)
    return finish(database, folder) or "Somebody else has just finished it."


def check(connection: Connection, folder: Path, draft: Draft) -> None:
    """Whether a draft can be published into the files as they are.

    Raises:
        NotThisWay
    """
    texts = read_all(folder)
    required = get_settings().content_review == "required"
    _check(draft, texts, _served(texts, versions.latest(connection)) if required else texts)


def signed(draft: Draft) -> dict[str, str | None]:
    """The texts of an approved draft as they are published: with who reviewed them."""
    return {name: _signed(name, words, draft) for name, words in draft.texts.items()}


def _journal(
    texts: Mapping[str, str | None], draft: Draft, who: str, sources: Mapping[str, str]
) -> dict[str, Any]:
    """What is published: words that are served from it, and what stands beside them."""
    return {
        "texts": {name: words for name, words in texts.items() if not is_examples(name)},
        "examples": {name: words for name, words in texts.items() if is_examples(name)},
        "sources": dict(sources),
        "draft": draft.id,
        "who": who,
        "why": draft.why,
    }


def _all_of(journal: Mapping[str, Any]) -> dict[str, str | None]:
    """The texts of a publication by name; one that an earlier release began has no examples."""
    return {**journal["texts"], **journal.get("examples", {})}


def finish(database: Database, folder: Path) -> str:
    """Puts the files of a publication in place, when one is under way: this one's, or one that was
    killed.

    Returns:
        What became of it in git; empty: there was none.

    Raises:
        ContentError: what is left of it can't be read.
        Unfinished: the folder can't be written any more; what it holds is in force all the same.
    """
    if journal_of(folder) is None:
        return ""
    with database.begin() as connection:
        _alone(connection)
        journal = _settle(connection, folder)
    if journal is None:  # somebody else was quicker
        return ""
    written = [path_of(folder, name) for name in _all_of(journal)]
    written += [sources_folder() / name for name in journal.get("sources", {})]
    return _commit(folder, written, str(journal["who"]), str(journal["why"]))


def _settle(connection: Connection, folder: Path) -> dict[str, Any] | None:
    """Puts the files of a publication in place, and writes it down where that is missing; None:
    there is none under way."""
    journal = journal_of(folder)
    if journal is None:
        return None
    with suppress(drafts.NoSuchDraft):  # of a database that was put back since
        if not _is_recorded(connection, journal):
            _record(connection, journal)
    places = {path_of(folder, name): words for name, words in _all_of(journal).items()}
    root = sources_folder()
    places |= {root / name: words for name, words in journal.get("sources", {}).items()}
    _put_in_place(folder, places)
    return journal


def notice(database: Database, folder: Path) -> Texts:
    """Looks whether files were changed in an editor: such an edit is a version like any other, or,
    with CONTENT_REVIEW=required, a draft like any other.

    Returns:
        The content as it is served, by file; or as it is, while nothing is known of it.
    """
    finish(database, folder)
    texts = read_all(folder)
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
        texts = read_all(folder)
        known = versions.latest(connection)
        changes = versions.changed(connection, texts)
        if required:
            # Nobody is served examples, so there is nothing to hold back of them.
            _note(connection, {name: changes[name] for name in changes if is_examples(name)}, known)
            words = {name: changes[name] for name in changes if not is_examples(name)}
            drafts.note_files(connection, words, _served(texts, known))
            return _served(texts, known)
        drafts.note_files(connection, {}, {})
        _note(connection, changes, known)
    return texts


def _note(
    connection: Connection, changes: Mapping[str, str | None], known: Mapping[str, Version]
) -> None:
    """Writes down edits in the files, and what files are of which nothing was known."""
    new = {name: words for name, words in changes.items() if name not in known}
    edited = {name: words for name, words in changes.items() if name in known}
    found = new if not known or all(map(is_examples, new)) else {}
    versions.record(connection, found, Note(versions.BY_FILE, versions.FOUND))
    edited |= {name: words for name, words in new.items() if name not in found}
    versions.record(connection, edited, Note(versions.BY_FILE, "changed in the file"))


def can_write(folder: Path) -> bool:
    """Whether this process may write there."""
    return os.access(folder, os.W_OK)


def noted_edit(connection: Connection, folder: Path, file: str, note: Note) -> None:
    """Writes down a change that the desk made in a file itself, as of its opening hours; a file
    with words in it that wait for a review goes on waiting."""
    waiting = (one for one in drafts.open_drafts(connection) if one.source == "files")
    if any(file in one.texts for one in waiting) or not versions.latest(connection):
        return
    versions.record(connection, {file: path_of(folder, file).read_bytes().decode("utf-8")}, note)


def _served(texts: Texts, known: Mapping[str, Version]) -> Texts:
    if not known:
        return texts
    words = {name: one.text for name, one in known.items() if one.text is not None}
    examples = {name: text for name, text in texts.items() if is_examples(name)}
    return {**{name: text for name, text in words.items() if not is_examples(name)}, **examples}


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
            raise NotThisWay("The words were changed after they were approved. Read them again.")
    elif any(texts.get(name) != served.get(name) for name in draft.texts):
        raise NotThisWay(
            "Somebody changed the same outside the desk, and that waits for a review. Approve it "
            "or have it put back first; this draft is kept."
        )
    elif conflicts.is_behind(draft, served):
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
    if journal.get("back"):
        _record_back(connection, journal, draft)
        return
    approved = (str(draft.approved_by), str(draft.licence))
    who = draft.editors[0] if draft.source == "files" else ", ".join(draft.editors)
    versions.record(connection, _all_of(journal), Note(who, draft.why), approved, draft.id)
    connection.execute(
        update(drafts_table).where(drafts_table.c.id == draft.id).values(state="published")
    )
    audit(connection, journal["who"], "published a draft", f"draft {draft.id}")


def _record_back(connection: Connection, journal: Mapping[str, Any], draft: Draft) -> None:
    """Words that were in force before are as well reviewed as they were then."""
    for name, words in _all_of(journal).items():
        same = [one for one in versions.history(connection, name) if one.text == words]
        by = same[0] if same else None
        approved = (by.approved_by, by.licence or "") if by and by.approved_by else None
        note = Note(str(journal["who"]), str(journal["why"]))
        versions.record(connection, {name: words}, note, approved, draft.id)
    audit(connection, journal["who"], "took a publication back", f"draft {draft.id}")


def _is_recorded(connection: Connection, journal: Mapping[str, Any]) -> bool:
    if not journal.get("back"):
        return drafts.get(connection, journal["draft"]).state != "open"
    known = versions.latest(connection)
    return all(
        name in known and known[name].text == words for name, words in _all_of(journal).items()
    )


def _put_in_place(folder: Path, places: Mapping[Path, str | None]) -> None:
    try:
        for path, words in places.items():
            for left in path.parent.glob(f".{path.name}-*"):
                left.unlink(missing_ok=True)  # by who was killed while writing it
            if words is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(exist_ok=True)
                write(path, words)
        (folder / JOURNAL).unlink(missing_ok=True)
    except (OSError, ReadOnly) as error:
        raise Unfinished from error


def write(path: Path, words: str) -> None:
    """Writes a file, whole or not at all.

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


def _commit(folder: Path, written: list[Path], who: str, why: str) -> str:
    """Commits files where the folder is in a git repository; what is said of it."""
    names = [str(path) for path in written]
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
