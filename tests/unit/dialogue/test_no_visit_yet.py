"""Who has no visit yet: what sounds like one, a booking stopped, a day that is asked about."""

from dataclasses import replace

import pytest

from clinic.dialogue import State
from clinic.reading.read import Read, Wish
from tests.unit.dialogue.world import Talk, read

DOUBTFUL = 0.6


def doubtful(intent: str, time: str | None = None) -> Read:
    """A Read of one wish of which the reading is not sure."""
    return replace(read(time=time), wishes=(Wish(intent, probability=DOUBTFUL),))


@pytest.mark.parametrize("intent", ["check_screening", "reschedule_screening"])
def test_a_time_that_is_asked_for_is_shown_where_no_visit_is_known(intent: str) -> None:
    talk = Talk()
    talk.say(doubtful(intent, time="tuesday at 3 pm"))
    assert talk.state.flow == "book"
    assert talk.state.frame.slot or talk.state.frame.offered


def test_a_visit_that_is_surely_meant_is_looked_for() -> None:
    talk = Talk()
    talk.say(read("reschedule_screening", time="tuesday at 3 pm"))
    assert talk.state.flow == "move"
    assert talk.state.asked == "reference"


@pytest.mark.parametrize("intent", ["check_screening", "reschedule_screening"])
def test_a_time_instead_of_a_reference_begins_a_booking(intent: str) -> None:
    talk = Talk()
    talk.say(read(intent))
    assert talk.replies == ["ask_reference_nothing_here"]
    talk.say(read(time="wednesday at 10"))
    assert talk.state.flow == "book"


def test_whoever_is_asked_for_a_reference_is_shown_the_way_to_a_first_visit() -> None:
    talk = Talk()
    talk.say(read("reschedule_screening"))
    assert "book" in [option.key for option in talk.state.options]


@pytest.mark.parametrize("intent", ["cancel_screening", "check_screening"])
def test_after_an_alarm_what_is_not_surely_about_a_visit_gets_the_reminder(intent: str) -> None:
    """ "I'll go to the ER tomorrow" calls nothing off."""
    talk = Talk(state=State(alarm="E", reminded=True))
    words = talk.say(doubtful(intent))
    assert "911" in words
    assert talk.state.flow is None


def in_a_booking() -> Talk:
    talk = Talk()
    talk.say(read("book_screening", time="tuesday at 3 pm"))
    assert talk.state.frame.slot
    return talk


@pytest.mark.parametrize("again", [read(stance="yes"), read(stance="keep")])
def test_a_booking_that_was_stopped_is_taken_up_with_its_time(again: Read) -> None:
    talk = in_a_booking()
    slot = talk.state.frame.slot
    talk.say(read(stance="stop"))
    assert talk.state.flow is None
    talk.say(again)
    assert talk.state.flow == "book"
    assert talk.state.frame.slot == slot


def test_a_day_whose_hours_are_asked_for_moves_nothing_that_was_agreed() -> None:
    talk = in_a_booking()
    slot, wish = talk.state.frame.slot, talk.state.wish
    talk.say(read("fact_hours", time="saturday"))
    assert talk.state.frame.slot == slot
    assert talk.state.wish == wish


def test_a_visit_with_its_time_that_is_to_be_confirmed_and_is_not_known_is_looked_up() -> None:
    talk = Talk()
    talk.say(read("confirm_visit", time="tuesday at 3 pm"))
    assert talk.state.flow == "look_up"
    talk.say(read(stance="stop"))
    talk.say(read("confirm_visit"))
    assert talk.replies == ["confirmed_unknown"]
