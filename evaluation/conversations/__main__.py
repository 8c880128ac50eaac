"""Holds every scripted conversation with the product, and writes how many went right.

python -m evaluation.conversations [--rasa http://127.0.0.1:5005] [--show] [--folder FOLDER]

Without an address the product is started for it, in English and Spanish, on a database of its own;
what came of the English and the Spanish scripts is kept and stands in the README. With one it is
only printed.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from clinic.settings import ROOT
from evaluation.conversations.holding import hold_all
from evaluation.conversations.scripts import FOLDER, scripts
from evaluation.conversations.started import started
from evaluation.readme import note, of_conversations

SPANISH = ROOT / "tests" / "understanding" / "spanish" / "scripts"


def main() -> None:
    """Prints the figures by writer and kind; with --show each turn that went wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.conversations",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rasa", help="address of a running product's Rasa server")
    parser.add_argument("--show", action="store_true", help="what went wrong, turn by turn")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of the scripts")
    options = parser.parse_args()
    if options.rasa:
        figures = hold_all(scripts(options.folder), options.rasa)
        if options.show:
            print("\n".join(figures.wrong))
        print(figures.table())
        return
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as rasa:
        english, spanish = (hold_all(scripts(path), rasa) for path in (FOLDER, SPANISH))
    note(conversations=of_conversations(english), conversations_es=of_conversations(spanish))
    print(f"{english.table()}\n\n{spanish.table()}")


if __name__ == "__main__":
    main()
