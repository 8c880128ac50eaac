"""What a turn is read against, once a person at the clinic has written."""

import pytest
from rasa_sdk import Tracker

from actions.turn import read_of, state_of
from clinic.dialogue import State
from clinic.reading.codec import read_as_json
from clinic.reading.context import Option
from clinic.reading.read import Read

ASKED = State(asked="signs", options=(Option("one_or_more", "One or more"),), name="Ana Diaz")


def tracker(text: str, read: Read | None = None, **metadata: bool) -> Tracker:
    said = {"text": text, "metadata": {"with_person": True, **metadata}}
    if read is not None:
        said["read"] = read_as_json(read)
    slots = {"dialogue": ASKED.as_json()}
    return Tracker("web-1", slots, said, [], False, None, {}, "action_listen")


@pytest.mark.parametrize("spoke", [False, True])
def test_no_question_of_ours_is_open_once_a_person_has_written(spoke: bool) -> None:
    state = state_of(tracker("yes", Read(stance="yes"), person_spoke=spoke))
    assert (state.asked, bool(state.options)) == ((None, False) if spoke else ("signs", True))
    assert state.name == "Ana Diaz"


@pytest.mark.parametrize("spoke", [False, True])
def test_a_number_typed_to_a_persons_question_chooses_nothing_of_ours(spoke: bool) -> None:
    said = tracker("1", Read(choice="one_or_more", quote="1"), person_spoke=spoke)
    assert read_of(said).choice == (None if spoke else "one_or_more")


def test_a_button_of_the_check_means_what_it_says_at_any_time() -> None:
    from clinic.messages.payloads import payload_of

    assert read_of(tracker(payload_of("one_or_more"), person_spoke=True)).choice == "one_or_more"
