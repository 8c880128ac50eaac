"""How soon the door listens, how large it is, and how soon a message is acknowledged and answered:
`python -m benchmarks.door`.

Starts the product's processes on a database of its own and writes docs/benchmarks/door.md. Seconds
are the machine's; what carries over is how much longer the door takes than its frameworks alone.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
import uuid

import httpx
import psutil

from benchmarks import pages, systems
from clinic.settings import ROOT

REPORT = ROOT / "docs" / "benchmarks" / "door.md"
QUESTION = "what causes sciatica"
# What no door written with them can be faster than: they are loaded and a port is opened.
FRAMEWORKS = (
    "import sqlalchemy.orm, starlette.staticfiles, uvicorn, uvicorn.protocols.http.auto, pydantic,"
    " cryptography.fernet"
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.door", description=__doc__)
    parser.add_argument("--starts", type=int, default=5, help="how often the door is started")
    parser.add_argument("--messages", type=int, default=50, help="how many messages are timed")
    options = parser.parse_args()
    product = systems.ours()
    starts, sizes, frameworks, work = [], [], [], []
    for _ in range(options.starts):
        frameworks.append(load_frameworks())
        starts.append(product.start_door())
        work.append(sum(psutil.Process(product.running[0].pid).cpu_times()[:2]))
        with httpx.Client(base_url=product.front, timeout=30) as page:
            page.get("/")
            page.get("/webhooks/webchat/config")
        sizes.append(memory(product.running[0].pid))
        product.stop()
    product.start()
    try:
        acknowledged, answered = converse(product.front, options.messages)
    finally:
        product.stop()
    rows = [
        ("the door listens after its start, seconds", starts, 2),
        ("its processor time until then, in times of its frameworks'", ratios(work, frameworks), 2),
        ("memory of the door, resident, MB", [size[0] for size in sizes], 0),
        ("memory of the door, its share (PSS), MB", [size[1] for size in sizes], 0),
        ("a message is stored and acknowledged, milliseconds", acknowledged, 0),
        ("its answer is at the widget, milliseconds after sending", answered, 0),
    ]
    text = report(rows)
    print(text)
    pages.write(REPORT, text)
    print(f"[bench] Written to {REPORT.relative_to(ROOT)}")


def load_frameworks() -> float:
    """Seconds of the processor's time in which Python loads what the door is built with."""
    before = children_seconds()
    subprocess.run([sys.executable, "-W", "ignore", "-c", FRAMEWORKS], check=True)
    return children_seconds() - before


def children_seconds() -> float:
    """The processor's time of the programs that were started from here and have ended."""
    used = os.times()
    return used.children_user + used.children_system


def ratios(values: list[float], bases: list[float]) -> list[float]:
    """Each value in terms of what was measured right before it."""
    return [value / base for value, base in zip(values, bases, strict=True)]


def memory(pid: int) -> tuple[float, float]:
    """Resident and proportional memory of a process, in MB."""
    full = psutil.Process(pid).memory_full_info()
    return full.rss / systems.MEGABYTE, getattr(full, "pss", full.rss) / systems.MEGABYTE


def converse(front: str, messages: int) -> tuple[list[float], list[float]]:
    """Asks one question after the other; milliseconds until each is acknowledged and answered."""
    acknowledged, answered = [], []
    with httpx.Client(base_url=f"{front}/webhooks/webchat", timeout=60) as web:
        for number in range(messages):
            if number % 10 == 0:  # a visitor may send twenty messages a minute
                token = web.post("/conversations", json={}).json()["token"]
                web.headers["Authorization"] = f"Bearer {token}"
            began = time.perf_counter()
            body = {"client_id": str(uuid.uuid4()), "text": QUESTION}
            sent = web.post("/messages", json=body).json()
            acknowledged.append((time.perf_counter() - began) * 1000)
            wait_for_answer(web, sent["seq"])
            answered.append((time.perf_counter() - began) * 1000)
    return acknowledged, answered


def wait_for_answer(web: httpx.Client, asked: int) -> None:
    seen = asked
    while True:
        page = web.get("/messages", params={"after": seen, "wait": 20}).json()
        if any(one["from"] == "assistant" for one in page["messages"]):
            return


def report(rows: list[tuple[str, list[float], int]]) -> str:
    """The table, with what it was measured on."""
    machine = f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores"
    lines = [
        "# The door",
        "",
        f"`python -m benchmarks.door` on {machine}, load {psutil.getloadavg()[0]:.1f}.",
        "",
        "| what | median | best | worst |",
        "|---|---|---|---|",
        *(
            f"| {name} | {statistics.median(values):.{digits}f} | {min(values):.{digits}f} "
            f"| {max(values):.{digits}f} |"
            for name, values, digits in rows
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
