"""An alarm, and the conversation after it."""

import re
from datetime import timedelta

import pytest

from clinic.dialogue import State
from clinic.reading.after_alarm import ALARM
from clinic.reading.context import Asked
from clinic.reading.read import Read
from clinic.reading.safety.verdict import Sign, Tier, Verdict
from tests.unit.dialogue.steps import PHONE, at_the_phone, at_the_summary, booked, passage
from tests.unit.dialogue.world import Talk, alarm, doubt, read

DENIED = Sign("crisis", "denied", "I don't want to die", "gate", 0.1)

# --- an alarm


def test_who_has_to_see_a_doctor_today_is_told_no_more_with_their_number() -> None:
    talk = Talk()
    talk.say(alarm("U"))
    talk.say(read(phone=PHONE))
    assert talk.replies == ["alert_has_number_today"]


def test_an_alarm_taken_back_leaves_the_other_one_in_force() -> None:
    talk = at_the_phone()
    talk.say(alarm("C", "crisis"))
    talk.say(alarm("E"))
    talk.say(read("false_alarm"))
    assert (talk.state.alarm, talk.state.alarm_group) == ("C", "crisis")
    assert talk.state.flow is None
    talk.say(read("false_alarm"))
    assert (talk.state.alarm, talk.state.flow) == (None, "book")


def test_what_is_told_after_an_alarm_belongs_to_it() -> None:
    talk = Talk()
    talk.say(alarm())
    talk.say(read(phone=PHONE))
    assert talk.replies == ["alert_has_number"]
    assert talk.world.noted[-1].phone == PHONE
    talk.say(read("ask_causes"))
    assert talk.replies[0] == "alarm_reminder"
    assert passage("causes") in talk.words
    talk.say(read("ask_symptoms"))
    assert "alarm_reminder" not in talk.replies


def test_help_is_coming_and_it_was_none_are_heard() -> None:
    talk = Talk()
    talk.say(alarm())
    talk.say(read("already_called"))
    assert talk.replies == ["help_is_coming"]
    talk.say(read("false_alarm"))
    assert talk.acts[0].custom["kind"] == "safety_over"
    assert talk.state.alarm is None
    assert len(talk.world.noted) == 2


def after_an_alarm(tier: Tier = "E", group: str = "bladder") -> Talk:
    talk = Talk()
    talk.say(alarm(tier, group))
    return talk


@pytest.mark.parametrize("group", ["bladder", "help"])
def test_word_that_help_is_coming_is_no_second_alarm_though_it_sounds_like_a_call_for_help(
    group: str,
) -> None:
    talk = after_an_alarm()
    talk.say(alarm("E", group, "already_called"))
    assert talk.replies == ["help_is_coming"]
    assert len(talk.world.alerts) == 1
    assert len(talk.world.noted) == 1


def test_word_that_it_was_long_ago_is_heard_though_the_sign_is_named_again() -> None:
    talk = after_an_alarm()
    talk.say(alarm("E", "bladder", "false_alarm", signs=[("bladder", "past", "gate")]))
    assert talk.replies == ["withdrawn"]
    assert talk.acts[0].custom["kind"] == "safety_over"
    assert talk.state.alarm is None


def test_a_sign_that_is_plainly_there_outweighs_that_they_say_they_are_fine() -> None:
    talk = after_an_alarm()
    talk.say(alarm("E", "bladder", "false_alarm", signs=[("bladder", "present", "gate")]))
    assert talk.replies == ["alarm"]
    assert talk.state.alarm == "E"


@pytest.mark.parametrize("wish", ["already_called", "false_alarm"])
def test_another_sign_is_an_alarm_whatever_else_is_said(wish: str) -> None:
    talk = after_an_alarm()
    talk.say(alarm("E", "heart", wish))
    assert talk.replies == ["alarm"]
    assert talk.state.alarm_group == "heart"


