"""Where the processor's time goes, as two pictures: `python -m benchmarks.flame`.

One of the brain's start, docs/benchmarks/flame-start.svg, and one of a turn, flame.svg.
A box is a function, as wide as its share of the samples; what it calls stands on it. py-spy takes
the samples from outside, fetched by uv; where the system lets nobody look into a process of his
own (kernel.yama.ptrace_scope), it has to be root.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import httpx
import psutil

from benchmarks import systems
from benchmarks.measure import TURNS_OF_A_CONVERSATION
from benchmarks.questions import questions
from clinic.settings import ROOT

FOLDER = ROOT / "docs" / "benchmarks"
PY_SPY = "py-spy==0.4.1"
RATE = 250  # samples a second
WARM, ATTACHING_SECONDS = 30, 3.0
# Of the picture, in pixels; what is narrower than this share of it is left out.
WIDTH, ROW, LEAST = 1200, 16, 0.008
# An average letter's width, in pixels.
LETTER = 6.2
_IMPORTING = "<frozen importlib"
_LINE = re.compile(r":\d+\)$")


@dataclass
class Box:
    """A function, where it was called from; how often it, or what it called, was seen at work."""

    name: str
    seen: int = 0
    calls: dict[str, Box] = field(default_factory=dict)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flame", description=__doc__)
    parser.add_argument("--messages", type=int, default=300, help="how many turns are watched")
    options = parser.parse_args()
    product = systems.ours()
    product.start()  # what a first start makes is there for the one that is watched
    product.stop()
    (FOLDER / "flame-start.svg").write_text(drawn("The brain's start", start_of(product)))
    turns = turns_of(product, options.messages)
    (FOLDER / "flame.svg").write_text(drawn("A turn in the brain", turns))


def start_of(product: systems.System) -> Box:
    """The brain from its beginning until it listens."""
    with tempfile.TemporaryDirectory() as folder:
        samples = Path(folder) / "samples"
        brain, product.server = product.server, watching(samples, ["--", *product.server])
        try:
            product.start()
            end(product.running[-1])
        finally:
            product.server = brain
            product.stop()
        return tree(samples.read_text().splitlines())


def turns_of(product: systems.System, messages: int) -> Box:
    """The brain while it answers questions, no two alike.

    Raises:
        SystemExit: the system lets nobody look into the brain.
    """
    product.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            samples = Path(folder) / "samples"
            ask(product.url, questions()[:WARM])
            spy = subprocess.Popen(watching(samples, ["--pid", str(product.running[-1].pid)]))
            time.sleep(ATTACHING_SECONDS)
            ask(product.url, questions()[WARM : WARM + messages])
            end(spy)
            if not samples.exists():
                sys.exit("[bench] py-spy could not look into the brain; start this as root.")
            return tree(samples.read_text().splitlines())
    finally:
        product.stop()


def watching(samples: Path, what: Sequence[str]) -> list[str]:
    """The command that watches a process, and writes a line for each stack it has seen."""
    spy = [systems._uv(), "tool", "run", PY_SPY, "record", "--rate", str(RATE)]
    return [*spy, "--format", "raw", "--output", str(samples), *what]


def end(spy: subprocess.Popen[bytes]) -> None:
    """Has what watches write what it has seen."""
    for child in psutil.Process(spy.pid).children():
        if child.name().startswith("py-spy"):  # of uv
            child.send_signal(signal.SIGINT)
    spy.wait(120)


def ask(url: str, texts: Sequence[str]) -> None:
    """Has them answered, in conversations of some turns."""
    with httpx.Client(base_url=url, timeout=120) as rest:
        for number, text in enumerate(texts):
            if number % TURNS_OF_A_CONVERSATION == 0:
                sender = uuid.uuid4().hex
            body = {"sender": sender, "message": text}
            rest.post("/webhooks/rest/webhook", json=body).raise_for_status()


def tree(lines: Sequence[str]) -> Box:
    """The samples as one tree. A line is `function (file:line);function (file:line) times`."""
    root = Box("all")
    for line in lines:
        stack, _, times = line.rpartition(" ")
        box = root
        box.seen += int(times)
        for frame in stack.split(";"):
            if _IMPORTING in frame:  # between a module and the next there are six of them
                continue
            name = _LINE.sub(")", frame)
            box = box.calls.setdefault(name, Box(name))
            box.seen += int(times)
    while len(root.calls) == 1:  # nothing is told by a row that is as wide as the picture
        (root,) = root.calls.values()
    return root


def drawn(title: str, root: Box) -> str:
    """The picture. Each box says what it is, and its share, when it is pointed at."""
    boxes = list(_placed(root, 0.0, 0, root.seen))
    height = (max(level for _, _, level in boxes) + 3) * ROW
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="monospace" font-size="10">',
        f'<text x="4" y="13">{escape(title)}: {root.seen} samples</text>',
    ]
    for box, left, level in boxes:
        width, top = box.seen / root.seen * WIDTH, height - (level + 1) * ROW
        fits = box.name.partition(" (")[0][: max(int((width - 4) / LETTER), 0)]
        colour = 20 + zlib.crc32(box.name.rpartition("/")[0].encode()) % 40
        lines.append(
            f'<g><title>{escape(box.name)}, {box.seen / root.seen:.1%}</title><rect x="{left:.1f}" '
            f'y="{top}" width="{width:.1f}" height="{ROW - 1}" fill="hsl({colour},80%,70%)"/>'
            f'<text x="{left + 2:.1f}" y="{top + 11}">{escape(fits)}</text></g>'
        )
    return "\n".join([*lines, "</svg>", ""])


def _placed(box: Box, left: float, level: int, all_seen: int) -> Iterator[tuple[Box, float, int]]:
    """Each box that is wide enough, with its left edge and its row."""
    yield box, left, level
    for call in sorted(box.calls.values(), key=lambda one: -one.seen):
        if call.seen >= LEAST * all_seen:
            yield from _placed(call, left, level + 1, all_seen)
        left += call.seen / all_seen * WIDTH


if __name__ == "__main__":
    main()
