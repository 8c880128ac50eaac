"""Spanish is known by its small words, and its closed classes are read in English."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
import yaml

from clinic.reading.context import Context
from clinic.reading.spanish import is_spanish
from clinic.reading.tongues import TONGUES, language_of
from clinic.reading.tongues.phrasebook import Phrasebook
from clinic.settings import ROOT, get_settings

NOW = datetime(2026, 11, 30, 16, 0, tzinfo=timezone.utc)
SPANISH = TONGUES["es"]


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("el martes a las 3", "on tuesday at 3"),
        ("Sí", "yes"),
        ("si por favor", "yes please"),
        ("si me duele puedo ir", "if me pain can i ir"),
        ("mañana por la mañana", "tomorrow morning"),
        ("pasado mañana en la tarde", "the day after tomorrow in the afternoon"),
        ("el próximo jueves después de las 4", "this coming thursday after 4"),
        ("el 14 de diciembre a las 10 y media", "december 14 at half past 10"),
        ("de 2 a 4 de la tarde", "from 2 to 4 pm"),
        ("los lunes no puedo", "mondays i can't"),
        ("los domingos no", "sundays no"),
        ("abren los savados?", "abren saturdays?"),
        ("abren el sábado?", "abren on saturday?"),
        ("no puedo el viernes, mejor el lunes", "i can't on friday, rather on monday"),
        ("me llamo Ana de la Cruz", "my name is Ana de la Cruz"),
        ("es para mi mamá, se llama Rosa Pérez", "is for my mother named Rosa Pérez"),
        ("la segunda opción", "the second one"),
        ("ninguna de esas", "none of these"),
        ("a la una", "at one"),
        ("olvídelo", "never mind"),
    ],
)
def test_closed_classes_are_put_into_english(said, english):
    assert SPANISH.in_english(said) == english


def test_what_is_english_by_then_is_not_read_again():
    book = Phrasebook([("hijo", "son"), ("son", "are")])
    assert book.apply("mi hijo son") == "mi son are"


def test_names_stay_as_they_were_typed():
    assert SPANISH.in_english("José Ángel Núñez") == "José Ángel Núñez"


@pytest.mark.parametrize("text", ["", " ", "\ue000\ue001", "¿¡", "a" * 3000, "si " * 2000])
def test_the_phrasebook_takes_whatever_is_typed(text):
    assert isinstance(SPANISH.in_english(text), str)


@pytest.mark.parametrize(
    ("text", "before", "asked", "language"),
    [
        ("que es la ciatica", "en", None, "es"),
        ("what is sciatica", "en", None, "en"),
        ("mañana a las 10", "en", None, "es"),
        ("10", "en", None, "en"),
        ("10", "es", None, "es"),
        ("ok", "es", None, "es"),
        ("Ana Diaz", "es", "name", "es"),
        ("Juan de la Cruz", "en", "name", "en"),
        ("Juan de la Cruz", "es", "name", "es"),
        ("do you have tuesday", "es", "time", "en"),
        ("quiero un appointment para el tuesday", "en", None, "es"),
    ],
)
def test_a_message_is_in_its_language_or_in_that_of_the_conversation(text, before, asked, language):
    assert language_of(text, Context(now=NOW, language=before, asked=asked)) == language


@pytest.mark.parametrize("text", ["yo whats good", "y tho", "ya", "my son", "hmm sounds sus", "no"])
@pytest.mark.parametrize("asked", [None, "name", "time", "confirm"])
def test_what_is_english_too_is_english(text, asked):
    assert language_of(text, Context(now=NOW, asked=asked)) == "en"


def test_english_messages_stay_english():
    heldout = yaml.safe_load((ROOT / "tests" / "understanding" / "heldout.yml").read_text("utf-8"))
    messages = [text for topics in heldout.values() for texts in topics.values() for text in texts]
    context = Context(now=NOW)
    taken = [text for text in messages if language_of(text, context) != "en"]
    assert len(messages) > 400
    assert [text for text in taken if not is_spanish(text)] == []


def test_with_spanish_off_every_message_is_read_as_before(monkeypatch):
    monkeypatch.setenv("LANGUAGES", "")
    get_settings.cache_clear()
    try:
        context = Context(now=NOW, language="es")
        assert language_of("que es la ciatica", context) == "en"
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


def test_clauses_are_cut_where_another_question_opens():
    said = "¿qué es la ciática y cuánto cuesta la cita? me llamo Ana y mi mamá Rosa"
    assert SPANISH.clauses(said) == [
        "¿qué es la ciática",
        "cuánto cuesta la cita",
        "me llamo Ana y mi mamá Rosa",
    ]
