"""Rasa's methods are still the ones that were read when they were replaced."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import jsonschema
import pytest
import sanic.config
from aiohttp import web
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.shared.utils.schemas.events import EVENT_SCHEMA
from rasa.utils.endpoints import EndpointConfig

from engine import action_result, adjustments
from engine.adjustments import ADJUSTMENTS, ORIGINALS, Adjustment

adjustments.apply()


@pytest.mark.parametrize("item", ADJUSTMENTS, ids=lambda item: item.method)
def test_the_replaced_method_is_the_one_that_was_read(item: Adjustment) -> None:
    assert item.source_digest() == item.digest


@pytest.mark.parametrize("item", ADJUSTMENTS, ids=lambda item: item.method)
def test_every_adjustment_is_in_place_and_says_why(item: Adjustment) -> None:
    assert getattr(item.owner, item.method) is not ORIGINALS[item.owner, item.method]
    assert len(item.reason) > 40


def test_applying_twice_keeps_the_original() -> None:
    before = dict(ORIGINALS)
    adjustments.apply()
    assert before == ORIGINALS


def test_every_event_resolves_to_rasas_own_class() -> None:
    for event_class in all_subclasses(Event):
        original = ORIGINALS[Event, "resolve_by_type"](event_class.type_name)
        assert Event.resolve_by_type(event_class.type_name) is original


def test_an_unknown_event_is_refused_or_defaulted_as_before() -> None:
    with pytest.raises(ValueError, match="Unknown event name 'nonsense'"):
        Event.resolve_by_type("nonsense")
    assert Event.resolve_by_type("nonsense", SlotSet) is SlotSet
    assert Event.resolve_by_type("topic") is None


def test_the_action_server_gets_slots_message_and_this_turns_events_only() -> None:
    tracker = DialogueStateTracker("anna", [])
    for text in ("first", "second"):
        tracker.update(UserUttered(text, {"name": "greet"}))
    domain = Domain.empty()
    call: dict[str, Any] = RemoteAction("action_answer", None)._action_call_format(tracker, domain)
    assert [event["text"] for event in call["tracker"]["events"]] == ["second"]
    whole = ORIGINALS[RemoteAction, "_action_call_format"](
        RemoteAction("action_answer", None), tracker, domain
    )
    del whole["tracker"]["events"], call["tracker"]["events"], whole["domain"]
    assert call == whole


class Connections:
    """A server on a port of its own that counts the connections made to it."""

    def __init__(self) -> None:
        self.count = 0
        self.port = 0
        self._runner: web.ServerRunner | None = None

    async def start(self) -> None:
        handler = web.Server(self._answer)

        def connected() -> Any:
            self.count += 1
            return handler()

        self._runner = web.ServerRunner(handler)
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        assert self._runner is not None
        await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        return web.json_response({"events": [], "cookie": request.cookies.get("seen")})


@pytest.fixture()
async def connections() -> AsyncIterator[Connections]:
    """A counting server."""
    server = Connections()
    await server.start()
    yield server
    await server.stop()


async def test_calls_to_the_action_server_share_a_connection(connections: Connections) -> None:
    endpoint = EndpointConfig(f"http://127.0.0.1:{connections.port}/webhook")
    for _ in range(5):
        assert (await endpoint.request(json={}))["events"] == []
    assert connections.count == 1


async def test_calls_at_the_same_time_do_not_wait_for_one_another(connections: Connections) -> None:
    endpoint = EndpointConfig(f"http://127.0.0.1:{connections.port}/webhook")
    await asyncio.gather(*(endpoint.request(json={}) for _ in range(120)))
    assert 1 < connections.count <= 120


async def test_a_connection_is_dropped_before_the_action_server_drops_it(
    connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sanic.config.DEFAULT_CONFIG["KEEP_ALIVE_TIMEOUT"] > adjustments.KEPT_SECONDS
    monkeypatch.setattr(adjustments, "KEPT_SECONDS", 0.1)
    endpoint = EndpointConfig(f"http://127.0.0.1:{connections.port}/webhook")
    await endpoint.request(json={})
    await asyncio.sleep(0.5)
    await endpoint.request(json={})
    assert connections.count == 2


async def test_an_action_server_that_was_started_again_is_called_at_once(
    connections: Connections,
) -> None:
    endpoint = EndpointConfig(f"http://127.0.0.1:{connections.port}/webhook")
    await endpoint.request(json={})
    await connections.stop()
    await connections.start()
    assert (await endpoint.request(json={}))["events"] == []


async def test_an_action_server_that_is_being_started_again_is_waited_for(
    connections: Connections,
) -> None:
    endpoint = EndpointConfig(f"http://127.0.0.1:{connections.port}/webhook")
    await connections.stop()
    calling = asyncio.create_task(endpoint.request(json={}))
    await asyncio.sleep(0.3)
    await connections.start()
    assert (await calling)["events"] == []


async def test_one_that_stays_away_is_waited_for_once(
    connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adjustments, "AWAY_SECONDS", 0.5)
    endpoint = EndpointConfig(f"http://127.0.0.1:{connections.port}/webhook")
    await connections.stop()
    took = []
    for _ in range(2):
        began = time.monotonic()
        with pytest.raises(aiohttp.ClientConnectorError):
            await endpoint.request(json={})
        took.append(time.monotonic() - began)
    assert took[0] >= 0.5 > took[1]
    await connections.start()
    assert (await endpoint.request(json={}))["events"] == []


async def test_one_that_was_away_for_long_is_waited_for_when_it_is_started_again(
    connections: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody called while it was back."""
    monkeypatch.setattr(adjustments, "AWAY_SECONDS", 0.5)
    endpoint = EndpointConfig(f"http://127.0.0.1:{connections.port}/webhook")
    await connections.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await endpoint.request(json={})
    await asyncio.sleep(0.6)
    monkeypatch.setattr(adjustments, "AWAY_SECONDS", 10.0)
    connector = endpoint.__dict__["_connections"][1]
    connector._failed_at -= 10.0
    connector._away_since -= 10.0
    calling = asyncio.create_task(endpoint.request(json={}))
    await asyncio.sleep(0.3)
    await connections.start()
    assert (await calling)["events"] == []


