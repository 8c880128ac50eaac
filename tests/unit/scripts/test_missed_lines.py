"""What staff marked as judged wrongly becomes a line of a test, in other words and of nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.attention.heard import Mark
from clinic.learning import NotReworded, PersonalData, Unusable
from clinic.reading.safety.examples import load_examples
from scripts.missed import Unlike, checked, keep

THEIRS = "the faucet downstairs has been shut since noon"
OURS = "nothing has left my body since lunch, though I drank a lot"


@pytest.mark.parametrize(
    ("text", "signs", "mark"),
    [
        (OURS, "bladder+", "missed"),
        (OURS, "saddle-, bladder+", "missed"),
        ("esta pagina me va a volver loco, ya no la uso", "none", "false"),
        ("I am done with that sofa of mine, it goes to the curb", "crisis~", "false"),
    ],
)
def test_a_line_is_read_as_it_was_told(tmp_path: Path, text: str, signs: str, mark: Mark) -> None:
    keep(checked(text, signs, mark, [THEIRS], tmp_path), tmp_path)
    (example,) = load_examples(tmp_path)
    assert example.text == text
    assert bool(example.present) == (mark == "missed")
    assert example.language == ("es" if "pagina" in text else "en")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (THEIRS, NotReworded),
        (f"{THEIRS}!", NotReworded),
        ("call me at 414-555-0142, nothing comes", PersonalData),
        ("my name is Ana Diaz and nothing comes", PersonalData),
        ("", Unusable),
        ("x" * 201, Unusable),
    ],
)
def test_neither_the_patients_words_nor_who_it_was_is_kept(
    tmp_path: Path, text: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        checked(text, "bladder+", "missed", [THEIRS], tmp_path)


@pytest.mark.parametrize("signs", ["bladder", "leg+", "+", "", "bladder+;saddle+"])
def test_signs_that_are_none_are_refused(tmp_path: Path, signs: str) -> None:
    with pytest.raises(ValueError, match=r"no sign|write SIGNS"):
        checked(OURS, signs, "missed", [THEIRS], tmp_path)


@pytest.mark.parametrize(("signs", "mark"), [("none", "missed"), ("bladder+", "false")])
def test_signs_that_say_otherwise_than_the_staff_are_refused(
    tmp_path: Path, signs: str, mark: Mark
) -> None:
    with pytest.raises(Unlike):
        checked(OURS, signs, mark, [THEIRS], tmp_path)


def test_the_same_line_and_what_is_learned_from_is_refused(tmp_path: Path) -> None:
    keep(checked(OURS, "bladder+", "missed", [THEIRS], tmp_path), tmp_path)
    with pytest.raises(ValueError, match="already"):
        checked(f"{OURS}.", "bladder+", "missed", [THEIRS], tmp_path)
    learned = next(one.text for one in load_examples() if one.present and len(one.text) < 100)
    with pytest.raises(ValueError, match="learned from"):
        checked(learned, "bladder+", "missed", [THEIRS], tmp_path)
