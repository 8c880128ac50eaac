"""What the pages of the content show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clinic.publishing import drafts, entries, learnable, versions
from clinic.publishing.drafts import Draft, DraftFile
from clinic.publishing.files import EXAMPLES, digest, is_examples
from clinic.publishing.versions import Line

# What the files are, for who has never seen one; another one is called by its name.
CALLED = {
    "clinic.yml": "Facts: hours, address, prices, therapists",
    "replies.yml": "What the assistant says itself",
    "safety.yml": "What is said in an emergency",
    "safety_words.yml": "How people tell of an emergency",
    "topics.yml": "Topics: labels and what is offered after an answer",
    "buttons.yml": "Buttons",
    "notices.yml": "Reminders and other notices",
    "sms.yml": "What only goes out by text message",
    "channel.yml": "What the chat says around its messages",
    "desk.yml": "Answers for the staff to choose from",
    "times.yml": "How days and times are said",
    "originals.yml": "What each translation was made from",
}


@dataclass(frozen=True)
class Change:
    """An entry that a draft changes.

    Attributes:
        title: where it stands, in words.
        today: its words as they are served; mine: as the draft has them.
        preview: what a patient gets, see `scripts/check_draft.py`; None: nothing is shown.
    """

    key: str
    title: str
    today: str
    mine: str
    preview: Any


@dataclass(frozen=True)
class FileView:
    """A file of a draft: the entries it changes, and all that differs, line by line; of examples
    the ways to ask."""

    file: str
    called: str
    changes: list[Change]
    lines: list[Line]
    text: str
    shown: str
    asked: list[str] | None = None


@dataclass(frozen=True)
class Asked:
    """How patients ask for a topic: the file, the topic's button, how many ways."""

    file: str
    label: str
    count: int


def asked(now: Mapping[str, str]) -> list[Asked]:
    """How patients ask for each topic."""
    labels = entries.values(learnable.TOPICS, now.get(learnable.TOPICS))
    found = [
        (learnable.examples_name(topic), labels.get(f"{topic}/label", topic))
        for topic in learnable.topics_of(now.get(learnable.TOPICS))
    ]
    return [
        Asked(name, label, len(learnable.example_lines(now[name])))
        for name, label in found
        if name in now
    ]


def called(file: str) -> str:
    """A file in words."""
    if is_examples(file):
        topic = file.removeprefix(EXAMPLES).removesuffix(".yml").removeprefix("ask_")
        return f"How patients ask: {topic.replace('_', ' ')}"
    if file.endswith(".md"):
        return f"Article {file}"
    language, _, name = file.rpartition("/")
    return CALLED.get(name, file) + (f" ({language})" if language else "")


def title_of(key: str) -> str:
    """A key in words: `answers/parking` is "Answers, parking"."""
    words = ", ".join(part.replace("_", " ") for part in key.split("/"))
    return words[:1].upper() + words[1:]


def views(draft: Draft, now: Mapping[str, str]) -> list[FileView]:
    """The files of a draft as the page shows them."""
    shown = draft.checked["previews"] if draft.is_checked else []
    previews = {(one["file"], one["key"]): one for one in shown}
    return [_view(draft, one, now, previews) for one in draft.files]


def _view(
    draft: Draft, one: DraftFile, now: Mapping[str, str], previews: Mapping[Any, Any]
) -> FileView:
    # Of what was published meanwhile, what it was before.
    today = now.get(one.file) if draft.state == "open" else one.base
    theirs, mine = entries.values(one.file, today), entries.values(one.file, one.text)
    keys = versions.changed_entries(one.file, one.base, one.text)
    changes = [
        Change(
            key, title_of(key), theirs.get(key, ""), mine.get(key, ""),
            previews.get((one.file, key)),
        )
        for key in keys
    ]  # fmt: skip
    text = one.text or ""
    lines = versions.differences(today, one.text)
    ways = [words for _, words, _ in learnable.example_lines(text)]
    asked = ways if is_examples(one.file) else None
    changes = [] if asked is not None else changes
    shown = digest({one.file: text})
    return FileView(one.file, called(one.file), changes, lines, text, shown, asked)


def others_on(found: list[Draft], file: str, key: str) -> list[Draft]:
    """The drafts that change an entry, too."""
    return [
        draft
        for draft in found
        for one in draft.files
        if one.file == file and key in versions.changed_entries(file, one.base, one.text)
    ]


def entry_of(file: str, text: str, key: str) -> entries.Entry | None:
    """An entry of a file; None: there is none."""
    try:
        return next((one for one in entries.entries(file, text) if one.key == key), None)
    except entries.NoSuchEntry:
        return None


def kept_from(conflicts: list[drafts.Conflict], form: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Of which conflicts a form says to keep the draft's words."""
    numbered = enumerate(conflicts)
    return {(one.file, one.key) for place, one in numbered if form.get(f"keep-{place}") == "mine"}
