"""What the assistant may say: the clinic's article, its topics and its facts, read from `content/`.

`get_content()` is the one way in. Files are read again when they change, so that editing an
answer needs neither retraining nor a restart; while there is a mistake in them the last content
that loaded is in use, also after a restart, and the mistake stands in the log and at the desk.
"""

from clinic.content.article import Article, Passage, topic_intent
from clinic.content.errors import ContentError
from clinic.content.facts import ClinicFacts, Therapist
from clinic.content.store import Content, get_content, load_content
from clinic.content.topics import TOPIC_IDS, Topic

__all__ = [
    "TOPIC_IDS",
    "Article",
    "ClinicFacts",
    "Content",
    "ContentError",
    "Passage",
    "Therapist",
    "Topic",
    "get_content",
    "load_content",
    "topic_intent",
]
