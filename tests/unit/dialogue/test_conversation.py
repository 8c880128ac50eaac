"""A conversation, not a row of messages: each kind of fault that was reported, the right way."""

from datetime import timedelta
from itertools import pairwise

import pytest

from clinic.dialogue import State
from clinic.reading.read import Phone, Read, Wish
from tests.unit.dialogue.world import Talk, World, alarm, content, doubt, read

CONTENT = content()
ANA, PHONE, OTHER_PHONE = "Ana Diaz", "+14145550183", "+14145550142"


def passage(topic):
    return CONTENT.passage(topic).text


def hours(talk):
    """Hour of day and weekday of each time on offer, by the clinic's clock."""
    zone = talk.world.content.clinic.tz
    slots = [talk.world.slot(code) for code in talk.state.frame.offered]
    return [(slot.starts_at.astimezone(zone).hour, slot.starts_at.astimezone(zone).strftime("%a"))
            for slot in slots]  # fmt: skip


def at_the_time(**fields):
    talk = Talk()
    talk.say(read("book_screening", **fields))
    return talk


def at_the_phone():
    talk = at_the_time(time="wednesday at 9", name=ANA)
    assert talk.state.asked == "phone"
    return talk


def at_the_summary():
    talk = at_the_time(time="wednesday at 9", name=ANA, phone=PHONE)
    talk.say(read(stance="no"))
    assert talk.state.asked == "confirm"
    return talk


def booked():
    talk = at_the_summary()
    talk.say(read(stance="yes"))
    assert talk.world.booked
    return talk


# --- following an answer


@pytest.mark.parametrize(
    ("topic", "follow", "answer"),
    [
        ("symptoms", "follow_why", "causes"),
        ("treatment:heat_cold", "follow_purpose", "treatment:heat_cold"),
        ("nerve_anatomy", "follow_why", "causes"),
        ("treatment_overview", "follow_purpose", "goals_of_pt"),
    ],
)
def test_why_and_what_for_are_answered_where_the_article_says_it(topic, follow, answer):
    talk = Talk(state=State(topic=topic, told=(topic,)))
    assert passage(answer) in talk.say(read(follow))


@pytest.mark.parametrize("follow", ["follow_why", "follow_how"])
def test_what_the_article_does_not_say_is_said_to_be_missing(follow):
    talk = Talk(state=State(topic="treatment:dry_needling", told=("treatment:dry_needling",)))
    talk.say(read(follow))
    assert talk.replies == ["article_no_more"]
    assert talk.state.flow is None
    assert ("detail", follow) in talk.world.unanswered


def test_a_bare_noun_is_what_it_names():
    talk = Talk(state=State(topic="treatment:dry_needling"))
    heat = talk.say(read("follow_about", subject="treatment:heat_cold"))
    assert passage("treatment:heat_cold") in heat
    talk.say(read("follow_about", subject="knee"))
    assert "knee" in talk.words
    assert talk.replies == ["other_part"]


def test_say_the_address_again_says_it_again_in_other_words():
    talk = Talk()
    first = talk.say(read("fact_address"))
    again = talk.say(read("follow_repeat"))
    assert content().clinic.address in first
    assert content().clinic.address in again
    assert first != again


def test_the_same_question_four_times_never_gets_the_same_words_twice_running():
    talk = Talk()
    said = [talk.say(read("ask_causes")) for _ in range(4)]
    assert all(passage("causes") in words for words in said)
    assert all(one != two for one, two in pairwise(said))


# --- several wishes in one message


def test_two_questions_and_a_wish_to_come_are_all_met_and_the_day_is_kept():
    talk = Talk()
    words = talk.say(
        read("ask_causes", "ask_treatment_dry_needling", "book_screening", time="tuesday morning")
    )
    assert passage("causes") in words
    assert passage("treatment:dry_needling") in words
    assert talk.state.flow == "book"
    assert {(day, hour < 12) for hour, day in hours(talk)} == {("Tue", True)}


