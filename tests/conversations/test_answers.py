"""Questions: answered from the article word for word, followed up, or declined kindly."""

import pytest

from clinic.content import get_content
from tests.conftest import Chat

CONTENT = get_content()


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what is sciatica?", "definition"),
        ("where does the nerve run", "nerve_anatomy"),
        ("why do i have this pinched nerve", "causes"),
        ("what does it feel like", "symptoms"),
        ("do you use needles?", "treatment:dry_needling"),
        ("should I use ice or heat", "treatment:heat_cold"),
        ("is the screening free", "screening_info"),
        ("when do I need to see a doctor", "when_to_seek_care"),
        ("wat are teh symtoms of siatica", "symptoms"),
    ],
)
def test_a_question_is_answered_in_the_articles_own_words(
    chat: Chat, question: str, topic: str
) -> None:
    reply = chat.say(question)
    assert CONTENT.passage(topic).text in reply
    assert any(item.get("custom", {}).get("source") for item in chat.replies)
    assert "911" not in reply
    assert "988" not in reply


def test_the_overview_lists_every_treatment(chat: Chat) -> None:
    reply = chat.say("how do you treat sciatica")
    for topic in CONTENT.topics:
        if topic.startswith("treatment:"):
            assert CONTENT.passage(topic).text in reply


def test_tell_me_more_follows_the_last_topic(chat: Chat) -> None:
    chat.say("what is sciatica")
    reply = chat.say("tell me more")
    related = get_content().topics["definition"].related[0]
    assert CONTENT.passage(related).text in reply


def test_and_how_do_you_treat_it_follows_too(chat: Chat) -> None:
    chat.say("what causes sciatica")
    assert CONTENT.passage("treatment_overview").text in chat.say("and how do you treat it?")


def test_two_questions_in_one_message_are_both_answered(chat: Chat) -> None:
    reply = chat.say("what causes sciatica and how do you treat it?")
    assert CONTENT.passage("causes").text in reply
    assert CONTENT.passage("treatment_overview").text in reply


def test_a_wish_to_book_beside_a_question_gets_both(chat: Chat) -> None:
    reply = chat.say("Is the screening free? I want to book an appointment.")
    assert CONTENT.passage("screening_info").text in reply
    assert chat.flow == "book"


def test_a_detail_gets_the_articles_line_and_no_more(chat: Chat) -> None:
    reply = chat.say("does dry needling hurt")
    assert CONTENT.passage("treatment:dry_needling").text in reply
    assert "A therapist can tell you" in reply or "ask a therapist" in reply


@pytest.mark.parametrize(
    "question",
    [
        "can I take ibuprofen with this",
        "do I need surgery",
        "should I get an MRI",
        "how many weeks until I am better",
        "I am pregnant, can you help",
        "do you take blue cross insurance",
        "can I go running",
    ],
)
def test_what_the_article_does_not_cover_is_said_and_nothing_made_up(
    chat: Chat, question: str
) -> None:
    reply = chat.say(question)
    assert not any(CONTENT.passage(topic).text in reply for topic in CONTENT.topics)
    assert "Talk to a person" in chat.buttons


@pytest.mark.parametrize("message", ["tell me a joke", "write python code to sort a list"])
def test_what_has_nothing_to_do_with_the_clinic_is_declined(chat: Chat, message: str) -> None:
    chat.say(message)
    assert chat.flow is None
    assert not any(CONTENT.passage(topic).text in str(chat.replies) for topic in CONTENT.topics)


def test_what_is_not_understood_is_asked_about_once_then_a_person_is_offered(chat: Chat) -> None:
    chat.say("/nlu_fallback")
    chat.say("/nlu_fallback")
    assert "Talk to a person" in chat.buttons
    chat.say("yes")
    assert chat.flow == "call_back"


def test_the_screening_is_not_offered_again_after_a_no(chat: Chat) -> None:
    assert "free screening?" in chat.say("what causes sciatica")
    chat.say("no thanks")
    for question in (
        "what is dry needling",
        "does heat help",
        "what are nerve glides",
        "stretches?",
    ):
        chat.say(question)
        assert "Book a free screening" not in chat.buttons


def test_a_yes_to_the_offer_starts_the_booking(chat: Chat) -> None:
    chat.say("what causes sciatica")
    chat.say("yes please")
    assert chat.flow == "book"


def test_an_offered_topic_can_be_chosen_in_words(chat: Chat) -> None:
    chat.say("what is sciatica")
    assert CONTENT.passage("causes").text in chat.say("the second one")


def test_the_clinics_facts_are_answered_from_clinic_yml(chat: Chat) -> None:
    assert get_content().clinic.address in chat.say("where are you located")
    assert get_content().clinic.phone_shown in chat.say("is there a bus that stops near you?")


def test_spanish_is_answered_in_spanish(chat: Chat) -> None:
    reply = chat.say("hola, que es la ciatica?")
    assert "radiculopatía lumbar" in reply
    assert "pendiente de revisión" in str(chat.replies)
