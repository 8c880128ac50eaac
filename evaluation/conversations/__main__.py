"""Holds scripted conversations with the product, and prints how many went right.

python -m evaluation.conversations [--rasa URL] [--show] [--folder FOLDER] [--writer NAME]

Without an address the product is started for it, in English and Spanish, on a database of its own.
The figures are only printed: `python -m evaluation conversations` keeps them.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from evaluation.conversations.holding import Figures, hold_all
from evaluation.conversations.scripts import FOLDER, SPANISH, Script, scripts
from evaluation.conversations.started import started


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
    parser.add_argument("--writer", default="", help="only this one's")
    options = parser.parse_args()
    if options.rasa:
        _tell(hold_all(_of(options.folder, options.writer), options.rasa), options.show)
        return
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as product:
        held = [
            hold_all(_of(path, options.writer), product.rasa, product.free)
            for path in (FOLDER, SPANISH)
        ]
    for figures in held:
        _tell(figures, options.show)


def _of(folder: Path, writer: str) -> list[Script]:
    return [script for script in scripts(folder) if writer in ("", script.writer)]


def _tell(figures: Figures, show: bool) -> None:
    if show:
        print("\n".join(figures.wrong))
    print(f"{figures.table()}\n")


if __name__ == "__main__":
    main()
