"""What a button stands for travels as a payload and comes back, from an earlier release too."""

import pytest

from clinic.messages.payloads import key_of, payload_of


@pytest.mark.parametrize("key", ["yes", "slot:alex@20261201T2030Z", 'topic:"odd"', "visit:K7M2QX"])
def test_a_key_comes_back(key: str) -> None:
    assert key_of(payload_of(key)) == key


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        ('/inform{"slot": "alex@20261201T2030Z"}', "slot:alex@20261201T2030Z"),
        ("/affirm", "yes"),
        ("/deny", "no"),
        ("/none_of_these", "none_of_these"),
        ("/book_screening", "book"),
        ("/reschedule_screening", "move"),
    ],
)
def test_buttons_of_an_earlier_release_keep_working(payload: str, key: str) -> None:
    assert key_of(payload) == key


@pytest.mark.parametrize("payload", ["/greet", '/inform{"key": ', "/inform[1]", "", "/"])
def test_what_is_no_option_is_none(payload: str) -> None:
    assert key_of(payload) is None
