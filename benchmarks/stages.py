"""Where the time of one turn goes, measured inside the server's process."""

from __future__ import annotations

import asyncio
import functools
import itertools
import os
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

from benchmarks import systems
from benchmarks.measure import QUESTIONS, TURNS_OF_A_CONVERSATION


def measure(turns: int) -> dict[str, float]:
    """Median milliseconds of a turn in each stage, in the order in which they come."""
    system = systems.ours()
    # Only the action server of it: the engine runs here, where it can be watched.
    system._run(system.actions)
    systems._until_open(system.action_port)
    os.environ.update(system.environment)
    os.environ["ACTIONS_URL"] = f"http://127.0.0.1:{system.action_port}/webhook"
    try:
        return asyncio.run(_watch(turns))
    finally:
        system.stop()


async def _watch(turns: int) -> dict[str, float]:
    from rasa.core.actions.action import RemoteAction
    from rasa.core.agent import load_agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig
    from rasa.utils.log_utils import configure_structlog

    from clinic import language
    from clinic.settings import ROOT, get_settings
    from engine.tracker_store import SqlTrackerStore
    from nlu.classifier import IntentClassifier
    from nlu.encoder.runtime import Encoder
    from nlu.safety_gate import SafetyGate

    get_settings.cache_clear()
    configure_structlog(30)
    clock = _Clock()
    spacy = type(language.model())
    clock.watch(spacy, "__call__", "spaCy")
    clock.watch(Encoder, "encode", "encoder")
    clock.watch(SafetyGate, "process", "safety gate")
    clock.watch(IntentClassifier, "process", "classifier")
    clock.watch(RulePolicy, "predict_action_probabilities", "policies")
    clock.watch(DefaultPolicyPredictionEnsemble, "combine_predictions_from_kwargs", "policies")
    clock.watch(SqlTrackerStore, "retrieve", "tracker store")
    clock.watch(SqlTrackerStore, "save", "tracker store")
    clock.watch(EndpointConfig, "request", "action server")
    clock.watch(RemoteAction, "_validate_action_result", "checking its result")
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    agent = await load_agent(model_path=os.environ["RASA_MODEL"], endpoints=endpoints)
    found: list[dict[str, float]] = []
    questions = itertools.cycle(QUESTIONS)
    for number in range(turns + 20):
        if number % TURNS_OF_A_CONVERSATION == 0:
            conversation = uuid.uuid4().hex
        message = UserMessage(next(questions), CollectingOutputChannel(), conversation)
        clock.spent.clear()
        started = time.perf_counter()
        await agent.handle_message(message)
        whole = (time.perf_counter() - started) * 1000
        found.append({**clock.spent, "the rest of Rasa": whole - sum(clock.spent.values())})
    names = (*_ORDER, "the rest of Rasa")
    return {name: statistics.median(turn.get(name, 0.0) for turn in found[20:]) for name in names}


_ORDER = (
    "safety gate",
    "spaCy",
    "encoder",
    "classifier",
    "policies",
    "tracker store",
    "action server",
    "checking its result",
)


class _Clock:
    """Adds up the milliseconds spent in functions, each without what is spent in others of them."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner: list[float] = []

    def watch(self, owner: Any, method: str, stage: str) -> None:
        """Watches a method, plain or async."""
        original: Callable[..., Any] = getattr(owner, method)

        if asyncio.iscoroutinefunction(original):

            @functools.wraps(original)
            async def watched(*args: Any, **kwargs: Any) -> Any:
                started = self._enter()
                try:
                    return await original(*args, **kwargs)
                finally:
                    self._leave(stage, started)

        else:

            @functools.wraps(original)
            def watched(*args: Any, **kwargs: Any) -> Any:
                started = self._enter()
                try:
                    return original(*args, **kwargs)
                finally:
                    self._leave(stage, started)

        setattr(owner, method, watched)

    def _enter(self) -> float:
        self._inner.append(0.0)
        return time.perf_counter()

    def _leave(self, stage: str, started: float) -> None:
        took = (time.perf_counter() - started) * 1000
        own = took - self._inner.pop()
        self.spent[stage] = self.spent.get(stage, 0.0) + own
        if self._inner:
            self._inner[-1] += took
