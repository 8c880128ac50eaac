"""Patients' words are made safe without changing what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.messages import as_free_text, clean


def test_control_characters_are_dropped_and_words_stay() -> None:
    assert clean("my\x00 back\x1b[31m hurts\x7f") == "my back[31m hurts"


def test_line_ends_become_newlines_and_few() -> None:
    assert clean("one\r\ntwo\rthree\u2028four\n\n\n\n\nfive") == "one\ntwo\nthree\nfour\n\nfive"


def test_direction_overrides_are_dropped() -> None:
    assert clean("pay \u202eevil\u202c now") == "pay evil now"


@pytest.mark.parametrize("text", ["🧑🏽‍⚕️ 👍🏾", "ظهري يؤلمني", "גב כואב", "腰が痛い", "¿me ayuda?"])
def test_emoji_and_other_scripts_stay(text: str) -> None:
    assert clean(text) == text


def test_half_a_surrogate_pair_is_dropped() -> None:
    assert clean("ab\ud83d") == "ab"


@given(st.text(st.characters(), max_size=200))
def test_the_result_encodes_and_is_stable(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "given_to_engine"),
    [
        ("/restart", "restart"),
        ('  //book{"name":"x"}', 'book{"name":"x"}'),
        ("and/or", "and/or"),
        ("/", "?"),
        ("/ /\n/", "?"),
    ],
)
def test_a_leading_slash_is_no_command(text: str, given_to_engine: str) -> None:
    assert as_free_text(text) == given_to_engine
