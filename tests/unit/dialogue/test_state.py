"""What is remembered: small, plain JSON, with the part that reading needs under one key."""

import json

from clinic.dialogue import Frame, State
from clinic.dialogue.state import CONTEXT
from clinic.dialogue.wishes import as_json, from_json
from tests.unit.dialogue.world import Talk, read

# A slot is stored with every turn.
LARGEST = 4_000


def test_a_new_conversation_has_nothing_to_keep() -> None:
    assert State().as_json() == {"context": {}}
    assert State.from_json(None) == State()


def test_reading_finds_what_was_asked_and_offered_under_context() -> None:
    talk = Talk()
    talk.say(read("book_screening"))
    context = talk.state.as_json()["context"]
    assert set(context) <= set(CONTEXT)
    assert (context["asked"], context["flow"]) == ("time", "book")
    assert context["slot_codes"] == list(talk.state.frame.offered)
    assert [item["key"] for item in context["options"]] == [
        f"slot:{code}" for code in context["slot_codes"]
    ]


def test_the_chosen_time_is_what_later_is_later_than() -> None:
    state = State(stack=(Frame("book", slot="alex@20261201T1500Z"),))
    assert state.as_json()["context"]["slot_codes"] == ["alex@20261201T1500Z"]


def test_the_state_stays_small() -> None:
    talk = Talk()
    for _ in range(40):
        talk.say(read("ask_causes", "ask_symptoms", "fact_hours", "book_screening"))
        talk.say(read(stance="no"))
    assert len(json.dumps(talk.state.as_json())) < LARGEST


def test_a_wish_for_a_time_comes_back() -> None:
    for words in ("tuesday at 9", "not monday", "any day after 4", "the week of december 14th"):
        wish = read(time=words).time.reading.wish
        assert from_json(json.loads(json.dumps(as_json(wish)))) == wish