def test_to_call_an_ambulance_is_no_word_that_the_doctor_was_called() -> None:
    talk = after_an_alarm("U", "fever")
    talk.say(alarm("E", "help", "already_called"))
    assert talk.replies == ["alarm"]
    assert talk.state.alarm == "E"


def test_before_any_alarm_a_call_for_help_is_one() -> None:
    talk = Talk()
    talk.say(alarm("E", "help", "already_called"))
    assert talk.replies == ["alarm"]


def test_that_a_sign_was_none_is_not_asked_about_again() -> None:
    talk = after_an_alarm("U", "fever")
    talk.say(doubt("U", "fever", "false_alarm"))
    assert talk.replies == ["withdrawn"]


@pytest.mark.parametrize(
    ("wish", "asked"),
    [("cancel_screening", "confirm_call_off"), ("reschedule_screening", "time")],
)
def test_after_an_alarm_a_visit_is_called_off_or_moved_after_one_line(
    wish: str, asked: str
) -> None:
    talk = booked()
    talk.say(alarm())
    talk.say(read(wish))
    assert talk.replies[0] == "alarm_reminder"
    assert "alarm" not in talk.replies
    assert talk.state.asked == asked


def test_what_nobody_else_should_read_is_marked_and_not_told_again() -> None:
    talk = after_an_alarm("E", "abuse")
    assert talk.acts[0].custom["discreet"] is True
    talk.say(read("ask_causes"))
    assert "alarm_reminder" not in talk.replies
    assert passage("causes") in talk.words
    talk = Talk()
    talk.say(doubt("E", "abuse"))
    assert talk.acts[0].custom["discreet"] is True
    talk.say(alarm())
    assert "discreet" not in talk.acts[0].custom


def test_a_sign_in_doubt_is_asked_about_also_after_an_alarm_for_today() -> None:
    talk = Talk()
    talk.say(alarm("U", "fever"))
    talk.say(doubt("E", "saddle"))
    assert talk.state.asked == "sign"
    assert "saddle" in talk.words
    talk.press("one_or_more")
    assert talk.words == "Call 911 now."
    assert talk.state.alarm == "E"


def test_a_sign_that_was_denied_is_not_asked_about_again_and_another_is() -> None:
    talk = at_the_phone()
    talk.say(doubt("E", "speech"))
    talk.say(read(stance="no"))
    assert talk.replies[0] == "sign_denied"
    assert talk.state.asked == "phone"
    talk.say(doubt("E", "speech", "ask_causes"))
    assert talk.state.asked == "phone"
    talk.say(doubt("C", "crisis"))
    assert talk.state.asked == "sign"
    talk.say(read(stance="no"))
    assert "988" in talk.words


def test_where_to_go_after_an_emergency_is_first_of_all_not_the_clinic() -> None:
    talk = Talk()
    talk.say(alarm())
    talk.say(read("ask_causes"))
    for _ in range(2):
        talk.say(read("fact_address"))
        assert "911" in talk.acts[0].text


# --- what is asked about the alarm itself


@pytest.mark.parametrize("tier", ["E", "U"])
def test_whether_it_may_wait_is_answered_with_no_and_the_alarm_once_more(tier: Tier) -> None:
    talk = after_an_alarm(tier)
    for _ in range(2):
        talk.say(read("follow_doubt", subject=ALARM))
        assert talk.replies == ["alarm_sure", "alarm"]
        assert talk.acts[-1].custom["banner"] == tier
    assert len(talk.world.alerts) == 1


def test_which_signs_are_meant_is_told() -> None:
    talk = after_an_alarm()
    words = talk.say(read("follow_about", subject=ALARM))
    assert all(sign in words for sign in talk.world.checklist())


def test_what_was_said_is_said_again() -> None:
    talk = after_an_alarm()
    assert "Call 911 now." in talk.say(read("follow_repeat", subject=ALARM))


@pytest.mark.parametrize("intent", ["goodbye", "thank"])
def test_the_last_word_after_a_crisis_is_kind_and_names_988(intent: str) -> None:
    talk = after_an_alarm("C", "crisis")
    talk.say(read(intent))
    assert talk.replies == ["goodbye_crisis"]
    assert "988" in talk.words


