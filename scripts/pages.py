"""Writes into the documents what the code knows: `python -m scripts.pages`.

What is stored, why and for how long (docs/privacy.md), the parts and what each imports
(docs/architecture.md), the widget's size (README.md). A test says when one of them is due.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import channels.sms.tables  # noqa: F401 - declares its tables
from clinic.content import get_content
from clinic.privacy import everything  # noqa: F401 - declares all others
from clinic.privacy.inventory import as_table
from clinic.settings import ROOT

# What stands between two marks is written from here.
BEGIN, END = "<!-- made by scripts.pages: {} -->", "<!-- end -->"
WIDGET = ROOT / "door" / "static" / "widget"
# Parts that hold no program say nothing of themselves.
NO_PROGRAM = {
    "content": "What the assistant may say; edited by the clinic, read again when it changes.",
    "data": "What training reads: how patients ask, in intents, topics, signs and languages.",
    "deploy": "A sketch of a deployment: compose, nginx, PostgreSQL, Redis, two doors, two brains; "
    "systemd's units for one machine; a board and alert rules for Prometheus in `monitoring/`.",
    "docs": "What people read who run it or carry it on.",
    "migrations": "How the database came to its schema, step by step.",
    "widget": "The chat widget's sources; its built files are kept in `door/static/widget/`.",
}
# Not parts of the product or of its repository: made here, or by tools.
NOT_PARTS = {"build", "models", "results", "var"}


def main() -> None:
    for page in dict.fromkeys(page for page, _ in PIECES):
        page.write_text(renewed(page), encoding="utf-8")


def renewed(page: Path) -> str:
    """The page with all that is made for it as it should be."""
    text = page.read_text(encoding="utf-8")
    for (where, name), made in PIECES.items():
        if where == page:
            begin = BEGIN.format(name)
            before, _, rest = text.partition(begin)
            text = before + begin + made() + END + rest.partition(END)[2]
    return text


def inventory() -> str:
    """What is stored, why, and for how long."""
    return "\n" + as_table(get_content().clinic.retention_days)


def parts() -> str:
    """Each folder: what it is, in the words of its own program, and what it imports of others."""
    folders = sorted(
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and path.name not in NOT_PARTS
    )
    lines = ["", "| folder | what it is | imports |", "|---|---|---|"]
    for folder in folders:
        told = NO_PROGRAM.get(folder) or first_paragraph(ROOT / folder / "__init__.py")
        imports = ", ".join(f"`{part}`" for part in imported(ROOT / folder, folders))
        lines.append(f"| `{folder}/` | {told} | {imports} |")
    return "\n".join(lines) + "\n"


def first_paragraph(program: Path) -> str:
    """Of a program's docstring, as one line."""
    told = ast.get_docstring(ast.parse(program.read_text(encoding="utf-8"))) or ""
    return " ".join(told.partition("\n\n")[0].split())


def imported(folder: Path, parts: Sequence[str]) -> list[str]:
    """Which of the other parts a part's programs import."""
    names = {
        name.partition(".")[0]
        for program in folder.rglob("*.py")
        for name in _imports(ast.parse(program.read_text(encoding="utf-8")))
    }
    return sorted(names & set(parts) - {folder.name})


def _imports(program: ast.Module) -> Iterator[str]:
    for node in ast.walk(program):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def widget_size() -> str:
    """What a browser fetches, compressed: all of the widget, and what comes before it is opened."""
    loader, chat = ((WIDGET / f"{name}.js.br").stat().st_size for name in ("widget", "chat"))
    return f"{(loader + chat) / 1024:.0f} KB ({loader / 1024:.0f} before it is opened)"


PIECES: dict[tuple[Path, str], Callable[[], str]] = {
    (ROOT / "docs" / "privacy.md", "inventory"): inventory,
    (ROOT / "docs" / "architecture.md", "parts"): parts,
    (ROOT / "README.md", "widget"): widget_size,
}


if __name__ == "__main__":
    main()
