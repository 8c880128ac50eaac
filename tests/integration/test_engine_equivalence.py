"""With the adjustments, the product's own model decides as Rasa's own code does."""

from __future__ import annotations

import random
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from engine import adjustments, rules
from engine.adjustments import ORIGINALS
from scripts.train import model_path

adjustments.apply()

# The methods that only make a decision cheaper.
CHEAPER = [
    (DaskGraphRunner, "run"),
    (RulePolicy, "_get_possible_keys"),
    (RulePolicy, "_prediction_states"),
    (RulePolicy, "_find_action_from_rules"),
]
CONVERSATIONS = 150


@pytest.fixture(scope="module")
def agent() -> Agent:
    """The product's model."""
    return Agent.load(str(model_path()))


@pytest.fixture(scope="module")
def runner(agent: Agent) -> Any:
    """What runs the model's graph."""
    assert agent.processor is not None
    return agent.processor.graph_runner


@pytest.fixture(scope="module")
def policy(runner: Any) -> RulePolicy:
    """The product's rules."""
    found: RulePolicy = runner._instantiated_nodes["run_RulePolicy0"]._component
    return found


def as_rasa_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts Rasa's own methods back for the rest of a test."""
    for owner, method in CHEAPER:
        monkeypatch.setattr(owner, method, ORIGINALS[owner, method])


def conversation(policy: RulePolicy, domain: Domain, seed: int) -> list[Event]:
    """A conversation that mostly follows the rules, through everything the domain has."""
    dice = random.Random(seed)
    tracker = DialogueStateTracker.from_events("anna", [], domain.slots)

    def add(*events: Event) -> None:
        for event in events:
            tracker.update(event)

    add(ActionExecuted("action_session_start"), ActionExecuted(ACTION_LISTEN_NAME))
    for _ in range(dice.randint(1, 6)):
        intent = dice.choice(sorted(domain.intents))
        add(UserUttered(f"words {seed}", {"name": intent, "confidence": 1.0}))
        for _ in range(dice.randint(0, 3)):
            prediction, _ = policy._predict(tracker, domain)
            action = domain.action_names_or_texts[prediction.max_confidence_index]
            if dice.random() < 0.3:
                action = dice.choice([*domain.action_names_or_texts, *domain.form_names * 8])
            add(ActionExecuted(action))
            if action in domain.form_names:
                add(ActiveLoop(action), SlotSet("requested_slot", "patient_name"))
            if action == ACTION_LISTEN_NAME:
                break
        if tracker.active_loop_name and dice.random() < 0.3:
            add(ActionExecutionRejected(tracker.active_loop_name))
        if tracker.active_loop_name and dice.random() < 0.2:
            add(ActiveLoop(None), SlotSet("requested_slot", None))
    return list(tracker.events)


@pytest.mark.parametrize("seed", range(CONVERSATIONS))
def test_the_same_action_is_chosen_from_the_same_rule(
    policy: RulePolicy, agent: Agent, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    assert agent.domain is not None
    domain, chosen = agent.domain, []
    events = conversation(policy, domain, seed)
    for rasas_own in (False, True):
        if rasas_own:
            as_rasa_has_it(monkeypatch)
        tracker = DialogueStateTracker.from_events("anna", events, domain.slots)
        prediction, source = policy._predict(tracker, domain)
        known_rule = source if prediction.max_confidence > 0.5 else None
        said = prediction.probabilities, prediction.events, prediction.optional_events
        chosen.append((*said, prediction.is_no_user_prediction, known_rule))
    assert chosen[0] == chosen[1]


def test_the_wandering_conversations_meet_rules_forms_and_neither(
    policy: RulePolicy, agent: Agent
) -> None:
    assert agent.domain is not None
    met = set()
    for seed in range(CONVERSATIONS):
        events = conversation(policy, agent.domain, seed)
        tracker = DialogueStateTracker.from_events("anna", events, agent.domain.slots)
        prediction, _ = policy._predict(tracker, agent.domain)
        kind = "form" if prediction.is_no_user_prediction else "rule"
        met.add(kind if prediction.max_confidence > 0.5 else "neither")
    assert met == {"rule", "form", "neither"}


def test_rules_look_back_no_further_than_the_window_reaches(policy: RulePolicy) -> None:
    from engine.window import TURNS

    assert rules._facts(policy)[0] <= TURNS


def test_words_are_looked_at_where_a_rule_goes_by_them(policy: RulePolicy) -> None:
    assert not rules.goes_by_words(policy)
    other = RulePolicy.__new__(RulePolicy)
    key = '[{"prev_action": {"action_name": "action_listen"}, "user": {"text": "hi"}}]'
    other.lookup = {"rules": {key: "utter_hi"}}
    assert rules.goes_by_words(other)


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
