"""The words with which patients end, resume and get help with text messages."""

import pytest

from channels.sms.keywords import read_keyword

LEGAL = ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe")
TWILIO = ("STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL")


def wish(text: str, opted_out: bool = False) -> str | None:
    found = read_keyword(text, opted_out)
    return found.wish if found else None


@pytest.mark.parametrize("word", [*LEGAL, *TWILIO, *(word.title() for word in LEGAL)])
def test_each_word_of_the_law_and_of_twilio_ends_the_messages(word: str) -> None:
    assert wish(word) == ("cancel" if word.lower() == "cancel" else "opt_out")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Stop.",
            "STOP!!!",
            "stop please",
            "plz stop",
            "pls stop",
            "stoppp",
            "STOP STOP",
            '"stop"',
        ),
        *(
            "plz stop texting",
            "please stop texting me",
            "stop sending me messages",
            "quit texting me",
        ),
        *("stop bugging me", "I said stop", "s t o p", "not interested, stop", "stop this"),
        *("unsubscibe", "unsuscribe", "unsubscribe me please", "please unsubscribe", "unsub"),
        *("how do i unsubscribe", "sotp", "stpo", "opt-out", "opt me out", "i want to opt out"),
        *("take me off your list", "take me off", "get me off this list", "remove me", "remove"),
        *("please remove my number", "delete my number", "lose my number", "leave me alone"),
        *(
            "no more messages",
            "no more texts please",
            "no texts",
            "dont text me",
            "don't text me again",
        ),
        *("do not text this number", "do not contact me", "don't send me any more texts"),
        *("I dont want these texts", "I no longer wish to receive messages", "I revoke my consent"),
        *(
            "wrong number",
            "sorry wrong number",
            "you have the wrong number",
            "this is the wrong person",
        ),
        *("cancel these texts", "cancel my subscription", "stop\n\nSent from my iPhone"),
    ],
)
def test_phrases_and_misspellings_end_the_messages(text: str) -> None:
    assert wish(text) == "opt_out"


@pytest.mark.parametrize(
    "text",
    [
        *("stop the pain", "can stretching stop it", "how do i stop the pain", "will it stop"),
        *("make the pain stop", "it never ends", "when does it end", "the pain won't stop"),
        *(
            "should i quit running",
            "i had to stop working",
            "i can't stop limping",
            "did you take me off",
            "ok have you taken me off",
            "stop by at 3?",
        ),
        *("i can't stop texting my friends about it", "end of the week", "i quit smoking"),
        *("opt out of surgery", "can i opt out of surgery", "take me off the waiting list"),
        *("take me off the schedule", "remove my appointment", "stop the booking", "stop booking"),
        *("no more pain", "i didnt get your message", "what does your message mean"),
        *(
            "dont contact my wife",
            "i dont want surgery",
            "wrong time",
            "help me",
            "can you help me",
        ),
        *("did you get my number", "can you take my number", "can you get me an appointment"),
        *("start on tuesday", "when can i start", "more info", "no", "never mind"),
    ],
)
def test_words_about_the_pain_or_a_visit_are_no_wish_about_messages(text: str) -> None:
    assert wish(text) is None


@pytest.mark.parametrize("text", ["cancel", "CANCEL", "Cancel.", "cancle", "cancell"])
def test_bare_cancel_is_an_opt_out_that_may_have_been_meant_for_a_visit(text: str) -> None:
    assert wish(text) == "cancel"


@pytest.mark.parametrize(
    "text",
    [
        *("cancel my appointment", "please cancel tuesday", "cancel it", "I need to cancel"),
        *(
            "can i cancel",
            "cancel the screening",
            "cancel my visit please",
            "CANCEL MY APPOINTMENT",
        ),
    ],
)
def test_cancel_with_what_is_meant_is_the_dialogue(text: str) -> None:
    assert wish(text) is None


def test_a_polite_cancel_is_told_apart_because_no_carrier_acts_on_it() -> None:
    assert wish("please cancel") == "polite_cancel"


@pytest.mark.parametrize("text", ["start", "START", "unstop", "Unstop."])
def test_the_opt_in_words_resume_the_messages(text: str) -> None:
    assert wish(text) == "opt_in"


@pytest.mark.parametrize(
    "text", ["YES", "yes please", "opt in", "subscribe", "strat", "start again"]
)
def test_other_words_resume_the_messages_only_of_somebody_who_has_opted_out(text: str) -> None:
    assert wish(text, opted_out=True) == "opt_in"
    assert wish(text) is None


@pytest.mark.parametrize("text", ["help", "HELP", "info", "Help!"])
def test_the_help_words_get_help(text: str) -> None:
    assert wish(text) == "help"


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("STOP", True),
        ("Optout", True),
        ("opt out", False),  # two words: Twilio takes no phrase
        ("stop please", False),
        ("unsubscibe", False),
        ("CANCEL", True),
        ("cancle", False),
        ("HELP", True),
        ("START", True),
    ],
)
def test_it_is_known_what_twilio_acts_on_itself(text: str, exact: bool) -> None:
    found = read_keyword(text)
    assert found is not None
    assert found.exact is exact


@pytest.mark.parametrize("text", ["ALTO", "Parar.", "stop calling me", "don't call me again"])
def test_an_opt_out_in_spanish_or_of_calls_is_one(text: str) -> None:
    assert read_keyword(text).wish == "opt_out"


@pytest.mark.parametrize(
    "text", ["no more reminders", "stop the reminders", "don't send me reminder texts"]
)
def test_a_wish_about_reminders_is_not_about_all_texts(text: str) -> None:
    assert read_keyword(text).wish == "no_reminders"
    assert read_keyword("stop all texts and reminders").wish == "opt_out"


@pytest.mark.parametrize("text", ["who is this", "New phone who dis?", "who are you"])
def test_who_asks_who_writes_is_heard(text: str) -> None:
    assert read_keyword(text).wish == "who"
    assert read_keyword("who is the therapist") is None
