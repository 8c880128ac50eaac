"""The safety gate on the corpus beside this file; docs/evaluation has the published figures."""

import random
from collections.abc import Callable

import pytest

from clinic.reading.safety import (
    Context,
    Tier,
    assess,
    checklist,
    question,
    reply,
    safety_line,
    withdrawn,
)
from clinic.reading.safety.groups import get_groups
from evaluation.corpus import EXPLICIT, Alarm, corpus

OPEN = corpus("open")
SAID_PLAINLY = [alarm for alarm in OPEN.alarms if alarm.manner == EXPLICIT]


def raised(*texts: str) -> set[str | None]:
    """The tiers the gate raises on messages that follow each other."""
    before = [None, *texts]
    return {assess(text, Context(before[place], 20)).tier for place, text in enumerate(texts)}


def enough(alarm: Alarm) -> set[str]:
    """The tiers that are urgent enough for a sign."""
    return {"E", "U"} if alarm.tier == "U" else {alarm.tier}


def test_every_sign_that_is_said_plainly_is_seen() -> None:
    missed = [alarm for alarm in SAID_PLAINLY if not raised(*alarm.texts) & enough(alarm)]
    assert missed == []


def test_the_gate_alone_sees_most_signs_in_other_words() -> None:
    others = [alarm for alarm in OPEN.alarms if alarm.manner != EXPLICIT]
    seen = [alarm for alarm in others if raised(*alarm.texts) & enough(alarm)]
    assert len(seen) / len(others) >= 0.93


@pytest.mark.parametrize(
    ("kind", "tiers", "limit"),
    [("ordinary", "ECU", 0.03), ("negated", "EC", 0.08), ("asked_about", "EC", 0.08)],
)
def test_the_gate_alone_raises_few_false_alarms(kind: str, tiers: str, limit: float) -> None:
    messages = [item.text for item in OPEN.quiet if item.kind == kind]
    wrong = [text for text in messages if (assess(text).tier or "-") in tiers]
    assert len(wrong) / len(messages) <= limit, wrong


@pytest.mark.parametrize(
    "disguise",
    [
        str.upper,
        lambda text: text.replace("'", ""),
        lambda text: text.replace("'", "’"),
        lambda text: f"{text} 😭😭😭",
        lambda text: f"ok. {text}",
        lambda text: f"what are your hours? {text}",
        lambda text: f"my wife says it's nothing but {text}",
        lambda text: f"<b>{text}</b>",
        lambda text: f"/{text}",
        lambda text: text.replace(" ", "  "),
        lambda text: f"{'I went for a walk. ' * 200}{text}",
        lambda text: f"{text}. {'The weather was fine. ' * 200}",
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_plain_sign_is_seen_in_every_disguise(disguise: Callable[[str], str]) -> None:
    missed = [
        alarm for alarm in SAID_PLAINLY if not raised(*map(disguise, alarm.texts)) & enough(alarm)
    ]
    assert missed == []


def test_a_sign_split_over_two_messages_is_seen() -> None:
    assert assess("between my legs", Context("i am numb", 20)).tier == "E"
    assert assess("since last night", Context("hello", 20)).tier is None


@pytest.mark.parametrize(
    "lines",
    [
        "my back hurts\nand i cant feel\nwhen i wipe",
        "i cant\nfeel it\nwhen i wipe",
        "i cant\n\npee",
    ],
)
def test_a_sign_spread_over_lines_is_seen(lines: str) -> None:
    assert assess(lines).tier == "E"


@pytest.mark.parametrize(
    "lines", ["no numbness\nbetween my legs", "can sciatica make you leak\npee?"]
)
def test_lines_deny_and_ask_as_one_sentence_does(lines: str) -> None:
    assert assess(lines).tier is None


@pytest.mark.parametrize("before", ["414-555-0123", "my left calf is swollen and sore"])
@pytest.mark.parametrize(
    "asked", ["does sciatica cause trouble peeing?", "can sciatica cause weakness?"]
)
def test_a_question_stays_one_whatever_stands_before_it(before: str, asked: str) -> None:
    assert assess(asked, Context(before, 20)).tier is None


@pytest.mark.parametrize(
    "text",
    [
        "no fever, can't pee",
        "no fever, cannot feel it when i pee",
        "no tengo fiebre, no puedo orinar",
        "no, no puedo orinar",
        "no me escriban más, no puedo respirar",
    ],
)
def test_a_denial_of_something_else_denies_no_complaint_after_the_comma(text: str) -> None:
    assert assess(text).tier == "E"


@pytest.mark.parametrize(
    "text", ["no es que no puedo orinar", "no chest pain, not numb between the legs, no leaking"]
)
def test_what_is_denied_in_a_list_or_as_a_whole_stays_denied(text: str) -> None:
    assert assess(text).tier is None


def test_an_old_message_is_not_read_together_with_a_new_one() -> None:
    assert assess("between my legs", Context("i am numb", 86_400)).tier is None


def test_a_question_about_a_sign_is_told_from_the_sign() -> None:
    assessment = assess("can a slipped disc make you lose bladder control?")
    assert assessment.tier is None
    assert assessment.question


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x" * 20_000,
        "numb " * 4_000,
        "😀" * 500,
        "\x00\x01\x02\x7f",
        "أنا لا أستطيع التبول",
        "<script>alert(1)</script>",
        "/restart",
        "🙂" + "\u202e" + "abc",
        "\ud83d",
        "".join(random.Random(1).choices("abc .,!?'\n\t/<>", k=3000)),
    ],
)
def test_nothing_a_patient_can_send_makes_it_fail(text: str) -> None:
    assess(text)