def test_three_facts_in_one_message_are_all_told_and_the_booking_goes_on():
    talk = at_the_phone()
    talk.say(read("fact_cost", "fact_referral", "fact_therapists"))
    facts = content().clinic
    assert facts.answers.cost in talk.words
    assert "facts on referrals" in talk.words
    assert facts.therapists[1].name in talk.words
    assert talk.state.asked == "phone"
    assert talk.replies[-1] == "back_phone"


# --- times first, and limits that stay


def test_times_are_shown_before_anybody_is_asked_for_a_name():
    talk = at_the_time()
    assert talk.state.asked == "time"
    assert len(talk.options) == 3


def test_only_thursdays_after_four_and_not_this_week():
    talk = at_the_time(time="thursdays after 4, not this coming week")
    assert all(day == "Thu" and hour >= 16 for hour, day in hours(talk))
    assert "after 4 PM" in talk.words


def test_limits_stay_until_they_are_taken_back():
    talk = at_the_time(time="any day after 3")
    talk.say(read(time="not monday", adds=True))
    assert all(hour >= 15 and day != "Mon" for hour, day in hours(talk))
    talk.say(read(time="thursday"))
    assert all(hour >= 15 and day == "Thu" for hour, day in hours(talk))
    talk.say(read(time="any day is fine", takes_back=True))
    assert talk.state.wish is None


def test_what_can_not_be_met_is_said():
    talk = at_the_time(time="sunday")
    assert talk.replies == ["ask_time_closed"]
    assert "Sunday" in talk.words


def test_a_wish_for_a_therapist_is_kept():
    talk = at_the_time(therapist="robin")
    assert all(code.startswith("robin@") for code in talk.state.frame.offered)
    assert "Robin" in talk.words
    talk.say(read(time="tuesday"))
    assert all(code.startswith("robin@") for code in talk.state.frame.offered)
    talk.say(read(therapist="any"))
    assert talk.state.therapist is None


def test_a_refused_time_is_not_offered_again():
    talk = at_the_time()
    refused = set(talk.state.frame.offered)
    talk.say(read(stance="no"))
    assert not refused & set(talk.state.frame.offered)


def test_no_the_thursday_after_is_the_thursday_after():
    talk = at_the_summary()
    talk.say(read(stance="no", time="thursday at 2 pm"))
    assert "Thursday" in talk.words
    assert talk.state.asked == "confirm"


def test_the_day_and_time_stand_in_every_question_that_follows():
    talk = at_the_time()
    talk.press("slot:")
    assert "Nov 30" in talk.words
    talk.say(read(name=ANA))
    assert "Nov 30" in talk.words
    talk.say(read(phone=PHONE))
    assert "Nov 30" in talk.words


def test_when_not_to_call_is_told_to_the_staff_and_is_no_wish_for_a_time():
    talk = at_the_phone()
    talk.say(read(phone=PHONE, call_when="not before noon"))
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    assert ("other", "not before noon", PHONE) in talk.world.tasks
    assert "not before noon" in talk.words


# --- the fewest turns


def test_a_booking_takes_three_turns_with_all_said_at_once_and_six_by_buttons():
    talk = Talk()
    talk.say(read("book_screening", name=ANA, phone=PHONE, time="wednesday at 9"))
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    assert talk.world.booked
    talk = Talk()
    talk.say(read("book_screening"))
    talk.press("slot:")
    talk.say(read(name=ANA))
    talk.say(read(phone=PHONE))
    talk.press("none_of_these")
    talk.press("yes_book")
    assert talk.world.booked


# --- why, no, wait


def test_why_the_number_is_needed_is_said_and_the_booking_goes_on():
    talk = at_the_phone()
    talk.say(read("why_needed"))
    assert talk.replies == ["why_phone", "back_phone"]
    assert talk.state.flow == "book"


