"""What can be searched by name and by words: opened once, and kept in the memory of the process
that searches (docs/decisions/0033).

Names and words are encrypted one by one, and the database can't look into them. So a process reads
them once, and from then on what is new since its last look. It keeps which words stand in which
conversation, not what was said. What is found is read from the database before anybody sees it:
the memory says where to look, and nothing else.
"""

from __future__ import annotations

import heapq
import unicodedata
from array import array
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from clinic import clock
from clinic.attention.tables import people
from clinic.messages.tables import inbound, outbox, threads, web_messages
from clinic.privacy.tables import erasures
from clinic.screenings.tables import screenings
from clinic.storage import is_readable
from clinic.ways import shown_ways

# A unit of work that began earlier may be stored later: so much before the newest row that was seen
# is looked at again, by time and by number.
OVERLAP, OVERLAPPING_IDS = timedelta(minutes=1), 50
# So often everything is compared with what is stored, and so often read anew.
COMPARE_EVERY, ANEW_EVERY = timedelta(minutes=10), timedelta(hours=24)
# Conversations that are read at once.
BATCH = 250

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def plain(text: str) -> str:
    """A text without capitals and accents."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Words(Generic[Key]):
    """Which words stand in which of some things.

    Most words stand in many things: those are kept as numbers in arrays, a tenth of what sets of
    them take.
    """

    def __init__(self) -> None:
        self._of: dict[str, array[int]] = {}
        self._numbers: dict[Key, int] = {}
        self._keys: dict[int, Key] = {}
        self._next = count()
        self._lines: str | None = None  # every word, each on its line; None: a new one has come

    def add(self, key: Key, text: str) -> None:
        """Notes the words of a text, beside those that were there."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = next(self._next)
            self._keys[number] = key
        for word in set(plain(text).split()):
            having = self._of.get(word)
            if having is None:
                having, self._lines = self._of.setdefault(word, array("L")), None
            if not having or having[-1] != number:  # what else comes twice does no harm
                having.append(number)

    def drop(self, keys: Collection[Key]) -> None:
        """Forgets these, and words that stood in nothing else."""
        gone = {self._numbers.pop(key) for key in keys if key in self._numbers}
        if gone:
            left = (
                (word, array("L", (number for number in having if number not in gone)))
                for word, having in self._of.items()
            )
            self._of = {word: having for word, having in left if having}
            self._keys = {one: key for one, key in self._keys.items() if one not in gone}
            self._lines = None

    def with_all(self, pieces: Sequence[str]) -> set[Key]:
        """Those in which each of these stands in some word."""
        found = (set().union(*(self._of[word] for word in self._with(piece))) for piece in pieces)
        return {self._keys[number] for number in set.intersection(*found)}

    def _with(self, piece: str) -> Iterator[str]:
        """The words in which a piece stands. One long text is looked through ten times as fast as
        many words."""
        if self._lines is None:
            self._lines = "\n".join(self._of)
        text = self._lines
        at = text.find(piece)
        while at >= 0:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            yield text[text.rfind("\n", 0, at) + 1 : end]
            at = text.find(piece, end)


@dataclass
class _Kept:
    """What is kept of everything.

    Attributes:
        talks: of each conversation when it changed last.
        people: of each conversation when its writer was named last.
        visits: of each visit the conversation it was booked in.
        said, called, booked: words of messages, of writers' names and of visits' names.
        last_talk, last_person: the newest change that was seen.
        last_visit: the highest number of a visit that was seen.
        sent: numbers of the newest messages that went out.
        erased: how many erasures there were.
    """

    talks: dict[str, datetime] = field(default_factory=dict)
    people: dict[str, datetime] = field(default_factory=dict)
    visits: dict[int, str | None] = field(default_factory=dict)
    said: Words[str] = field(default_factory=Words)
    called: Words[str] = field(default_factory=Words)
    booked: Words[int] = field(default_factory=Words)
    last_talk: datetime | None = None
    last_person: datetime | None = None
    last_visit: int = 0
    sent: frozenset[int] = frozenset()
    erased: int = 0


