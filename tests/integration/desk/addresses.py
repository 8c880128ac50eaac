"""Every address the desk has, for the tests that have to leave none out."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.routing import Route

from frontdesk.app import create_app


def addresses() -> Iterator[tuple[str, str]]:
    """Every method and path there is, but for files."""
    for route in create_app().routes:
        if isinstance(route, Route):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, route.path
