"""Renders a page from its template, with what every page needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")


def environment(templates: Path) -> Environment:
    """The templates of an app, and those both have."""
    # Imported with the first page: the door listens before it has one to show.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader([templates, TEMPLATES]),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def common() -> dict[str, Any]:
    """What every template knows."""
    from clinic.content import get_content

    content = get_content()
    return {"clinic": content.clinic, "content": content}
