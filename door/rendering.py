"""The public pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from serving.rendering import common, environment

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. Every template knows `clinic` and `content`."""
    html = _templates().get_template(template).render({**common(), **values})
    return HTMLResponse(html, status_code=status)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return environment(Path(__file__).with_name("templates"))
