"""A process killed between any two steps of a message's life loses nothing and doubles nothing."""

from __future__ import annotations

import signal
import uuid
from contextlib import suppress

import httpx
import pytest

from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import Server, Visitor, wait_until

STEPS = (
    "before it was acknowledged",
    "before the turn",
    "after it was said",
    "after the turn was saved",
    "before the answer was committed",
    "after the answer was stored",
)


@pytest.fixture(scope="module")
def mortal(start_server: StartServer) -> Server:
    return start_server()


@pytest.mark.parametrize("step", STEPS)
def test_a_message_is_answered_once_when_the_process_is_killed(mortal: Server, step: str) -> None:
    visitor = Visitor(mortal)
    visitor.ask("before")
    mortal.crash_at(step)
    client_id = str(uuid.uuid4())
    with suppress(httpx.TransportError):  # no acknowledgement: the widget sends again below
        visitor.send("hello", client_id)
    mortal.wait_until_dead()
    mortal.start()
    visitor.send("hello", client_id)
    visitor.send("after")
    answers = visitor.wait_for_answers(3)
    assert visitor.said == ["before", "hello", "after"]
    assert answers == ["You said: before", "You said: hello", "You said: after"]


def test_a_turn_that_was_saved_is_not_run_again(mortal: Server) -> None:
    visitor = Visitor(mortal)
    mortal.crash_at("after the turn was saved")
    visitor.send("buttons")
    mortal.wait_until_dead()
    mortal.start()
    visitor.wait_for_answers(1)
    assert len(visitor.messages[-1]["choices"]) == 3
    assert len(mortal.turns(visitor.conversation)) == 1


def test_what_was_shown_of_a_turn_that_was_killed_is_not_said_again(mortal: Server) -> None:
    visitor = Visitor(mortal)
    visitor.send("half, then slow")
    visitor.wait_for_words("The first half.")
    mortal.stop(signal.SIGKILL)
    mortal.start()
    assert visitor.wait_for_answers(2) == ["The first half.", "You said: half, then slow"]
    assert len(mortal.turns(visitor.conversation)) == 2


def test_an_acknowledged_message_is_answered_although_nobody_asks_again(mortal: Server) -> None:
    visitor = Visitor(mortal)
    mortal.crash_at("before the turn")
    assert visitor.send("hello").status_code == 202
    mortal.wait_until_dead()
    mortal.start()
    assert visitor.wait_for_answers(1) == ["You said: hello"]


def test_the_other_process_takes_over_from_one_that_was_killed(
    mortal: Server, start_server: StartServer
) -> None:
    other = start_server(beside=mortal)
    visitor = Visitor(mortal)
    mortal.crash_at("after it was said")
    with suppress(httpx.TransportError):  # said so fast that the process died first
        assert visitor.send("hello").status_code == 202
    # Either may take what waits, whichever was told of it.
    wait_until(lambda: not (mortal.is_alive and other.is_alive))
    dead, alive = (other, mortal) if mortal.is_alive else (mortal, other)
    dead.wait_until_dead()
    assert visitor.at(alive).wait_for_answers(1) == ["You said: hello"]
    dead.start()
