"""What is answered to a notice about a visit."""

import pytest

from clinic.reading.visit_replies import read_visit_reply


@pytest.mark.parametrize("text", ["C", "Y", "confirm", "Confirmed!", "ok thanks", "see you then"])
def test_a_short_yes_is_one_only_right_after_the_notice(text: str) -> None:
    assert read_visit_reply(text, "Dana Whitfield", last=True) == "confirm_visit"
    assert read_visit_reply(text, "Dana Whitfield", last=False) is None


@pytest.mark.parametrize(
    "text",
    [
        *("I'm not Dana", "this isn't Dana's phone", "wrong number", "I never booked this"),
        *("not my appointment", "we didn't schedule anything", "this is no longer her number"),
        *("that's not her", "not him sorry", "not them anymore"),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_somebody_else_says_so_at_any_time(text: str, last: bool) -> None:
    assert read_visit_reply(text, "Dana Whitfield", last) == "not_me"


@pytest.mark.parametrize(
    "text",
    [
        *("ok but can I come at four", "yes I have numb legs", "not today", "I'm not well"),
        *("they said its a uti, not her nerves. can we still come", "it's not his leg"),
        *("what should I bring", "I can't come", "no", "C4 hurts", "do I confirm or what", ""),
    ],
)
def test_anything_else_is_read_whole(text: str) -> None:
    assert read_visit_reply(text, "Dana Whitfield", last=True) is None


@pytest.mark.parametrize("text", ["thanks", "Thank you!", "thx ty"])
def test_thanks_alone_does_not_say_that_they_will_be_there(text: str) -> None:
    assert read_visit_reply(text, "Dana Whitfield", last=True) is None
