"""All of the content, read from one folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clinic.content.article import Article, load_article
from clinic.content.buttons import load_buttons
from clinic.content.facts import ClinicFacts, load_facts
from clinic.content.replies import Replies, load_replies
from clinic.content.topics import Topic, load_topics
from clinic.content.watched import Watched
from clinic.settings import get_settings

FILES = ("sciatica.md", "topics.yml", "buttons.yml", "replies.yml", "clinic.yml")


@dataclass(frozen=True)
class Content:
    """All of it, valid.

    Attributes:
        article: the article, one passage a topic.
        topics: how each topic is presented, by id.
        buttons: the labels of the other buttons, by id.
        replies: the assistant's own words, by name.
        clinic: the clinic's facts.
    """

    article: Article
    topics: dict[str, Topic]
    buttons: dict[str, str]
    replies: Replies
    clinic: ClinicFacts

    def article_url(self, topic: str | None = None) -> str:
        """Where the article can be read, at the heading of `topic` when one is given."""
        url = self.clinic.article_url or f"{get_settings().base_url}/"
        return f"{url}#{self.article.passage(topic).anchor}" if topic else url


def load_content(folder: Path) -> Content:
    """Reads and checks every file of a content folder.

    Raises:
        ContentError: naming the file and the line of the first mistake.
    """
    return Content(
        article=load_article(folder / "sciatica.md"),
        topics=load_topics(folder / "topics.yml"),
        buttons=load_buttons(folder / "buttons.yml"),
        replies=load_replies(folder / "replies.yml"),
        clinic=load_facts(folder / "clinic.yml"),
    )


_content = Watched(FILES, load_content)


def get_content() -> Content:
    """The content in force, read from `settings.content_dir`.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _content.get()
