"""The pages a registration for business texts asks for, with the clinic's facts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from clinic.content import get_content
from clinic.settings import get_settings
from door.app import create_app


@pytest.fixture
def patient(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    get_settings.cache_clear()
    with TestClient(create_app()) as client:
        yield client
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("privacy", ("not shared", "deleted after")),
        ("terms", ("Message and data rates may apply", "STOP", "HELP", "call 911")),
        ("texting", ("Consent is not needed to be treated", "STOP", "read back to you")),
    ],
)
def test_each_page_says_what_a_campaign_is_asked_for(
    patient: TestClient, page: str, says: tuple[str, ...]
) -> None:
    answer = patient.get(f"/{page}")
    assert answer.status_code == 200
    assert get_content().clinic.name in answer.text
    for words in says:
        assert words in answer.text
    for other in ("/privacy", "/terms", "/texting"):
        assert f'href="{other}"' in answer.text
