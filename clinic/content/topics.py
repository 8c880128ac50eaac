"""The topics of the articles: their ids, how they are named on a button, what goes with them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Extra, constr
from ruamel.yaml.error import YAMLError

from clinic.content.errors import ContentError, NotYet
from clinic.content.kept import kept_text, written
from clinic.content.lined_yaml import Lined, Unfit, load
from clinic.content.served import served_text
from clinic.content.yaml_file import line_of, read_yaml, validate
from clinic.settings import get_settings

FILE = "topics.yml"
# What the dialogue itself leads to: the clinic may rename their buttons, not leave them out.
NEEDED = ("definition", "symptoms", "treatment_overview", "screening_info")
ID = re.compile(r"[a-z]\w*(?::[a-z]\w*)?", re.ASCII)


def _known() -> tuple[str, ...]:
    folder = get_settings().content_dir
    for text in (served_text(folder, FILE), written(FILE), kept_text(FILE)):
        try:
            ids = tuple(str(key) for key in load(text or ""))
        except (YAMLError, Unfit, TypeError):
            continue
        if ids:
            return ids
    return NEEDED


# The topics there are, in the order of content/topics.yml as it was when this process started: a
# new one has an intent, so it is learned first. While the file can't be read, those kept of it.
TOPIC_IDS = _known()

# A button label longer than this wraps on a phone, and costs an SMS its second segment.
LABEL_CHARACTERS = 24


class Topic(BaseModel):
    """How one topic is presented.

    Attributes:
        id: topic id.
        label: what stands on its button.
        asks: what it is about, in a sentence ("does not say more on ...").
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
        if not ID.fullmatch(topic_id):
            raise ContentError(path, line, f"{topic_id!r}: name a topic with small letters and _")
        if topic_id not in TOPIC_IDS:
            message = f"the topic {topic_id!r} is new: it answers after the next start"
            raise NotYet(path, line, message)
        if not isinstance(fields, Lined):
            raise ContentError(path, line, f"{topic_id!r} needs label, asks, related and offer")
        fields.put("id", topic_id, line or 1)
        topics[topic_id] = validate(path, fields, Topic, line)
        for related in topics[topic_id].related:
            if related not in TOPIC_IDS or related == topic_id:
                line = line_of(data, (topic_id, "related"))
                raise ContentError(path, line, f"related: {related!r} is not another topic")
        for place in topics[topic_id].follow.values():
            if place not in TOPIC_IDS:
                line = line_of(data, (topic_id, "follow"))
                raise ContentError(path, line, f"follow: there is no topic {place!r}")
    missing = [topic for topic in (*NEEDED, *TOPIC_IDS) if topic not in topics]
    if missing:
        raise ContentError(path, None, f"lacks {', '.join(dict.fromkeys(missing))}")
    return topics
