"""Each kind of sign where it is easily missed: at each question of a booking, after an alarm, in
the second of two messages, and by text while the brain is down. All wordings of kinds.yml are said
there, also those that by themselves are only asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from clinic.content import get_content
from clinic.reading.learned.model import IntentModel
from clinic.reading.reader import Reader
from clinic.reading.safety.examples import Example
from clinic.reading.safety.groups import get_groups
from evaluation import floors
from evaluation.figures import Share
from evaluation.hearing import kinds
from tests.safety.places import BOOKING, Met, Phones, Place, phones

GROUPS = sorted(get_groups().groups)
FIRST = "hi, what are your hours?"
ALARMED = {
    "after what has to be seen today": ("U", "my calf hurts and looks swollen"),
    "after an emergency": ("E", "I can't pee since this morning"),
}
PLACES = [*(f"asked for the {step}" for step in BOOKING), *ALARMED, "second of two"]
BY_TEXT = ["brain down", "brain down, second of two"]


@dataclass(frozen=True)
class Tried:
    """A message of a kind, and what it met."""

    example: Example
    met: Met

    @property
    def group(self) -> str:
        return self.example.writer

    @property
    def heard(self) -> bool:
        return self.met.hears(self.group)


def place_of(name: str, reader: Reader) -> Place:
    """A conversation until the place of that name."""
    place = Place(reader)
    if name in ALARMED:
        tier, said = ALARMED[name]
        place = place.until(said)
        assert place.state.alarm == tier
        return place
    if name == "second of two":
        return place.until(FIRST)
    step = name.rpartition(" ")[2]
    steps = list(BOOKING)
    place = place.until(*(BOOKING[one] for one in steps[: steps.index(step) + 1]))
    assert place.state.asked == step
    return place


def said_at(name: str) -> list[Example]:
    """Every wording of a sign; of the others, which are many, every question of the booking meets
    its share, and so does the second text."""
    asked = [*PLACES[: len(BOOKING)], BY_TEXT[1]]
    if name not in asked:
        return kinds()
    turn, parts = asked.index(name) % len(BOOKING), len(BOOKING)
    quiet = [example for example in kinds() if not example.present]
    return [*(one for one in kinds() if one.present), *quiet[turn::parts]]


@pytest.fixture(scope="module", params=PLACES)
def tried(request: pytest.FixtureRequest, learned: IntentModel) -> tuple[str, list[Tried]]:
    name = str(request.param)
    place = place_of(name, Reader(learned, get_content().clinic))
    return name, [Tried(one, place.meets(one.text)) for one in said_at(name)]


@pytest.fixture(scope="module")
def by_phone() -> Iterator[Phones]:
    with phones() as opened:
        yield opened


@pytest.fixture(scope="module", params=BY_TEXT)
def texted(request: pytest.FixtureRequest, by_phone: Phones) -> tuple[str, list[Tried]]:
    name = str(request.param)
    before = FIRST if name.endswith("two") else None
    met = by_phone.text([one.text for one in said_at(name)], before)
    return name, [Tried(one, found) for one, found in zip(said_at(name), met, strict=True)]


def holds(name: str, some: list[Tried]) -> None:
    """Holds what was met to the floors of a place, for each group and for all together."""
    floor = floors.EVERYWHERE[name]
    present = [one for one in some if one.example.present]
    quiet = [one for one in some if not one.example.present]
    for group in GROUPS:
        of_group = [one for one in present if one.group == group]
        assert len(of_group) == 10, group
        missed = [one.example.text for one in of_group if not one.heard]
        assert len(missed) <= 10 - floor.of_ten, (group, missed)
        cried = [one.example.text for one in quiet if one.group == group and one.met.alarm]
        assert len(cried) <= floor.cried, (group, cried)
    missed = [one.example.text for one in present if not one.heard]
    assert Share.among([one.heard for one in present]).value >= floor.heard, missed
    cried = [one.example.text for one in quiet if one.met.alarm]
    assert Share.among([not one.met.alarm for one in quiet]).value >= floor.quiet, cried
    asked = [one.example.text for one in quiet if one.met.asked]
    assert len(asked) / len(quiet) <= floor.in_vain, asked


def test_at_each_place_each_kind_is_heard_and_its_denials_questions_and_figures_are_not(
    tried: tuple[str, list[Tried]],
) -> None:
    name, some = tried
    assert sum(not one.example.present for one in some) >= 100
    holds(name, some)


def test_by_text_with_the_brain_down_most_ways_to_say_each_kind_are_heard(
    texted: tuple[str, list[Tried]],
) -> None:
    """The door answers then, with nothing that was learned: it raises the alarm, or is quiet."""
    name, some = texted
    assert sum(not one.example.present for one in some) >= 100
    holds(name, some)


def test_after_an_emergency_what_to_do_is_said_again_where_another_sign_is_in_doubt(
    tried: tuple[str, list[Tried]],
) -> None:
    name, some = tried
    if name == "after an emergency":
        doubted = [one for one in some if one.example.present and not one.heard]
        assert len(doubted) < 27
        assert [one.example.text for one in doubted if not one.met.told] == []
