"""How far more brains carry, and where the time of a turn goes: `python -m benchmarks.wide`.

One, two and four brains on one PostgreSQL, each loaded with as many people as keep it busy; then
brains that cost nothing, which leaves the database. Writes docs/benchmarks/wide.md. How many turns
a second there are is this machine's; what carries over is the processor time of a turn, part by
part, from which the sizing table is worked out.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import math
import platform
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
import psutil
from sqlalchemy import func, select

from benchmarks import pages
from benchmarks.door import memory
from benchmarks.drill_house import DrillHouse, at, house, servers
from benchmarks.drill_people import QUESTIONS, Chatter
from channels.intake import store_message
from clinic.messages.tables import inbound
from clinic.settings import ROOT
from clinic.storage import Database

REPORT = ROOT / "docs" / "benchmarks" / "wide.md"
PEOPLE_A_BRAIN, PATIENCE_SECONDS = 6, 120.0
# What a clinic is taken to have: messages on a busy day, how many of them in the busiest hour, and
# how much denser than that hour they come in its busiest minute.
MESSAGES_A_DAY, BUSIEST_HOUR, DENSER = 400, 0.15, 3.0
# No core is planned to be busier than that.
FULL = 0.5


@dataclass(frozen=True)
class Run:
    """What was measured with so many brains.

    Attributes:
        brains: how many there were.
        turns: how many messages were answered.
        seconds: in which time.
        waits: how long each waited, in order of length.
        spent: processor time of each part in milliseconds a turn.
        brain_memory, memory: MB of a brain and of everything, its share (PSS).
    """

    brains: int
    turns: int
    seconds: float
    waits: Sequence[float]
    spent: Mapping[str, float]
    brain_memory: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wide", description=__doc__)
    parser.add_argument("--brains", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--seconds", type=float, default=40)
    options = parser.parse_args()
    with servers() as (server, redis):
        runs = []
        for brains in options.brains:
            with house(server, redis, brains) as opened:
                runs.append(measured(opened, server.pid, options.seconds))
        with house(server, redis, scripted=True) as opened:
            alone = database_alone(opened, server.pid, options.seconds)
    page = report(runs, alone)
    print(page)
    pages.write(REPORT, page)


def measured(house: DrillHouse, database: int, seconds: float) -> Run:
    """Keeps every brain busy for a while."""
    asyncio.run(crowd(house, 2, 5))  # what is loaded with the first message is loaded
    before, began = spent(house, database), time.monotonic()
    waits = asyncio.run(crowd(house, PEOPLE_A_BRAIN * len(house.brains), seconds))
    took, after = time.monotonic() - began, spent(house, database)
    return Run(
        brains=len(house.brains),
        turns=len(waits),
        seconds=took,
        waits=sorted(waits),
        spent={part: (after[part] - before[part]) * 1000 / len(waits) for part in after},
        brain_memory=memory(house.brains[0].process.pid)[1],
        memory=sum(memory(pid)[1] for pid in all_processes(house, database)),
    )


async def crowd(house: DrillHouse, people: int, seconds: float) -> list[float]:
    """So many people ask without a pause, each again and again; how long each question waited."""
    end, waits = time.monotonic() + seconds, list[float]()

    async def one(http: httpx.AsyncClient) -> None:
        while time.monotonic() < end:
            person = Chatter(http, house, PATIENCE_SECONDS)
            await person.ask((0, 0))
            waits.extend(seconds for _, seconds in person.waits)

    async with httpx.AsyncClient(timeout=45) as http:
        await asyncio.gather(*(one(http) for _ in range(people)))
    return waits


def spent(house: DrillHouse, database: int) -> dict[str, float]:
    """Processor time of each part so far, in seconds."""
    actions = [house.actions] if house.actions else []
    parts = {"doors": house.doors, "brains": house.brains, "actions": actions}
    parts["workers"] = house.workers
    ours = {name: sum(used(one.process.pid) for one in kept) for name, kept in parts.items()}
    return {"nginx": used(house.nginx.pid), **ours, "PostgreSQL": used(database)}


def used(pid: int) -> float:
    """Processor time of a process and all it has started, in seconds; of its children those
    included that have ended."""
    times = [psutil.Process(one).cpu_times() for one in family(pid)]
    ended = times[0].children_user + times[0].children_system
    return float(sum(one.user + one.system for one in times) + ended)


def family(pid: int) -> list[int]:
    """A process and those it has started."""
    children = psutil.Process(pid).children(recursive=True)
    return [pid, *(child.pid for child in children if child.is_running())]


def all_processes(house: DrillHouse, database: int) -> list[int]:
    """Everything that runs for the product."""
    ours = [part.process.pid for part in house.everything]
    return [pid for one in (*ours, house.nginx.pid, database) for pid in family(one)]


def database_alone(house: DrillHouse, database: int, seconds: float) -> tuple[float, float]:
    """Turns a second with brains that say one line at once and keep it as ours do, and
    PostgreSQL's milliseconds a turn. The messages are put into the database directly."""
    store, ended = Database(house.url), threading.Event()

    def write(place: int) -> None:
        for number in itertools.count():
            if ended.is_set():
                return
            with store.begin() as connection:
                store_message(
                    connection,
                    channel="web",
                    conversation=f"person-{place}-{number // len(QUESTIONS)}",
                    external_id=f"{place}-{number}",
                    text=QUESTIONS[number % len(QUESTIONS)],
                    open_if_new=True,
                    shown=True,
                )

    def answered() -> int:
        with store.read() as connection:
            counted = select(func.count()).where(inbound.c.answered_at.isnot(None))
            return int(connection.execute(counted).scalar_one())

    writers = [threading.Thread(target=write, args=(place,), daemon=True) for place in range(4)]
    for writer in writers:
        writer.start()
    try:
        time.sleep(5)
        before, began, known = used(database), time.monotonic(), answered()
        time.sleep(seconds)
        turns, took = answered() - known, time.monotonic() - began
        return turns / took, (used(database) - before) * 1000 / max(turns, 1)
    finally:
        ended.set()
        store.engine.dispose()


