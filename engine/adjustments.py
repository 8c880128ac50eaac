"""The adjustments to Rasa 3.6.21, each with its reason and its measured effect.

Rasa 3.6.21 is the last open-source release, so what is adjusted here does not change any more. A
test fails when a method is not the one that was read when its adjustment was written.
"""

from __future__ import annotations

import hashlib
import inspect
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rasa
import rasa.shared.utils.common
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from engine import action_result


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
    replacement: Callable[..., Any]

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
)


def apply() -> None:
    """Puts every adjustment in place; a second call changes nothing."""
    for item in ADJUSTMENTS:
        if (item.owner, item.method) not in ORIGINALS:
            ORIGINALS[item.owner, item.method] = getattr(item.owner, item.method)
            setattr(item.owner, item.method, item.replacement)
