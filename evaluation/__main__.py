"""Measures how well messages, signs and conversations are understood: `make eval`.

python -m evaluation [messages] [signs] [talked] [conversations] [journeys] [--publish]

Without a name all of them, in that order. Each writes its pages of docs/evaluation/ and its figures
of the README, and says how long it took. Exits with 1 when a figure is under its floor
(evaluation/floors.py), or an English one is worse than what was published
(evaluation/counts.py); --publish takes what is measured as published.
"""

from __future__ import annotations

import argparse
import sys
import time

from evaluation.parts import PARTS


def main() -> int:
    """Measures the parts that are named, or all of them."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--publish", action="store_true", help="take it as published")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    failed, took = [], []
    for name in options.parts or PARTS:
        started = time.monotonic()
        failed += PARTS[name](options.publish)
        took.append(f"{name} {time.monotonic() - started:.0f} s")
        print(f"\nMeasured: {', '.join(took)}.\n", flush=True)
    print("\n".join(failed) or "Every figure is above its floor, and no worse than published.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
