"""What is said in an emergency stands in a file of each language there is one for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clinic.content import ContentError
from clinic.reading.safety.groups import load_groups
from clinic.settings import ROOT
from scripts.patient_texts import all_texts


@pytest.fixture()
def polish(tmp_path: Path) -> Path:
    """The file of a third language, beside the others."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    path = tmp_path / "content/pl/safety.yml"
    path.parent.mkdir()
    spanish = (ROOT / "content/es/safety.yml").read_text(encoding="utf-8")
    assert "Llame al 911" in spanish
    path.write_text(spanish.replace("Llame al 911", "Zadzwoń pod 911"), encoding="utf-8")
    return path


def test_a_third_language_is_a_file(polish: Path) -> None:
    found = load_groups(polish.parents[1])
    assert found.spoken["pl"].replies["E"].startswith("Zadzwoń pod 911")
    assert found.spoken["es"].replies["E"].startswith("Llame al 911")
    places = {text.language for text in all_texts(polish.parents[2]) if "pl/safety" in text.where}
    assert places == {"pl"}  # so it is checked like every other


def test_a_group_that_a_language_lacks_is_named_in_its_file(polish: Path) -> None:
    text = polish.read_text(encoding="utf-8")
    polish.write_text(text.replace("  bladder:", "  blader:", 1), encoding="utf-8")
    with pytest.raises(ContentError, match="'bladder' is missing") as found:
        load_groups(polish.parents[1])
    assert found.value.path == polish
