"""Collects every text of content/ that somebody reads, for the checks on content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from clinic.content.replies import load_replies
from clinic.languages import ENGLISH, others
from clinic.ways import ways

Reader = Literal["patient", "staff"]

# Who reads what in content/, by the beginning of its name; the rest is for patients on any channel.
STAFF = (
    "notices.yml: alert_",
    "notices.yml: call_",
    "notices.yml: feed_",
    "desk.yml: staff_",
    "desk.yml: page_",
    *(f"{way.name}.yml: staff_" for way in ways()),
)
WEB_ONLY = ("channel.yml: notice", "channel.yml: errors.", "notices.yml: calendar_")
# Where messages are short and stand alone, and where they are not.
BRIEF, ELSEWHERE = frozenset(way.name for way in ways() if way.brief), "elsewhere"
FILES = (
    *("buttons", "channel", "desk", "notices", "safety", "times", "topics"),
    *(way.name for way in ways() if way.texts),
)
# What the files hold beside texts: words to be found in messages, ids, notes on the review.
NO_TEXTS = re.compile(
    r"([a-z]{2}/)?safety\.yml: (review\.|groups\.\w+\.(tier|name|discreet))"
    r"|desk\.yml: answers\.\d+\.name"
    r"|topics\.yml: .*\.(related|offer|asks|follow)\b"
)


@dataclass(frozen=True)
class Text:
    """One text.

    Attributes:
        where: file and name, for the report.
        channel: the channel it is for, None for all.
        text: the text, with its {names}.
        language: its code.
        reader: whether a patient reads it, or the staff.
    """

    where: str
    channel: str | None
    text: str
    language: str = "en"
    reader: Reader = "patient"

    @property
    def place(self) -> str:
        """File and name, as of the English text."""
        return self.where.replace(f"content/{self.language}/", "content/", 1)

    @property
    def by_sms(self) -> bool:
        """Whether patients may get it in a text message."""
        return self.reader == "patient" and (self.channel is None or self.channel in BRIEF)


def all_texts(root: Path) -> Iterator[Text]:
    """Every text of content/ that is not the article, in every language.

    Args:
        root: the folder that holds content/.
    """
    yield from _english_texts(root)
    for language in others():
        yield from _texts_of(root / "content" / language, language)


def _texts_of(folder: Path, language: str) -> Iterator[Text]:
    """The texts of a language's folder, but those of safety, which are among the English ones."""
    if (folder / "replies.yml").exists():
        yield from _replies(folder / "replies.yml", language)
    for file in (*FILES, "clinic"):
        path = folder / f"{file}.yml"
        if path.exists() and file != "safety":
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            for name, text in _texts_in(content, ()):
                where = f"{file}.yml: {name}"
                if not NO_TEXTS.match(where):
                    place = f"content/{language}/{where}"
                    yield Text(place, _channel_of(where), text, language)


def _replies(path: Path, language: str) -> Iterator[Text]:
    where = f"content/{'' if language == ENGLISH else f'{language}/'}replies.yml"
    for name, reply in load_replies(path).items():
        all_own = set(reply.by_channel) >= BRIEF
        forms = {ELSEWHERE if all_own else None: reply.texts}
        forms.update(reply.by_channel)
        for channel, texts in forms.items():
            spoken = "es" if name == "spanish" else language
            for text in texts:
                yield Text(f"{where}: {name}", channel, text, spoken)


def _english_texts(root: Path) -> Iterator[Text]:
    yield from _replies(root / "content" / "replies.yml", ENGLISH)
    clinic = yaml.safe_load((root / "content" / "clinic.yml").read_text(encoding="utf-8"))
    for name, text in clinic["answers"].items():
        if text:
            yield Text(f"content/clinic.yml: answers.{name}", None, text)
    own = sorted((root / "content").glob("*/safety.yml"))
    for file in (*FILES, *(f"{path.parent.name}/safety" for path in own)):
        content = yaml.safe_load((root / "content" / f"{file}.yml").read_text(encoding="utf-8"))
        for name, text in _texts_in(content, ()):
            where = f"{file}.yml: {name}"
            if not NO_TEXTS.match(where):
                reader: Reader = "staff" if where.startswith(STAFF) else "patient"
                language = file.partition("/")[0] if "/" in file else ENGLISH
                yield Text(f"content/{where}", _channel_of(where), text, language, reader)


def _texts_in(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The texts in a content file, by dotted name."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _texts_in(value, (*path, str(key)))
    elif isinstance(node, list):
        for number, value in enumerate(node, 1):
            yield from _texts_in(value, (*path, str(number)))
    elif isinstance(node, str):
        yield ".".join(path), node


def _channel_of(where: str) -> str | None:
    if where.startswith(WEB_ONLY):
        return ELSEWHERE
    return next((name for name in BRIEF if where.startswith(f"{name}.yml: ")), None)
