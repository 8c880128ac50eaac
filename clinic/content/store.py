"""All of the content, read from one folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clinic.content.article import Article, Passage, load_articles, load_translated
from clinic.content.buttons import load_buttons
from clinic.content.facts import ClinicFacts, load_facts
from clinic.content.replies import Replies, load_replies
from clinic.content.topics import Topic, load_topics
from clinic.content.watched import Watched
from clinic.settings import get_settings

FILES = ("sciatica.md", "topics.yml", "buttons.yml", "replies.yml", "clinic.yml", "*.md")


@dataclass(frozen=True)
class Content:
    """All of it, valid.

    Attributes:
        articles: the articles, the one on sciatica first; each topic has a passage in one.
        topics: how each topic is presented, by id.
        buttons: the labels of the other buttons, by id.
        replies: the assistant's own words, by name.
        clinic: the clinic's facts.
        translated: passages in the language these words are in, by topic; empty in English.
    """

    articles: tuple[Article, ...]
    topics: dict[str, Topic]
    buttons: dict[str, str]
    replies: Replies
    clinic: ClinicFacts
    translated: Mapping[str, Passage] = field(default_factory=dict)

    def passage(self, topic: str) -> Passage:
        """The clinic's words on `topic`, or their translation.

        Raises:
            KeyError: there is no such topic.
        """
        return self.translated.get(topic) or self._found(topic)[1]

    def article_url(self, topic: str) -> str:
        """Where the clinic's own words on `topic` can be read, in English."""
        article, passage = self._found(topic)
        here = self.clinic.article_url if self.is_main(topic) else None
        return f"{article.url or here or f'{get_settings().base_url}/'}#{passage.anchor}"

    def is_main(self, topic: str) -> bool:
        """Whether the words on `topic` stand in the article on sciatica, not in one beside it."""
        return self._found(topic)[0] is self.articles[0]

    def _found(self, topic: str) -> tuple[Article, Passage]:
        for article in self.articles:
            for passage in article.passages:
                if passage.topic == topic:
                    return article, passage
        raise KeyError(topic)


def load_content(folder: Path) -> Content:
    """Reads and checks every file of a content folder.

    Raises:
        ContentError: naming the file and the line of the first mistake.
    """
    topics = load_topics(folder / "topics.yml")  # first: a mistake there leads to others
    articles = load_articles(folder)
    return Content(
        articles=articles,
        topics=topics,
        buttons=load_buttons(folder / "buttons.yml"),
        replies=load_replies(folder / "replies.yml"),
        clinic=load_facts(folder / "clinic.yml"),
        translated=load_translated(folder, articles),
    )


_content = Watched(FILES, load_content, layered=True)


def get_content() -> Content:
    """The content in force, read from `settings.content_dir`.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _content.get()
