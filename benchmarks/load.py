"""A hundred visitors on the website at once: `python -m benchmarks.load`.

Starts the product on a database of its own, sends locust's visitors (benchmarks/visitors.py) to
its web channel, and writes latencies and failures to docs/benchmarks/load.md. Locust comes from
the dependency group `bench` of the lock file, in an environment of its own.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import psutil

from benchmarks import pages, systems
from benchmarks.systems import BUILD, System
from clinic.settings import ROOT

REPORT = ROOT / "docs" / "benchmarks" / "load.md"
# Every visitor comes from this one machine, which the limit for an address is not made for.
NO_ADDRESS_LIMIT = {
    "WEB_MESSAGES_PER_MINUTE_PER_ADDRESS": "1000000",
    "WEB_CONVERSATIONS_PER_MINUTE_PER_ADDRESS": "1000000",
}
QUANTILES = ("50%", "95%", "99%")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--visitors", type=int, default=100, help="how many at once")
    parser.add_argument("--seconds", type=int, default=180, help="how long, arrival included")
    options = parser.parse_args()
    product = systems.ours()
    product.environment.update(NO_ADDRESS_LIMIT)
    print("[load] starting the product", flush=True)
    product.start()
    try:
        before = product.memory()
        rows = visit(product, options.visitors, options.seconds)
        after = product.memory()
    finally:
        product.stop()
    text = report(rows, options.visitors, options.seconds, before, after)
    print(text)
    pages.write(REPORT, text)
    print(f"[load] Written to {REPORT.relative_to(ROOT)}")


def visit(product: System, visitors: int, seconds: int) -> list[dict[str, str]]:
    """Runs locust; its statistics, a row for each kind of request."""
    folder = BUILD / "load"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    requirements = folder / "requirements.txt"
    uv = ROOT / ".uv" / "bin" / "uv"
    found = str(uv) if uv.exists() else shutil.which("uv")
    if not found:
        sys.exit("[load] uv is missing; run `make setup` first.")
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    export = [found, "export", "--frozen", "--only-group", "bench", "--quiet"]
    subprocess.run([*export, "-o", str(requirements)], cwd=ROOT, check=True, env=environment)
    run = [found, "run", "--no-project", "--quiet", "--python", sys.executable]
    run += ["--with-requirements", str(requirements), "locust", "--headless", "--only-summary"]
    run += ["-f", str(Path(__file__).with_name("visitors.py")), "--host", product.front]
    run += ["-u", str(visitors), "-r", str(max(1, visitors // 20)), "-t", f"{seconds}s"]
    # A failed request is a figure here, not an end.
    run += ["--csv", str(folder / "load"), "--exit-code-on-error", "0"]
    print(f"[load] {visitors} visitors for {seconds} s", flush=True)
    subprocess.run(run, cwd=folder, check=True, env=environment)
    with open(folder / "load_stats.csv", newline="") as file:
        return [row for row in csv.DictReader(file) if row["Name"] != "Aggregated"]


def report(
    rows: list[dict[str, str]], visitors: int, seconds: int, before: float, after: float
) -> str:
    """The page: a table with a row for each kind of request, times in milliseconds."""
    lines = [
        f"# {visitors} visitors at once",
        "",
        f"Written by `python -m benchmarks.load`: {visitors} visitors on the web channel for "
        f"{seconds} seconds, arriving within the first 20, each asking, reading for 6 to 18 "
        "seconds, and asking again. One Rasa process, SQLite; the visitors run on the same "
        f"machine ({psutil.cpu_count()} cores, Python {platform.python_version()}).",
        "",
        "| | times | failures | p50, ms | p95, ms | p99, ms | longest, ms |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in sorted(rows, key=lambda row: (row["Type"] != "TURN", row["Name"])):
        times = [row[name] for name in QUANTILES]
        longest = f"{float(row['Max Response Time']):.0f}"
        cells = [row["Name"], row["Request Count"], row["Failure Count"], *times, longest]
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        "*question to answer* is what a visitor feels: from sending to the answer in the widget.",
        f"Memory of the Rasa process: {before:.0f} MB before, {after:.0f} MB after.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
