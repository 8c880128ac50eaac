"""A question asked again in other words is noticed; a new or a following one is not."""

import pytest

from clinic.attention.rephrasing import is_rephrased


@pytest.mark.parametrize(
    ("earlier", "later", "same"),
    [
        ("is cycling alright for me", "no i mean is riding a bike ok", False),
        ("how long should i stretch", "that's not what i asked", False),
        ("hw do nerv glides wrk", "how do nerve glides work", True),
        ("do you use needles on the muscles", "needles, do you use needles?", True),
    ],
)
def test_a_question_asked_again_is_noticed(earlier: str, later: str, same: bool) -> None:
    assert is_rephrased(earlier, later, same)


@pytest.mark.parametrize(
    ("earlier", "later", "same"),
    [
        ("what is dry needling", "does dry needling hurt", False),
        ("what causes sciatica", "what are the symptoms of sciatica", False),
        ("what are your hours", "where are you", True),
        ("what is dry needling", "What is dry needling", True),
        ("/book_screening", "i mean something else", False),
        ("", "what is sciatica", True),
    ],
)
def test_another_question_is_none(earlier: str, later: str, same: bool) -> None:
    assert not is_rephrased(earlier, later, same)
