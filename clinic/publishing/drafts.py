"""Drafts: changes of content files that nobody is served before they were checked and approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.messages.holder import is_gone
from clinic.publishing import entries
from clinic.publishing.files import NAME, Texts, digest, is_safety
from clinic.publishing.tables import draft_files, drafts
from clinic.publishing.versions import BY_FILE, Note

Source = Literal["desk", "files", "page", "question"]
State = Literal["open", "published", "dropped"]
LONGEST_WHY, LONGEST_TEXT = 500, 400_000


class NoSuchDraft(LookupError):
    """There is no open draft of that number."""


class NotThisWay(ValueError):
    """It can't be done as things are; the message says why, and what to do."""


class ChangedMeanwhile(NotThisWay):
    """Somebody else changed the same meanwhile.

    Attributes:
        theirs: what they made of it.
    """

    def __init__(self, theirs: str) -> None:
        self.theirs = theirs
        super().__init__(
            "Somebody else changed these words while you were writing. Nothing was saved: here are "
            "their words and yours. Put what you want to keep into yours, and save again."
        )


@dataclass(frozen=True)
class DraftFile:
    """A file of a draft: as it was when the draft was made of it (None: not there), and as the
    draft has it (None: taken away)."""

    file: str
    base: str | None
    text: str | None


@dataclass(frozen=True)
class Draft:
    """A draft.

    Attributes:
        why: what it is for, in the words of who made it.
        source: the desk, an edit in the files, an imported page, or questions of patients.
        editors: all who changed its words.
        checked: what the checks found of the words `checked_digest` is of; None: not run yet.
        checking: how far checks are that run, or that were ended in the middle: see `check_began`.
        approved_by, licence, approved_at: by whom the words of `approved_digest` were approved.
    """

    id: int
    why: str
    source: Source
    state: State
    editors: tuple[str, ...]
    made_at: datetime
    changed_at: datetime
    checked_digest: str | None
    checked: Any
    checking: Any
    approved_digest: str | None
    approved_by: str | None
    licence: str | None
    approved_at: datetime | None
    files: tuple[DraftFile, ...]

    @property
    def texts(self) -> dict[str, str | None]:
        """What it makes of its files."""
        return {one.file: one.text for one in self.files}

    @property
    def digest(self) -> str:
        """Of its words."""
        return digest(self.texts)

    @property
    def is_checked(self) -> bool:
        """Whether the checks ran on its words as they are."""
        return self.checked_digest == self.digest

    @property
    def is_being_checked(self) -> bool:
        """Whether checks run on its words as they are."""
        now = self.checking or {}
        return now.get("digest") == self.digest and not is_gone(now["holder"])

    @property
    def is_clean(self) -> bool:
        """Whether they found nothing."""
        return self.is_checked and not self.checked["findings"]

    @property
    def sent_back_by(self) -> str | None:
        """Who wants its words as they are to be other ones."""
        found = self.checked["findings"] if self.is_checked else []
        return next((one["by"] for one in found if one.get("by")), None)

    @property
    def is_approved(self) -> bool:
        """Whether its words as they are were approved."""
        return self.approved_digest == self.digest

    @property
    def is_safety(self) -> bool:
        """Whether it changes what is said or heard in an emergency."""
        return any(is_safety(one.file) for one in self.files)

    def over(self, texts: Mapping[str, str]) -> Texts:
        """The content with this draft in it."""
        whole = {**texts, **self.texts}
        return {name: text for name, text in whole.items() if text is not None}


def make(
    connection: Connection,
    texts: Mapping[str, str | None],
    now: Mapping[str, str],
    note: Note,
    source: Source = "desk",
) -> int:
    """Makes a draft.

    Args:
        texts: what becomes of its files; None: taken away.
        now: the content as it is.

    Returns:
        Its number.

    Raises:
        NotThisWay: a file of a name no content file has.
    """
    at = clock.now()
    row = {
        # One line: git is told it, and who published it in the lines below.
        "why": " ".join(note.why.split())[:LONGEST_WHY],
        "source": source,
        "state": "open",
        "editors": [note.who],
    }
    made = connection.execute(insert(drafts).values(**row, made_at=at, changed_at=at))
    number = int(made.inserted_primary_key[0])
    for name, text in texts.items():
        put(connection, number, name, now.get(name), text)
    return number


def get(connection: Connection, number: int) -> Draft:
    """A draft.

    Raises:
        NoSuchDraft
    """
    row = connection.execute(select(drafts).where(drafts.c.id == number)).first()
    if row is None:
        raise NoSuchDraft(f"no draft {number}")
    return _draft(connection, row)


def open_drafts(connection: Connection) -> list[Draft]:
    """The drafts that wait, the one that was changed last first."""
    rows = connection.execute(
        select(drafts).where(drafts.c.state == "open").order_by(drafts.c.changed_at.desc())
    ).all()
    return [_draft(connection, row) for row in rows]


def count_open(connection: Connection) -> int:
    """How many wait."""
    statement = select(func.count()).where(drafts.c.state == "open")
    return int(connection.execute(statement).scalar_one())


