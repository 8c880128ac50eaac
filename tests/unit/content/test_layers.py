"""Another language is laid over the content: its words, and English where it has none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.content import Content, ContentError, get_content, load_content
from clinic.content.layers import layering
from clinic.content.watched import mistakes
from clinic.health.contents import load_all_content
from clinic.languages import others, speaking, spoken
from clinic.screenings import times
from clinic.settings import ROOT, get_settings
from scripts.lint_languages import language_problems, untranslated
from scripts.translated import originals_of


@pytest.fixture()
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of content/ that is in force, with a VAR_DIR of its own."""
    place = tmp_path / "content"
    shutil.copytree(ROOT / "content", place)
    (tmp_path / "var").mkdir()
    monkeypatch.setenv("CONTENT_DIR", str(place))
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 0.0)
    get_settings.cache_clear()
    yield place
    monkeypatch.undo()
    get_settings.cache_clear()


def change(path: Path, old: str, new: str) -> None:
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")


def in_spanish(folder: Path) -> Content:
    with layering("es"):
        return load_content(folder)


def test_all_that_is_said_is_spanish_inside_and_english_outside() -> None:
    english = get_content()
    with speaking("es"):
        spanish = get_content()
        assert spoken() == "es"
    assert spanish.buttons["yes"] == "Sí"
    assert spanish.topics["causes"].label == "Causas"
    assert spanish.topics["causes"].related == english.topics["causes"].related
    assert spanish.passage("causes").text.startswith("El nervio ciático")
    assert get_content() is english
    assert english.passage("causes").text.startswith("The sciatic nerve")


def test_the_original_is_one_tap_away() -> None:
    with speaking("es"):
        assert (
            get_content()
            .article_url("causes")
            .endswith("#how-could-the-sciatic-nerve-become-compressed")
        )
        assert "pendiente de revisión" in get_content().replies["source"].texts[0]


def test_a_language_that_is_off_is_not_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGES", "")
    get_settings.cache_clear()
    try:
        assert others() == ()
        with speaking("es"):
            assert spoken() == "en"
            assert get_content().buttons["yes"] == "Yes"
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


def test_times_are_said_in_spanish() -> None:
    from datetime import datetime, timezone

    at = datetime(2026, 12, 2, 20, 30, tzinfo=timezone.utc)
    clinic = get_content().clinic
    with speaking("es"):
        clinic = get_content().clinic
        assert times.say(at, clinic) == "miércoles 2 de diciembre a las 2:30 PM (hora del centro)"
        assert times.say_short(at, clinic) == "mié 2 dic, 2:30 PM"


def test_what_a_language_leaves_out_is_said_in_english(folder: Path) -> None:
    change(folder / "es" / "buttons.yml", 'yes: "Sí"\n', "")
    assert in_spanish(folder).buttons["yes"] == "Yes"
    assert any("yes is missing" in problem for problem in language_problems(folder, "es"))


def test_a_fact_that_was_changed_in_english_is_not_contradicted_in_spanish(folder: Path) -> None:
    change(folder / "clinic.yml", "There is free parking", "There is no parking")
    clinic = in_spanish(folder).clinic
    assert clinic.answers.parking == "There is no parking behind the building."
    assert clinic.answers.cost.startswith("La revisión es gratis")
    assert any("parking" in problem for problem in language_problems(folder, "es"))


def test_a_fact_that_was_emptied_is_unknown_in_spanish_too(folder: Path) -> None:
    change(folder / "clinic.yml", "parking: There is free parking behind the building.", "parking:")
    assert in_spanish(folder).clinic.answers.parking is None


def test_a_passage_that_was_changed_is_quoted_in_english(folder: Path) -> None:
    change(folder / "sciatica.md", "for a few reasons", "for three reasons")
    content = in_spanish(folder)
    assert content.passage("causes").text.startswith("The sciatic nerve can become compressed")
    assert content.passage("definition").text.startswith("La ciática")


def test_a_mistake_in_a_language_names_its_file_and_line_and_costs_no_english(folder: Path) -> None:
    load_all_content()
    change(folder / "es" / "buttons.yml", "other_time: Otra hora", "other_tyme: Otra hora")
    with speaking("es"):
        assert get_content().buttons["other_time"] == "Otra hora"  # the last that loaded
    assert get_content().buttons["other_time"] == "Other time"
    assert [str(one) for one in mistakes()] == [
        "es/buttons.yml:8: other_tyme: the English file has no such name"
    ]


def test_a_label_that_is_too_long_is_found_in_its_own_file(folder: Path) -> None:
    change(folder / "es" / "buttons.yml", "Otra hora", "Quiero escoger otra hora mejor")
    load_all_content()
    assert [(one.path, one.line) for one in mistakes()] == [(folder / "es" / "buttons.yml", 8)]


def test_a_language_may_name_nothing_of_its_own(folder: Path) -> None:
    change(folder / "es" / "topics.yml", "causes: {", "reasons: {")
    with pytest.raises(ContentError, match="reasons"):
        in_spanish(folder)


def test_spanish_lacks_nothing_and_is_up_to_date() -> None:
    assert list(language_problems(ROOT / "content", "es")) == []
    assert untranslated(ROOT / "content", "es") == []
    assert originals_of(ROOT / "content", "es")["sciatica.md"]
