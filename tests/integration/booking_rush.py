"""A process full of patients, for tests of many bookings at once.

    python -m tests.integration.booking_rush MODE URL FIRST COUNT

Prints "ready", waits for a line on its standard input, and starts COUNT patients at once. In the
mode `book` each tries to book one time and what came of it is printed, a line each; in the mode
`churn` each books, moves and calls off until the process is killed.
"""

from __future__ import annotations

import random
import sys
import threading
import traceback
from collections import Counter

from clinic.screenings import Booking, ScreeningError, SlotTaken
from clinic.storage import Database
from tests.integration.screenings_world import World, patient, rush_facts


def book(world: World, number: int, outcomes: list[str]) -> None:
    slots = world.offered
    slot = slots[number % len(slots)]
    try:
        world.screenings.book(
            slot,
            Booking(
                patient(number), key=f"rush-{number}", channel="web", conversation=f"c{number}"
            ),
        )
        outcomes.append("booked")
    except SlotTaken as taken:
        outcomes.append("taken" if slot not in taken.instead else "taken, and offered again")
    except Exception as error:
        traceback.print_exc()
        outcomes.append(type(error).__name__)


def churn(world: World, number: int, outcomes: list[str]) -> None:
    """Books, moves and calls off at random, forever."""
    dice = random.Random(number)
    reference = None
    for step in range(1_000_000):
        key = f"churn-{number}-{step}"
        slot = dice.choice(world.offered)
        try:
            if reference is None:
                world.screenings.hold(slot, f"c{number}")
                reference = world.screenings.book(
                    slot,
                    Booking(patient(number), key=key, channel="sms", conversation=f"c{number}"),
                ).reference
                # In one piece: print writes the line's end apart, and other threads write between.
                sys.stdout.write("progress\n")
                sys.stdout.flush()
            elif dice.random() < 0.6:
                world.screenings.move(reference, slot, key=key, holder=f"c{number}")
            else:
                world.screenings.cancel(reference, key=key)
                reference = None
        except ScreeningError:
            continue


def main() -> None:
    mode, url, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    world = World(Database(url), rush_facts())
    world.offered = [
        slot for code in sys.stdin.readline().split() for slot in [world.screenings.slot(code)]
    ]
    outcomes: list[str] = []
    gate = threading.Barrier(count + 1)

    def patience(number: int) -> None:
        gate.wait()
        (book if mode == "book" else churn)(world, number, outcomes)

    threads = [
        threading.Thread(target=patience, args=(number,), daemon=True)
        for number in range(first, first + count)
    ]
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    sys.stdin.readline()
    gate.wait()
    for thread in threads:
        thread.join()
    for outcome, times in Counter(outcomes).items():
        print(f"{times} {outcome}", flush=True)


if __name__ == "__main__":
    main()
