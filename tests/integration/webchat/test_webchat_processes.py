"""Any server process can serve any request."""

from __future__ import annotations

import threading

import pytest

from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import Server, Visitor


@pytest.fixture(scope="module")
def pair(start_server: StartServer) -> tuple[Server, Server]:
    """Two processes on one SQLite database."""
    first = start_server(WEB_MESSAGES_PER_MINUTE="1000")
    return first, start_server(beside=first)


def test_an_answer_made_by_one_process_reaches_a_request_waiting_at_the_other(
    pair: tuple[Server, Server],
) -> None:
    here = Visitor(pair[0])
    there = here.at(pair[1])
    waiting = threading.Thread(target=lambda: there.wait_for_answers(1))
    waiting.start()
    here.send("hello")
    waiting.join(timeout=30)
    assert there.answers == ["You said: hello"]


def test_a_button_offered_by_one_process_is_understood_by_the_other(
    pair: tuple[Server, Server],
) -> None:
    here = Visitor(pair[0])
    there = here.at(pair[1])
    there.choose(here.ask("buttons")["choices"][1]["token"])
    assert there.wait_for_answers(2)[-1] == "You said: /deny"


def test_messages_sent_to_both_are_answered_in_order_and_once(pair: tuple[Server, Server]) -> None:
    here = Visitor(pair[0])
    there = here.at(pair[1])
    words = [f"word {number}" for number in range(12)]
    for number, word in enumerate(words):
        (here, there)[number % 2].send(word)
    here.wait_for_answers(len(words))
    assert here.said == words
    assert here.answers == [f"You said: {word}" for word in words]


def test_many_visitors_at_both_processes_get_their_own_answers(pair: tuple[Server, Server]) -> None:
    visitors = [Visitor(pair[number % 2]) for number in range(20)]
    for visitor in visitors:
        for word in ("a", "b", "c"):
            visitor.send(f"{word} of {visitor.conversation}")
    for number, visitor in enumerate(visitors):
        elsewhere = visitor.at(pair[(number + 1) % 2])
        expected = [f"You said: {word} of {visitor.conversation}" for word in ("a", "b", "c")]
        assert elsewhere.wait_for_answers(3) == expected
