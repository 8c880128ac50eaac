"""What Rasa's tracker calls a message, by its Read."""

import pytest

from clinic.reading.read import Named, Read, Wish
from clinic.reading.safety.verdict import Verdict
from nlu.reader import intent_of

BOOK = (Wish("book_screening", 0.8), Wish("ask_causes", 0.9))


@pytest.mark.parametrize(
    ("read", "intent"),
    [
        (Read(safety=Verdict("alarm", "C"), wishes=BOOK), "report_crisis"),
        (Read(safety=Verdict("ask", "E"), wishes=BOOK), "book_screening"),
        (Read(safety=Verdict(asked_about=True)), "ask_about_red_flag"),
        (Read(stance="yes"), "affirm"),
        (Read(stance="keep"), "keep_visit"),
        (Read(stance="yes", names=(Named("Ana Diaz"),)), "inform"),
        (Read(names=(Named("Ana Diaz"),)), "inform"),
        (Read(choice="one_or_more"), "one_or_more"),
        (Read(), "nlu_fallback"),
    ],
)
def test_the_gravest_then_the_first_wish_then_what_is_answered(read: Read, intent: str) -> None:
    assert intent_of(read)[0] == intent
