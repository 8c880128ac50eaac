"""With the adjustments, the product's own model decides as Rasa's own code does."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine import adjustments
from engine.adjustments import ORIGINALS
from scripts.train import train

adjustments.apply()

# The methods that only make a decision cheaper.
CHEAPER = [
    (DaskGraphRunner, "run"),
]


@pytest.fixture(scope="module")
def agent() -> Agent:
    """The product's model."""
    return Agent.load(str(train()))


@pytest.fixture(scope="module")
def runner(agent: Agent) -> Any:
    """What runs the model's graph."""
    assert agent.processor is not None
    return agent.processor.graph_runner


def as_rasa_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts Rasa's own methods back for the rest of a test."""
    for owner, method in CHEAPER:
        monkeypatch.setattr(owner, method, ORIGINALS[owner, method])


@pytest.mark.parametrize("words", ["hello", "/book_screening", '/inform{"key": "yes"}'])
async def test_every_message_is_answered_by_the_dialogue_and_then_it_listens(
    agent: Agent, words: str
) -> None:
    assert agent.domain is not None
    assert agent.processor is not None
    tracker = DialogueStateTracker.from_events("anna", [], agent.domain.slots)
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
    parsed = await agent.processor.parse_message(UserMessage(words))
    tracker.update(UserUttered(words, parsed["intent"]))
    for expected in ("action_converse", ACTION_LISTEN_NAME):
        action, _ = agent.processor.predict_next_with_tracker_if_should(tracker)
        assert action.name() == expected
        tracker.update(ActionExecuted(expected))


async def test_a_message_is_read_the_same(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    assert agent.processor is not None
    message = UserMessage("what causes sciatica, and can I come in tomorrow?")
    ours = await agent.processor.parse_message(message)
    as_rasa_has_it(monkeypatch)
    assert await agent.processor.parse_message(message) == ours


def test_an_input_named_like_a_node_is_refused_as_before(runner: Any) -> None:
    with pytest.raises(GraphRunError, match="clashes"):
        runner.run({"__message__": "domain_provider"}, ["domain_provider"])


def test_a_node_that_fails_fails_the_run_with_its_own_error(
    runner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for rasas_own in (False, True):
        if rasas_own:
            as_rasa_has_it(monkeypatch)
        with pytest.raises(Exception) as raised:  # noqa: PT011 - whichever it is, both are the same
            runner.run({"__message__": [3], "__tracker__": None}, ["run_RegexMessageHandler"])
        outcomes.append((type(raised.value), str(raised.value)))
    assert outcomes[0] == outcomes[1]