class SearchIndex:
    """Names and words of everybody, as far as they have been read. Many threads may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept = _Kept()
        self._compared: datetime | None = None
        self._begun: datetime | None = None

    def catch_up(self, connection: Connection) -> None:
        """Reads what is new. The first time, and once a day, that is everything; every few minutes,
        and when somebody was erased, what is gone is dropped."""
        with self._lock:
            now = clock.now()
            if self._begun is None or now - self._begun > ANEW_EVERY:
                self._kept, self._begun, self._compared = _Kept(), now, None
            erased = connection.execute(select(func.count()).select_from(erasures)).scalar_one()
            whole = (
                self._compared is None
                or abs(now - self._compared) > COMPARE_EVERY
                or erased != self._kept.erased
            )
            if whole:
                self._compared, self._kept.erased = now, erased
            self._read(connection, whole)

    def find(self, pieces: Sequence[str], most: int) -> tuple[list[str], int, set[int]]:
        """What has all of some pieces of words in it (see `plain`).

        Returns:
            The newest conversations that have them in what was said, in the name of who writes, or
            in that of a visit booked there; how many those are; and the visits with such a name.
        """
        with self._lock:
            kept = self._kept
            visits = kept.booked.with_all(pieces)
            found = kept.said.with_all(pieces) | kept.called.with_all(pieces)
            found |= {of for visit in visits if (of := kept.visits[visit])}
            found &= kept.talks.keys()
            newest = heapq.nlargest(most, found, key=kept.talks.__getitem__)
        return newest, len(found), visits

    def _read(self, connection: Connection, whole: bool) -> None:
        """Reads what is stored otherwise than it was read: of everything, or of the newest."""
        kept = self._kept
        talks = _changed(connection, threads, None if whole else kept.last_talk)
        named = _changed(connection, people, None if whole else kept.last_person)
        last = 0 if whole else kept.last_visit - OVERLAPPING_IDS
        ids = set(
            connection.execute(select(screenings.c.id).where(screenings.c.id > last)).scalars()
        )
        if whole:
            kept.talks = _still(kept.talks, kept.said, talks.keys())
            kept.people = _still(kept.people, kept.called, named.keys())
            kept.visits = _still(kept.visits, kept.booked, ids)
        stale = {name for name, at in talks.items() if kept.talks.get(name) != at}
        self._read_talks(connection, talks, stale | self._sent_to(connection))
        self._read_names(
            connection, [name for name, at in named.items() if kept.people.get(name) != at]
        )
        self._read_visits(connection, sorted(ids - kept.visits.keys()))

    def _sent_to(self, connection: Connection) -> set[str]:
        """Conversations in which something was sent since the last look: that alone does not mark
        a conversation as changed."""
        last = max(self._kept.sent, default=0)
        rows = connection.execute(
            select(outbox.c.id, outbox.c.conversation).where(
                outbox.c.id > last - OVERLAPPING_IDS, outbox.c.channel.not_in(shown_ways())
            )
        ).all()
        new = {row.conversation for row in rows if row.id not in self._kept.sent}
        self._kept.sent = frozenset(heapq.nlargest(OVERLAPPING_IDS, (row.id for row in rows)))
        return {name for name in new if name}

    def _read_talks(
        self, connection: Connection, talks: dict[str, datetime], stale: Collection[str]
    ) -> None:
        for names in _batches(sorted(stale)):
            known = select(threads.c.conversation, threads.c.changed_at)
            for row in connection.execute(known.where(threads.c.conversation.in_(names))):
                at = talks.get(row.conversation, row.changed_at)
                self._kept.talks[row.conversation] = at
                self._kept.last_talk = max(at, self._kept.last_talk or at)
            for name, text in _messages(connection, names):
                self._kept.said.add(name, text)

    def _read_names(self, connection: Connection, stale: Sequence[str]) -> None:
        self._kept.called.drop(set(stale) & self._kept.people.keys())
        columns = people.c.conversation, people.c.changed_at, people.c.name
        for names in _batches(stale):
            for row in connection.execute(select(*columns).where(people.c.conversation.in_(names))):
                at = row.changed_at
                self._kept.people[row.conversation] = at
                self._kept.last_person = max(at, self._kept.last_person or at)
                if row.name and is_readable(row.name):
                    self._kept.called.add(row.conversation, row.name)

    def _read_visits(self, connection: Connection, new: Sequence[int]) -> None:
        columns = screenings.c.id, screenings.c.name, screenings.c.conversation
        for ids in _batches(new):
            for row in connection.execute(select(*columns).where(screenings.c.id.in_(ids))):
                self._kept.visits[row.id] = row.conversation
                self._kept.last_visit = max(row.id, self._kept.last_visit)
                if is_readable(row.name):
                    self._kept.booked.add(row.id, row.name)


_indexes: WeakKeyDictionary[Engine, SearchIndex] = WeakKeyDictionary()


def index_of(connection: Connection) -> SearchIndex:
    """The index of a database in this process, made at first use and read up to now."""
    index = _indexes.setdefault(connection.engine, SearchIndex())
    index.catch_up(connection)
    return index


def _still(known: dict[Key, Value], words: Words[Key], stored: Collection[Key]) -> dict[Key, Value]:
    """What is known of things that are still stored; the words of the others are forgotten."""
    words.drop([one for one in known if one not in stored])
    return {one: value for one, value in known.items() if one in stored}


def _changed(connection: Connection, table: Any, since: datetime | None) -> dict[str, datetime]:
    """When each conversation of a table changed: those since a moment before a time, or all."""
    statement = select(table.c.conversation, table.c.changed_at)
    if since is not None:
        statement = statement.where(table.c.changed_at > since - OVERLAP)
    return {row.conversation: row.changed_at for row in connection.execute(statement)}


def _messages(connection: Connection, names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """What was said in conversations, each message once."""
    for said in (
        select(inbound.c.conversation, inbound.c.text).where(inbound.c.conversation.in_(names)),
        select(web_messages.c.conversation, web_messages.c.text).where(
            web_messages.c.conversation.in_(names), web_messages.c.sender != "patient"
        ),
    ):
        for row in connection.execute(said):
            if is_readable(row.text):
                yield row.conversation, row.text
    sent = select(outbox.c.conversation, outbox.c.reply).where(
        outbox.c.conversation.in_(names), outbox.c.channel.not_in(shown_ways())
    )
    for row in connection.execute(sent):
        yield row.conversation, str(row.reply.get("text") or "")


def _batches(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[begin : begin + BATCH] for begin in range(0, len(items), BATCH))
