"""What `make run` says to somebody who starts it for the first time, and what stays of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from clinic.settings import ROOT
from tests.conftest import Product


def test_no_library_warns_and_the_last_lines_say_where_to_go(product: Product) -> None:
    shown = [line for line in product.log if line.strip()]
    start = shown[: next(n for n, line in enumerate(shown) if "Ctrl-C" in line) + 1]
    assert [line for line in start if "Warning" in line] == []
    told = "\n".join(start[-6:])
    assert "[run] Ready." in told
    for url in (f"{product.front}/", f"{product.desk}/desk", f"{product.desk}/desk/setup/"):
        assert url in told


def test_what_stays_to_keep_the_parts_up_is_small(product: Product) -> None:
    """It prepares with the database, the content and the encoder, and keeps none of them."""
    code = (
        "import sys, scripts.up;"
        "print([n for n in ('sqlalchemy', 'numpy', 'onnxruntime', 'holidays') if n in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "[]"
    assert product.process
    running = Path(f"/proc/{product.process.pid}/cmdline").read_bytes()
    assert b"scripts.up" in running
