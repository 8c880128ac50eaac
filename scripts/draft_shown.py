"""How a draft of the content looks to a patient beside the content as it is: what would be shown in
the chat and sent as texts, and which messages of the evaluation would get other words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import yaml

from channels.sms.gsm7 import segments
from channels.sms.rendering import render
from clinic.content import Content, ContentError, load_content
from clinic.dialogue import answers
from clinic.dialogue.clinic_facts import FIELDS
from clinic.dialogue.state import State
from clinic.dialogue.turn import Turn
from clinic.publishing.entries import Entry, by_key, values
from clinic.publishing.files import read_texts
from clinic.publishing.learnable import TOPICS, topics_of
from clinic.reading.read import Read
from clinic.settings import ROOT
from clinic.ways import ways
from scripts.lint_sms import Lengths
from scripts.patient_texts import Text, all_texts

# More changes than these are shown by their difference alone.
MOST_PREVIEWS, MOST_LOOKED_AT = 8, 40
EVALUATED = ROOT / "tests" / "understanding"
BRIEF = next(way.name for way in ways() if way.brief)
OTHER = next(way.name for way in ways() if not way.brief)


@dataclass(frozen=True)
class Shown:
    """What a patient would get: what stands in the chat, with its buttons, and the text messages,
    each with its segments; None: there is nothing to show."""

    chat: list[str]
    buttons: list[str]
    texts: list[tuple[str, int]]


def looked(root: Path, other: Path) -> dict[str, Any]:
    """What patients get of the content under `root`, in JSON: `shown`, each entry that differs from
    what stands under `other` (file, key, and a `Shown`); `words`, what is said on each topic; and
    `facts`. A process knows the topics it was started with, so CONTENT_DIR has to be under `root`
    where they are not the same.
    """
    mine, theirs = (read_texts(folder / "content") for folder in (root, other))
    # In an order that is the same from both sides.
    differ: list[tuple[str, str, Entry | None, Entry | None]] = []
    for name in sorted({*mine, *theirs}):
        will, was = by_key(name, mine.get(name)), by_key(name, theirs.get(name))
        for key in sorted({*will, *was}):
            one, old = will.get(key), was.get(key)
            if (one and one.value) != (old and old.value):
                differ.append((name, key, one, old))
    side = _Side(root)
    shown = [
        (name, key, asdict(found))
        for name, key, one, old in differ[:MOST_LOOKED_AT]
        if (found := side.shown(name, one, old))
    ]
    facts = values("clinic.yml", mine.get("clinic.yml"))
    return {"shown": shown, "words": side.words(), "facts": facts}


def previews(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """What changes for a patient, of what was looked at: where, and what they get today and would
    get (`Shown`; None: nothing)."""
    old, new = (
        {(name, key): shown for name, key, shown in side["shown"]} for side in (before, after)
    )
    return [
        {"file": at[0], "key": at[1], "before": old.get(at), "after": new.get(at)}
        for at in sorted({*old, *new})[:MOST_PREVIEWS]
    ]


class _Side:
    """What is shown of the content in a folder; nothing where it does not load."""

    def __init__(self, root: Path) -> None:
        try:
            self._content: Content | None = load_content(root / "content")
            self._lengths = Lengths(root)
            self._texts = list(all_texts(root))
        except (ContentError, OSError, KeyError, yaml.YAMLError):
            self._content = None

    def words(self) -> dict[str, str]:
        """What is said on each topic."""
        content = self._content
        return {one: content.passage(one).text for one in content.topics} if content else {}

    def shown(self, name: str, entry: Entry | None, other: Entry | None) -> Shown | None:
        """An entry as a patient would get it, or of a list the items that the other lacks."""
        if self._content is None or entry is None or not entry.value:
            return None
        if name.endswith(".md"):
            return self._passage(entry.key)
        items = entry.value.split("\n") if entry.is_list else [entry.value]
        known = other.value.split("\n") if other and other.is_list else []
        items = [item for item in items if item not in known][:MOST_PREVIEWS]
        texts = [one for item in items if (one := self._text(name, item))]
        if not texts:
            return None
        filled = [(self._lengths.filled(one.text), self._lengths.asked_with(one)) for one in texts]
        sent = [
            (text, segments(text))
            for (words, asked), one in zip(filled, texts, strict=True)
            if one.by_sms
            for text in render([{"text": words, "buttons": _buttons(asked)}]).texts
        ]
        buttons = [str(button["title"]) for _, asked in filled for button in asked]
        chat = [
            words for (words, _), one in zip(filled, texts, strict=True) if one.channel != BRIEF
        ]
        return Shown(chat, buttons, sent)

    def _text(self, name: str, words: str) -> Text | None:
        where = f"content/{name}: "
        mine = (one for one in self._texts if one.where.startswith(where) and one.text == words)
        return next((one for one in mine if one.reader == "patient"), None)

    def _passage(self, topic: str) -> Shown | None:
        assert self._content is not None
        if topic not in self._content.topics:
            return None
        chat, buttons, sent = [], [], []
        for channel, brief in ((OTHER, False), (BRIEF, True)):
            services = SimpleNamespace(content=self._content, channel=channel, brief=brief)
            turn = Turn(State(), Read(), cast(Any, services))
            answers.answer(turn, [topic])
            answers.suggest(turn, False)
            if not brief:
                chat = [act.text for act in turn.acts]
                buttons = [option.label for act in turn.acts for option in act.options]
                continue
            replies = [
                {
                    "text": act.text,
                    "custom": dict(act.custom),
                    "buttons": [{"title": one.label, "payload": one.key} for one in act.options],
                }
                for act in turn.acts
            ]
            sent = [(text, segments(text)) for text in render(replies).texts]
        return Shown(chat, buttons, sent)


def _buttons(asked: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{**one, "payload": str(number)} for number, one in enumerate(asked)]


def new_topics(before: Path, after: Path) -> list[str]:
    """Topics that have to be learned before anybody can ask for them."""
    old, new = (topics_of(read_texts(root / "content").get(TOPICS)) for root in (before, after))
    return [name for name in new if name not in old]


def otherwise(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """Messages of the evaluation that would get other words than today, with what they ask for, of
    what was looked at. A topic that is new changes none: it is learned first."""
    found = [
        {"text": text, "about": topic}
        for topic, texts in _evaluated_topics().items()
        if before["words"].get(topic, after["words"].get(topic)) != after["words"].get(topic)
        for text in texts
    ]
    for subject, text in _evaluated_facts():
        field = f"answers/{FIELDS.get(subject, subject)}"
        if before["facts"].get(field) != after["facts"].get(field):
            found.append({"text": text, "about": subject})
    return found


def _evaluated_topics() -> dict[str, list[str]]:
    path = EVALUATED / "development.yml"
    tree = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return cast("dict[str, list[str]]", tree.get("answer", {}))


def _evaluated_facts() -> Iterator[tuple[str, str]]:
    for path in sorted((EVALUATED / "facts").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            subject, _, text = line.partition("\t")
            if text:
                yield subject, text
