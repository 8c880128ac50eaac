"""Spanish is known by its small words, and its closed classes are read in English."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
import yaml

from clinic.reading.context import Asked, Context
from clinic.reading.learned.ranking import Ranking
from clinic.reading.spanish import is_spanish
from clinic.reading.tongues import TONGUES, language_of
from clinic.reading.tongues.phrasebook import Phrasebook
from clinic.reading.tongues.spanish_numbers import with_digits
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
        ("los domingos no", "sundays i can't"),
        ("abren los savados?", "abren saturdays?"),
        ("abren el sábado?", "abren on saturday?"),
        ("no puedo el viernes, mejor el lunes", "i can't on friday, rather on monday"),
        ("me llamo Ana de la Cruz", "my name is Ana de la Cruz"),
        ("es para mi mamá, se llama Rosa Pérez", "it is for my mother named Rosa Pérez"),
        ("más o menos el lunes", "on monday"),
        ("al menos el lunes puedo", "on monday can i"),
        ("por lo menos el martes", "on tuesday"),
        ("todos menos el lunes", "todos not on monday"),
        ("mañana a la misma hora", "tomorrow the same time"),
        ("ese mismo viernes", "that mismo friday"),
        ("el primero de diciembre", "december 1"),
        ("la última semana", "la última week"),
        ("la misma", "that is right"),
        ("la segunda opción", "the second one"),
        ("ninguna de esas", "none of these"),
        ("a la una", "at one"),
        ("olvídelo", "never mind"),
        ("la primera que haya", "the first one"),
        ("dame la segunda, está bien", "the second one"),
        ("la que sea más tarde", "the latest one"),
        ("la más temprana", "the earliest one"),
        ("la de por la tarde", "the afternoon one"),
        ("el miércoles a media mañana", "on wednesday around 10 am"),
        ("sí, así mismo", "yes, that is right"),
        ("si esa misma", "yes, that is right"),
        ("mejor lo dejo así", "never mind"),
        ("ponga el mío", "use mine"),
        ("puedo llamar otra vez", "can i call you again"),
        ("mi hijo me va a llevar", "my son me va a llevar"),
        ("ya me siento mejor", "already me siento mejor"),
        ("cualquier día menos el lunes", "any day not on monday"),
        ("esa primerita", "the first one"),
        ("la segunda q me dijo", "the second one"),
        ("la más tarde que haya", "the latest one"),
        ("soy Julio Cuello", "i am Julio Cuello"),
        ("me llamo Abril Domingo, el lunes", "my name is Abril Domingo, on monday"),
    ],
)
def test_closed_classes_are_put_into_english(said: str, english: str) -> None:
    assert SPANISH.in_english(SPANISH.spelling.mend(said)) == english


@pytest.mark.parametrize(
    ("said", "english"),
    [
        # Two languages at once: English words stay, and Spanish ones are read beside them.
        ("the first one está perfecto", "the first one that is fine"),
        ("he's 15 y le duele", "he's 15 y le pain"),
        ("my son tiene dolor", "my son do you have pain"),
        ("he tenido dolor", "i have tenido pain"),
        # How somebody is addressed is nobody's name or relation.
        ("perfecto gracias mi hermano", "perfect thanks"),
        ("dios lo bendiga mijo", "thanks"),
        ("es para mi hermana", "it is for my sister"),
        # What a visit is done with.
        ("sí, cancélala, no la cambies", "yes, cancel it, do not change it"),
        ("fijese q mejor quitemela", "well rather cancel it"),
        ("quitarme el dolor", "quitarme el pain"),
        ("¿qué pasa con mi pierna?", "what pasa with my leg?"),
        ("quiero mover mi cita", "i want move my appointment"),
        ("muévela al viernes", "change it on friday"),
        ("no se me duerme", "no se me duerme"),
        ("no sé qué día", "i do not know yet that day"),
        ("solo puedo los jueves, otro día no", "i can only do thursdays, no other day"),
        ("menos los viernes", "not fridays"),
        ("la de las diez y media", "the one at half past ten"),
        ("entre semana", "on weekdays"),
        ("pasado mañana después de las cuatro", "the day after tomorrow after four"),
        ("antes de las dos y media", "before half past two"),
        ("lunes 2pm", "monday 2 pm"),
        ("entro a trabajar a las 2", "so before 2"),
        ("después de comer", "after lunch"),
        ("quiero el martes, digo el jueves", "i want on tuesday, i mean on thursday"),
        ("este martes no, el otro", "not this tuesday but the next one"),
        ("esta semana no, la que entra", "not this week but next week"),
        ("el martes no pero el jueves sí", "on tuesday i can't but on thursday works"),
        ("no es martes, es jueves", "not tuesday, is thursday"),
        ("ni lunes ni viernes", "not monday not friday"),
        ("el tres de diciembre", "december 3"),
        ("la del martes por favor", "the one on tuesday please"),
        ("lo más tarde que tenga el jueves", "the latest one on thursday"),
        ("media hora antes", "half an hour earlier"),
        ("cualquiera de las dos", "the first one"),
        ("la que usted diga", "the first one"),
        ("la de en medio", "the middle one"),
        ("no, ninguna, gracias a Dios", "none of these,"),
        ("no na de eso", "none of these"),
        ("no señorita, nada", "none of these"),
        ("simón, ta bueno", "yes, that is fine"),
        ("sí, así déjelo", "yes"),
        ("mejor así déjelo", "never mind"),
        ("ya no me haga la cita", "never mind"),
        ("siga", "go ahead"),
        ("puse mal mi número", "the number is wrong"),
        ("¿me la puede cambiar al jueves?", "change it on thursday?"),
        ("soy la hija de Rosa Mora", "i am her daughter, her name is Rosa Mora"),
        ("mi mama se llama rosa diaz", "my mother named rosa diaz"),
        ("me llamo ana domingo", "my name is ana domingo"),
        ("prefiero mujer", "rather mujer"),
        ("ponme el viernes temprano", "ponme on friday early"),
        ("ponme Rosa Mora", "it is under Rosa Mora"),
        ("dame una cita el jueves", "book me an appointment on thursday"),
        ("no, es mi tía, es Rosa Mora", "sorry, it is my aunt, it is Rosa Mora"),
    ],
)
def test_what_is_meant_is_put_into_english(said: str, english: str) -> None:
    assert SPANISH.in_english(SPANISH.spelling.mend(said)) == english


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("quero aser una sita porfabor", "quiero hacer una cita porfavor"),
        ("la revicion", "la revision"),
        ("me ekiboque de numero", "me equivoque de numero"),
        ("entonses si todo vien", "entonces si todo bien"),
        ("los deslisamientos del nerbio", "los deslizamientos del nervio"),
        ("SITA PORFABOR", "cita porfavor"),
        ("Sita para el lunes", "cita para el lunes"),
        ("ando sin jale", "ando sin trabajo"),
        # What is spelt right, is English, or may be a name is left alone.
        ("a q hora contestan", "a que hora contestan"),
        ("soy Zita Serbantes", "soy Zita Serbantes"),
        ("milagros tejeda", "milagros tejeda"),
        ("free screening, my phone", "free screening, my phone"),
        ("el perro está caro", "el perro está caro"),
        ("", ""),
    ],
)
def test_what_is_written_by_ear_is_mended(written: str, meant: str) -> None:
    assert SPANISH.spelling.mend(written) == meant


@pytest.mark.parametrize(
    ("told", "digits"),
    [
        ("cuatro catorce 555 01 35", "4145550135"),
        ("cuatro uno cuatro, cinco cinco cinco, cero uno tres cinco", "4145550135"),
        (
            "cuatrocientos catorce quinientos cincuenta y cinco cero uno treinta y cinco",
            "4145550135",
        ),
        ("uno cuatro catorce 555 cero uno diecisiete", "14145550117"),
        ("termina en cero uno diecisiete", "termina en 0117"),
    ],
)
def test_a_phone_number_may_be_told_in_words(told: str, digits: str) -> None:
    assert with_digits(told, told) == digits


@pytest.mark.parametrize(
    "said", ["dos o tres", "a las diez y diez", "414 555 0135", "tengo sesenta y ocho", "once mil"]
)
def test_other_numbers_stay_words(said: str) -> None:
    assert with_digits(said, said) == said


def test_what_is_english_by_then_is_not_read_again() -> None:
    book = Phrasebook([("hijo", "son"), ("son", "are")])
    assert book.apply("mi hijo son") == "mi son are"


def test_names_stay_as_they_were_typed() -> None:
    assert SPANISH.in_english("José Ángel Núñez") == "José Ángel Núñez"


@pytest.mark.parametrize("letters", ["\ue001\ue000 ", "\uf8ff", "\ue000" * 9 + " "])
def test_letters_of_no_language_are_passed_over(letters: str) -> None:
    said = "quiero el lunes a las tres de la tarde"
    assert SPANISH.in_english(letters + said) == SPANISH.in_english(said)


@pytest.mark.parametrize("text", ["", " ", "\ue000\ue001", "¿¡", "a" * 3000, "si " * 2000])
def test_the_phrasebook_takes_whatever_is_typed(text: str) -> None:
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
        ("the first one está perfecto", "es", "time", "es"),
        ("yep, that's right", "es", "confirm", "en"),
        ("book my mom please, any day en la tarde, cualquier día", "en", None, "es"),
        ("quiero un appointment para el tuesday", "en", None, "es"),
    ],
)
def test_a_message_is_in_its_language_or_in_that_of_the_conversation(
    text: str, before: str, asked: Asked | None, language: str
) -> None:
    assert language_of(text, Context(now=NOW, language=before, asked=asked)) == language


@pytest.mark.parametrize("text", ["yo whats good", "y tho", "ya", "my son", "hmm sounds sus", "no"])
@pytest.mark.parametrize("asked", [None, "name", "time", "confirm"])
def test_what_is_english_too_is_english(text: str, asked: Asked | None) -> None:
    assert language_of(text, Context(now=NOW, asked=asked)) == "en"


def test_english_messages_stay_english() -> None:
    heldout = yaml.safe_load((ROOT / "tests" / "understanding" / "heldout.yml").read_text("utf-8"))
    messages = [text for topics in heldout.values() for texts in topics.values() for text in texts]
    context = Context(now=NOW)
    taken = [text for text in messages if language_of(text, context) != "en"]
    assert len(messages) > 400
    assert [text for text in taken if not is_spanish(text)] == []


def test_with_spanish_off_every_message_is_read_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGES", "")
    get_settings.cache_clear()
    try:
        context = Context(now=NOW, language="es")
        assert language_of("que es la ciatica", context) == "en"
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


def test_clauses_are_cut_where_another_question_opens() -> None:
    said = "¿qué es la ciática y cuánto cuesta la cita? me llamo Ana y mi mamá Rosa"
    assert SPANISH.clauses(said, lambda some: [heard(text) for text in some]) == [
        "¿qué es la ciática",
        "cuánto cuesta la cita",
        "me llamo Ana y mi mamá Rosa",
    ]


def heard(text: str, sure: float = 0.9) -> Ranking:
    """A text as a trained reading would hear it, by one word of it."""
    of = {"dura": "fact_length", "anotas": "book_screening", "nada": "none_of_these"}
    of |= {"síntomas": "ask_symptoms", "llevar": "fact_bring"}
    intent = next((of[word] for word in of if word in text), "inform")
    return Ranking(text, text, [(intent, sure), ("affirm", 1 - sure)], {intent: sure})


@pytest.mark.parametrize(
    ("said", "cut"),
    [
        ("cuánto dura y me anotas para una", ["cuánto dura", "me anotas para una"]),
        ("a las 9 y de paso qué tengo que llevar", ["a las 9", "qué tengo que llevar"]),
        ("lo que dura hoy y mañana, y también me anotas",
         ["lo que dura hoy y mañana", "me anotas"]),
        ("eso dura y dura", []),
        ("no, nada, puros síntomas de siempre", []),
        ("soy Ana y me anotas para una", []),
    ],
)  # fmt: skip
def test_clauses_are_cut_where_both_sides_surely_mean_something_else(
    said: str, cut: list[str]
) -> None:
    assert SPANISH.clauses(said, lambda some: [heard(text) for text in some]) == cut
    assert SPANISH.clauses(said, lambda some: [heard(text, 0.55) for text in some]) == []


def test_a_time_of_ours_said_in_words_is_in_the_language_of_the_conversation() -> None:
    spanish = Context(NOW, asked="time", language="es")
    for text in ("mar 1 dic, 9:00 AM", "9 am", "2:30 p.m."):
        assert language_of(text, spanish) == "es"
        assert language_of(text, Context(NOW, asked="time")) == "en"
    assert language_of("I am free at 9 am", spanish) == "en"
