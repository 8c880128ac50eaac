"""The public pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse

from serving.rendering import common, environment

_environment = environment(Path(__file__).with_name("templates"))


def render(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. Every template knows `clinic` and `content`."""
    html = _environment.get_template(template).render({**common(), **values})
    return HTMLResponse(html, status_code=status)
