"""The adjustments to Rasa 3.6.21, each with its reason and its measured effect.

Rasa 3.6.21 is the last open-source release, so what is adjusted here does not change any more. A
test fails when a method is not the one that was read when its adjustment was written.
"""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import inspect
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import rasa
import rasa.shared.utils.common
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import (
    DEFAULT_REQUEST_TIMEOUT,
    ClientResponseError,
    EndpointConfig,
)

from engine import action_result, graph_run, private_logs, unpacked


@dataclass(frozen=True)
class Adjustment:
    """One method of Rasa's that is replaced.

    Attributes:
        owner: the class it belongs to.
        method: its name.
        digest: first 16 hex digits of the SHA-256 of the source that was read.
        reason: why, and what it brings.
        replacement: what stands in its place.
    """

    owner: type
    method: str
    digest: str
    reason: str
    replacement: Any

    def source_digest(self) -> str:
        """The digest of the method Rasa has."""
        original = ORIGINALS.get((self.owner, self.method), getattr(self.owner, self.method))
        return digest_of(original)


ORIGINALS: dict[tuple[type, str], Any] = {}


def digest_of(function: Callable[..., Any]) -> str:
    """First 16 hex digits of the SHA-256 of a function's source."""
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    if action_result.is_valid(result):
        return True
    return bool(ORIGINALS[RemoteAction, "_validate_action_result"](self, result))


def _action_call_format(
    self: RemoteAction, tracker: DialogueStateTracker, domain: Domain
) -> dict[str, Any]:
    """The call to the action server, with the events of the present turn only."""
    state = tracker.current_state(EventVerbosity.NONE)
    since = 0
    for back, event in enumerate(reversed(tracker.events), 1):
        if isinstance(event, UserUttered):
            since = len(tracker.events) - back
            break
    state["events"] = [event.as_dict() for event in itertools.islice(tracker.events, since, None)]
    call = {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        "version": rasa.__version__,
    }
    if domain.does_custom_action_explicitly_need_domain(self.name()):
        call["domain"] = domain.as_dict()
    return call


_EVENT_CLASSES: dict[str, type[Event]] = {}


def _resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    if not _EVENT_CLASSES:
        for event_class in rasa.shared.utils.common.all_subclasses(Event):
            _EVENT_CLASSES.setdefault(event_class.type_name, event_class)
    if type_name in _EVENT_CLASSES or type_name == "topic" or default is not None:
        return _EVENT_CLASSES.get(type_name, default)
    raise ValueError(f"Unknown event name '{type_name}'.")


def _create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
    if store is None:
        return InMemoryTrackerStore(domain)
    store.domain = domain
    return store


# Shorter than the 5 s after which the action server itself closes a connection nobody uses, so
# that none is used in the moment in which it is being closed.
KEPT_SECONDS = 2.0

# An action server that is started anew is away for so long. One that stays away longer is waited
# for no more while it is called and does not answer: an emergency must not wait for it.
AWAY_SECONDS, AGAIN_SECONDS = 5.0, 0.1


class _Connector(aiohttp.TCPConnector):
    """Waits for an action server that is just being started anew. Nothing was sent to it yet."""

    _away_since: float | None = None
    _failed_at: float = 0.0

    async def connect(self, *arguments: Any, **named: Any) -> Any:
        while True:
            try:
                connection = await super().connect(*arguments, **named)
            except aiohttp.ClientConnectorError:
                now = time.monotonic()
                if self._away_since is None or now - self._failed_at > AWAY_SECONDS:
                    self._away_since = now  # of an earlier time nobody saw the end
                self._failed_at = now
                if now - self._away_since > AWAY_SECONDS:
                    raise
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                self._away_since = None
                return connection


