"""The plain form that asks the staff to call: what it takes, and how much of it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from channels.http import LARGEST
from clinic.attention import open_tasks
from clinic.settings import get_settings
from clinic.storage import get_database
from door import limits
from door.app import create_app
from tests.integration.conftest import migrate

FORM = {"name": "Dana Whitfield", "phone": "414-555-0171"}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TestClient]:
    """A door on a database of its own."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    for cached in (get_settings, get_database, limits._limit):
        cached.cache_clear()
    migrate(f"sqlite:///{tmp_path / 'assistant.db'}")
    with TestClient(create_app(), follow_redirects=False) as made:
        yield made
    for cached in (get_settings, get_database, limits._limit):
        cached.cache_clear()


def tasks() -> list[str]:
    with get_database().read() as connection:
        return [task.reach or "" for task in open_tasks(connection)]


def test_staff_get_a_task_with_the_number(client: TestClient) -> None:
    answer = client.post("/callback", data=FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?call=thanks#call")
    assert tasks() == ["+14145550171"]


def test_sending_it_twice_is_one_task(client: TestClient) -> None:
    client.post("/callback", data=FORM)
    client.post("/callback", data=FORM)
    assert len(tasks()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": "", "phone": "414-555-0171"},
        {"name": "Dana", "phone": "12"},
        {"name": "<script>alert(1)</script>", "phone": "414-555-0171"},
    ],
)
def test_what_can_not_be_read_is_asked_for_again(
    client: TestClient, fields: dict[str, str]
) -> None:
    answer = client.post("/callback", data=fields)
    assert answer.status_code == 422
    asked = "phone" if fields.get("name") == "Dana" else "name"
    assert f"Please give {'a phone number' if asked == 'phone' else 'your name'}" in answer.text
    for typed in filter(None, fields.values()):  # nobody types it twice
        assert f'value="{html.escape(typed)}"' in answer.text
    assert tasks() == []


def test_a_program_that_fills_in_everything_makes_no_task(client: TestClient) -> None:
    client.post("/callback", data={**FORM, "website": "https://spam.example"})
    assert tasks() == []


@pytest.mark.parametrize("body", [b"\xff\xfe=%ff", b"&&&==", b"name=%zz&phone"])
def test_a_broken_form_is_no_failure(client: TestClient, body: bytes) -> None:
    assert client.post("/callback", content=body).status_code == 422


def test_an_oversized_form_is_refused(client: TestClient) -> None:
    answer = client.post("/callback", content=b"name=" + b"x" * (LARGEST + 1))
    assert answer.status_code == 413


def test_one_address_can_not_fill_the_desk_with_tasks(client: TestClient) -> None:
    numbers = [f"414-555-0{100 + number}" for number in range(limits.CALLS_PER_HOUR + 5)]
    answers = [client.post("/callback", data={**FORM, "phone": number}) for number in numbers]
    assert answers[-1].headers["location"] == "/?call=many#call"
    assert len(tasks()) == limits.CALLS_PER_HOUR
    assert "more calls than we can take" in client.get("/?call=many").text
