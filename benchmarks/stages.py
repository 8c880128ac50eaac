"""Where the time of one turn goes, measured inside a process that works as the server does.

Run by `measure` in a process of its own, with the environment of the server's.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import gate, systems
from benchmarks.measure import TURNS_OF_A_CONVERSATION, Spread
from benchmarks.questions import questions
from clinic.settings import ROOT


def measure(turns: int) -> dict[str, Any]:
    """Where a turn's time goes, and the gate's cost beside it.

    Returns:
        "stages": median milliseconds of a turn in each stage, in the order in which they come;
        "gate" and "gate_page" as in `benchmarks.gate`.
    """
    system = systems.ours()
    # Only the action server of it: the engine runs where it can be watched.
    system._run(system.actions)
    systems._until_open(system.action_port)
    environment = {
        **os.environ,
        **system.environment,
        "ACTIONS_URL": f"http://127.0.0.1:{system.action_port}/webhook",
        "OPENBLAS_NUM_THREADS": "1",  # as engine.server has it
    }
    results = systems.BUILD / "stages.json"
    results.unlink(missing_ok=True)
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.stages", str(turns), str(results)]
    try:
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    finally:
        system.stop()
    found: dict[str, Any] = json.loads(results.read_text())
    spreads = {name: Spread(**value) for name, value in found.items() if name != "stages"}
    return {"stages": found["stages"], **spreads}


async def _watch(turns: int) -> dict[str, float]:
    from rasa.core.actions.action import RemoteAction
    from rasa.core.agent import load_agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig
    from rasa.utils.log_utils import configure_structlog
    from spacy.language import Language

    from clinic.reading.learned.encoder.runtime import Encoder
    from clinic.settings import ROOT
    from engine.policy import OneDialogue
    from engine.tracker_store import SqlTrackerStore
    from engine.warm_up import warm_up
    from nlu.reader import MessageReader

    configure_structlog(30)
    clock = _Clock()
    clock.watch(Language, "__call__", "spaCy")
    clock.watch(Encoder, "read", "encoder")
    clock.watch(MessageReader, "process", "reading")
    clock.watch(OneDialogue, "predict_action_probabilities", "policies")
    clock.watch(DefaultPolicyPredictionEnsemble, "combine_predictions_from_kwargs", "policies")
    clock.watch(SqlTrackerStore, "retrieve", "tracker store")
    clock.watch(SqlTrackerStore, "save", "tracker store")
    clock.watch(EndpointConfig, "request", "action server")
    clock.watch(RemoteAction, "_validate_action_result", "checking its result")
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    agent = await load_agent(model_path=os.environ["RASA_MODEL"], endpoints=endpoints)
    await warm_up(agent)
    found: list[dict[str, float]] = []
    texts = itertools.cycle(questions())
    for number in range(turns + 20):
        if number % TURNS_OF_A_CONVERSATION == 0:
            conversation = uuid.uuid4().hex
        message = UserMessage(next(texts), CollectingOutputChannel(), conversation)
        clock.spent.clear()
        started = time.perf_counter()
        await agent.handle_message(message)
        whole = (time.perf_counter() - started) * 1000
        found.append({**clock.spent, "the rest of Rasa": whole - sum(clock.spent.values())})
    names = (*_ORDER, "the rest of Rasa")
    return {name: statistics.median(turn.get(name, 0.0) for turn in found[20:]) for name in names}


_ORDER = (
    "spaCy",
    "encoder",
    "reading",
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


if __name__ == "__main__":
    of_a_turn = asyncio.run(_watch(int(sys.argv[1])))
    of_the_gate = {name: asdict(value) for name, value in gate.measure().items()}
    Path(sys.argv[2]).write_text(json.dumps({"stages": of_a_turn, **of_the_gate}))
