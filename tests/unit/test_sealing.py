"""What a sealed value is bound to."""

from __future__ import annotations

import json

import pytest

from clinic.sealing import Place


@pytest.mark.parametrize("row", ["7", "web-1|12", 'a "quoted" \\ row', "naïve\n☎"])
def test_a_place_is_bound_as_a_list_in_json(row: str) -> None:
    """What was sealed years ago is opened by these very bytes."""
    assert Place("tasks", "name", row).bound == json.dumps(["tasks", "name", row]).encode()
