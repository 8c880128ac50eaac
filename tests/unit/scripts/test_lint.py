"""What leads to nothing is found before a patient does: topics, intents, buttons, payloads."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.content import Content, load_content
from clinic.settings import ROOT
from scripts.lint_leads import lead_problems
from scripts.lint_topics import topic_problems
from tests.unit.scripts.linting import copied, linted

DOMAIN, RULES, EXAMPLES = "domain.yml", "data/rules/dialogue.yml", "data/nlu/article/ask_causes.yml"
TOPICS, REPLIES = "content/topics.yml", "content/replies.yml"
NOWHERE = "leads to no intent and no button"


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(ROOT / "content")


@pytest.fixture()
def tree(tmp_path: Path) -> Path:
    return copied(tmp_path)


def spoil(tree: Path, file: str, old: str, new: str) -> None:
    path = tree / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def response(tree: Path, payload: str) -> None:
    with (tree / DOMAIN).open("a", encoding="utf-8") as file:
        file.write(f"\nresponses:\n  utter_x:\n    - buttons: [{{payload: '{payload}'}}]\n")


def found(tree: Path, content: Content) -> list[str]:
    return [*topic_problems(tree, content), *lead_problems(tree, content)]


def test_what_there_is_today_leads_somewhere(tree: Path, content: Content) -> None:
    assert found(tree, content) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            (RULES, "- intent: ask_causes", "- intent: greet"),
            f"{RULES}: lacks the intent ask_causes",
        ),
        ((RULES, "- intent: fact_cost", "- intent: greet"), "lacks the intent fact_cost"),
        ((DOMAIN, "  - ask_causes\n", ""), f"{DOMAIN}: lacks the intent ask_causes"),
        (
            (DOMAIN, "  - cancel_screening\n", ""),
            "content/buttons.yml: call_off leads to nothing: no such button is understood",
        ),
        (
            (REPLIES, "Any time!", "Any time! [More](/see_more)"),
            f"{REPLIES}:34: /see_more {NOWHERE}",
        ),
        (("content/sms.yml", "no_reminders: ", "no_reminders: /gone "), f"/gone {NOWHERE}"),
    ],
)
def test_what_leads_to_nothing_is_named(
    tree: Path, content: Content, change: tuple[str, str, str], says: str
) -> None:
    spoil(tree, *change)
    assert any(says in line for line in found(tree, content)), found(tree, content)


@pytest.mark.parametrize(
    "payload", ["/see_more", '/inform{"key": "topic:gone"}', '/inform{"key": "gone"}']
)
def test_a_response_whose_button_leads_nowhere_is_named(
    tree: Path, content: Content, payload: str
) -> None:
    response(tree, payload)
    assert [line.partition(": ")[2] for line in found(tree, content)] == [f"{payload} {NOWHERE}"]


@pytest.mark.parametrize(
    "payload",
    ['/inform{"key": "topic:causes"}', '/inform{"key": "intent:fact_cost"}', "/book_screening"],
)
def test_a_payload_that_leads_somewhere_is_left_alone(
    tree: Path, content: Content, payload: str
) -> None:
    response(tree, payload)
    assert found(tree, content) == []


def test_a_topic_without_examples_is_named(tree: Path, content: Content) -> None:
    (tree / EXAMPLES).unlink()
    assert found(tree, content) == [f"{EXAMPLES}: 0 examples, at least 12"]


def test_a_reply_that_is_said_and_not_written_is_named(tree: Path, content: Content) -> None:
    less = {name: reply for name, reply in content.replies.items() if name != "spanish"}
    lacking = Content(content.articles, content.topics, content.buttons, less, content.clinic)
    says = "content/replies.yml: lacks spanish, which small_talk.py says"
    assert found(tree, lacking) == [says]


def test_the_command_names_every_file_that_does_not_load_with_its_line(tree: Path) -> None:
    spoil(tree, "content/notices.yml", "free screening {when}", "free screening {wen}")
    spoil(tree, "content/es/buttons.yml", "other_time:", "other_tyme:")
    notice, button = sorted(linted(tree), key=len, reverse=True)
    assert notice.startswith("content/notices.yml:5: This can't be used: reminder_days_before")
    assert button == (
        "content/es/buttons.yml:8: This can't be used: other_tyme: the English file has no such"
        " name."
    )


def test_the_command_names_links_and_what_follows_nowhere(tree: Path) -> None:
    spoil(tree, REPLIES, "Any time!", "Any time! See http://invivo.")
    says = "The link http://invivo. can't be followed: write it whole, from https:// on."
    assert linted(tree) == [f"{REPLIES}:34: {says}"]
    spoil(tree, TOPICS, "related: [symptoms, causes,", "related: [symptoms, cauzes,")
    says = f"{TOPICS}:12: This can't be used: related: 'cauzes' is not another topic."
    assert linted(tree) == [says]
    spoil(tree, TOPICS, "cauzes", "causes")
    spoil(tree, TOPICS, "follow: {why: causes,", "follow: {why: cauzes,")
    assert linted(tree) == [f"{TOPICS}:14: This can't be used: follow: there is no topic 'cauzes'."]
