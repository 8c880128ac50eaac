"""What a segment holds, and how a text is brought into the 7-bit alphabet."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.sms.gsm7 import BASIC, EXTENDED, fold, outside, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("[" * 80, 1),  # characters of the extension table take two places
        ("[" * 81, 2),
        ("a" * 152 + "[" + "a" * 151, 2),
        ("a" * 152 + "[" + "a" * 152, 3),  # the bracket is not cut in half
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("я" * 134, 2),
        ("я" * 135, 3),
        ("😀" * 35, 1),  # an emoji takes two places
        ("😀" * 36, 2),
        ("a" * 69 + "’", 1),  # one curly quote turns the whole text into UCS-2
        ("a" * 70 + "’", 2),
    ],
)
def test_segments_are_counted_as_they_are_billed(text: str, count: int) -> None:
    assert segments(text) == count


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("It’s “fine” – really…", 'It\'s "fine" - really...'),
        ("• Heat\u00a0or cold", "- Heat or cold"),
        ("José Núñez, Zoë", "José Nuñez, Zoe"),
        ("café, señor, Übung", "café, señor, Übung"),  # these letters the alphabet has
        ("Łukasz Đorđević", "Lukasz Dordevic"),
        ("OK 👍🏽 bye", "OK  bye"),
        ("1️⃣ yes", "1 yes"),
        ("zero\u200bwidth", "zerowidth"),
        ("½ hour", "1/2 hour"),
        ("Мария", "Мария"),  # a name is better sent in UCS-2 than not at all
    ],
)
def test_typography_and_accents_are_folded_and_words_are_kept(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_what_the_alphabet_lacks_is_named_once_in_order() -> None:
    assert outside("a–b’c–[d]€") == ["–", "’"]


@given(st.text(alphabet=sorted(BASIC | EXTENDED)))
def test_a_text_in_the_alphabet_is_not_changed(text: str) -> None:
    assert fold(text) == text


@given(st.text(max_size=400))
@example("\u0591\x08\u1baa")
@example("\u00e2\u0302")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=sorted(BASIC), max_size=700))
def test_the_short_way_of_counting_agrees_with_the_long_one(text: str) -> None:
    # A form feed is of the extension table, so the text goes the long way.
    longer = segments(text + "\f")
    assert segments(text) <= longer <= segments(text) + 1
