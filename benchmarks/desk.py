"""How much slower every page of the front desk is with years of patients in the database:
`python -m benchmarks.desk`.

Two desks run side by side on each kind of database: one knows a single patient, one 10,000 visits
and 50,000 messages more. Every page is asked for at both by turns, so that what else the machine
does meets both; what counts is the ratio. Writes docs/benchmarks/desk.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psutil
from alembic import command
from alembic.config import Config

from benchmarks.desk_first import (
    FIRST_NAME,
    FIRST_PHONE,
    RARE,
    STAFF,
    First,
    first_patient,
)
from benchmarks.desk_patients import fill
from benchmarks.pages import write as write_page
from benchmarks.systems import _free_port
from clinic import staff
from clinic.settings import ROOT, get_settings
from clinic.storage import Database

REPORT = ROOT / "docs" / "benchmarks" / "desk.md"
PASSWORD = "a long and quiet river"
BAR = 2.0
WARM = 5


@dataclass(frozen=True)
class Page:
    """A page, and what it was asked for with."""

    name: str
    address: str


def pages(first: First) -> list[Page]:
    """Every page there is to read, as a receptionist asks for it."""
    talk, visit = f"/desk/conversations/{first.conversation}", first.visit.reference
    lists = [f"/desk/inbox?tab={tab}" for tab in ("mine", "unassigned", "all", "snoozed", "closed")]
    cards = [
        f"/desk/patients/visit/{visit}", f"/desk/patients/conversation/{first.conversation}",
        f"/desk/patients/task/{first.task}",
    ]  # fmt: skip
    # The log of the desk that knows nobody grows with every look: it comes first.
    question = f"/desk/questions/{first.question}/example"
    answering = f"/desk/questions/answer?question={first.question}"
    plain = [
        "/desk/audit", "/desk/audit?who=kim", "/desk/audit?what=inbox", "/desk",
        "/desk/today/part", "/desk/alerts/bar", *lists, "/desk/inbox/part?tab=all", talk,
        f"{talk}/said", f"{talk}/composer", f"{talk}/typing", "/desk/diary",
        "/desk/diary/part", "/desk/diary/week", "/desk/diary/list", "/desk/diary/print",
        f"/desk/diary/book?slot={quote(first.free)}", "/desk/diary/block",
        f"/desk/diary/blocks/{first.block}", "/desk/calendars", f"/desk/alerts/{first.task}",
        f"/desk/alerts/{first.task}/part", "/desk/on-call", f"/desk/screenings/{visit}", *cards,
        *(f"{card}/erase" for card in cards), "/desk/incidents", "/desk/questions",
        question, answering, f"/desk/questions/written/{first.answer}",
        "/desk/ratings", "/desk/figures", "/desk/clinic", "/desk/more", "/desk/people",
        "/desk/account",
    ]  # fmt: skip
    found = [Page(address, address) for address in plain]
    for what, words in (
        ("a name", FIRST_NAME), ("the beginning of a name", FIRST_NAME[:2]),
        ("a number", FIRST_PHONE), ("a word that was written", RARE), ("nothing known", "qqqqqq"),
    ):  # fmt: skip
        found.append(Page(f"search: {what}", f"/desk/find?q={quote(words)}"))
    return found


@dataclass
class Desk:
    """A desk that runs.

    Attributes:
        http: of somebody who is logged in.
        process: its own.
    """

    http: httpx.Client
    process: subprocess.Popen[bytes]

    @property
    def megabytes(self) -> float:
        """Its resident memory."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1024**2

    def took(self, address: str) -> float:
        """Milliseconds until a page has come whole.

        Raises:
            RuntimeError: it is no page.
        """
        began = time.perf_counter()
        answer = self.http.get(address)
        took = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers with {answer.status_code}")
        return took


@contextmanager
def a_desk(url: str, folder: Path) -> Iterator[Desk]:
    """Starts a desk on a database, and logs in."""
    port = _free_port()
    environment = {**os.environ, **settings_for(folder), "DATABASE_URL": url,
                   "DESK_PORT": str(port)}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "frontdesk"], cwd=ROOT, env=environment
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as http:
            _log_in(http)
            yield Desk(http, process)
    finally:
        process.terminate()
        process.wait(30)


def _log_in(http: httpx.Client) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            page = http.get("/desk/login").text
            break
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    form = {"csrf": token.group(1) if token else "", "name": STAFF[0], "password": PASSWORD}
    if http.post("/desk/login", data=form).status_code != 303:
        raise RuntimeError("the desk lets nobody in")


def settings_for(folder: Path) -> dict[str, str]:
    """Settings of the benchmark's own."""
    return {"VAR_DIR": str(folder), "SECRET_KEY": "a secret for a benchmark, of no other use"}


