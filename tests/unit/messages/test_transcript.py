"""An answer of the transcript is rated once, and what it holds stays."""

from sqlalchemy.engine import Connection

from clinic.messages import open_thread, post_to_conversation, transcript


def answer(connection: Connection, **custom: str) -> int:
    open_thread(connection, "c1", "web")
    buttons = [{"title": "10:00 AM", "payload": "/x", "day": "Monday", "time": "10:00 AM"}]
    reply = {"text": "Because.", "custom": custom, "buttons": buttons}
    seq = post_to_conversation(connection, "c1", reply)
    assert seq is not None
    return seq


def test_an_answer_with_a_topic_is_rated_once(connection: Connection) -> None:
    seq = answer(connection, topic="causes", kind="answer")
    before = transcript.since(connection, "c1", 0, 10)[0]
    assert transcript.note_rated(connection, "c1", seq) == "causes"
    assert transcript.note_rated(connection, "c1", seq) is None
    after = transcript.since(connection, "c1", 0, 10)[0]
    assert after.text == before.text
    assert after.details == {**before.details, "rated": True}


def test_what_has_no_topic_is_not_there_or_is_another_ones_can_not_be_rated(
    connection: Connection,
) -> None:
    seq = answer(connection, kind="booking")
    assert transcript.note_rated(connection, "c1", seq) is None
    assert transcript.note_rated(connection, "c1", seq + 1) is None
    assert transcript.note_rated(connection, "c2", seq) is None


def test_a_button_keeps_the_day_and_the_time_it_is_for(connection: Connection) -> None:
    answer(connection)
    choice = transcript.since(connection, "c1", 0, 10)[0].details["choices"][0]
    assert (choice["day"], choice["time"]) == ("Monday", "10:00 AM")
