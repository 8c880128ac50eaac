"""The one policy: every message is answered by the dialogue.

What comes next is decided in `clinic.dialogue`, not by Rasa (docs/decisions/0019): a message is
followed by the action that holds the dialogue, and that by waiting for the next message.
"""

from __future__ import annotations

import warnings
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

CONVERSE = "action_converse"

# Rasa warns at every training that without its RulePolicy "/restart" and "/back" do nothing. They
# are for developers; patients can't send them, and here they shall do nothing.
warnings.filterwarnings("ignore", message=r"'RulePolicy' is not included", category=UserWarning)


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class OneDialogue(Policy):
    """Predicts `action_converse` after a message, and to listen after that."""

    @staticmethod
    def supported_data() -> SupportedData:
        """The rule in data/rules says the same, for Rasa's own tools."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 6}

    def train(self, training_trackers: Any, domain: Domain, **kwargs: Any) -> Resource:
        """There is nothing to learn."""
        with self._model_storage.write_to(self._resource):
            return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The next action, by what happened last."""
        action = CONVERSE if _is_unanswered(tracker) else ACTION_LISTEN_NAME
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)


def _is_unanswered(tracker: DialogueStateTracker) -> bool:
    """Whether the patient's message has not been answered yet: no action followed it."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return True
        if isinstance(event, ActionExecuted):
            return False
    return False
