"""Runs the checks on a draft, in a process of its own, and keeps how far they are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clinic.publishing.files import Texts, write_texts
from clinic.settings import ROOT

SECONDS = 240
# The checks of `scripts/check_draft.py`, in their order, and what each is called at the desk.
CHECKS = {
    "loads": "It can be read, and nothing is missing",
    "reads": "It is easy to read, and fits text messages",
    "whole": "Its links are whole, and its {names} are known",
    "examples": "Each topic has its own ways to be asked for",
    "safety": "Every safety message is heard as before",
}
Tell = Callable[[str, int], None]
# A check takes a core for some seconds: one at a time.
_alone = threading.Lock()


def check(before: Texts, after: Texts, tell: Tell = lambda *_: None) -> dict[str, Any]:
    """What is found of the content `after` and not `before`, and how both look to a patient: see
    `scripts/check_draft.py`.

    Args:
        tell: told the name of each check that is done, and how much it found.
    """
    with _alone, tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, texts in (("before", before), ("after", after)):
            write_texts(folder / name / "content", texts)
        module = [sys.executable, "-W", "ignore", "-m", "scripts.check_draft"]
        # Apart from what this installation keeps and reviews.
        own = {"CONTENT_DIR": str(folder / "after" / "content"), "VAR_DIR": str(folder / "var")}
        with (folder / "errors").open("w+", encoding="utf-8") as errors:
            process = subprocess.Popen(
                [*module, str(folder / "before"), str(folder / "after")],
                cwd=ROOT,
                env={**os.environ, **own, "CONTENT_REVIEW": "off"},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
            too_long = threading.Timer(SECONDS, process.kill)
            too_long.start()
            began = time.monotonic()
            try:
                found = _listen(process, tell)
            finally:
                too_long.cancel()
                process.kill()
                process.wait()
            errors.seek(0)
            said = errors.read()
    if found is None and time.monotonic() - began >= SECONDS:
        return failed(f"they took longer than {SECONDS} seconds")
    return found or failed((said.strip().split("\n") or ["no reason given"])[-1][:300])


def _listen(process: subprocess.Popen[str], tell: Tell) -> dict[str, Any] | None:
    """What a process says in the end; None when it ended before."""
    found: dict[str, Any] | None = None
    for line in process.stdout or ():
        said = json.loads(line)
        if "done" in said:
            tell(said["done"], said["found"])
        else:
            found = said
    return found if process.wait() == 0 else None


def failed(reason: str) -> dict[str, Any]:
    """What is said when the checks themselves did not run to their end."""
    says = f"The checks could not be run ({reason}). Try again, or ask who runs this installation."
    return {
        "findings": [{"file": "", "line": None, "says": says}],
        "previews": [],
        "new_topics": [],
        "otherwise": [],
    }