def _session(self: EndpointConfig) -> aiohttp.ClientSession:
    """A session like Rasa's, on connections that are kept for the next call."""
    loop = asyncio.get_running_loop()
    kept = self.__dict__.get("_connections")
    if kept is None or kept[0] is not loop:
        kept = (loop, _Connector(keepalive_timeout=KEPT_SECONDS, limit=0))
        self.__dict__["_connections"] = kept
        atexit.register(kept[1]._close)  # the public one wants a loop that has ended by then
    basic = self.basic_auth
    return aiohttp.ClientSession(
        headers=self.headers,
        auth=aiohttp.BasicAuth(basic["username"], basic["password"]) if basic else None,
        timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
        connector=kept[1],
        connector_owner=False,
    )


def _refused(self: ClientResponseError, status: int, message: str, text: str) -> None:
    self.status, self.message, self.text = status, message, text
    aiohttp.ClientError.__init__(self, f"{status}, {message}")


def _run_graph(
    self: DaskGraphRunner,
    inputs: dict[str, Any] | None = None,
    targets: list[str] | None = None,
) -> dict[str, Any]:
    return graph_run.run(self, inputs, targets)


def _from_model_archive(
    cls: type[LocalModelStorage], storage_path: Path, model_archive_path: str | Path
) -> tuple[LocalModelStorage, ModelMetadata]:
    metadata = unpacked.load(storage_path, Path(model_archive_path))
    if metadata is not None:
        return cls(storage_path), metadata
    found: tuple[LocalModelStorage, ModelMetadata] = ORIGINALS[
        LocalModelStorage, "from_model_archive"
    ](storage_path, model_archive_path)
    return found


ADJUSTMENTS = (
    Adjustment(
        RemoteAction,
        "_validate_action_result",
        "f8cdb4be68123961",
        "jsonschema.validate checks the constant schema itself again on every call: 19 of the "
        "24 ms of a turn with a custom action. See action_result.",
        _validate_action_result,
    ),
    Adjustment(
        RemoteAction,
        "_action_call_format",
        "428795b944f22edb",
        "The whole event list was posted to the action server on every call, which grows with the "
        "conversation. Our actions read slots, the latest message and the present turn's events.",
        _action_call_format,
    ),
    Adjustment(
        Event,
        "resolve_by_type",
        "b5cf570fa7f286c7",
        "Walked all subclasses of Event for every event read from the store: 40 % of reading a "
        "conversation. The classes are looked up in a dictionary.",
        staticmethod(_resolve_by_type),
    ),
    Adjustment(
        Agent,
        "_create_tracker_store",
        "97499b594b45581b",
        "When the database fails, Rasa goes on with an empty conversation in memory and forgets "
        "it. Here the turn fails, the channel says so, and the conversation goes on afterwards.",
        staticmethod(_create_tracker_store),
    ),
    Adjustment(
        DaskGraphRunner,
        "run",
        "45f0f52f574f3aa9",
        "The order of the graph's nodes was planned anew for each of a turn's three runs, 0.9 of "
        "12.7 ms. See graph_run.",
        _run_graph,
    ),
    Adjustment(
        EndpointConfig,
        "session",
        "e55aa13d9d4fb4bc",
        "Every call to the action server was made on a new connection, 0.6 ms of a turn. One that "
        "was used within the last two seconds is used again. And while it was started anew, each "
        "call was refused at once and the patient told to telephone.",
        _session,
    ),
    Adjustment(
        ClientResponseError,
        "__init__",
        "19356f77dd9a19b6",
        "The error's text repeated the action server's answer, which repeats the call: with it, "
        "the patient's words stood in the log of every failed action.",
        _refused,
    ),
    Adjustment(
        LocalModelStorage,
        "from_model_archive",
        "eea1ab7f2d54f550",
        "Every start unpacked the archive and read what was learned from it in Python: 4 of the 7 "
        "seconds of the processor's until it listens, and 130 MB. It is unpacked once, and mapped. "
        "See unpacked.",
        classmethod(_from_model_archive),
    ),
)


def apply() -> None:
    """Puts every adjustment in place; a second call changes nothing."""
    private_logs.apply()
    for item in ADJUSTMENTS:
        if (item.owner, item.method) not in ORIGINALS:
            ORIGINALS[item.owner, item.method] = getattr(item.owner, item.method)
            setattr(item.owner, item.method, item.replacement)