def test_who_gives_no_number_hears_of_a_way_without_it():
    talk = at_the_phone()
    talk.say(read(refuses=frozenset({"phone"})))
    assert talk.replies == ["refused_phone"]
    assert content().clinic.phone_shown in talk.words
    assert talk.state.flow == "book"
    talk.say(read(refuses=frozenset({"phone"})))
    assert talk.replies == ["refused_again"]
    assert talk.state.flow is None


def test_by_text_the_senders_own_number_needs_no_asking():
    talk = Talk(World(channel="sms", senders_phone=PHONE))
    talk.say(read("book_screening", name=ANA, time="wednesday at 9"))
    assert talk.state.asked == "signs"


def test_who_needs_a_moment_gets_it_and_the_choices_stay():
    talk = at_the_time()
    options = talk.options
    talk.say(read(stance="wait"))
    assert talk.replies == ["wait"]
    assert talk.options == options
    assert talk.state.asked == "time"


@pytest.mark.parametrize("asked", ["time", "name", "phone", "signs", "confirm"])
def test_never_mind_ends_the_booking_at_every_step(asked):
    talk = at_the_time()
    for message in (
        Read(choice=talk.options[0].key),
        read(name=ANA),
        read(phone=PHONE),
        read(stance="no"),
    ):
        if talk.state.asked == asked:
            break
        talk.say(message)
    assert talk.state.asked == asked
    talk.say(read(stance="stop"))
    assert talk.replies == ["stopped_booking"]
    assert talk.world.held() is None


# --- corrections


@pytest.mark.parametrize("at", ["signs", "confirm"])
def test_a_number_is_corrected_at_any_step_and_said_back(at):
    talk = at_the_time(time="wednesday at 9", name=ANA, phone=PHONE)
    if at == "confirm":
        talk.say(read(stance="no"))
    talk.say(read(phone=OTHER_PHONE))
    assert "(414) 555-0142" in talk.words
    assert talk.state.asked == at


def test_a_number_said_to_be_wrong_is_asked_for_and_nothing_else():
    talk = at_the_summary()
    talk.say(read(wrong=["phone"]))
    assert talk.replies == ["right_phone"]
    talk.say(read(phone=OTHER_PHONE))
    assert talk.state.asked == "confirm"
    assert "(414) 555-0142" in talk.words


def test_a_yes_with_a_correction_is_not_final():
    talk = at_the_summary()
    talk.say(read(stance="yes", phone=OTHER_PHONE))
    assert not talk.world.booked
    assert "(414) 555-0142" in talk.words


def test_a_name_and_a_time_are_corrected_at_the_summary():
    talk = at_the_summary()
    talk.say(read(name="Anna Diaz"))
    assert "Anna Diaz" in talk.words
    talk.say(read(time="thursday at 2 pm"))
    assert "Thursday" in talk.words
    talk.say(read(stance="yes"))
    (screening,) = talk.world.booked.values()
    assert screening.name == "Anna Diaz"


def test_no_to_the_summary_asks_what_to_change_and_a_second_no_ends_it():
    talk = at_the_summary()
    talk.say(read(stance="no"))
    assert talk.replies == ["what_to_change"]
    talk.say(read(stance="no"))
    assert talk.replies == ["stopped_booking"]


def test_book_it_is_a_yes_to_shall_i_book_it():
    talk = at_the_summary()
    talk.say(read("book_screening"))
    assert talk.world.booked


def test_a_message_that_is_not_understood_is_asked_again_in_other_words_and_then_a_person_offered():
    talk = at_the_phone()
    said = [talk.say(read("nlu_fallback")) for _ in range(3)]
    assert len(set(said)) == 3
    assert "person" in [option.key for option in talk.options]


# --- for somebody else