def test_the_given_tracker_store_is_used_bare() -> None:
    store = InMemoryTrackerStore(Domain.empty())
    assert Agent(domain=Domain.empty(), tracker_store=store).tracker_store is store


KINDS = [schema["properties"]["event"]["const"] for schema in EVENT_SCHEMA["oneOf"]]
RESULTS: list[Any] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "timestamp": None, "name": "a", "value": 1}]},
    *({"events": [{"event": kind, "name": "a", "value": 1}]} for kind in KINDS),
    *({"events": [{"event": kind}]} for kind in KINDS),
    {"events": [{"event": "nonsense"}]},
    {"events": [{"event": ["slot"]}]},
    {"events": [{"event": "slot", "timestamp": "now", "name": "a", "value": 1}]},
    {"events": [{"no": "event"}]},
    {"events": ["slot"]},
    {"events": "slot"},
    {"events": {}},
    {"responses": [{"text": "hello"}]},
    {"responses": ["hello"]},
    {"responses": "hello"},
    [],
    "nothing",
    None,
]


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_an_action_result_passes_or_fails_as_in_rasa(result: Any) -> None:
    action = RemoteAction("action_answer", None)
    original = ORIGINALS[RemoteAction, "_validate_action_result"]
    expected = _outcome(lambda: original(action, result))
    assert _outcome(lambda: action._validate_action_result(result)) == expected
    assert action_result.is_valid(result) == (expected == "valid")


def _outcome(check: Any) -> str:
    try:
        check()
    except jsonschema.ValidationError as error:
        return str(error.message)
    return "valid"
