"""Writes the table of what is stored, why and for how long into docs/privacy.md.

Call it after a table, a rule or `retention_days` has changed; a test says when that is due.
"""

from __future__ import annotations

from pathlib import Path

import channels.sms.tables  # noqa: F401 - declares its tables
from clinic.content import get_content
from clinic.privacy import everything  # noqa: F401 - declares all others
from clinic.privacy.inventory import as_table
from clinic.settings import ROOT

PAGE = ROOT / "docs" / "privacy.md"
BEGIN, END = "<!-- made by scripts.inventory -->\n", "<!-- end -->\n"


def main() -> None:
    PAGE.write_text(renewed(PAGE), encoding="utf-8")


def renewed(page: Path) -> str:
    """The page with the table as it should be."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + as_table(get_content().clinic.retention_days) + END + after


if __name__ == "__main__":
    main()