def test_a_daughter_books_for_her_mother():
    talk = at_the_time(time="wednesday at 9")
    talk.say(read(name="Rosa Diaz", caller=ANA, relation="mother"))
    assert talk.state.name == "Rosa Diaz"
    talk.say(
        Read(phones=(Phone(OTHER_PHONE, "patient", wrong=True), Phone(PHONE, "caller"))),
    )
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    (screening,) = talk.world.booked.values()
    assert (screening.name, screening.phone) == ("Rosa Diaz", PHONE)


def test_the_writers_own_name_is_not_the_patients():
    talk = at_the_time(time="wednesday at 9")
    talk.say(read(caller=ANA, relation="mother"))
    assert talk.state.asked == "name"
    assert talk.replies[-1] == "ask_name_other"


# --- a visit that stands


def test_a_known_visit_needs_no_reference():
    talk = booked()
    talk.say(read("reschedule_screening", time="thursday at 2 pm"))
    assert talk.state.asked == "confirm_move"
    talk.say(read(stance="yes"))
    assert talk.replies == ["moved"]


def test_no_wait_keep_it_keeps_it():
    talk = booked()
    talk.say(read("cancel_screening"))
    talk.say(read(stance="keep"))
    assert talk.replies == ["kept"]
    talk.say(read("cancel_screening"))
    talk.say(read(stance="yes"))
    assert talk.replies == ["called_off"]


def test_a_look_up_in_the_middle_of_a_booking_comes_back_to_it():
    talk = at_the_phone()
    talk.say(read("check_screening", reference="K7M2QX"))
    assert talk.state.flow == "look_up"
    talk.say(read(phone=PHONE))
    assert talk.replies[0] == "visit_not_found"
    talk.say(read(refuses=frozenset({"reference"})))
    assert talk.state.flow in ("book", None)


def test_a_lost_reference_leads_to_a_call():
    talk = Talk()
    talk.say(read("check_screening"))
    talk.say(read(refuses=frozenset({"reference"}), phone=PHONE))
    assert talk.state.asked == "call_offer"
    talk.say(read(stance="yes"))
    assert talk.world.tasks[-1][0] == "call_back"
    assert talk.world.tasks[-1][2] == PHONE


def test_running_late_is_written_down_at_the_visit_and_no_new_booking():
    talk = booked()
    (reference,) = talk.world.booked
    talk.say(read("running_late", quote="20 min late"))
    assert talk.replies == ["running_late"]
    assert talk.world.said == [(reference, "late", "20 min late")]
    assert talk.state.flow is None


def test_who_is_late_for_a_visit_that_has_begun_is_still_known():
    talk = booked()
    (visit,) = talk.world.booked.values()
    talk.world.at = visit.starts_at + timedelta(minutes=5)
    talk.say(read("running_late"))
    assert [what for _, what, _ in talk.world.said] == ["late"]


def test_who_is_late_and_not_known_reaches_the_staff_at_once_and_is_asked_the_name():
    talk = Talk()
    talk.say(read("running_late", quote="stuck in traffic"))
    assert talk.world.tasks == [("running_late", "stuck in traffic", None)]
    assert talk.state.asked == "name"
    talk.say(read(name="Ana Diaz"))
    assert talk.world.tasks[-1][:2] == ("running_late", "Ana Diaz")
    assert talk.replies == ["running_late_named"]
    assert (talk.state.asked, talk.state.flow) == (None, None)


def test_who_is_late_may_keep_their_name():
    talk = Talk()
    talk.say(read("running_late"))
    talk.say(read(stance="no"))
    assert talk.replies == ["stopped_nothing"]
    assert talk.state.flow is None


def test_who_will_be_there_has_it_written_down_at_the_visit():
    talk = booked()
    (reference,) = talk.world.booked
    talk.say(read("confirm_visit"))
    assert talk.world.said == [(reference, "confirmed", "")]
    assert talk.replies == ["visit_confirmed"]
    assert talk.world.tasks == []


def test_who_will_be_there_for_a_visit_that_is_not_known_is_told_so():
    talk = Talk()
    talk.say(read("confirm_visit"))
    assert talk.replies == ["confirmed_unknown"]
    assert talk.world.said == []


