"""Runs every test: `make test`, or `make test T="tests/unit -k slots"` for some of them.

The tests start real parts: PostgreSQL, Redis, chromium, nginx, promtool, systemd-analyze. What is
missing is installed from Debian's packages where this user may do that; otherwise the packages are
named.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from scripts.train import ROOT, train

# A file's tests run in one process, one after another: they share what they started. More than two
# processes would be more products, databases and browsers than most machines hold.
ALL_TESTS = ["-n", str(min(2, os.cpu_count() or 1)), "--dist", "loadfile", "tests"]

# What the tests start, and the Debian package that has it.
PARTS: dict[str, Callable[[], bool]] = {
    "postgresql": lambda: bool(glob.glob("/usr/lib/postgresql/*/bin/postgres")),
    "redis-server": lambda: bool(shutil.which("redis-server")),
    "chromium": lambda: bool(shutil.which("chromium")),
    "prometheus": lambda: bool(shutil.which("promtool")),
    "systemd": lambda: bool(shutil.which("systemd-analyze")),
    "nginx-light": lambda: bool(shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")),
}


def main() -> None:
    install_parts()
    arguments = sys.argv[1:]
    if not arguments:  # some tests need no model; those that do, train themselves
        train()
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "GIT_PYTHON_REFRESH": "quiet",
    }
    command = [sys.executable, "-m", "pytest", *(arguments or ALL_TESTS)]
    sys.exit(subprocess.call(command, cwd=ROOT, env=environment))


def install_parts() -> None:
    """Makes sure that what the tests start is on the machine."""
    missing = [package for package, is_there in PARTS.items() if not is_there()]
    if not missing:
        return
    names = " ".join(missing)
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(f"[test] The tests start {names}. Install them first: apt-get install {names}")
    print(f"[test] Installing {names} for the tests ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing],
    ):
        if subprocess.call(command, env=quiet, stdout=subprocess.DEVNULL) != 0:
            sys.exit(f"[test] `{' '.join(command)}` failed; its message stands above.")


if __name__ == "__main__":
    main()
