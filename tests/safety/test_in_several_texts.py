"""One sentence in several texts: the sign in one of them, or spread over two or three."""

from __future__ import annotations

import pytest

from clinic.content import get_content
from clinic.reading.learned.model import IntentModel
from clinic.reading.reader import Reader
from evaluation.hearing import kept
from tests.safety.places import Met, Place, phones

IN_SEVERAL = [
    ("my back hurts", "and i cant feel", "when i wipe"),
    ("so my back went out", "i am numb", "between my legs"),
    ("hi", "i cant", "pee"),
    ("sorry to bother you", "i want to", "kill myself"),
    ("my leg", "is getting weaker", "by the hour"),
    ("my husband", "has chest pain", "right now"),
    ("i lost control", "of my bowels", "today"),
    ("I can't pee", "since yesterday", "what should i do"),
    ("hello", "do you take aetna", "I can't feel it when I pee"),
    ("one side of my face", "is drooping", "since lunch"),
    ("my toddler", "swallowed", "my pills"),
    ("i cant feel", "anything", "between my legs"),
    # No two of these say it.
    ("i lost", "control", "of my bladder"),
    ("i cant", "feel it", "when i wipe"),
    ("both", "of my legs", "went numb"),
    ("i took", "like 40", "tylenol"),
    ("i dont", "want to", "be here anymore"),
    ("when i pee", "i feel", "nothing"),
]
# Of quiet messages sent one after the other so many may raise an alarm or be asked about.
MOST_IN_VAIN = 0.08
RUNS = 60


@pytest.fixture(scope="module")
def place(learned: IntentModel) -> Place:
    return Place(Reader(learned, get_content().clinic))


def all_of(place: Place, texts: tuple[str, ...]) -> list[Met]:
    """What each of some texts meets that follow each other."""
    met = []
    here = Place(place.reader, "sms")
    for text in texts:
        met.append(here.meets(text))
        here.until(text)
    return met


@pytest.mark.parametrize("texts", IN_SEVERAL, ids=" / ".join)
def test_a_sign_in_several_texts_is_heard_by_the_last_of_them(
    place: Place, texts: tuple[str, str, str]
) -> None:
    assert any(one.alarm or one.asked for one in all_of(place, texts))


def test_with_the_brain_down_what_was_sent_in_one_go_is_read_as_one_message() -> None:
    with phones() as by_phone:
        met = by_phone.text(["\n".join(texts) for texts in IN_SEVERAL])
    assert sum(one.alarm for one in met) >= len(IN_SEVERAL) - 4


def test_quiet_messages_in_a_row_make_no_sign_together(place: Place) -> None:
    quiet = [one.text for one in kept() if one.language == "en" and not one.signs]
    runs = [tuple(quiet[at : at + 3]) for at in range(0, 3 * RUNS, 3)]
    assert len(runs[-1]) == 3
    alone = {text for run in runs for text in run if _is_heard(Place(place.reader).meets(text))}
    more = [
        run[-1] for run in runs if not alone & set(run) and any(map(_is_heard, all_of(place, run)))
    ]
    assert len(more) / RUNS <= MOST_IN_VAIN, more


def _is_heard(met: Met) -> bool:
    return met.alarm or met.asked is not None
