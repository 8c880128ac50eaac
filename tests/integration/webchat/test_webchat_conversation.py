"""A conversation over the web API, as the widget has it."""

from __future__ import annotations

import threading
import time
import uuid

import pytest

from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import Server, Visitor, wait_until


def test_a_message_is_answered(visitor: Visitor) -> None:
    answer = visitor.ask("hello")
    assert (answer["from"], answer["text"]) == ("assistant", "You said: hello")


def test_the_conversation_is_there_after_a_reload(server: Server, visitor: Visitor) -> None:
    visitor.ask("one")
    visitor.ask("two")
    reloaded = Visitor(server, visitor.token)
    reloaded.poll()
    assert reloaded.messages == visitor.messages
    assert [message["seq"] for message in reloaded.messages] == [1, 2, 3, 4]


def test_a_message_sent_three_times_is_stored_and_answered_once(visitor: Visitor) -> None:
    client_id = str(uuid.uuid4())
    receipts = [visitor.send("hello", client_id).json() for _ in range(3)]
    assert [receipt["duplicate"] for receipt in receipts] == [False, True, True]
    assert {receipt["seq"] for receipt in receipts} == {1}
    visitor.wait_for_answers(1)
    assert visitor.said == ["hello"]
    assert visitor.messages[0]["client_id"] == client_id
    assert visitor.answers == ["You said: hello"]


def test_quick_messages_are_answered_in_order(visitor: Visitor) -> None:
    words = ["one", "two", "three", "four", "five", "six"]
    for word in words:
        visitor.send(word)
    assert visitor.wait_for_answers(len(words)) == [f"You said: {word}" for word in words]


def test_a_button_is_a_token_and_its_payload_stays_on_the_server(visitor: Visitor) -> None:
    answer = visitor.ask("buttons")
    assert [choice["label"] for choice in answer["choices"]] == ["Yes", "No", "What do you know?"]
    assert "affirm" not in str(visitor.messages)
    visitor.choose(answer["choices"][0]["token"])
    assert visitor.wait_for_answers(2)[-1] == 'You said: /affirm{"a": 1}'
    assert visitor.said == ["buttons", "Yes"]


def test_a_double_click_chooses_once(visitor: Visitor) -> None:
    token = visitor.ask("buttons")["choices"][1]["token"]
    first, second = visitor.choose(token), visitor.choose(token)
    assert (first.json()["duplicate"], second.json()["duplicate"]) == (False, True)
    visitor.wait_for_answers(2)
    assert visitor.said == ["buttons", "No"]


def test_a_button_with_the_words_of_the_last_one_is_another_press(visitor: Visitor) -> None:
    first = visitor.ask("buttons")["choices"][1]["token"]
    second = visitor.ask("buttons")["choices"][1]["token"]
    pressed = [visitor.choose(token).json()["duplicate"] for token in (first, second, second)]
    assert pressed == [False, False, True]


def test_a_button_of_another_conversation_is_refused(server: Server, visitor: Visitor) -> None:
    token = visitor.ask("buttons")["choices"][0]["token"]
    refused = Visitor(server).choose(token)
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "unknown_choice"


def test_a_payload_typed_by_hand_is_no_button(visitor: Visitor) -> None:
    assert visitor.choose("/affirm").json()["error"]["code"] == "unknown_choice"


@pytest.mark.parametrize("text", ["/restart", '/affirm{"a": 1}', " //greet"])
def test_a_leading_slash_is_text(visitor: Visitor, text: str) -> None:
    answer = visitor.ask(text)
    assert answer["text"] == "You said: " + text.lstrip("/ ")
    assert visitor.said == [text.strip()]


def test_source_and_card_reach_the_widget(visitor: Visitor) -> None:
    answer = visitor.ask("card")
    assert answer["source"] == {"title": "Our article", "url": "https://example.org/#causes"}
    assert answer["card"] == {"type": "screening", "title": "Your screening"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "http://example.org/",
        "//example.org/",
        "vbscript:x",
        "https://[",
    ],
)
def test_only_safe_links_reach_the_widget(visitor: Visitor, url: str) -> None:
    answer = visitor.ask(f"link {url}")
    assert "source" not in answer
    assert answer["card"] == {"type": "screening", "when": "today"}


