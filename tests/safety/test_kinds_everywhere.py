"""Each kind of sign where it is easily missed: in a form, after an alarm, in the second of two
messages, and by text while the brain is down."""

from __future__ import annotations

import pytest

from channels import fallback
from clinic import clock
from clinic.content import get_content
from clinic.dialogue import Frame, State, respond
from clinic.reading.context import Before, Context
from clinic.reading.learned.model import IntentModel
from clinic.reading.reader import Reader
from clinic.reading.safety.groups import get_groups
from clinic.reading.safety.judging import judge
from evaluation import floors
from evaluation.corpus import EXPLICIT, corpus
from evaluation.hearing import Judged
from tests.unit.dialogue.world import World

GROUPS = sorted(get_groups().groups)
# In a booking these are asked for; each changes how a message is read.
FORM = ("name", "phone", "time", "confirm")


def raising(of_kinds: dict[str, list[Judged]], group: str) -> list[str]:
    """The group's wordings that raise the alarm when they come alone."""
    return [item.example.text for item in of_kinds[group] if item.example.present and item.alarm]


@pytest.fixture(scope="module")
def reader(learned: IntentModel) -> Reader:
    return Reader(learned, get_content().clinic)


@pytest.mark.parametrize("group", GROUPS)
def test_in_the_middle_of_a_booking_a_sign_is_answered_and_the_booking_ends(
    of_kinds, reader, group
):
    for number, text in enumerate(raising(of_kinds, group)):
        asked = FORM[number % len(FORM)]
        state = State(asked=asked, stack=(Frame("book"),), name="Ana Diaz")
        read = reader.read(text, Context(clock.now(), asked=asked, flow="book"))
        state, acts = respond(state, read, World())
        assert [act.reply for act in acts] == ["alarm"], text
        assert not state.stack, text


@pytest.mark.parametrize("group", GROUPS)
def test_after_another_alarm_a_sign_raises_its_own(of_kinds, reader, group):
    before = "fever" if group != "fever" else "calf"
    for text in raising(of_kinds, group):
        state = State(alarm="U", alarm_group=before, reminded=True)
        read = reader.read(text, Context(clock.now(), alarm="U"))
        state, acts = respond(state, read, World())
        assert [act.reply for act in acts] == ["alarm"], text


@pytest.mark.parametrize("group", GROUPS)
def test_as_the_second_of_two_messages_a_sign_is_heard(of_kinds, learned, group):
    before = Before("hi, do you have anything on friday?", 20.0)
    for text in raising(of_kinds, group):
        verdict = judge(text, Context(clock.now(), before=before), learned.signs)
        assert verdict.decision == "alarm", text


@pytest.mark.parametrize("group", GROUPS)
def test_with_the_brain_down_the_gate_hears_most_ways_to_say_a_sign(of_kinds, group):
    """A text is then answered by the door, with nothing that was learned."""
    present = [item for item in of_kinds[group] if item.example.present]
    heard = [item for item in present if fallback.answer(item.example.text).tier]
    assert len(heard) >= floors.KIND_HEARD_BY_GATE
    others = [item for item in of_kinds[group] if not item.example.present]
    cried = [item for item in others if fallback.answer(item.example.text).tier]
    assert len(cried) <= floors.KIND_CRIED


def test_with_the_brain_down_every_plain_statement_is_an_alarm():
    plain = [alarm for alarm in corpus("open").alarms if alarm.manner == EXPLICIT]
    missed = [" ".join(a.texts) for a in plain if not fallback.answer(" ".join(a.texts)).tier]
    assert missed == []