def test_of_a_crisis_no_signs_are_listed() -> None:
    talk = after_an_alarm("C", "crisis")
    talk.say(read("follow_about", subject=ALARM))
    assert "alarm_sure_crisis" in talk.replies


def test_what_nobody_else_should_read_is_not_told_again_when_it_is_doubted() -> None:
    talk = after_an_alarm("E", "abuse")
    talk.say(read("follow_doubt", subject=ALARM))
    assert talk.replies == ["doubt_nothing"]


@pytest.mark.parametrize("group", ["abuse", "child_abuse"])
@pytest.mark.parametrize(
    "later",
    [
        read("book_screening"),
        read(time="friday at 2"),
        read("reschedule_screening"),
        read("cancel_screening"),
        read("ask_causes"),
        read("fact_address"),
        read("thank"),
        read(name="Ana Diaz", phone="+14145550142"),
        read("out_of_scope"),
        read("follow_doubt", subject=ALARM),
        read("follow_about", subject=ALARM),
        read(stance="yes"),
    ],
    ids=lambda one: one.wishes[0].intent if one.wishes else "gives",
)
def test_no_later_answer_tells_who_reads_along_that_there_was_an_alarm(
    group: str, later: Read
) -> None:
    talk = after_an_alarm("E", group)
    talk.say(later)
    tells = ("alarm", "alert", "book_after_alarm", "safety_line")
    assert [reply for reply in talk.replies if reply.startswith(tells)] in ([], ["alarm_ok"])
    assert not re.search("911|988|emergency|get help|checked first", talk.words)


def test_a_visit_can_be_booked_where_somebody_may_read_along() -> None:
    talk = after_an_alarm("E", "abuse")
    talk.say(read("book_screening"))
    assert talk.state.flow == "book"


def test_a_plain_ok_after_an_alarm_asks_for_no_topic() -> None:
    talk = after_an_alarm()
    talk.say(read(stance="yes"))
    assert talk.replies == ["alarm_ok"]


def test_a_yes_to_a_call_that_was_offered_after_an_alarm_begins_one() -> None:
    talk = after_an_alarm()
    talk.say(read("book_screening"))
    assert talk.replies[-1] == "book_after_alarm"
    talk.say(read(stance="yes"))
    assert talk.state.flow == "call_back"


def test_a_booking_that_an_alarm_ends_is_said_once_not_to_be_booked() -> None:
    talk = at_the_summary()
    talk.say(alarm())
    assert talk.replies == ["alarm"]
    talk.say(read(stance="yes"))
    assert talk.replies == ["alarm_not_booked", "alarm_ok"]
    talk.say(read("ask_causes"))
    assert "alarm_not_booked" not in talk.replies
    assert not talk.world.booked


def test_no_word_of_a_booking_where_none_was_under_way_or_somebody_may_read_along() -> None:
    talk = after_an_alarm()
    talk.say(read(stance="yes"))
    assert talk.replies == ["alarm_ok"]
    talk = at_the_summary()
    talk.say(alarm("E", "abuse"))
    talk.say(read(stance="yes"))
    assert "alarm_not_booked" not in talk.replies


def test_what_was_answered_before_an_alarm_is_not_what_is_doubted_after_it() -> None:
    talk = Talk()
    talk.say(read("ask_causes"))
    talk.say(alarm())
    assert talk.state.topic is None


# --- the answer to a question about a sign


@pytest.mark.parametrize(
    "answer",
    [
        read(stance="no"),
        read("false_alarm"),
        read("ask_activity", safety=Verdict(signs=(DENIED,))),
        alarm("C", "crisis", "ask_activity", signs=[("crisis", "denied", "both")]),
        alarm("C", "self_harm", signs=[("crisis", "denied", "both")]),
        doubt("C", "crisis", stance="no"),
        read(stance="no", safety=Verdict("alarm", "C", "crisis", suspicion=0.7)),
    ],
)
def test_a_no_to_the_question_of_a_crisis_names_988_once_and_raises_nothing(answer: Read) -> None:
    talk = Talk()
    talk.say(doubt("C", "crisis"))
    talk.say(answer)
    assert talk.replies[0] == "sign_denied"
    assert not {"alarm", "sign", "sign_again"} & set(talk.replies)
    assert talk.words.count("988") == 1
    assert not talk.world.alerts
    talk.say(doubt("C", "crisis"))
    assert "988" not in talk.words


