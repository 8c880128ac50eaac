"""Questions, follow-ups and feelings, and what comes back."""

from dataclasses import replace
from itertools import pairwise

import pytest

from clinic.dialogue import State
from clinic.reading.read import Read, Wish
from tests.unit.dialogue.steps import at_the_phone, at_the_time, hours, passage
from tests.unit.dialogue.world import Talk, World, content, doubt, read

# --- where the words are from


@pytest.mark.parametrize(
    ("channel", "source"),
    [("web", 'From our article "Getting up from a chair"'), ("sms", "Getting up from a chair")],
)
def test_an_article_beside_the_one_on_sciatica_is_named_by_its_title(
    channel: str, source: str
) -> None:
    main = content().articles[0]
    (moved,) = (one for one in main.passages if one.topic == "causes")
    title = "Getting up from a chair"
    beside = replace(main, file="chairs.md", title=title, passages=(replace(moved, title=title),))
    left = replace(main, passages=tuple(one for one in main.passages if one is not moved))
    talk = Talk(World(channel=channel, content=replace(content(), articles=(left, beside))))
    for topic, named in (("causes", source), ("symptoms", passage_source(channel, "symptoms"))):
        talk.say(read(f"ask_{topic}"))
        (told,) = (act.custom["source"] for act in talk.acts if "source" in act.custom)
        assert told["title"] == named


def passage_source(channel: str, topic: str) -> str:
    heading = content().passage(topic).heading
    return heading if channel == "sms" else f'From our article, under "{heading}"'


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
def test_why_and_what_for_are_answered_where_the_article_says_it(
    topic: str, follow: str, answer: str
) -> None:
    talk = Talk(state=State(topic=topic, told=(topic,)))
    assert passage(answer) in talk.say(read(follow))


@pytest.mark.parametrize("follow", ["follow_why", "follow_how"])
def test_what_the_article_does_not_say_is_said_to_be_missing(follow: str) -> None:
    talk = Talk(state=State(topic="treatment:dry_needling", told=("treatment:dry_needling",)))
    talk.say(read(follow))
    assert talk.replies == ["article_no_more"]
    assert talk.state.flow is None
    assert ("detail", follow) in talk.world.unanswered


def test_a_detail_of_no_treatment_in_particular_is_not_called_all_that_was_said() -> None:
    talk = Talk()
    talk.say(read("ask_treatment_detail"))
    assert talk.replies == ["detail_unknown"]
    talk = Talk(state=State(topic="treatment:dry_needling", told=("treatment:dry_needling",)))
    talk.say(read("ask_treatment_detail"))
    assert talk.replies == ["detail_not_in_article"]


def test_a_bare_noun_is_what_it_names() -> None:
    talk = Talk(state=State(topic="treatment:dry_needling"))
    heat = talk.say(read("follow_about", subject="treatment:heat_cold"))
    assert passage("treatment:heat_cold") in heat
    talk.say(read("follow_about", subject="knee"))
    assert "knee" in talk.words
    assert talk.replies == ["other_part"]


def test_say_the_address_again_says_it_again_in_other_words() -> None:
    talk = Talk()
    first = talk.say(read("fact_address"))
    again = talk.say(read("follow_repeat"))
    assert content().clinic.address in first
    assert content().clinic.address in again
    assert first != again


def test_the_same_question_four_times_never_gets_the_same_words_twice_running() -> None:
    talk = Talk()
    said = [talk.say(read("ask_causes")) for _ in range(4)]
    assert all(one != two for one, two in pairwise(said))


@pytest.mark.parametrize("intent", ["ask_causes", "ask_imaging", "fact_prices"])
def test_what_is_asked_a_third_time_running_is_answered_with_a_person(intent: str) -> None:
    talk = Talk()
    said = [talk.say(read(intent)) for _ in range(3)]
    assert talk.replies[0].startswith("asked_often")
    assert said[2] not in said[:2]
    assert "person" in [option.key for option in talk.options]
    talk.say(read("ask_symptoms"))
    assert passage("symptoms") in talk.words
    talk.say(read(intent))
    assert not talk.replies[0].startswith("asked_often")


