"""Drafts of a test, and what is served."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clinic.content import get_content
from clinic.publishing import drafts, entries, judging
from clinic.publishing.drafts import Draft
from clinic.publishing.files import read_texts
from clinic.publishing.versions import Note
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from scripts import train

PASSWORD = "a long and quiet river"
LICENCE = "PT 12345-24"
PARKING = "answers/parking"
FACTS, ARTICLE = "clinic.yml", "sciatica.md"
CLEAN: dict[str, list[object]] = {"findings": [], "previews": []}
REVIEWED = f"lee, licence {LICENCE}"


def draft_of(database: Database, edit: tuple[str, str, str], who: str = "kim") -> int:
    """A draft in which one entry is another."""
    file, key, _value = edit
    texts = read_texts(get_settings().content_dir)
    with database.begin() as connection:
        number = drafts.make(connection, {file: texts[file]}, texts, Note(who, f"{key} is wrong"))
        draft = drafts.get(connection, number)
        shown = entries.values(file, texts[file])[key]
        drafts.save_entry(connection, draft, edit, shown, who)
    return number


def approved(database: Database, number: int, who: str = "lee") -> None:
    with database.begin() as connection:
        judging.checked(connection, drafts.get(connection, number), CLEAN)
        draft = drafts.get(connection, number)
        judging.approve(connection, draft, who, draft.digest)


def of(database: Database, number: int) -> Draft:
    with database.read() as connection:
        return drafts.get(connection, number)


def parking() -> str | None:
    return get_content().clinic.answers.parking


def project_of(folder: Path, beside: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources of the test's own around the content in `folder`, and a model made of them."""
    root = beside / "project"
    shutil.copytree(ROOT / "data", root / "data")
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(folder, root / "content")
    monkeypatch.setenv("TRAINING_DIR", str(root / "data" / "nlu"))
    monkeypatch.setattr("scripts.train.MODELS", beside / "models")
    get_settings.cache_clear()
    (beside / "models").mkdir()
    train.model_path(root).write_text("the model of before")
    return root
