"""The topics of the article: their ids, how they are named on a button, what goes with them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Extra, constr
from ruamel.yaml.comments import CommentedMap

from clinic.content.errors import ContentError
from clinic.content.yaml_file import line_of, read_yaml, validate

TOPIC_IDS = (
    "definition",
    "nerve_anatomy",
    "causes",
    "symptoms",
    "treatment_overview",
    "treatment:manual_therapy",
    "treatment:dry_needling",
    "treatment:heat_cold",
    "treatment:electrical_stimulation",
    "treatment:stretching",
    "treatment:strengthening",
    "treatment:exercise_program",
    "treatment:nerve_glides",
    "treatment:education",
    "goals_of_pt",
    "when_to_seek_care",
    "evaluation",
    "screening_info",
)

# A button label longer than this wraps on a phone, and costs an SMS its second segment.
LABEL_CHARACTERS = 24


class Topic(BaseModel):
    """How one topic is presented.

    Attributes:
        id: topic id.
        label: what stands on its button.
        asks: completes "Did you mean …?".
        related: ids of the topics offered after its answer.
        offer: whether the screening is offered after its answer.
        follow: which topic's passage answers "why", "how" and "purpose" asked about it; what is
            left out the article does not say.
    """

    id: str
    label: constr(min_length=1, max_length=LABEL_CHARACTERS)  # type: ignore[valid-type]
    asks: constr(min_length=1)  # type: ignore[valid-type]
    related: tuple[str, ...]
    offer: bool
    follow: dict[Literal["why", "how", "purpose"], str] = {}

    def follows(self, asked: str) -> str | None:
        """The topic whose passage answers "why", "how" or "purpose"; None: the article does not
        say."""
        return {str(name): topic for name, topic in self.follow.items()}.get(asked)

    class Config:
        allow_mutation = False
        extra = Extra.forbid


def load_topics(path: Path) -> dict[str, Topic]:
    """The topics by id.

    Raises:
        ContentError: an unknown or missing topic, a wrong field, or a relation to no topic.
    """
    data = read_yaml(path)
    topics: dict[str, Topic] = {}
    for topic_id, fields in data.items():
        line = line_of(data, (topic_id,))
        if topic_id not in TOPIC_IDS:
            raise ContentError(path, line, f"there is no topic {topic_id!r}")
        if not isinstance(fields, CommentedMap):
            raise ContentError(path, line, f"{topic_id!r} needs label, asks, related and offer")
        fields.insert(0, "id", topic_id)
        topics[topic_id] = validate(path, fields, Topic)
        for related in topics[topic_id].related:
            if related not in TOPIC_IDS or related == topic_id:
                line = line_of(data, (topic_id, "related"))
                raise ContentError(path, line, f"related: {related!r} is not another topic")
        for place in topics[topic_id].follow.values():
            if place not in TOPIC_IDS:
                line = line_of(data, (topic_id, "follow"))
                raise ContentError(path, line, f"follow: there is no topic {place!r}")
    missing = [topic for topic in TOPIC_IDS if topic not in topics]
    if missing:
        raise ContentError(path, None, f"lacks {', '.join(missing)}")
    return topics