def test_hours_of_another_day_are_another_question() -> None:
    talk = Talk()
    for day in ("monday", "tuesday", "wednesday"):
        talk.say(read("fact_hours", subject=day))
        assert day.title() in talk.words


def test_whether_it_is_free_is_told_in_a_booking_without_the_article() -> None:
    talk = at_the_time()
    talk.say(read("fact_cost"))
    assert talk.replies[0] == "fact"
    assert passage("screening_info") not in talk.words
    apart = Talk()
    apart.say(read("fact_cost"))
    assert passage("screening_info") in apart.words
    assert [option.key for option in apart.options] == ["book"]


# --- several wishes in one message


def test_two_questions_and_a_wish_to_come_are_all_met_and_the_day_is_kept() -> None:
    talk = Talk()
    words = talk.say(
        read("ask_causes", "ask_treatment_dry_needling", "book_screening", time="tuesday morning")
    )
    assert passage("causes") in words
    assert passage("treatment:dry_needling") in words
    assert talk.state.flow == "book"
    assert {(day, hour < 12) for hour, day in hours(talk)} == {("Tue", True)}


def test_three_facts_in_one_message_are_all_told_and_the_booking_goes_on() -> None:
    talk = at_the_phone()
    talk.say(read("fact_cost", "fact_referral", "fact_therapists"))
    facts = content().clinic
    assert facts.answers.cost in talk.words
    assert "facts on referrals" in talk.words
    assert facts.therapists[1].name in talk.words
    assert talk.state.asked == "phone"
    assert talk.replies[-1] == "back_phone"


# --- feelings


@pytest.mark.parametrize(
    ("wish", "reply"),
    [("feel_fear", "kind_fear"), ("feel_sad", "kind_sad"), ("feel_frustrated", "kind_frustrated")],
)
def test_a_feeling_is_met_first(wish: str, reply: str) -> None:
    talk = Talk()
    talk.say(read(wish, "ask_symptoms"))
    assert talk.replies[0] == reply
    assert passage("symptoms") in talk.words
    assert "988" not in talk.words


# --- hours as asked


def test_open_now_that_day_and_the_holiday() -> None:
    talk = Talk()
    assert "open now" in talk.say(read("fact_hours"))
    assert "closed" in talk.say(read("fact_hours", subject="2026-12-25"))
    assert "Saturday" in talk.say(read("fact_hours", subject="saturday"))
    assert "Tuesday, December 1" in talk.say(read("fact_hours", subject="tuesday"))


def test_no_i_do_not_want_a_screening_is_no_wish_for_one_and_calls_none_off() -> None:
    talk = Talk()
    talk.say(read("ask_imaging"))
    assert "book" in [option.key for option in talk.options]
    talk.say(read("cancel_screening", stance="no"))
    assert talk.state.flow is None
    talk.say(read("ask_imaging"))
    assert "book" not in [option.key for option in talk.options]


def test_beside_what_is_not_covered_the_article_answers_only_what_was_surely_asked() -> None:
    talk = Talk()
    unsure = (Wish("ask_surgery", 0.99), Wish("ask_symptoms", 0.6))
    talk.say(Read(wishes=unsure))
    assert talk.replies == ["ask_surgery"]
    sure = (Wish("ask_causes", 0.99), Wish("ask_surgery", 0.95))
    assert passage("causes") in talk.say(Read(wishes=sure))


def test_a_feeling_is_met_before_a_sign_is_asked_about() -> None:
    talk = Talk()
    talk.say(doubt("E", "leg", feeling="fear"))
    assert talk.replies == ["kind_fear", "sign"]


def test_what_may_have_been_meant_is_offered_by_its_name_or_not_at_all() -> None:
    talk = Talk()
    unclear = replace(read("nlu_fallback"), alternatives=("fact_other", "fact_fax", "ask_causes"))
    talk.say(unclear)
    (act,) = talk.acts
    labels = [option.label for option in act.options]
    assert act.reply == "clarify"
    assert labels == ["A fax number", content().topics["causes"].label, "Talk to a person"]
