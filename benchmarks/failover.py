"""Everything is killed once while people chat and text: `python -m benchmarks.failover`.

On PostgreSQL and Redis, with nginx, two doors, two brains and two workers. Nobody may be left
without an answer, get one twice, or get it out of order; how long the longest wait was is written
to docs/benchmarks/failover.md, by what had just been killed.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import platform
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import httpx
import psutil
from sqlalchemy import create_engine, text

from benchmarks import pages
from benchmarks.drill_house import DrillHouse, at, house, servers, until
from benchmarks.drill_people import QUESTIONS, Chatter, Pause, Person, Texter, Unanswered
from clinic.settings import ROOT
from tests.integration.servers import PostgresServer, RedisServer

REPORT = ROOT / "docs" / "benchmarks" / "failover.md"
FIRST_NUMBER = 14145562000
# Every third person asks all at once: only then is there an order to keep.
AT_ONCE = 3
# What is sent or answered twice would come within so long.
SETTLED_SECONDS = 5.0
# Whoever updates looks at each process before taking the next.
LOOK_SECONDS = 2.0
# Around a blow is what is asked from so long before it begins until so long after it is over.
BEFORE_SECONDS, AFTER_SECONDS = 5.0, 15.0
Fault = Literal["lost", "twice", "out of order", "other words"]
Blow = tuple[str, Callable[[], None]]
New = Callable[[], Person]


@dataclass(frozen=True)
class Crowd:
    """Who asks. When somebody has asked all questions, somebody else comes.

    Attributes:
        chatting, texting: how many people at any time.
        pause: the least and the most seconds between an answer and the next question.
        patience: seconds after which a question counts as lost.
    """

    chatting: int
    texting: int
    pause: Pause
    patience: float


@dataclass(frozen=True)
class Outcome:
    """What came of a drill.

    Attributes:
        people: how many there were; each asks all questions.
        faults: how many people each befell.
        stuck: messages that wait in the database when all is over.
        waits: when each question was asked and how many seconds it waited.
        struck: each blow, when it began and when it was over.
    """

    people: int
    faults: Counter[Fault]
    stuck: int
    waits: Sequence[tuple[float, float]]
    struck: Sequence[tuple[str, float, float]]

    @property
    def is_clean(self) -> bool:
        """Whether nobody noticed more than a pause."""
        return not (self.faults or self.stuck)


def fault(heard: Sequence[str], wanted: Sequence[str]) -> Fault | None:
    """What is wrong with what somebody was told; None: nothing."""
    if list(heard) == list(wanted):
        return None
    more, less = Counter(heard) - Counter(wanted), Counter(wanted) - Counter(heard)
    if set(more) - set(wanted):
        return "other words"
    if less:
        return "lost"
    return "twice" if more else "out of order"


async def drill(
    house: DrillHouse, blows: Sequence[Blow], crowd: Crowd, seconds_between: float
) -> Outcome:
    """Has people ask while one blow after the other falls.

    What they are to be answered is what somebody was answered before the first one.

    Args:
        seconds_between: from the end of one blow to the beginning of the next.
    """
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(timeout=45, limits=limits) as http:
        chatter, texter = _newcomers(http, house, crowd.patience)
        wanted = {new: await _heard_by(new()) for new in (chatter, texter)}
        new = [chatter] * crowd.chatting + [texter] * crowd.texting
        over = asyncio.Event()
        coming = [
            asyncio.create_task(_come(one, crowd.pause, over, delay=crowd.pause[1] * n / len(new)))
            for n, one in enumerate(random.sample(new, len(new)))
        ]
        struck = await _strike_all(blows, seconds_between)
        over.set()
        came = list(itertools.chain(*await asyncio.gather(*coming)))
        await asyncio.sleep(SETTLED_SECONDS)
        found = [fault(await person.heard(), wanted[one]) for one, person in came]
    waits = [wait for _, person in came for wait in person.waits]
    faults = Counter(one for one in found if one)
    return Outcome(len(came), faults, _stuck(house.url), waits, struck)


def _newcomers(http: httpx.AsyncClient, house: DrillHouse, patience: float) -> tuple[New, New]:
    """What makes somebody new who chats, and somebody new who texts."""
    places, numbers = itertools.count(), itertools.count(FIRST_NUMBER)

    def chatter() -> Person:
        return Chatter(http, house, patience, at_once=next(places) % AT_ONCE == 1)

    def texter() -> Person:
        return Texter(house, f"+{next(numbers)}", patience)

    return chatter, texter


async def _heard_by(person: Person) -> list[str]:
    await person.ask((0, 0))
    return await person.heard()


async def _come(
    new: New, pause: Pause, over: asyncio.Event, delay: float
) -> list[tuple[New, Person]]:
    """Has one person after the other come, until it is over; all of them."""
    await asyncio.sleep(delay)
    came = []
    while not over.is_set():
        person = new()
        came.append((new, person))
        with suppress(Unanswered):  # seen by what they have heard
            await person.ask(pause)
    return came


async def _strike_all(
    blows: Sequence[Blow], seconds_between: float
) -> list[tuple[str, float, float]]:
    """Each blow, when it began and when it was over."""
    struck = []
    for name, strike in blows:
        await asyncio.sleep(seconds_between)
        began = time.monotonic()
        await asyncio.to_thread(strike)
        struck.append((name, began, time.monotonic()))
    await asyncio.sleep(seconds_between)
    return struck


def _stuck(url: str) -> int:
    """Messages that are not answered and answers that are not sent."""
    queries = (
        "SELECT COUNT(*) FROM inbound_messages WHERE answered_at IS NULL",
        "SELECT COUNT(*) FROM outbox WHERE state <> 'sent'",
    )
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        return sum(connection.execute(text(query)).scalar_one() for query in queries)


def blows_of(house: DrillHouse, server: PostgresServer, redis: RedisServer) -> list[Blow]:
    """What falls on it, in this order."""

    def restart() -> None:
        server.kill()
        server.start_again()

    def kill_brains() -> None:
        for brain in house.brains:
            brain.kill()

    return [
        ("a brain killed", house.brains[0].kill),
        ("a door killed", house.doors[0].kill),
        ("a worker killed", house.workers[0].kill),
        ("PostgreSQL killed and started again", restart),
        ("Redis lost for good", redis.stop),
        ("both brains killed", kill_brains),
        ("updated: the schema, the model, one process after the other", lambda: update(house)),
    ]


def update(house: DrillHouse) -> None:
    """A rolling update: the schema first, while the earlier processes go on on it; new actions
    beside the earlier ones; then one process after the other, the brains on a new model and led to
    the new actions."""
    engine = create_engine(house.url, future=True)
    with engine.begin() as connection:  # as a release makes it: a column more, in a table in use
        connection.execute(text("ALTER TABLE inbound_messages ADD COLUMN drilled VARCHAR(8)"))
    engine.dispose()
    model = house.folder / "new-model.tar.gz"
    shutil.copy(house.settings["RASA_MODEL"], model)
    earlier = house.actions
    if earlier:
        house.actions = house.new_actions()
        until(house.actions.is_ready)
    for part in (*house.brains, *house.doors, *house.workers):
        actions = house.settings.get("ACTIONS_PORT", "")
        part.change(RASA_MODEL=str(model), **({"ACTIONS_PORT": actions} if actions else {}))
        part.renew()
        time.sleep(LOOK_SECONDS)
    if earlier:
        earlier.stop()


def report(outcome: Outcome, at_any_time: int) -> str:
    """The page."""
    waits = sorted(seconds for _, seconds in outcome.waits)
    faults = outcome.faults
    lines = [
        "# Failover",
        "",
        f"`python -m benchmarks.failover` on {platform.system()} {platform.machine()}, "
        f"{psutil.cpu_count()} cores: nginx, two doors, two brains, two workers, PostgreSQL and "
        f"Redis, all real; the carrier is the sandbox's. {at_any_time} people at any time, "
        f"{outcome.people} in all, asked {outcome.people * len(QUESTIONS)} questions, a third of "
        "those who chat all four at once. No door stood in for a brain "
        f"(`STAND_IN_SECONDS=600`). Load in the end: {psutil.getloadavg()[0]:.1f}.",
        "",
        "| of these | |",
        "|---|---:|",
        f"| people with a question that was not answered | {faults['lost']} |",
        f"| people who were told something twice | {faults['twice']} |",
        f"| people who were answered in another order | {faults['out of order']} |",
        f"| people who were told something else than in quiet times | {faults['other words']} |",
        f"| messages that were stuck in the end | {outcome.stuck} |",
        f"| half of the questions waited at most | {at(waits, 0.5):.1f} s |",
        f"| 19 of 20 waited at most | {at(waits, 0.95):.1f} s |",
        f"| the longest wait | {waits[-1]:.1f} s |",
        "",
        "| what happened | it took | the longest wait of a question asked around it |",
        "|---|---:|---:|",
        *(
            f"| {name} | {ended - began:.1f} s | {_longest(outcome.waits, began, ended)} |"
            for name, began, ended in outcome.struck
        ),
        "",
        f"Around it: from {BEFORE_SECONDS:.0f} seconds before it began until {AFTER_SECONDS:.0f} "
        "after it was over.",
    ]
    return "\n".join(lines) + "\n"


def _longest(waits: Sequence[tuple[float, float]], began: float, ended: float) -> str:
    around = [
        seconds for at, seconds in waits if began - BEFORE_SECONDS <= at <= ended + AFTER_SECONDS
    ]
    return f"{max(around):.1f} s" if around else "nobody asked"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.failover", description=__doc__)
    parser.add_argument("--chatting", type=int, default=140, help="people at any time")
    parser.add_argument("--texting", type=int, default=60, help="people at any time")
    parser.add_argument("--seconds", type=float, default=25, help="between two blows")
    parser.add_argument("--pause", type=float, default=60, help="between two questions, at most")
    options = parser.parse_args()
    pause = (options.pause / 2, options.pause)
    crowd = Crowd(options.chatting, options.texting, pause, patience=300)
    with servers() as (server, redis), house(server, redis) as opened:
        blows = blows_of(opened, server, redis)
        outcome = asyncio.run(drill(opened, blows, crowd, options.seconds))
    page = report(outcome, options.chatting + options.texting)
    print(page)
    pages.write(REPORT, page)
    if not outcome.is_clean:
        sys.exit("[bench] Somebody noticed more than a pause.")


if __name__ == "__main__":
    main()
