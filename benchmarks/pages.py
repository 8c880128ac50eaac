"""The pages of docs/benchmarks/: what a command writes, and what somebody adds to it by hand."""

from __future__ import annotations

from pathlib import Path

# What stands from here on is somebody's own, about the run they name; a command keeps it.
BY_HAND = "## Remarks, by hand"


def write(page: Path, text: str) -> None:
    """Writes a page anew, over what was written before and not over the remarks."""
    kept = page.read_text(encoding="utf-8") if page.exists() else ""
    remarks = kept[kept.index(f"\n{BY_HAND}\n") :] if f"\n{BY_HAND}\n" in kept else ""
    page.write_text(text + remarks, encoding="utf-8")
