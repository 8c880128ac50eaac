"""Tests of screenings without a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.settings import get_settings


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "a secret for tests only, of no use to anybody")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
