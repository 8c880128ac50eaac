"""Holds every scripted conversation with a running product, and prints how many went right.

python -m evaluation.conversations [--rasa http://127.0.0.1:5005] [--show]
"""

from __future__ import annotations

import argparse

from evaluation.conversations.holding import hold_all
from evaluation.conversations.scripts import scripts


def main() -> None:
    """Prints the figures by writer and kind; with --show each turn that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rasa", default="http://127.0.0.1:5005")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--kind")
    arguments = parser.parse_args()
    wanted = [script for script in scripts() if arguments.kind in (None, script.kind)]
    figures = hold_all(wanted, arguments.rasa)
    if arguments.show:
        print("\n".join(figures.wrong))
    print(figures.table())


if __name__ == "__main__":
    main()