def prepared(url: str, visits: int, messages: int) -> First:
    """Makes a database with one patient, and with so many more."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url)
    command.upgrade(config, "head")
    database = Database(url)
    for name in STAFF:
        staff.add_account(database, name, PASSWORD)
    first = first_patient(database)
    if visits:
        fill(database, visits, messages)
    database.engine.dispose()
    return first


def compare(urls: tuple[str, str], options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Milliseconds of each page on two databases, asked for by turns."""
    say("making the databases")
    firsts = prepared(urls[0], 0, 0), prepared(urls[1], options.visits, options.messages)
    asked = [
        pair
        for pair in zip(pages(firsts[0]), pages(firsts[1]), strict=True)
        if options.page in pair[0].name
    ]
    found: dict[str, Any] = {"pages": {}}
    with a_desk(urls[0], folder) as few, a_desk(urls[1], folder) as many:
        began = time.monotonic()
        many.took("/desk/find?q=qqqqqq")
        found["first"] = time.monotonic() - began
        say("asking for pages")
        for small, large in asked:
            times: list[tuple[float, float]] = [
                (few.took(small.address), many.took(large.address))
                for _ in range(WARM + options.looks)
            ]
            found["pages"][_shown(small.name, firsts[0])] = (
                statistics.median(one for one, _ in times[WARM:]),
                statistics.median(other for _, other in times[WARM:]),
            )
        found["memory"] = few.megabytes, many.megabytes
    return found


def _shown(name: str, first: First) -> str:
    names = {first.visit.reference: "…", first.conversation: "…"}
    for there, shown in names.items():
        name = name.replace(there, shown)
    return re.sub(r"/\d+|slot=.*", "/…", name)


def report(results: dict[str, dict[str, Any]], options: argparse.Namespace) -> str:
    """The table, with what it was measured on."""
    machine = f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores"
    kinds = list(results)
    ratios = {
        (kind, page): many / few
        for kind in kinds
        for page, (few, many) in results[kind]["pages"].items()
    }
    over = [where for where, ratio in ratios.items() if ratio > BAR]
    memory = ", ".join(
        f"{kind} {few:.0f} and {many:.0f}"
        for kind, (few, many) in ((kind, results[kind]["memory"]) for kind in kinds)
    )
    lines = [
        "# The front desk with years of patients",
        "",
        f"`python -m benchmarks.desk` on {machine}, load {psutil.getloadavg()[0]:.1f}: two desks "
        f"side by side, of which one knows a single patient and one {options.visits:,} visits and "
        f"{options.messages:,} messages more. The median of {options.looks} looks at each page, "
        "taken by turns; the ratio carries over to other machines, the milliseconds do not. The "
        "first look at all names and words, when a desk starts, took "
        + ", ".join(f"{one['first']:.1f} s on {kind}" for kind, one in results.items())
        + " and is not in it: nobody waits for it.",
        "",
        f"Pages that take more than {BAR:.0f} times as long: {len(over)} of {len(ratios)}. The "
        f"most is **{max(ratios.values()):.2f}**.",
        "",
        "| page | " + " | ".join(f"{kind}, ms | with many | ratio" for kind in kinds) + " |",
        "|---|" + "---:|" * (3 * len(kinds)),
    ]
    for page in results[kinds[0]]["pages"]:
        cells = []
        for kind in kinds:
            few, many = results[kind]["pages"][page]
            cells.append(f"{few:.1f} | {many:.1f} | {many / few:.2f}")
        lines.append(f"| {page} | " + " | ".join(cells) + " |")
    lines += ["", f"Memory of the desk with one patient and with many, MB: {memory}."]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--visits", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--looks", type=int, default=30, help="how often each page is timed")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one kind of database")
    parser.add_argument("--page", default="", help="only pages with this in their name")
    parser.add_argument("--to", type=Path, default=REPORT, help="where the report goes")
    options = parser.parse_args()
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        os.environ.update(settings_for(folder))
        get_settings.cache_clear()
        if options.only != "postgresql":
            say("SQLite")
            urls = (f"sqlite:///{folder / 'few.db'}", f"sqlite:///{folder / 'many.db'}")
            results["SQLite"] = compare(urls, options, folder)
        if options.only != "sqlite":
            from tests.integration.servers import PostgresServer

            say("PostgreSQL")
            server = PostgresServer()
            try:
                server.start()
                urls = (server.url(server.create_database()), server.url(server.create_database()))
                results["PostgreSQL"] = compare(urls, options, folder)
            finally:
                server.stop()
    text = report(results, options)
    print(text)
    write_page(options.to, text)
    say(f"written to {options.to}")


def say(text: str) -> None:
    print(f"[bench] {text}", flush=True)


if __name__ == "__main__":
    main()
