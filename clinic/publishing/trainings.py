"""Publications that are learned before they are published, one at a time, and how far each is.

    waiting -> training -> checking -> switching -> switched
                     \\-> failed <-/          \\-> failed, and everything is put back

A row is worked on by one process (`holder`); whoever looks sees when that process is gone. Until
"switching" nothing that patients get or the next start reads has changed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import insert, select, text, update
from sqlalchemy.engine import Connection

from clinic import attention, clock, signals
from clinic.inbox.wording import get_desk_texts
from clinic.messages.holder import is_gone, this_process
from clinic.publishing import drafts, publishing, switching
from clinic.publishing.drafts import NotThisWay
from clinic.publishing.files import read_all
from clinic.publishing.learnable import TOPICS, topics_of
from clinic.publishing.publishing import Learned
from clinic.publishing.tables import trainings
from clinic.settings import get_settings
from clinic.storage import Database

logger = logging.getLogger(__name__)

State = Literal["waiting", "training", "checking", "switching", "switched", "failed"]
UNDER_WAY: tuple[State, ...] = ("waiting", "training", "checking", "switching")
LONGEST_SAID = 1000
ENDED = (
    "it was ended in the middle, as when the machine or the program is started anew. Press Publish "
    "again"
)


@dataclass(frozen=True)
class Training:
    """One of them.

    Attributes:
        draft: what is published, or taken back.
        back: whether it takes it back.
        who: who asked for it.
        since: when the state began.
        said: what to tell of it: why it failed, or what became of it.
        found: which messages are heard otherwise by the new model, see `scripts/check_model.py`.
        before, after: all it writes, as it was and as it becomes; None until it is known.
        model_before, model: the file of the model until then and from then on.
    """

    id: int
    draft: int
    back: bool
    who: str
    state: State
    asked_at: datetime
    since: datetime
    holder: str | None
    said: str | None
    found: Any
    before: Learned | None
    after: Learned | None
    model_before: str | None
    model: str | None

    @property
    def is_under_way(self) -> bool:
        """Whether it is neither over nor failed."""
        return self.state in UNDER_WAY


def ask(connection: Connection, draft: int, who: str, back: bool = False) -> int:
    """Has a draft learned and published as soon as nothing else is; or one that was, taken back.

    Returns:
        The number of the training.

    Raises:
        NotThisWay: another one is under way.
    """
    _alone(connection)
    busy = newest(connection)
    if busy and busy.is_under_way:
        raise NotThisWay(
            f"Draft {busy.draft} is being published just now, and one is at a time. Wait until it "
            "is over; it is shown under What the assistant says."
        )
    at = clock.now()
    row = {"draft": draft, "who": who, "back": back, "state": "waiting", "asked_at": at}
    made = connection.execute(insert(trainings).values(**row, since=at))
    signals.ring(connection, signals.DESK, signals.CONTENT)
    signals.ring(connection, signals.OUTBOX, signals.LEARNING)
    return int(made.inserted_primary_key[0])


def newest(connection: Connection) -> Training | None:
    """The last one that was asked for."""
    row = connection.execute(select(trainings).order_by(trainings.c.id.desc()).limit(1)).first()
    return _training(row) if row else None


def get(connection: Connection, number: int) -> Training:
    """One of them."""
    return _training(connection.execute(select(trainings).where(trainings.c.id == number)).one())


def last_of(connection: Connection, draft: int) -> Training | None:
    """The last one of a draft; None: it was never to be learned."""
    mine = select(trainings).where(trainings.c.draft == draft).order_by(trainings.c.id.desc())
    row = connection.execute(mine.limit(1)).first()
    return _training(row) if row else None


def can_go_back(connection: Connection) -> Training | None:
    """The publication that one press takes back: the last one, where it has been switched to."""
    last = newest(connection)
    return last if last and last.state == "switched" and not last.back and last.before else None


def ask_back(connection: Connection, who: str) -> int:
    """Has the last publication that was learned taken back.

    Raises:
        NotThisWay: there is none, or the model of before is gone.
    """
    last = can_go_back(connection)
    if last is None:
        raise NotThisWay("There is nothing to go back to.")
    if not Path(last.model_before or "").exists():
        raise NotThisWay(
            "What was learned before is not kept any more. Open History under Content, and "
            "restore there what you want to have back; it is learned again."
        )
    number = ask(connection, last.draft, who, back=True)
    values = {"before": _json(last.after), "after": _json(last.before)}
    step(connection, number, "waiting", model_before=last.model, model=last.model_before, **values)
    return number


def claim(connection: Connection, number: int | None = None) -> Training | None:
    """Takes the one that waits, to work on it in this process; None: there is none.

    Args:
        number: only this one.
    """
    _alone(connection)
    last = newest(connection)
    if last is None or last.state != "waiting" or (number and last.id != number):
        return None
    step(connection, last.id, "training", holder=this_process())
    return get(connection, last.id)


def step(connection: Connection, number: int, state: State, **changes: Any) -> None:
    """Notes how far one is; open pages of the desk are told."""
    for side in ("before", "after"):
        if isinstance(changes.get(side), Learned):
            changes[side] = _json(changes[side])
    values = {"state": state, "since": clock.now(), **changes}
    connection.execute(update(trainings).where(trainings.c.id == number).values(**values))
    signals.ring(connection, signals.DESK, signals.CONTENT)


def fail(connection: Connection, number: int, why: str) -> None:
    """Notes that one came to nothing, and tells the owner."""
    said = why.strip()[-LONGEST_SAID:]
    step(connection, number, "failed", said=said)
    words = get_desk_texts().staff_training.format(draft=get(connection, number).draft, why=said)
    key = f"training:{number}"
    attention.raise_task(
        connection, attention.Occasion(kind="content_training", key=key, detail=words)
    )


def have_switched(database: Database, number: int) -> None:
    """Asks whoever keeps the processes up to go over to what was published; where nobody does,
    as they are started otherwise, says so."""
    with database.begin() as connection:
        if not switching.is_kept():
            said = (
                "It is published and learned, and answers once the processes were started anew: "
                "who runs this installation does that."
            )
            step(connection, number, "switched", said=said, holder=None)
            return
        step(connection, number, "switching", holder=None)
    _ask_for_switch(database, number)


def _ask_for_switch(database: Database, number: int) -> None:
    """Asks for what is to be gone over to, until it stands there: who wanted to may have been
    killed before it, and what it wrote may be spoilt."""
    with database.begin() as connection:
        _alone(connection)
        one = get(connection, number)
        wide = _topics(one.before) != _topics(one.after)
        wanted = switching.Switch(number, one.model or "", one.model_before or "", wide)
        if one.state != "switching" or switching.asked() == wanted:
            return
        said = None
        try:
            switching.ask(wanted)
        except OSError as error:  # the next look tries again
            logger.error("Training %d can't be switched to: %s", number, error)
            said = f"It is published and learned, and can't be switched to yet: {error.strerror}."
        if said != one.said:
            step(connection, number, "switching", said=said)


def settle(database: Database, folder: Path) -> None:
    """Brings what was left in the middle to its end: what a killed process left, and what the
    switch came to. Anybody may call it, at any time."""
    with database.read() as connection:
        one = newest(connection)
    if one is None or not one.is_under_way or one.state == "waiting":
        return
    if one.state == "switching":
        _settle_switch(database, folder, one)
    elif one.holder and is_gone(one.holder):
        publishing.finish(database, folder)
        with database.begin() as connection:
            _alone(connection)
            if get(connection, one.id).state != one.state:
                return
            if not _is_published(connection, one):
                fail(connection, one.id, f"Nothing was changed: {ENDED}.")
                return
        have_switched(database, one.id)


def _settle_switch(database: Database, folder: Path, one: Training) -> None:
    answer = switching.answered()
    if answer and answer.number == one.id and not answer.done:
        why = f"What was learned could not be started ({answer.why})"
        said = f"{why}, so everything was put back. Patients noticed nothing."
        try:
            if one.before and one.after:
                change = (one.before, one.after)
                publishing.put_back(database, folder, one.draft, one.who, change)
                if not one.back and one.model and one.model != one.model_before:
                    Path(one.model).unlink(missing_ok=True)  # another try learns it anew
        except NotThisWay as error:
            said = f"{why}. {error}"
        _end(database, one, said)
    elif answer and answer.number == one.id:
        with database.begin() as connection:
            step(connection, one.id, "switched", said=None)
    elif switching.is_kept():
        _ask_for_switch(database, one.id)
    else:  # it ended before it went over: the next start begins with what is new
        with database.begin() as connection:
            step(connection, one.id, "switched", said="It answers from the next start on.")


def _end(database: Database, one: Training, said: str) -> None:
    with database.begin() as connection:
        _alone(connection)
        if get(connection, one.id).state == "switching":
            fail(connection, one.id, said)


def _is_published(connection: Connection, one: Training) -> bool:
    if one.after is None:
        return False
    try:
        state = drafts.get(connection, one.draft).state
    except drafts.NoSuchDraft:
        return False
    if not one.back:
        return state == "published"
    now = read_all(get_settings().content_dir)
    return all(now.get(name) == words for name, words in one.after.texts.items())


def _topics(learned: Learned | None) -> list[str]:
    return topics_of((learned.texts if learned else {}).get(TOPICS))


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        lock = f"LOCK TABLE {trainings.name} IN SHARE ROW EXCLUSIVE MODE"
        connection.execute(text(lock))


def _json(learned: Learned | None) -> Mapping[str, Any] | None:
    return {"texts": dict(learned.texts), "sources": dict(learned.sources)} if learned else None


def _training(row: Any) -> Training:
    values = {name: getattr(row, name) for name in Training.__dataclass_fields__}
    for side in ("before", "after"):
        values[side] = Learned(**values[side]) if values[side] else None
    return Training(**values)
