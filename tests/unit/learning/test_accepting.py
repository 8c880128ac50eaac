"""What staff accept becomes one line of training data, and what must not be learned is refused."""

import shutil
from pathlib import Path

import pytest

from clinic.learning import (
    AlreadyTrained,
    Examples,
    HeldOut,
    NotReworded,
    PersonalData,
    SafetySign,
    UnknownIntent,
    Unusable,
    accept,
    checked,
    offered_intents,
)
from clinic.settings import ROOT

FILE = """\
version: "3.1"

# What hurts.
nlu:
  - intent: ask_causes
    examples: |
      - why does it hurt
      - where does it come from

  # Asked often.
  - intent: ask_symptoms
    examples: |
      - how does it feel
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "care.yml").write_text(FILE)
    return tmp_path


@pytest.fixture
def measured(tmp_path: Path) -> list[Path]:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "heldout.yml").write_text(
        "answer:\n  causes:\n  - what brings this on all of a sudden\n"
    )
    return [kept / "heldout.yml"]


def test_an_accepted_question_is_one_more_line_and_nothing_else_changes(folder: Path) -> None:
    accept("what sets it off", "ask_causes", folder, [])
    line = "      - where does it come from\n"
    expected = FILE.replace(line, f"{line}      - what sets it off\n")
    assert (folder / "care.yml").read_text() == expected


def test_a_file_that_ends_without_a_line_end_takes_a_line_too(folder: Path) -> None:
    (folder / "care.yml").write_text(FILE.rstrip("\n"))
    accept("what does it feel like", "ask_symptoms", folder, [])
    assert Examples(folder).texts[-1] == ("what does it feel like", "ask_symptoms")


@pytest.mark.parametrize("intent", ["ask_causes", "ask_medication", "book_screening"])
def test_the_real_training_data_takes_a_line_where_it_belongs(tmp_path: Path, intent: str) -> None:
    folder = shutil.copytree(ROOT / "data" / "nlu", tmp_path / "nlu")
    before = Examples(folder).texts
    accept("zebra crossing giraffe", intent, folder, [])
    added = [pair for pair in Examples(folder).texts if pair not in before]
    assert added == [("zebra crossing giraffe", intent)]
    assert len(Examples(folder).texts) == len(before) + 1


@pytest.mark.parametrize(
    "text", ["Why does it hurt?", "WHERE does it  come from", "how does it feel"]
)
def test_words_that_are_an_example_already_are_refused(folder: Path, text: str) -> None:
    with pytest.raises(AlreadyTrained, match="already"):
        accept(text, "ask_causes", folder, [])


@pytest.mark.parametrize(
    "text",
    [
        "call me at 414-555-0142",
        "write to ana@example.com about it",
        "my name is ana diaz, what sets it off",
        "I'm Ana Diaz and it hurts",
        "hurts since 3/14/2026",
        "my member id is W12345678",
        "i live at 12 Oak Street",
        "I am [name] and it hurts",
    ],
)
def test_what_may_say_who_asked_is_refused(folder: Path, text: str) -> None:
    with pytest.raises(PersonalData):
        accept(text, "ask_causes", folder, [])
    assert (folder / "care.yml").read_text() == FILE


@pytest.mark.parametrize("text", ["", "?!", "x" * 201, "/restart", "- a list", "{a}", "<b>hm</b>"])
def test_what_training_would_read_as_something_else_is_refused(folder: Path, text: str) -> None:
    with pytest.raises(Unusable):
        accept(text, "ask_causes", folder, [])


def test_a_line_break_can_not_add_a_second_line(folder: Path) -> None:
    accept("what sets it off\n  - intent: ask_evil", "ask_causes", folder, [])
    assert Examples(folder).intents == ["ask_causes", "ask_symptoms"]


@pytest.mark.parametrize(
    "text", ["what brings this on all of a sudden?", "what brings this on all of a suden"]
)
def test_what_is_nearly_a_held_out_message_is_refused(
    folder: Path, measured: list[Path], text: str
) -> None:
    with pytest.raises(HeldOut):
        accept(text, "ask_causes", folder, measured)


def test_an_intent_without_examples_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownIntent):
        accept("what sets it off", "ask_weather", folder, [])


def test_emergencies_are_not_taught_from_the_desk() -> None:
    offered = offered_intents(Examples(ROOT / "data" / "nlu"))
    assert "ask_causes" in offered
    assert not [intent for intent in offered if "red_flag" in intent or "crisis" in intent]


def test_labels_of_the_safety_corpus_are_no_messages_but_its_messages_are(
    folder: Path, tmp_path: Path
) -> None:
    corpus = tmp_path / "open.yml"
    corpus.write_text(
        "alarms:\n- tier: E\n  line: knee_pain\n  messages:\n    split:\n"
        "    - [my chest, feels crushed under a weight]\n"
        "quiet:\n  ordinary:\n  - the stairs at work are the worst of it\n"
    )
    accept("knee pain", "ask_causes", folder, [corpus])
    for kept in ("feels crushed under a weight", "the stairs at work are the worst of it"):
        with pytest.raises(HeldOut):
            accept(kept, "ask_causes", folder, [corpus])


SIGNS = [
    "i cant pee and my groin is numb",
    "my saddle area is numb",
    "no feeling when i wipe",
    "i peed myself and didnt notice",
    "lost control of my bowels",
    "both my legs gave out and i cant get up",
    "my foot drags since this morning",
    "my chest hurts and my arm too",
    "i want to end it all",
    "fever and my back is killing me",
    "cant feel it when i go to the bathroom",
    "me duele el pecho",
]
DOUBTS = [
    "is it bad if both my legs go numb",
    "whats the point in living with this",
    "could it be cauda equina if my groin is numb",
]


@pytest.mark.parametrize("text", SIGNS + DOUBTS)
def test_a_sign_or_a_doubt_about_one_is_not_learned_as_something_else(
    folder: Path, text: str
) -> None:
    for intent in ("ask_causes", "ask_symptoms"):
        with pytest.raises(SafetySign, match="warning sign"):
            accept(text, intent, folder, [])
    assert (folder / "care.yml").read_text() == FILE


def add_reports(folder: Path, example: str) -> None:
    file = f"nlu:\n- intent: report_red_flag\n  examples: |\n    - {example}\n"
    (folder / "safety.yml").write_text(file)


def test_nearly_a_known_report_of_a_sign_is_not_learned_as_something_else(folder: Path) -> None:
    add_reports(folder, "the thing I sit on is asleep")
    with pytest.raises(SafetySign):
        accept("the thing i sit on is asleep today", "ask_causes", folder, [])


def test_a_sign_is_learned_as_a_report_of_one(folder: Path) -> None:
    reports = (
        "version: '3.1'\nnlu:\n- intent: report_red_flag\n  examples: |\n    - my groin went numb\n"
    )
    (folder / "safety.yml").write_text(reports)
    accept("i cant pee and my groin is numb", "report_red_flag", folder, [])
    assert ("i cant pee and my groin is numb", "report_red_flag") in Examples(folder).texts


@pytest.mark.parametrize("text", ["my leg is numb, why", "i can pee fine, what else sets it off"])
def test_a_sign_denied_and_an_ordinary_complaint_are_learned(folder: Path, text: str) -> None:
    accept(text, "ask_causes", folder, [])
    assert (text, "ask_causes") in Examples(folder).texts


@pytest.mark.parametrize(
    "text", ["does it hurt to swim", "Does it hurt to swim?", "does it hurt to swim now"]
)
def test_a_patients_own_words_are_not_learned(folder: Path, text: str) -> None:
    with pytest.raises(NotReworded, match="words of your own"):
        checked(text, "ask_causes", Examples(folder), ["does it hurt to swim"], [])


def test_the_same_in_other_words_is_learned(folder: Path) -> None:
    reworded = "is the pool a bad idea"
    examples = Examples(folder)
    assert checked(reworded, "ask_causes", examples, ["does it hurt to swim"], []) == reworded
    assert (folder / "care.yml").read_text() == FILE
