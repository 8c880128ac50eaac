"""While a person answers, their questions are not ours: a "yes" to them is no sign."""

from dataclasses import replace

import pytest

from clinic.dialogue import State, watch
from clinic.reading.context import Option
from clinic.reading.read import Read
from tests.unit.dialogue.world import World, alarm, read

OPTIONS = (Option("one_or_more", "One or more"), Option("none_of_these", "None of these"))
CHECK = State(asked="signs", options=OPTIONS, signs_asked=("fever",), name="Ana Diaz")
DOUBT = replace(CHECK, asked="sign", sign="E:bladder")


@pytest.mark.parametrize("state", [CHECK, DOUBT], ids=["the check", "a sign in doubt"])
def test_the_first_answer_may_still_be_one_to_our_question(state: State) -> None:
    world = World()
    _, acts = watch(state, read(stance="yes"), world)
    assert [act.custom["banner"] for act in acts] == ["E"]
    assert len(world.alerts) == 1


@pytest.mark.parametrize("state", [CHECK, DOUBT], ids=["the check", "a sign in doubt"])
@pytest.mark.parametrize(
    "first",
    [Read(choice="none_of_these"), read(stance="no"), read("thank"), read(stance="undecided")],
    ids=["a tap", "a no", "thanks", "in doubt"],
)
def test_what_comes_after_it_answers_the_person(state: State, first: Read) -> None:
    world = World()
    after, acts = watch(state, first, world)
    assert (acts, after.asked, after.options) == ((), None, ())
    assert after.name == "Ana Diaz"
    assert watch(after, read(stance="yes"), world)[1] == ()
    assert world.alerts == []


def test_an_alarm_in_their_own_words_is_raised_at_any_time() -> None:
    world = World()
    after, _ = watch(CHECK, read(stance="no"), world)
    _, acts = watch(after, alarm("E", "bladder"), world)
    assert [act.custom["banner"] for act in acts] == ["E"]
    assert len(world.alerts) == 1
