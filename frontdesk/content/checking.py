"""Runs the checks on a draft, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from clinic.publishing.files import Texts, write_texts
from clinic.settings import ROOT

SECONDS = 240
# A check takes a core for some seconds: one at a time.
_alone = threading.Lock()


def check(before: Texts, after: Texts) -> dict[str, Any]:
    """What is found of the content `after` and not `before`, and how both look to a patient: see
    `scripts/check_draft.py`."""
    with _alone, tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, texts in (("before", before), ("after", after)):
            write_texts(folder / name / "content", texts)
        module = [sys.executable, "-W", "ignore", "-m", "scripts.check_draft"]
        # Apart from what this installation keeps and reviews.
        own = {"CONTENT_DIR": str(folder / "after" / "content"), "VAR_DIR": str(folder / "var")}
        try:
            done = subprocess.run(
                [*module, str(folder / "before"), str(folder / "after")],
                cwd=ROOT,
                env={**os.environ, **own, "CONTENT_REVIEW": "off"},
                capture_output=True,
                text=True,
                check=False,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return failed(f"they took longer than {SECONDS} seconds")
    if done.returncode != 0:
        return failed((done.stderr.strip().split("\n") or ["no reason given"])[-1][:300])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def failed(reason: str) -> dict[str, Any]:
    """What is said when the checks themselves did not run to their end."""
    says = f"The checks could not be run ({reason}). Try again, or ask who runs this installation."
    return {
        "findings": [{"file": "", "line": None, "says": says}],
        "previews": [],
        "new_topics": [],
    }