def report(runs: Sequence[Run], alone: tuple[float, float]) -> str:
    """The page."""
    cores, parts = psutil.cpu_count(), list(runs[0].spent)
    lines = [
        "# Many brains on one database",
        "",
        f"`python -m benchmarks.wide` on {platform.system()} {platform.machine()}: nginx, two "
        f"doors, PostgreSQL and Redis, and {PEOPLE_A_BRAIN} people a brain who ask without a "
        f"pause, all on the same {cores} cores. These bound the turns a second, with however many "
        "brains; the processor time of a turn is what carries over to another machine. Load in "
        f"the end: {psutil.getloadavg()[0]:.1f}.",
        "",
        "| brains | turns a second | half wait | 19 of 20 wait | MB a brain | MB in all (PSS) |",
        "|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {run.brains} | {run.turns / run.seconds:.1f} | {at(run.waits, 0.5):.2f} s "
            f"| {at(run.waits, 0.95):.2f} s | {run.brain_memory:.0f} | {run.memory:.0f} |"
            for run in runs
        ),
        "",
        f"| brains | {' | '.join(parts)} | all | the brains' share |",
        f"|---:|{'---:|' * (len(parts) + 2)}",
        *(
            f"| {run.brains} | {' | '.join(f'{run.spent[part]:.1f}' for part in parts)} "
            f"| {sum(run.spent.values()):.1f} "
            f"| {run.spent['brains'] / sum(run.spent.values()):.0%} |"
            for run in runs
        ),
        "",
        "Processor time of a turn, in milliseconds.",
        "",
        f"With brains that cost nothing {alone[0]:.0f} turns a second go through the database on "
        f"this machine, bounded by the Python on both sides of it. PostgreSQL's own part is "
        f"{alone[1]:.1f} ms a turn: a core of its own would take {1000 / alone[1]:.0f} turns a "
        "second.",
        "",
        "## How much for how many",
        "",
        *sizing(runs[0]),
    ]
    return "\n".join(lines) + "\n"


def sizing(run: Run) -> list[str]:
    """What 1, 10 and 100 clinics need, from the processor time of a turn."""
    whole, brain = sum(run.spent.values()) / 1000, run.spent["brains"] / 1000
    others = run.memory - run.brains * run.brain_memory
    lines = [
        "Worked out, not measured. Assumed, not known: a clinic has "
        f"{MESSAGES_A_DAY} messages on a busy day, {BUSIEST_HOUR:.0%} of them in its busiest hour, "
        f"which is the same hour for all clinics, and its busiest minute is {DENSER:.0f} times as "
        f"dense. No core is more than {FULL:.0%} busy, a core is as fast as the one measured on, "
        "and there is one brain more than needed for the one that is killed or updated.",
        "",
        "| clinics | turns a second at the worst | cores | brains | doors | workers | MB |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for clinics in (1, 10, 100):
        rate = clinics * MESSAGES_A_DAY * BUSIEST_HOUR / 3600 * DENSER
        brains = math.ceil(rate * brain / FULL) + 1
        cores, megabytes = math.ceil(rate * whole / FULL), others + brains * run.brain_memory
        lines.append(f"| {clinics} | {rate:.2f} | {cores} | {brains} | 2 | 2 | {megabytes:.0f} |")
    return lines


if __name__ == "__main__":
    main()
