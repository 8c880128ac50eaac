"""What Spanish says for certain is read so, whatever was learned of the whole message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from clinic.content import get_content
from clinic.reading import guarding
from clinic.reading.context import Context, Option
from clinic.reading.reader import Reader
from clinic.reading.safety.verdict import HeardBy, Sign, Verdict
from clinic.screenings import Slot
from tests.unit.reading.conftest import Told

Make = Callable[..., Reader]
AT = datetime(2026, 12, 2, 16, tzinfo=timezone.utc)
BOOK = "book_screening"
STANDS = Slot(AT, "alex", AT)


@pytest.fixture
def spanish(context: Context) -> Context:
    return replace(context, language="es")


@pytest.mark.parametrize(
    ("said", "heard", "meant"),
    [
        ("dios lo bendiga mijo", "feel_relief", "thank"),
        ("gracias, bendiciones", "book_screening", "thank"),
        ("quisiera coordinar la evaluación, los lunes no puedo", "cancel_screening", BOOK),
        ("bueno, muy amable", "deny", "thank"),
        ("ya grasias asta luego", "book_screening", "goodbye"),
        ("buenas con quién hablo", "talk_to_person", "ask_if_bot"),
        ("quiero mover mi cita", "fact_hours", "reschedule_screening"),
        ("¿pero no quedó nada a mi nombre, no?", "ask_causes", "check_screening"),
        ("¿entonces la del martes ya no, verdad?", "reschedule_screening", "check_screening"),
        ("ay eres bien amable, cómo te llamas", "fact_phone", "ask_if_bot"),
        ("vaya entonces mejor deme una nueva", "feel_relief", BOOK),
        ("ta bien, ponme una cita el jueves en la tarde", "check_screening", BOOK),
    ],
)
def test_closed_classes_are_meant_whatever_is_heard(
    said: str, heard: str, meant: str, reader: Make, spanish: Context
) -> None:
    read = reader(heard).read(said, spanish)
    assert [wish.intent for wish in read.wishes] == [meant]
    assert read.stance is None


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("fijese q mejor quitemela no tengo quien me lleve", "cancel_screening"),
        ("ese día me cae la inspección. Muévela", "reschedule_screening"),
        ("ya no voy a ir", "cancel_screening"),
    ],
)
def test_the_visit_that_stands_is_called_off_or_moved(
    said: str, intent: str, reader: Make, spanish: Context
) -> None:
    hears = reader("fact_companion")
    assert hears.read(said, replace(spanish, stands=STANDS)).wants(intent)
    assert not hears.read(said, spanish).wants(intent)
    assert not hears.read(f"¿{said}?", replace(spanish, stands=STANDS)).wants(intent)


def test_a_part_that_ends_it_outranks_the_rest(reader: Make, spanish: Context) -> None:
    said = "¿sabe qué? mejor lo dejo así, tengo que hablarlo con mi señora"
    read = reader("talk_to_person").read(said, replace(spanish, flow="book", asked="time"))
    assert (read.stance, read.wishes) == ("stop", ())


@pytest.mark.parametrize("said", ["nope", "nel", "no, nada, gracias a Dios"])
def test_a_short_no_in_either_language_answers_the_check_of_signs(
    said: str, reader: Make, spanish: Context
) -> None:
    read = reader("nlu_fallback").read(said, replace(spanish, flow="book", asked="signs"))
    assert read.stance == "no"


def test_cancel_it_ends_no_calling_off(reader: Make, spanish: Context) -> None:
    asked = replace(spanish, flow="call_off", asked="confirm_call_off")
    read = reader("cancel_screening").read("sí, cancélala, no la cambies", asked)
    assert read.stance not in ("stop", "keep", "no")


def test_an_offer_is_not_taken_up_by_who_will_write_again(reader: Make, spanish: Context) -> None:
    asked = replace(spanish, asked="book_offer")
    read = reader("affirm").read("perfecto, thanks, I'll talk to him y les aviso", asked)
    assert [wish.intent for wish in read.wishes] == ["thank"]
    assert read.stance is None


def test_an_option_is_chosen_in_two_languages_at_once(reader: Make, spanish: Context) -> None:
    options = tuple(Option(f"slot:{n}", f"mié {n} dic, 9:00 AM") for n in (1, 2))
    asked = replace(spanish, asked="time", flow="book", options=options)
    for said in ("the first one está perfecto", "ok the first one, y el phone es 414-555-0112"):
        assert reader("inform").read(said, asked).choice == "slot:1"


@pytest.mark.parametrize("heard", ["wait", "undecided"])
def test_who_chooses_does_not_hesitate(heard: str, reader: Make, spanish: Context) -> None:
    options = tuple(Option(f"slot:{n}", f"mié {n} dic, 9:00 AM") for n in (1, 2))
    asked = replace(spanish, asked="time", flow="book", options=options)
    read = reader(heard).read("dame la segunda, está bien", asked)
    assert (read.choice, read.stance) == ("slot:2", None)


def test_a_name_ends_where_the_wish_begins(reader: Make, spanish: Context) -> None:
    said = "es para mi abuelita. Se llama Herlinda Quiroz y quiere el free screening"
    read = reader("book_screening").read(said, spanish)
    assert [name.name for name in read.names] == ["Herlinda Quiroz"]
    assert read.relation == "grandmother"


def test_a_name_is_told_more_fully(reader: Make, spanish: Context) -> None:
    said = "una corrección: en mi credencial aparece como María Amparo Villaseñor Luján"
    asked = replace(spanish, flow="book", asked="phone", name="Amparo Villaseñor")
    read = reader("correct").read(said, asked)
    assert [name.name for name in read.names] == ["María Amparo Villaseñor Luján"]


def test_a_name_that_was_asked_for_is_not_mended(reader: Make, spanish: Context) -> None:
    asked = replace(spanish, flow="book", asked="name")
    assert reader("inform").read("siatica grasias", asked).names[0].name == "Siatica Grasias"


@pytest.mark.parametrize(
    ("said", "by", "decision"),
    [
        ("Ya estuvo. Gracias.", "learned", "quiet"),
        ("Ya estuvo. Gracias.", "gate", "ask"),
        ("ya no quiero estar aquí, gracias", "learned", "ask"),
    ],
)
def test_nothing_but_thanks_is_no_sign(
    said: str,
    by: HeardBy,
    decision: str,
    spanish: Context,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = Reader(Told("thank"), get_content().clinic)
    sign = Sign("crisis", "doubt", said, by, 0.3)
    doubt = Verdict("ask", "C", "crisis", (sign,))
    monkeypatch.setattr(guarding, "judge", lambda *_: doubt)
    assert reader.read(said, spanish).safety.decision == decision
    alarmed = replace(spanish, alarm="C")
    assert reader.read(said, alarmed).safety.decision == "ask"


def test_an_appointment_that_nobody_wants_is_not_booked(reader: Make, spanish: Context) -> None:
    assert not reader("fact_hours").read("no quiero hacer una cita", spanish).wants(BOOK)