@pytest.mark.parametrize(
    "answer",
    [
        read(stance="no", safety=Verdict("alarm", "C", "crisis", suspicion=0.95)),
        alarm("C", "crisis", signs=[("crisis", "denied", "gate"), ("crisis", "present", "gate")]),
        alarm("E", "overdose", signs=[("crisis", "denied", "gate")]),
    ],
)
def test_a_no_with_a_sign_beside_it_is_an_alarm(answer: Read) -> None:
    talk = Talk()
    talk.say(doubt("C", "crisis"))
    talk.say(answer)
    assert talk.replies == ["alarm"]


def test_another_sign_of_the_same_urgency_is_no_denial() -> None:
    talk = Talk()
    talk.say(doubt("E", "bladder"))
    talk.say(alarm("E", "heart", signs=[("bladder", "denied", "gate")]))
    assert talk.replies == ["alarm"]


@pytest.mark.parametrize(
    ("alarm", "tier", "group", "asked"),
    [
        ("C", "E", "bladder", "sign"),
        ("E", "C", "crisis", "sign"),
        ("E", "E", "saddle", None),
        ("E", "U", "fever", None),
        ("C", "C", "self_harm", None),
    ],
)
def test_another_kind_of_help_than_was_told_is_asked_about_after_any_alarm(
    alarm: Tier, tier: Tier, group: str, asked: Asked | None
) -> None:
    """988 helps no bladder, and 911 was not told for somebody who wants to die."""
    talk = Talk(state=State(alarm=alarm, reminded=True))
    talk.say(doubt(tier, group))
    assert talk.state.asked == asked


@pytest.mark.parametrize("said", [read("nlu_fallback"), read(stance="no"), read(stance="stop")])
def test_after_a_crisis_neither_a_no_nor_what_is_not_understood_gets_a_goodbye(said: Read) -> None:
    talk = Talk(state=State(alarm="C", reminded=True))
    assert "988" in talk.say(said)
    assert talk.replies == ["alarm_listens_crisis"]


def test_an_alarm_that_was_answered_without_the_dialogue_is_in_force() -> None:
    talk = at_the_summary()
    talk.world.at += timedelta(seconds=10)
    talk.world.elsewhere = [(("U", "fever"), talk.world.at), (("E", "bladder"), talk.world.at)]
    talk.world.at += timedelta(seconds=10)
    talk.say(read("ask_causes"))
    assert talk.replies[0] == "alarm_reminder"
    assert (talk.state.alarm, talk.state.alarm_group, talk.state.flow) == ("E", "bladder", None)
    assert talk.state.under == ("U", "fever")
    talk.say(read("false_alarm"))
    talk.world.at += timedelta(seconds=10)
    talk.say(read("false_alarm"))
    assert talk.state.alarm is None, "what was taken back is not learned of again"


def test_an_alarm_of_long_ago_that_was_answered_without_the_dialogue_is_over() -> None:
    talk = at_the_summary()
    talk.world.at += timedelta(seconds=10)
    talk.world.elsewhere = [(("E", "bladder"), talk.world.at)]
    talk.world.at += timedelta(days=4)
    talk.say(read("ask_causes"))
    assert talk.state.alarm is None


def test_no_screening_is_offered_while_an_alarm_is_in_force() -> None:
    talk = Talk()
    talk.say(alarm())
    talk.say(read("reschedule_screening"))
    assert talk.replies[-1] == "ask_reference_nothing_here"
    assert "book" not in [option.key for option in talk.state.options]
