"""No number in an address of the desk is longer than a database holds."""

from __future__ import annotations

import pytest
from starlette.convertors import IntegerConvertor
from starlette.routing import Match, Route

from frontdesk.app import PAGES

NUMBERED = [
    route
    for page in PAGES
    for route in page.ROUTES
    if isinstance(route, Route)
    and any(isinstance(one, IntegerConvertor) for one in route.param_convertors.values())
]


@pytest.mark.parametrize("route", NUMBERED, ids=lambda route: f"{route.path}")
def test_a_number_no_row_can_have_is_no_address(route: Route) -> None:
    def matches(number: str) -> bool:
        path = route.path
        for name in route.param_convertors:
            path = path.replace(f"{{{name}:int}}", number)
        scope = {"type": "http", "method": "GET", "path": path, "root_path": ""}
        return route.matches(scope)[0] is not Match.NONE

    assert matches("1")
    assert matches("999999999")
    for longer in (str(2**31), str(2**63), "9" * 5000):
        assert not matches(longer)


def test_there_are_such_addresses() -> None:
    assert len(NUMBERED) > 20
