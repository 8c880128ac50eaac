"""Everything that is checked without running the product: `make check`.

A check that finds nothing prints nothing; of one that finds something, all it says is shown.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.train import ROOT

# Each keeps one core busy at most.
AT_A_TIME = min(2, os.cpu_count() or 1)
# Run as the programs they are: `python -m importlinter.cli` would check nothing and succeed.
TOOLS = Path(sys.executable).parent
PYTHON = [sys.executable, "-W", "ignore", "-m"]
# The two that take long come first.
CHECKS = {
    "types": [str(TOOLS / "mypy")],
    "training data": [*PYTHON, "rasa", "data", "validate", "--fail-on-warnings"],
    "rules": [str(TOOLS / "ruff"), "check", "."],
    "format": [str(TOOLS / "ruff"), "format", "--check", "."],
    "imports": [str(TOOLS / "lint-imports")],
    "content and topics": [*PYTHON, "scripts.lint"],
}


def main() -> None:
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        passed = dict(zip(CHECKS, pool.map(passes, CHECKS, CHECKS.values()), strict=True))
    failed = [name for name in CHECKS if not passed[name]]
    if failed:
        sys.exit(f"[check] Found something in: {', '.join(failed)}")
    print("[check] All clean.")


def passes(name: str, command: list[str]) -> bool:
    """Whether a check finds nothing; shows what it found."""
    print(f"[check] {name} ...", flush=True)
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
