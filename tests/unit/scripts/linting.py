"""What `make lint` says of a copy of what it looks at."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from clinic.settings import ROOT


def copied(folder: Path) -> Path:
    """A copy of the words, the topics' examples, the rules, the domain, what is measured."""
    for name in ("content", "data/nlu/article", "data/rules"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("domain.yml", "tests/understanding/heldout.yml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def linted(tree: Path) -> list[str]:
    """What is found, in a process of its own: which topics there are is read at a start."""
    command = [sys.executable, "-W", "ignore", "-m", "scripts.lint", str(tree)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == (1 if done.stderr else 0)
    return (done.stderr or done.stdout).splitlines()
