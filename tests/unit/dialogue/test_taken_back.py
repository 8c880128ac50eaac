"""An alarm whose sign is denied, in so many words or by what was meant, and what is done then."""

from typing import Any

import pytest

from clinic.dialogue import State
from clinic.reading.read import Read, Wish
from clinic.reading.safety.verdict import HeardBy, Sign, Tier, Verdict
from tests.unit.dialogue.steps import at_the_phone
from tests.unit.dialogue.world import Talk, alarm, doubt, read

NO_LONGER = {"alarm_reminder", "alarm_stays", "passage", "alarm"}


def denied(*intents: str, group: str = "saddle", by: HeardBy = "gate", **fields: Any) -> Read:
    """A message in which a sign is denied."""
    sign = Sign(group, "denied", "their words", by, 0.1)
    return read(*intents, safety=Verdict(signs=(sign,)), **fields)


def perhaps_none() -> Read:
    """A message that may say that the alarm was none."""
    return Read(wishes=(Wish("false_alarm", 0.4),), quote="I meant my toe")


def in_force(tier: Tier = "E", group: str = "saddle") -> Talk:
    talk = Talk()
    talk.say(alarm(tier, group))
    return talk


@pytest.mark.parametrize("said", [denied(), perhaps_none(), denied("ask_symptoms")])
@pytest.mark.parametrize("tier", ["E", "U"])
def test_a_denied_alarm_is_asked_about_once_and_a_no_takes_it_back(said: Read, tier: Tier) -> None:
    talk = in_force(tier)
    talk.say(said)
    assert talk.replies == ["just_to_be_sure", "sign"]
    assert "saddle" in talk.words
    assert talk.state.alarm == tier
    talk.say(read(stance="no"))
    assert talk.replies[0] == "withdrawn"
    assert talk.acts[0].custom["kind"] == "safety_over"
    assert not NO_LONGER & set(talk.replies) or said.wishes
    assert talk.state.alarm is None
    assert len(talk.world.alerts) == 1
    assert len(talk.world.noted) == 2


def test_what_was_wished_beside_the_denial_is_done_after_it() -> None:
    talk = in_force()
    talk.say(denied("book_screening", time="wednesday at 9"))
    assert talk.state.flow is None
    talk.say(read(stance="no"))
    assert talk.replies[0] == "withdrawn"
    assert talk.state.flow == "book"
    frame = talk.state.frame
    assert frame is not None
    assert frame.slot is not None


def test_a_yes_to_the_question_is_the_alarm_again() -> None:
    talk = in_force()
    talk.say(denied())
    talk.say(read(stance="yes"))
    assert talk.replies == ["alarm"]
    assert talk.state.alarm == "E"
    assert len(talk.world.alerts) == 2


def test_denied_again_it_is_taken_back_without_another_question() -> None:
    talk = in_force()
    talk.say(denied())
    talk.say(read("ask_causes"))
    assert talk.state.alarm == "E"
    assert talk.replies[0] == "alarm_reminder"
    talk.say(denied("book_screening"))
    assert talk.replies[0] == "withdrawn"
    assert (talk.state.alarm, talk.state.flow) == (None, "book")


def test_denied_in_answer_to_the_question_it_is_taken_back() -> None:
    talk = in_force()
    talk.say(denied())
    talk.say(denied())
    assert talk.replies[0] == "withdrawn"


def test_a_new_alarm_is_asked_about_anew() -> None:
    talk = in_force()
    talk.say(denied())
    talk.say(alarm("E", "bladder"))
    talk.say(denied(group="bladder"))
    assert talk.replies == ["just_to_be_sure", "sign"]


def test_a_booking_that_the_alarm_ended_goes_on_when_its_sign_is_not_there() -> None:
    talk = at_the_phone()
    talk.say(alarm("E", "saddle"))
    talk.say(denied())
    talk.say(read(stance="no"))
    assert talk.replies[0] == "withdrawn"
    assert talk.state.flow == "book"


@pytest.mark.parametrize(
    "said",
    [
        denied(group="bladder"),
        alarm("E", "saddle", signs=[("saddle", "denied", "gate"), ("saddle", "present", "gate")]),
        alarm("E", "heart", signs=[("saddle", "denied", "gate")]),
        doubt("C", "crisis"),
    ],
)
def test_neither_the_denial_of_another_sign_nor_one_with_a_sign_beside_it_is_one(
    said: Read,
) -> None:
    talk = in_force()
    talk.say(said)
    assert "just_to_be_sure" not in talk.replies
    assert talk.state.alarm in ("E", "C")


@pytest.mark.parametrize(("tier", "group"), [("C", "crisis"), ("C", "self_harm"), ("E", "abuse")])
def test_neither_a_crisis_nor_what_somebody_may_read_is_asked_about_again(
    tier: Tier, group: str
) -> None:
    talk = in_force(tier, group)
    for said in (denied(group=group), perhaps_none(), read(stance="no")):
        talk.say(said)
        assert "sign" not in talk.replies
        assert talk.state.alarm == tier


def test_a_crisis_under_the_alarm_stands_when_that_is_taken_back() -> None:
    talk = Talk(state=State(alarm="E", alarm_group="saddle", under=("C", "crisis")))
    talk.say(denied())
    talk.say(read(stance="no"))
    assert (talk.state.alarm, talk.state.alarm_group) == ("C", "crisis")


def test_a_sign_in_doubt_that_is_denied_by_what_was_learned_is_not_asked_about_again() -> None:
    talk = Talk()
    talk.say(doubt("E", "saddle", "book_screening"))
    talk.say(denied(by="learned"))
    assert talk.replies[0] == "sign_denied"
    assert talk.state.flow == "book"
