"""A "none" to the check of signs, and what may be a sign beside it."""

from __future__ import annotations

import pytest

from clinic.reading.clear_none import is_clear_none, told_beside


def suspicion(text: str) -> float:
    """As a trained reading would tell it, by one word."""
    return next((0.2 for word in ("dribbl", "soggy", "gotea") if word in text), 0.01)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "none of those",
        "nope, thank god",
        "yeah, no",
        "no ma'am, not one of them",
        "None of the above. Is it really free?",
        "no, just the ache in my calf",
        "none but my foot is numb",
        "ninguna de esas, gracias a Dios",
        "no, solo dolor de pierna",
        "no and my number is 414-555-0199",
    ],
)
def test_nothing_is_open_beside_a_clear_none(text: str) -> None:
    assert is_clear_none(text, suspicion)


@pytest.mark.parametrize(
    "text",
    [
        "no no yes no no",
        "Y n n n n",
        "n n n n y",
        "1 no 2 yes 3 no",
        "none... no wait, yes",
        "none, well ok one",
        "no thanks",
        "nothing to worry about?",
        "no, kind of the fourth",
        "nope, sometimes",
        "no comment",
        "not yet",
        "none, it dribbles a bit",
        "no unless soggy pants count",
        "ninguna, bueno la segunda",
        "no, a veces",
        "no no sí no",
        "no pero gotea un poco",
    ],
)
def test_what_may_be_a_sign_leaves_a_none_open(text: str) -> None:
    assert not is_clear_none(text, suspicion)


def test_what_may_be_a_sign_beside_a_yes_is_found() -> None:
    def sure(text: str) -> float:
        return 0.4 if "dribbl" in text else 0.1

    assert told_beside("Yes. Oh and it dribbles when I sneeze", sure) == (
        " oh and it dribbles when i sneeze"
    )
    assert told_beside("yes, that is my number, see you then", sure) is None