def save_entry(
    connection: Connection, draft: Draft, edit: tuple[str, str, str], shown: str, who: str
) -> None:
    """Puts another value into one place of a draft's file.

    Args:
        edit: the file, the entry's key, and its new value.
        shown: what stood there when it was shown to who changes it.

    Raises:
        ChangedMeanwhile, NotThisWay
    """
    file, key, value = edit
    text = draft.texts.get(file)
    if text is None:
        raise NotThisWay(f"This draft does not change {file}.")
    try:
        known = {one.key: one.value for one in entries.entries(file, text)}
        after = entries.change(file, text, key, value)
    except entries.NoSuchEntry as error:
        raise NotThisWay(f"These words can't be put there: {error}.") from error
    if _plain(known.get(key, "")) != _plain(shown):
        raise ChangedMeanwhile(known.get(key, ""))
    _save(connection, draft, {file: after}, who)


def save_file(
    connection: Connection, draft: Draft, edit: tuple[str, str], shown: str, who: str
) -> None:
    """Puts another text in place of a draft's whole file.

    Args:
        edit: the file and its new text.
        shown: digest of the text that was shown to who changes it.

    Raises:
        ChangedMeanwhile, NotThisWay
    """
    file, text = edit
    before = draft.texts.get(file)
    if before is not None and digest({file: before}) != shown:
        raise ChangedMeanwhile(before)
    text = text.replace("\r\n", "\n").rstrip("\n") + "\n"
    if len(text) > LONGEST_TEXT:
        raise NotThisWay("That is too long for one file.")
    _save(connection, draft, {file: text}, who)


def save_files(
    connection: Connection,
    draft: Draft,
    texts: Mapping[str, str],
    now: Mapping[str, str],
    who: str,
) -> None:
    """Puts texts into a draft, in place of what it makes of these files; those it does not change
    yet are as they are now to begin with.

    Raises:
        NotThisWay
    """
    for name in texts:
        add_file(connection, draft, name, now)
    _save(connection, get(connection, draft.id), texts, who)


def add_file(connection: Connection, draft: Draft, file: str, now: Mapping[str, str]) -> None:
    """Has a draft change one file more, which is as it is now to begin with."""
    if file not in draft.texts:
        put(connection, draft.id, file, now.get(file), now.get(file, ""))


def drop(connection: Connection, draft: Draft) -> None:
    """Takes a draft off the list; its words stay in the database."""
    if draft.state != "open":
        raise NotThisWay("This draft was published or dropped already.")
    note(connection, draft, state="dropped")


def note_files(
    connection: Connection, changes: Mapping[str, str | None], known: Mapping[str, str]
) -> None:
    """Has the one draft of edits in the files be what they are now; none: it is over."""
    mine = next((one for one in open_drafts(connection) if one.source == "files"), None)
    if mine is None:
        if changes:
            why = "Changed in the files, not at the desk"
            make(connection, changes, known, Note(BY_FILE, why), "files")
        return
    if mine.texts == changes:
        return
    connection.execute(delete(draft_files).where(draft_files.c.draft == mine.id))
    for name, text in changes.items():
        put(connection, mine.id, name, known.get(name), text)
    note(connection, mine, changed_at=clock.now(), state="open" if changes else "dropped")


def _save(connection: Connection, draft: Draft, texts: Mapping[str, str], who: str) -> None:
    if draft.state != "open":
        raise NotThisWay("This draft was published or dropped meanwhile.")
    if draft.source == "files":
        raise NotThisWay("These words are changed outside the desk, and only there.")
    bases = {one.file: one.base for one in draft.files}
    for name, text in texts.items():
        put(connection, draft.id, name, bases.get(name), text)
    editors = list(dict.fromkeys([*draft.editors, who]))
    note(connection, draft, editors=editors, changed_at=clock.now())


def put(connection: Connection, draft: int, name: str, base: str | None, text: str | None) -> None:
    """Has a draft hold a file.

    Args:
        base, text: see `DraftFile`.

    Raises:
        NotThisWay: no content file has such a name.
    """
    if not NAME.fullmatch(name):
        raise NotThisWay(f"{name!r} is no name of a content file.")
    mine = (draft_files.c.draft == draft, draft_files.c.file == name)
    connection.execute(delete(draft_files).where(*mine))
    row = {"draft": draft, "file": name, "base": base, "text": text}
    connection.execute(insert(draft_files).values(**row))


def note(connection: Connection, draft: Draft, **changes: Any) -> None:
    """Writes down columns of a draft."""
    connection.execute(update(drafts).where(drafts.c.id == draft.id).values(**changes))


def _plain(text: str) -> str:
    """As a form sends it back."""
    return text.replace("\r\n", "\n").strip()


def _draft(connection: Connection, row: Any) -> Draft:
    files = connection.execute(
        select(draft_files).where(draft_files.c.draft == row.id).order_by(draft_files.c.file)
    )
    found = tuple(DraftFile(one.file, one.base, one.text) for one in files)
    names = [name for name in Draft.__dataclass_fields__ if name != "files"]
    values = {name: getattr(row, name) for name in names}
    return Draft(**{**values, "editors": tuple(row.editors), "files": found})