def test_a_time_told_with_a_visit_standing_moves_it():
    talk = booked()
    talk.say(read(time="thursday at 2 pm"))
    assert talk.state.flow == "move"


def test_this_is_not_them():
    talk = booked()
    (reference,) = talk.world.booked
    talk.say(read("not_me"))
    assert talk.world.unlinked == [reference]
    assert talk.replies == ["not_them"]
    assert [kind for kind, *_ in talk.world.tasks] == ["not_them"]


# --- feelings


@pytest.mark.parametrize(
    ("wish", "reply"),
    [("feel_fear", "kind_fear"), ("feel_sad", "kind_sad"), ("feel_frustrated", "kind_frustrated")],
)
def test_a_feeling_is_met_first(wish, reply):
    talk = Talk()
    talk.say(read(wish, "ask_symptoms"))
    assert talk.replies[0] == reply
    assert passage("symptoms") in talk.words
    assert "988" not in talk.words


# --- silence


def test_a_day_later_the_thread_is_picked_up_and_the_hold_explained():
    talk = at_the_phone()
    talk.world.at += timedelta(days=1)
    talk.say(read(phone=PHONE))
    assert talk.replies[0] == "back_still_free"
    assert talk.state.asked == "signs"


def test_a_time_that_went_meanwhile_is_said_to_be_gone():
    talk = at_the_summary()
    talk.world.taken.add(talk.state.frame.slot)
    talk.world.at += timedelta(hours=5)
    talk.say(read(stance="yes"))
    assert talk.replies[0] == "back_not_free"
    assert talk.state.asked == "time"
    assert not talk.world.booked


def test_after_minutes_of_silence_a_time_that_is_still_free_is_booked():
    talk = at_the_summary()
    talk.world.at += timedelta(minutes=30)
    talk.say(read(stance="yes"))
    assert talk.world.booked


# --- a person


def test_a_person_in_the_middle_and_then_back_to_the_booking():
    talk = at_the_phone()
    talk.say(read("talk_to_person"))
    assert talk.state.asked == "callback_phone"
    talk.say(read(phone=PHONE))
    assert "(414) 555-0183" in talk.words
    assert talk.state.flow == "book"
    assert talk.state.asked == "signs"


def test_after_hours_it_is_said_when_somebody_will_call():
    talk = Talk()
    talk.world.at += timedelta(hours=10)
    talk.say(read("talk_to_person", phone=PHONE))
    assert "Tuesday, December 1" in talk.words
    assert "9 AM" in talk.words


# --- hours as asked


def test_open_now_that_day_and_the_holiday():
    talk = Talk()
    assert "open now" in talk.say(read("fact_hours"))
    assert "closed" in talk.say(read("fact_hours", subject="2026-12-25"))
    assert "Saturday" in talk.say(read("fact_hours", subject="saturday"))
    assert "Tuesday, December 1" in talk.say(read("fact_hours", subject="tuesday"))


# --- an alarm


def test_what_is_told_after_an_alarm_belongs_to_it():
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


def test_help_is_coming_and_it_was_none_are_heard():
    talk = Talk()
    talk.say(alarm())
    talk.say(read("already_called"))
    assert talk.replies == ["help_is_coming"]
    talk.say(read("false_alarm"))
    assert talk.acts[0].custom["kind"] == "safety_over"
    assert talk.state.alarm is None
    assert len(talk.world.noted) == 2


def after_an_alarm(tier: str = "E", group: str = "bladder") -> Talk:
    talk = Talk()
    talk.say(alarm(tier, group))
    return talk


@pytest.mark.parametrize("group", ["bladder", "help"])
def test_word_that_help_is_coming_is_no_second_alarm_though_it_sounds_like_a_call_for_help(group):
    talk = after_an_alarm()
    talk.say(alarm("E", group, "already_called"))
    assert talk.replies == ["help_is_coming"]
    assert len(talk.world.alerts) == 1
    assert len(talk.world.noted) == 1


