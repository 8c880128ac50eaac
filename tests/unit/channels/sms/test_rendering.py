"""The replies of one turn as text messages."""

from collections.abc import Sequence
from typing import Any

import pytest

from channels.sms.gsm7 import outside, segments
from channels.sms.rendering import render
from clinic.content import get_content

YES = {"title": "Yes", "payload": "/affirm"}
NO = {"title": "No", "payload": "/deny"}
PERSON = {"title": "Talk to a person", "payload": "/talk_to_person"}
INTRODUCTION = "Test Clinic assistant. Reply HELP for help, STOP to opt out."
LINK = "https://clinic.example/#what-is-sciatica"


def quoted(
    text: str, url: str = "http://127.0.0.1:8000/#x", buttons: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    source = {"title": "What is Sciatica?", "url": url}
    return {"text": text, "buttons": list(buttons), "custom": {"kind": "answer", "source": source}}


def test_one_reply_is_one_text() -> None:
    assert render([{"text": "It’s fine."}]).texts == ("It's fine.",)


def test_everything_a_turn_says_goes_into_one_text_when_it_fits() -> None:
    assert render([{"text": "One."}, {"text": "Two."}]).texts == ("One.\n\nTwo.",)


def test_buttons_become_numbered_choices_with_a_word_on_how_to_choose() -> None:
    rendered = render([{"text": "Book it?", "buttons": [YES, NO]}])
    assert rendered.texts == ("Book it?\n1) Yes\n2) No\nReply with a number.",)
    assert rendered.buttons == (YES, NO)


def test_the_word_on_how_to_choose_is_left_out_where_it_would_cost_a_segment() -> None:
    [text] = render([{"text": "a" * 148, "buttons": [YES]}]).texts
    assert text.endswith("1) Yes")
    assert segments(text) == 1


def test_choices_stand_at_the_end_and_those_of_the_last_question_come_first() -> None:
    rendered = render(
        [{"text": "I can't say.", "buttons": [PERSON]}, {"text": "Which?", "buttons": [YES, NO]}]
    )
    assert rendered.texts[0].startswith("I can't say.\n\nWhich?\n1) Yes\n2) No\n3) Talk to")
    assert rendered.buttons == (YES, NO, PERSON)


def test_a_choice_that_is_offered_twice_is_listed_once() -> None:
    rendered = render(
        [{"text": "Hm?", "buttons": [PERSON, PERSON]}, {"text": "", "buttons": [PERSON]}]
    )
    assert rendered.buttons == (PERSON,)


def test_an_alarm_goes_first_in_a_text_of_its_own_without_an_introduction() -> None:
    alarm = {"text": "Call 911.", "custom": {"kind": "safety", "banner": "E"}}
    rendered = render([{"text": "Also this."}, alarm], INTRODUCTION)
    assert rendered.texts == ("Call 911.", "Also this.")


def test_an_alarm_alone_is_one_text() -> None:
    alarm = {"text": "Call 911.", "custom": {"kind": "safety", "banner": "E"}}
    assert render([alarm], INTRODUCTION).texts == ("Call 911.",)


def test_the_introduction_stands_in_front() -> None:
    assert render([{"text": "Hi!"}], INTRODUCTION).texts == (f"{INTRODUCTION}\n\nHi!",)


def test_an_introduction_that_does_not_fit_is_a_text_of_its_own_and_no_part_of_the_answer() -> None:
    first, second = render([{"text": "a" * 300}], INTRODUCTION).texts
    assert first == INTRODUCTION
    assert second == "a" * 300


def test_an_answer_names_the_heading_its_words_stand_under() -> None:
    assert render([quoted("A nerve.")]).texts == ('A nerve.\n(Our article, "What is Sciatica?")',)


def test_an_answer_links_to_the_article_where_the_patients_phone_can_reach_it() -> None:
    assert render([quoted("A nerve.", LINK)]).texts == (f"A nerve.\n{LINK}",)


@pytest.mark.parametrize(
    "url",
    [
        "http://clinic.example/#x",
        "https://localhost/#x",
        "https://192.168.1.5/",
        "javascript:x",
        "",
    ],
)
def test_no_other_link_is_sent(url: str) -> None:
    assert "Our article" in render([quoted("A nerve.", url)]).texts[0]
    assert url not in render([quoted("A nerve.", url)]).texts[0] or not url


def test_the_heading_is_left_out_where_it_would_make_one_text_more() -> None:
    assert render([quoted("a" * 280)]).texts == ("a" * 280 + "\n(Our article)",)


def test_two_answers_from_one_place_name_it_once() -> None:
    text = render([quoted("One."), quoted("Two.")]).texts[0]
    assert text == 'One.\n\nTwo.\n(Our article, "What is Sciatica?")'


def test_a_text_that_ends_in_a_colon_is_followed_by_its_choices_at_once() -> None:
    text = render([quoted("It may include:", buttons=[YES, NO])]).texts[0]
    assert text.startswith("It may include:\n1) Yes\n2) No\n(Our article")


def test_nothing_said_is_no_text() -> None:
    assert render([], None).texts == ()


def test_every_passage_of_the_article_can_be_sent_in_texts_of_two_segments() -> None:
    for passage in [p for a in get_content().articles for p in a.passages]:
        for text in render([quoted(passage.text, LINK)]).texts:
            assert outside(text) == []
            assert segments(text) <= 2
