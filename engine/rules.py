"""Finds the rules that fit a conversation, as Rasa's RulePolicy does, without looking twice.

Rasa works out the state of every turn it is handed, twice for each message (once by the message's
words, once by its intent), and reads every rule from its key for each of them. Here only as many
states are worked out as the longest rule has, the words are left alone where no rule goes by
words, and a rule is read once. Which rules fit stays the same.
"""

from __future__ import annotations

from functools import lru_cache

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

# The two tables of rules that a policy learns; the rest of its `lookup` is for training.
_TABLES = ("rules", "rules_for_loop_unhappy_path")
_FACTS = "_facts_about_rules"


def possible_keys(policy: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    """The keys of the rules that fit the newest states, as far back as each rule goes."""
    newest_first = states[::-1]
    return {key for key in lookup if _fits(policy, _rule(key), newest_first)}


def newest_states(policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain) -> list[State]:
    """The states that a rule may look at, oldest first: as many as the longest rule has.

    A state is what was known when an action was chosen; the last one is what is known now.
    """
    events = tracker.applied_events()
    choices = sum(isinstance(event, ActionExecuted) for event in events)
    skipped = max(choices + 1 - _facts(policy)[0], 0)
    replayed, states = tracker.init_copy(), []
    for event in events:
        if isinstance(event, ActionExecuted):
            if skipped:
                skipped -= 1
            else:
                states.append(domain.get_active_state(replayed))
        replayed.update(event)
    return [*states, domain.get_active_state(replayed)]


def goes_by_words(policy: RulePolicy) -> bool:
    """Whether any rule can fit a message of which the words are known and the intent is not."""
    return _facts(policy)[1]


@lru_cache(maxsize=4096)
def _rule(key: str) -> tuple[State, ...]:
    """A rule's states, the newest first; lists are tuples, as in a conversation's states."""
    return tuple(
        {
            kind: {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in part.items()
            }
            for kind, part in state.items()
        }
        for state in reversed(RulePolicy._rule_key_to_state(key))
    )


def _fits(policy: RulePolicy, rule: tuple[State, ...], newest_first: list[State]) -> bool:
    for wanted, state in zip(rule, newest_first):  # noqa: B905 - the shorter one decides
        before, now = wanted.get(PREVIOUS_ACTION), state.get(PREVIOUS_ACTION)
        if not before and not now:
            continue  # both begin a conversation: Rasa compares nothing else
        if not before or not now or not policy._does_rule_match_state(wanted, state):
            return False
    return True


def _facts(policy: RulePolicy) -> tuple[int, bool]:
    """States of the longest rule, and whether a rule goes by words; worked out once."""
    facts: tuple[int, bool] | None = policy.__dict__.get(_FACTS)
    if facts is None:
        rules = [_rule(key) for table in _TABLES for key in policy.lookup.get(table, {})]
        facts = (max(map(len, rules), default=1), any(map(_newest_has_no_intent, rules)))
        policy.__dict__[_FACTS] = facts
    return facts


def _newest_has_no_intent(rule: tuple[State, ...]) -> bool:
    """Whether a rule may fit right after a message whose intent is not looked at."""
    before = rule[0].get(PREVIOUS_ACTION, {}).get(ACTION_NAME)
    return before in (None, ACTION_LISTEN_NAME) and not rule[0].get(USER, {}).get(INTENT)