def test_word_that_it_was_long_ago_is_heard_though_the_sign_is_named_again():
    talk = after_an_alarm()
    talk.say(alarm("E", "bladder", "false_alarm", signs=[("bladder", "past", "gate")]))
    assert talk.replies == ["withdrawn"]
    assert talk.acts[0].custom["kind"] == "safety_over"
    assert talk.state.alarm is None


def test_a_sign_that_is_plainly_there_outweighs_that_they_say_they_are_fine():
    talk = after_an_alarm()
    talk.say(alarm("E", "bladder", "false_alarm", signs=[("bladder", "present", "gate")]))
    assert talk.replies == ["alarm"]
    assert talk.state.alarm == "E"


@pytest.mark.parametrize("wish", ["already_called", "false_alarm"])
def test_another_sign_is_an_alarm_whatever_else_is_said(wish):
    talk = after_an_alarm()
    talk.say(alarm("E", "heart", wish))
    assert talk.replies == ["alarm"]
    assert talk.state.alarm_group == "heart"


def test_before_any_alarm_a_call_for_help_is_one():
    talk = Talk()
    talk.say(alarm("E", "help", "already_called"))
    assert talk.replies == ["alarm"]


def test_that_a_sign_was_none_is_not_asked_about_again():
    talk = after_an_alarm("U", "fever")
    talk.say(doubt("U", "fever", "false_alarm"))
    assert talk.replies == ["withdrawn"]


@pytest.mark.parametrize(
    ("wish", "asked"),
    [("cancel_screening", "confirm_call_off"), ("reschedule_screening", "time")],
)
def test_after_an_alarm_a_visit_is_called_off_or_moved_after_one_line(wish, asked):
    talk = booked()
    talk.say(alarm())
    talk.say(read(wish))
    assert talk.replies[0] == "alarm_reminder"
    assert "alarm" not in talk.replies
    assert talk.state.asked == asked


def test_what_nobody_else_should_read_is_marked_and_not_told_again():
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


def test_a_sign_in_doubt_is_asked_about_also_after_an_alarm_for_today():
    talk = Talk()
    talk.say(alarm("U", "fever"))
    talk.say(doubt("E", "saddle"))
    assert talk.state.asked == "sign"
    assert "saddle" in talk.words
    talk.press("one_or_more")
    assert talk.words == "Call 911 now."
    assert talk.state.alarm == "E"


def test_a_sign_that_was_denied_is_not_asked_about_again_and_another_is():
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


def test_none_of_those_work_brings_others():
    talk = at_the_time()
    before = set(talk.state.frame.offered)
    slots = [talk.world.slot(code) for code in before]
    talk.say(read("change_time", time="none of those work", slots=slots))
    assert not before & set(talk.state.frame.offered)


def test_cancel_in_the_middle_of_a_booking_ends_it_and_cancel_with_a_visit_calls_it_off():
    talk = at_the_phone()
    talk.say(read("cancel_screening", stance="stop"))
    assert talk.replies == ["stopped_booking"]
    talk = booked()
    talk.say(read("cancel_screening", stance="stop"))
    assert talk.state.asked == "confirm_call_off"


@pytest.mark.parametrize("wish", ["check_screening", "cancel_screening", "talk_to_person"])
def test_who_goes_on_to_book_is_not_asked_afterwards_for_what_was_given_up(wish):
    talk = Talk()
    talk.say(read(wish))
    talk.say(read("book_screening", time="wednesday at 9", name=ANA, phone=PHONE))
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    assert talk.world.booked
    assert talk.state.asked is None
    assert not talk.state.stack


def test_where_to_go_after_an_emergency_is_first_of_all_not_the_clinic():
    talk = Talk()
    talk.say(alarm())
    talk.say(read("ask_causes"))
    for _ in range(2):
        talk.say(read("fact_address"))
        assert "911" in talk.acts[0].text


