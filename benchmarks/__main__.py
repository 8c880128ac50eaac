"""Measures speed and weight beside Rasa's default: `make bench`, or with `--quick` for a glance.

Both systems run on this machine, one after the other, in the same run: only their ratio says
something about another machine. Results go to docs/benchmarks/.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from dataclasses import dataclass
from typing import Any

from benchmarks import report, stages, systems
from benchmarks.measure import GREETING, Client
from benchmarks.systems import System


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    requests: int
    starts: int
    marks: tuple[int, ...]
    seconds: float
    turns: int
    epochs: int


# The default's 100 epochs take hours on these examples; with five of them its model is as large and
# as fast, and its time, held against ours as it is, makes the ratio stricter.
FULL = Effort(requests=300, starts=3, marks=(5, 50, 200, 1000), seconds=10, turns=2000, epochs=5)
QUICK = Effort(requests=60, starts=1, marks=(5, 50, 200), seconds=4, turns=400, epochs=2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer measurements, rough numbers")
    parser.add_argument("--no-training", action="store_true", help="use the models there are")
    parser.add_argument("--epochs", type=int, help="of the default's training; it has 100")
    options = parser.parse_args()
    effort = QUICK if options.quick else FULL
    epochs = options.epochs or effort.epochs
    started = time.monotonic()
    results: dict[str, Any] = {
        system.name: measure(system, effort, not options.no_training)
        for system in (systems.ours(), systems.default(epochs))
    }
    say("ours: where a turn's time goes")
    inside = stages.measure(effort.requests)
    results["stages"] = inside.pop("stages")
    results["ours"].update(inside)
    results["epochs"] = epochs
    report.write(results, effort.turns, quick=options.quick)
    say(f"took {(time.monotonic() - started) / 60:.0f} minutes")


def measure(system: System, effort: Effort, training: bool) -> dict[str, Any]:
    """Every figure of one system."""
    found: dict[str, Any] = {"disk": systems.disk(system)}
    if training:
        say(f"{system.name}: training")
        found["train"] = system.train_seconds()
    listen = []
    try:
        for number in range(effort.starts):
            if number:
                system.stop()
            say(f"{system.name}: starting")
            listen.append(system.start())
        found["listen"] = statistics.median(listen)
        found["memory_start"] = system.memory()
        asyncio.run(_measure_running(system, effort, found))
    finally:
        system.stop()
    return found


async def _measure_running(system: System, effort: Effort, found: dict[str, Any]) -> None:
    client = Client(system.url)
    say(f"{system.name}: memory over {effort.turns} turns")
    await client.many_turns(104)
    found["memory_100"] = system.memory()
    await client.many_turns(effort.turns - 104)
    found["memory_end"] = system.memory()
    say(f"{system.name}: parse and turns")
    found["parse"] = await client.parses(effort.requests)
    found["turn"] = await client.turns(effort.requests)
    found["turn_greeting"] = await client.turns(effort.requests, GREETING)
    for clients in (1, 8, 32):
        say(f"{system.name}: {clients} clients")
        found[f"throughput_{clients}"] = await client.throughput(clients, effort.seconds)
    say(f"{system.name}: one long conversation")
    found["long"] = await client.long_conversation(effort.marks, system.copy_turns)
    await client.close()


def say(text: str) -> None:
    print(f"[bench] {text}", flush=True)


if __name__ == "__main__":
    main()
