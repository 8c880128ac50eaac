"""Dialogues without a database, with settings of their own."""

from collections.abc import Iterator

import pytest

from clinic.settings import get_settings


@pytest.fixture(autouse=True, scope="module")
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("VAR_DIR", str(tmp_path_factory.mktemp("var")))
    patch.setenv("SECRET_KEY", "a secret for tests only, of no use to anybody")
    get_settings.cache_clear()
    yield
    patch.undo()
    get_settings.cache_clear()