@pytest.mark.parametrize("url", ["https://example.org/a#b", "tel:911", "mailto:a@example.org"])
def test_safe_links_reach_the_widget(visitor: Visitor, url: str) -> None:
    answer = visitor.ask(f"link {url}")
    assert answer["source"]["url"] == answer["card"]["calendar_url"] == url


def test_the_engine_is_told_the_words_of_a_button(visitor: Visitor) -> None:
    visitor.choose(visitor.ask("buttons")["choices"][2]["token"])
    assert visitor.wait_for_answers(2)[-1] == '{"label": "What do you know?"}'


def test_an_open_request_answers_as_soon_as_there_is_something(visitor: Visitor) -> None:
    waited: list[float] = []

    def wait() -> None:
        started = time.monotonic()
        visitor.poll(wait=20)
        waited.append(time.monotonic() - started)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.5)
    visitor.at(visitor.server).send("hello")
    waiting.join(timeout=30)
    assert visitor.said == ["hello"]
    assert waited[0] < 20


def test_what_staff_write_reaches_an_open_widget(visitor: Visitor) -> None:
    visitor.ask("hello")
    seen: list[dict[str, object]] = []
    waiting = threading.Thread(target=lambda: seen.extend(visitor.poll(wait=20)["messages"]))
    waiting.start()
    visitor.server.run_beside(
        f"""
from clinic.messages import post_to_conversation
from clinic.storage import get_database
with get_database().begin() as connection:
    post_to_conversation(connection, "{visitor.conversation}", {{"text": "Kim here."}}, "staff")
"""
    )
    waiting.join(timeout=30)
    assert [(message["from"], message["text"]) for message in seen] == [("staff", "Kim here.")]


def test_a_cleared_conversation_is_gone_for_good(server: Server, visitor: Visitor) -> None:
    visitor.ask("hello")
    assert visitor.clear().status_code == 204
    other_tab = Visitor(server, visitor.token)
    assert other_tab.poll() == {"messages": [], "typing": False, "closed": True}
    refused = other_tab.send("are you there?")
    assert (refused.status_code, refused.json()["error"]["code"]) == (410, "conversation_closed")
    assert visitor.clear().status_code == 204


def test_the_other_tab_notices_at_once_when_the_conversation_is_cleared(visitor: Visitor) -> None:
    visitor.ask("hello")
    seen: list[bool] = []
    waiting = threading.Thread(target=lambda: seen.append(visitor.poll(wait=20)["closed"]))
    waiting.start()
    time.sleep(0.3)
    visitor.at(visitor.server).clear()
    waiting.join(timeout=10)
    assert seen == [True]


def test_clearing_deletes_what_the_engine_kept(server: Server, visitor: Visitor) -> None:
    visitor.ask("hello")
    assert server.remembers(visitor.conversation)
    visitor.clear()
    assert not server.remembers(visitor.conversation)


def test_clearing_in_the_middle_of_a_turn_leaves_nothing(server: Server, visitor: Visitor) -> None:
    visitor.send("slow")
    server.wait_for_turn(visitor.conversation)
    visitor.clear()
    server.wait_for_log("answered elsewhere or deleted")
    # It is said within the unit of work that deletes what the turn has saved.
    wait_until(lambda: not server.remembers(visitor.conversation))
    assert visitor.poll()["closed"]


def test_a_server_that_stops_lets_nobody_wait(start_server: StartServer) -> None:
    stopping = start_server()
    visitor = Visitor(stopping)
    body: list[dict[str, object]] = []
    waiting = threading.Thread(target=lambda: body.append(visitor.poll(wait=25)))
    waiting.start()
    time.sleep(0.3)
    started = time.monotonic()
    stopping.stop()
    waiting.join(timeout=30)
    assert body == [{"messages": [], "typing": False, "closed": False}]
    assert time.monotonic() - started < 25