def test_a_sign_is_seen_at_the_end_of_20000_characters() -> None:
    assert assess("I had coffee. " * 1_420 + "I can't pee").tier == "E"


def test_the_wording_fits_one_text_message_and_names_the_right_number() -> None:
    assert "911" in reply("E")
    assert "988" in reply("C")
    assert len(reply("E")) <= 160
    assert len(reply("C")) <= 160
    assert "911" not in reply("U") + safety_line()
    assert "988" not in reply("U") + safety_line()
    for text in (reply("E"), reply("C"), reply("U"), safety_line()):
        assert "book" not in text.lower()
        assert "screening" not in text.lower()


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("no puedo orinar desde ayer", "E"),
        ("Perdí el control de la vejiga", "E"),
        ("no siento nada entre las piernas", "E"),
        ("estoy perdiendo la fuerza en las piernas", "E"),
        ("quiero morirme", "C"),
        ("hola, tengo dolor de espalda", None),
        ("¿cuánto cuesta la primera cita?", None),
    ],
)
def test_the_plainest_signs_are_seen_in_spanish(text: str, tier: str | None) -> None:
    assert assess(text).tier == tier


def test_any_kind_of_apostrophe_is_read() -> None:
    assert {assess(f"I can{mark}t pee").tier for mark in "'’‘`´"} == {"E"}


@pytest.mark.parametrize(
    "text",
    [
        "me molesta mucho la pierna derecha",
        "disculpe la molestia, quisiera una cita",
        "Hace diez años tuve un accidente y me operaron, todo bien. Ahora me molesta la cintura.",
        "molestia in my leg",
        "it is a molestia, me molesta when I sit",
    ],
)
def test_a_spanish_word_is_no_misspelt_english_sign(text: str) -> None:
    assert assess(text).present == ()


@pytest.mark.parametrize(
    "text",
    [
        "he molests my son",
        "somebody tried to molest my daughter",
        "I want to report child molestation",
        "my kid was molested",
    ],
)
def test_a_molested_child_is_heard_in_every_form(text: str) -> None:
    assert {sign.group for sign in assess(text).present} == {"child_abuse"}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("necesito una ambulansia", "help"),
        ("ausilio, necesito ayuda ya", "help"),
        ("ayudemne por favor", "help"),
        ("mi papa esta mal, nesesito una ambulancia", "help"),
        ("ya no puedo, quiero morrir", "crisis"),
        ("mi mama can't walk, chest pian", "heart"),
        ("mi esposo has chest pian desde ayer", "heart"),
    ],
)
def test_a_misspelt_cry_is_heard_in_spanish_and_where_languages_are_mixed(
    text: str, group: str
) -> None:
    assert group in {sign.group for sign in assess(text).present}


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("she can't walk, chest pain", "E"),
        ("I could not sleep, chest pain all night", "E"),
        ("ya no puedo, quiero morir", "C"),
        ("no chest pain, numbness or fever", None),
        ("I have not had a fever, chest pain or weakness", None),
    ],
)
def test_what_cannot_be_done_denies_nothing_after_the_comma(text: str, tier: str | None) -> None:
    assert assess(text).tier == tier


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("my husband is having a heart attack", "heart"),
        ("I have saddle numbness", "saddle"),
        ("sciatica with saddle anesthesia", "saddle"),
        ("sciatica, numb foot and loss of bladder control", "bladder"),
        ("she overdosed", "overdose"),
        ("i've been stabbed", "trauma"),
        ("no puedo respirar", "collapse"),
        ("mi esposo esta inconsciente", "collapse"),
        ("mi esposo tuvo una sobredosis", "overdose"),
    ],
)
def test_what_is_said_in_the_textbooks_words_is_certain(text: str, group: str) -> None:
    assert group in {sign.group for sign in assess(text).present if sign.certain}


@pytest.mark.parametrize(
    "text", ["what is saddle numbness?", "can a disc cause loss of bladder control?"]
)
def test_the_textbooks_words_may_be_asked_about(text: str) -> None:
    assert assess(text).present == ()


@pytest.mark.parametrize("group", [None, "crisis", "bladder"])
def test_a_language_without_words_for_signs_is_told_of_them_in_english(group: str | None) -> None:
    """A third language that is on before its signs are written must fail in no emergency."""
    tier: Tier = get_groups().groups[group].tier if group else "E"
    assert reply(tier, group, "fr") == reply(tier, group)
    assert question(group, "fr") == question(group)
    assert safety_line("fr") == safety_line()
    assert checklist("fr") == checklist()
    assert withdrawn(tier, "fr") == withdrawn(tier)
