"""Finds treatments, parts of the body and times in a message, as Rasa entities."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import PhraseMatcher

from clinic import language

TREATMENTS = {
    "treatment:manual_therapy": "manual therapy, hands-on, hands on, adjustment, adjustments, "
    "manipulation, joint manipulation, mobilization",
    "treatment:dry_needling": "dry needling, needling, needles, needle, muscle release",
    "treatment:heat_cold": "heat, ice, cold, hot pack, cold pack, ice pack, heating pad, icing",
    "treatment:electrical_stimulation": "electrical stimulation, e-stim, estim, stim, tens, "
    "tens unit, electrodes",
    "treatment:stretching": "stretch, stretches, stretching, mobility work",
    "treatment:strengthening": "strengthening, strength, strengthen, core exercises",
    "treatment:exercise_program": "exercise program, exercise programs, exercises, exercise plan",
    "treatment:nerve_glides": "nerve glide, nerve glides, nerve flossing, flossing",
    "treatment:education": "posture, ergonomics, body mechanics",
}
BODY_PARTS = (
    "back, lower back, low back, spine, leg, legs, left leg, right leg, foot, feet, toe, toes, "
    "calf, thigh, hip, buttock, buttocks, knee, ankle, groin, neck, hamstring"
)
TIMES = (
    "today, tomorrow, tonight, monday, tuesday, wednesday, thursday, friday, saturday, sunday, "
    "morning, afternoon, evening, next week, this week, noon, weekend"
)


@lru_cache(maxsize=1)
def _matcher() -> tuple[PhraseMatcher, dict[str, tuple[str, str | None]]]:
    """The matcher, and what each of its keys stands for: entity, and value where it is fixed."""
    nlp = language.model()
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    meaning: dict[str, tuple[str, str | None]] = {}
    lists = [
        *((topic, words, ("treatment", topic)) for topic, words in TREATMENTS.items()),
        ("body_part", BODY_PARTS, ("body_part", None)),
        ("time", TIMES, ("time", None)),
    ]
    for key, words, stands_for in lists:
        matcher.add(key, [nlp.make_doc(word) for word in words.split(", ")])
        meaning[key] = stands_for
    return matcher, meaning


def find_entities(text: str) -> list[dict[str, Any]]:
    """The entities of a text, longest match first where they overlap."""
    document = language.model().make_doc(text)
    matcher, meaning = _matcher()
    matches = sorted(matcher(document), key=lambda match: (match[1] - match[2], match[1]))
    taken: set[int] = set()
    found = []
    for key, start, end in matches:
        if taken & set(range(start, end)):
            continue
        taken.update(range(start, end))
        entity, value = meaning[document.vocab.strings[key]]
        span = document[start:end]
        found.append(
            {
                "entity": entity,
                "start": span.start_char,
                "end": span.end_char,
                "value": value or span.text.lower(),
                "extractor": "EntityFinder",
            }
        )
    return sorted(found, key=lambda item: item["start"])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityFinder(GraphComponent):
    """Puts the entities on each message."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EntityFinder:
        _matcher()
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = find_entities(message.get(TEXT) or "")
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
