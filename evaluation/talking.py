"""Conversations without a server: the trained reading, the dialogue, and a clinic of their own."""

from __future__ import annotations

import argparse
import json
import os
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock_time
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import joblib
from alembic import command
from alembic.config import Config

from actions.services import ClinicServices, screenings
from clinic import clock
from clinic.content import Content, get_content
from clinic.dialogue import Act, State, respond
from clinic.languages import speaking
from clinic.messages.payloads import key_of
from clinic.reading.codec import context_from_json
from clinic.reading.context import Before
from clinic.reading.learned.model import IntentModel
from clinic.reading.read import Read
from clinic.reading.reader import Reader
from clinic.screenings import Screenings
from clinic.settings import ROOT, get_settings
from clinic.storage import get_database
from evaluation.product import Reading
from nlu.reader import intent_of
from scripts.train import train

LEARNED = "intents.joblib"
SECRET = "a secret of one measuring, of no use to anybody"
# Messages of one conversation follow each other like that.
SECONDS_BETWEEN = 10.0
# The clinic's time when a measuring begins, on a Tuesday: what is free, and so what is answered,
# would be another thing every day.
BEGINS = date(2026, 12, 1), clock_time(10)


@lru_cache(maxsize=1)
def learned(product: Path) -> IntentModel:
    """What was learned, out of a trained product.

    Raises:
        FileNotFoundError: it is not in there.
    """
    with tarfile.open(product) as packed:
        for member in packed:
            stored = packed.extractfile(member) if member.name.endswith(LEARNED) else None
            if stored:
                model: IntentModel = joblib.load(stored)
                return model
    raise FileNotFoundError(f"There is no {LEARNED} in {product}.")


@contextmanager
def own_clinic() -> Iterator[None]:
    """A database of its own, empty, and a time of its own; both go with the measuring."""
    before = {name: os.environ.get(name) for name in ("DATABASE_URL", "VAR_DIR", "SECRET_KEY")}
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'measuring.db'}"
        os.environ.update(DATABASE_URL=url, VAR_DIR=folder, SECRET_KEY=SECRET)
        _forget()
        config = Config()
        config.set_main_option("script_location", str(ROOT / "migrations"))
        config.set_main_option("sqlalchemy.url", url)
        command.upgrade(config, "head")
        begins = datetime.combine(*BEGINS, tzinfo=get_content().clinic.tz)
        try:
            with clock.running_from(begins):
                yield
        finally:
            get_database().engine.dispose()
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
            _forget()


def _forget() -> None:
    for cached in (get_settings, get_database, screenings):
        cached.cache_clear()


@dataclass
class Talk:
    """One conversation.

    Attributes:
        model: what was learned.
        name: its id.
        state: the dialogue's.
        content: another than the content in force; None: that.
        acts, read: of the last message.
    """

    model: IntentModel
    name: str
    state: State = field(default_factory=State)
    content: Content | None = None
    acts: tuple[Act, ...] = ()
    read: Read = field(default_factory=Read)
    said: int = 0
    before: Before | None = None

    @property
    def words(self) -> str:
        """All that was said to the last message."""
        return "\n".join(act.text for act in self.acts)

    def say(self, text: str) -> str:
        """Says a message, or presses a button by its payload; the words of the reply."""
        content = self.content or get_content()
        # Through JSON, as it goes through the slot.
        kept: dict[str, Any] = json.loads(json.dumps(self.state.as_json()))
        known = kept.get("context") or {}
        context = context_from_json(known, clock.now(), content.clinic, self.before)
        key = key_of(text) if text.startswith("/") else None
        if key:
            self.read = Read(choice=key, language=self.state.language)
        else:
            self.read = Reader(self.model, content.clinic).read(text, context)
        self.said += 1
        with speaking(self.read.language):
            services = ClinicServices(self.name, f"{self.name}-{self.said}", text, "rest", None)
            services.content = self.content or get_content()
            self.state, self.acts = respond(State.from_json(kept), self.read, services)
        self.before = Before(text, SECONDS_BETWEEN, self.read.safety.suspicion)
        return self.words


class Talked:
    """Understands messages in conversations of their own, each after what came before it.

    Args:
        model: what was learned.
        before: of each message, in order.
    """

    def __init__(self, model: IntentModel, before: Sequence[Sequence[str]]) -> None:
        self._model, self._before = model, before

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """What each text is understood as."""
        return [
            self._one(f"talked-{number}", before, text)
            for number, (before, text) in enumerate(zip(self._before, texts, strict=True))
        ]

    def _one(self, name: str, before: Sequence[str], text: str) -> Reading:
        talk = Talk(self._model, name)
        for words in before:
            talk.say(words)
        start = time.perf_counter()
        talk.say(text)
        spent = (time.perf_counter() - start) * 1_000
        Screenings(get_database()).release(name)
        intent, sure = intent_of(talk.read)
        intents = frozenset({intent, *(wish.intent for wish in talk.read.wishes)})
        return Reading(intent, sure, intents, talk.read.safety.decision == "ask", spent)


class Tried(Protocol):
    """Something that was said to the assistant: whether it went right, and what came."""

    @property
    def right(self) -> bool: ...

    @property
    def told(self) -> str: ...


_Tried = TypeVar("_Tried", bound=Tried)


def report(
    description: str | None,
    try_all: Callable[[IntentModel], Sequence[_Tried]],
    table: Callable[[Sequence[_Tried]], str],
) -> None:
    """The command of a measuring: tries everything with the product of the present sources and
    prints the table, after what went wrong with --show."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--show", action="store_true")
    shows = parser.parse_args().show
    with own_clinic():
        tried = try_all(learned(train()))
    if shows:
        print("\n".join(one.told for one in tried if not one.right))
    print(table(tried))
