"""When the engine has no answer the channel has one, and an alarm gets its wording."""

from __future__ import annotations

import pytest

from clinic.attention import open_tasks
from clinic.content import get_content
from clinic.settings import get_settings
from tests.integration.webchat.harness import SECRET, Server, Visitor


def phone() -> str:
    shown = get_content().clinic.phone_shown
    assert shown
    return shown


@pytest.mark.parametrize("trouble", ["fail", "silent", "hang"])
def test_a_turn_without_an_answer_ends_with_the_clinics_number(
    visitor: Visitor, trouble: str
) -> None:
    answer = visitor.ask(trouble)
    assert phone() in answer["text"]
    assert "911" not in answer["text"]
    assert answer["kind"] == "notice"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("hola, ¿qué es la ciática? silent", "es"),
        ("hola, me duele mucho el pecho y no puedo respirar, silent", "es"),
        ("silent", None),
        ("hello", "en"),
    ],
)
def test_an_answer_without_the_engine_turns_no_chat_into_english(
    visitor: Visitor, words: str, language: str | None
) -> None:
    visitor.ask(words)
    assert visitor.poll(after=0).get("language") == language


def test_what_was_said_before_a_turn_broke_off_is_still_said(visitor: Visitor) -> None:
    visitor.send("half, then hang")
    first, second = visitor.wait_for_answers(2)
    assert first == "The first half."
    assert phone() in second


def test_what_a_slow_turn_says_first_is_shown_while_it_goes_on(visitor: Visitor) -> None:
    visitor.send("half, then slow")
    assert visitor.wait_for_words("The first half.")["typing"]
    assert visitor.wait_for_answers(2) == ["The first half.", "You said: half, then slow"]


@pytest.mark.parametrize("trouble", ["silent", "then hang"])
def test_an_emergency_gets_its_answer_although_the_engine_is_down(
    visitor: Visitor, trouble: str
) -> None:
    answer = visitor.ask(f"I have crushing chest pain and can't breathe, {trouble}")
    assert "911" in answer["text"]
    assert (answer["kind"], answer["banner"]) == ("safety", "E")


def test_staff_are_told_about_an_emergency_the_engine_did_not_answer(
    server: Server, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.ask("I have crushing chest pain and can't breathe, silent")
    monkeypatch.setenv("SECRET_KEY", SECRET)
    get_settings.cache_clear()
    with server.database().read() as connection:
        tasks = [
            task for task in open_tasks(connection) if task.conversation == visitor.conversation
        ]
    assert [(task.kind, task.tier) for task in tasks] == [("safety_alert", "E")]


def test_the_conversation_goes_on_after_a_failure(visitor: Visitor) -> None:
    visitor.ask("fail")
    assert visitor.ask("hello")["text"] == "You said: hello"
