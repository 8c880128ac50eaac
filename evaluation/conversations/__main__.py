"""Holds scripted conversations with the product, and prints how many went right.

python -m evaluation.conversations [--rasa URL | --without-server] [--show] [--folder FOLDER]
    [--writer NAME]

Without an address the product is started for it, in English and Spanish, on a database of its own.
Without a server the reading and the dialogue are talked to in this process, ten times as fast. The
figures are only printed: `python -m evaluation conversations` keeps them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from evaluation.conversations.holding import Figures, hold_all
from evaluation.conversations.lines import AT_ONCE, OverRest, WithoutServer
from evaluation.conversations.patient import Line
from evaluation.conversations.scripts import FOLDER, SPANISH, UNREAD, Script, scripts
from evaluation.conversations.started import started
from evaluation.talking import learned, own_clinic
from scripts.train import train


def main() -> None:
    """Prints the figures by writer and kind; with --show each turn that went wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.conversations",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rasa", help="address of a running product's Rasa server")
    parser.add_argument("--without-server", action="store_true", help="in this process")
    parser.add_argument(
        "--show", action="store_true", help="what went wrong, but for writers kept unread"
    )
    parser.add_argument("--folder", type=Path, help="of the scripts; else English and Spanish")
    parser.add_argument("--writer", default="", help="only this one's")
    options = parser.parse_args()
    folders = [options.folder] if options.folder else [FOLDER, SPANISH]
    with _lines(options) as (line, at_once):
        held = [hold_all(_of(folder, options.writer), line, at_once) for folder in folders]
    for figures in held:
        _tell(figures, options.show)


@contextmanager
def _lines(options: argparse.Namespace) -> Iterator[tuple[Callable[[], Line], int]]:
    """What makes a line, and how many may be held at once."""
    if options.without_server:
        with own_clinic():
            model = learned(train())
            yield lambda: WithoutServer(model), 1
    elif options.rasa:
        yield lambda: OverRest(options.rasa), AT_ONCE
    else:
        with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as product:
            yield lambda: OverRest(product.rasa, product.free), AT_ONCE


def _of(folder: Path, writer: str) -> list[Script]:
    return [script for script in scripts(folder) if writer in ("", script.writer)]


def _tell(figures: Figures, show: bool) -> None:
    if show:
        read = [held for held in figures.held if held.script.writer not in UNREAD]
        print("\n".join(Figures(tuple(read)).wrong))
    print(f"{figures.table()}\n")


if __name__ == "__main__":
    main()
