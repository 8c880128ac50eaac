"""A long text is cut where it disturbs least, and says which part is which."""

import re
import time
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from channels.sms.gsm7 import segments
from channels.sms.splitting import split

SENTENCE = "Heat can relieve the pain and calm the muscles near the nerve for a while. "


def bare(parts: Iterable[str]) -> list[str]:
    return [re.sub(r"^\(\d+/\d+\) ", "", part) for part in parts]


def test_what_fits_into_two_segments_is_one_message_without_a_label() -> None:
    text = "a" * 306
    assert split(text) == [text]


def test_nothing_is_no_message() -> None:
    assert split("  \n") == []


def test_parts_are_numbered() -> None:
    parts = split(SENTENCE * 8)
    assert [part[:6] for part in parts] == [f"({n}/{len(parts)}) " for n in (1, 2, 3)]


def test_a_cut_is_made_between_sentences() -> None:
    for part in bare(split(SENTENCE * 8)):
        assert part.endswith("while.")


def test_a_sentence_that_fits_a_message_is_not_cut_even_when_that_takes_a_message_more() -> None:
    short, long = (
        "There are a few reasons.",
        "The nerve can be pressed " + "by it, " * 37 + "or so.",
    )
    assert bare(split(f"{short} {long}")) == [short, long]


def test_a_sentence_too_long_for_a_message_is_cut_at_a_comma() -> None:
    for part in bare(split("The nerve can be pressed " + "by something or other, " * 30))[:-1]:
        assert part.endswith(",")


def test_a_word_longer_than_a_message_is_cut_and_nothing_of_it_is_lost() -> None:
    assert "".join(bare(split("x" * 1600))) == "x" * 1600


def test_a_paragraph_is_a_better_place_than_a_sentence() -> None:
    first, second = SENTENCE * 2, SENTENCE * 3
    assert bare(split(f"{first.strip()}\n\n{second}")) == [first.strip(), second.strip()]


def test_a_choice_is_not_parted_from_the_others() -> None:
    choices = "Which one?\n1) Book a free screening\n2) How it is treated\n3) The first evaluation"
    assert bare(split(f"{SENTENCE * 3}{SENTENCE}\n{choices}"))[-1].endswith(choices)
    assert len(split(f"{SENTENCE * 3}{SENTENCE}\n{choices}")) == 2


def test_choices_that_do_not_fit_beside_a_sentence_go_on_together() -> None:
    sentence = "The nerve can be pressed " + "by it, " * 36 + "or so."
    first, second = bare(split(f"{sentence}\n1) How it is treated\n2) When to see a doctor"))
    assert first == sentence
    assert second == "1) How it is treated\n2) When to see a doctor"


def test_a_source_is_not_parted_from_its_words() -> None:
    parts = bare(split(f"{(SENTENCE * 4).strip()}\n(Our article)"))
    assert parts[-1].endswith("while.\n(Our article)")


def test_splitting_takes_as_much_longer_as_the_text_is() -> None:
    def seconds(words: int) -> float:
        begun = time.process_time()
        for _ in range(3):
            split("word " * words)
        return time.process_time() - begun

    # Five times the words; a splitting that tried every place would take a hundred times as long.
    assert seconds(320) < 50 * seconds(64)


WORDS = st.lists(st.text(alphabet="abcdefg.,;:()1é ", min_size=1, max_size=60), max_size=40)


@given(WORDS)
def test_no_word_is_lost_and_no_part_is_too_long(words: list[str]) -> None:
    text = " ".join(" ".join(words).split())
    parts = split(text)
    assert "".join("".join(bare(parts)).split()) == "".join(text.split()) or len(parts) == 1
    assert all(segments(part) <= 2 for part in parts)