def test_what_day_was_it_again_shows_the_visit():
    talk = booked()
    talk.say(read("follow_repeat"))
    assert talk.replies == ["visit"]


def test_no_i_do_not_want_a_screening_is_no_wish_for_one_and_calls_none_off():
    talk = Talk()
    talk.say(read("ask_imaging"))
    assert "book" in [option.key for option in talk.options]
    talk.say(read("cancel_screening", stance="no"))
    assert talk.state.flow is None
    talk.say(read("ask_imaging"))
    assert "book" not in [option.key for option in talk.options]


def test_beside_what_is_not_covered_the_article_answers_only_what_was_surely_asked():
    talk = Talk()
    unsure = (Wish("ask_surgery", 0.99), Wish("ask_symptoms", 0.6))
    talk.say(Read(wishes=unsure))
    assert talk.replies == ["ask_surgery"]
    sure = (Wish("ask_causes", 0.99), Wish("ask_surgery", 0.95))
    assert passage("causes") in talk.say(Read(wishes=sure))


# --- what is said after something came to its end


def test_a_call_that_was_noted_is_changed_for_the_staff_too():
    talk = Talk()
    talk.say(read("talk_to_person"))
    talk.say(read(phone=PHONE))
    calls = len(talk.world.tasks)
    talk.say(read(phone="+14145550142"))
    assert talk.world.tasks[calls:] == [("call_back", "their words", "+14145550142")]
    assert "(414) 555-0142" in talk.words


def test_who_tells_after_all_what_was_refused_goes_on_with_the_same_time():
    talk = Talk()
    talk.say(read("book_screening", time="wednesday at 9 am", name="Ana Diaz"))
    slot = talk.state.frame.slot
    for _ in range(2):
        talk.say(read(refuses=frozenset({"phone"})))
    assert talk.state.flow is None
    talk.say(read(phone=PHONE))
    assert (talk.state.flow, talk.state.frame.slot) == ("book", slot)
    assert talk.state.asked == "signs"


def test_a_visit_that_was_called_off_here_is_said_to_be_called_off():
    talk = booked()
    talk.say(read("cancel_screening"))
    talk.say(read(stance="yes"))
    talk.say(read("check_screening"))
    assert talk.replies == ["visit_called_off"]


def test_a_time_for_somebody_else_moves_no_visit_of_ones_own():
    talk = booked()
    talk.say(read(time="thursday at 2 pm", relation="brother", name="Bo Diaz"))
    assert talk.state.flow == "book"


def test_another_time_at_the_last_question_is_no_yes_to_it():
    talk = booked()
    talk.say(read("reschedule_screening", time="thursday at 2 pm"))
    assert talk.state.asked == "confirm_move"
    before = dict(talk.world.booked)
    talk.say(read("reschedule_screening", time="thursday at 3 pm"))
    assert talk.world.booked == before
    assert talk.state.asked == "confirm_move"


def test_a_feeling_is_met_before_a_sign_is_asked_about():
    talk = Talk()
    talk.say(doubt("E", "leg", feeling="fear"))
    assert talk.replies == ["kind_fear", "sign"]


def test_one_booking_takes_three_messages_with_all_said_at_once():
    talk = Talk()
    talk.say(read("book_screening", time="wednesday at 9 am", name="Ana Diaz", phone=PHONE))
    talk.say(read(stance="no"))
    talk.say(read(stance="yes"))
    assert len(talk.world.booked) == 1


def test_one_booking_takes_six_messages_by_buttons():
    talk = Talk()
    talk.say(Read(choice="book"))
    talk.press("slot:")
    talk.say(read(name="Ana Diaz"))
    talk.say(read(phone=PHONE))
    talk.press("none_of_these")
    talk.press("yes_book")
    assert len(talk.world.booked) == 1
