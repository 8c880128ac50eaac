"""What the pages of the content show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clinic.content import topic_intent
from clinic.publishing import conflicts, entries, learnable, versions
from clinic.publishing.drafts import Draft, DraftFile
from clinic.publishing.files import EXAMPLES, digest, is_examples
from clinic.publishing.versions import Line
from frontdesk.meanings import meaning_label

# So many changes stand first on a draft's page.
MOST_FIRST = 8
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
# What the parts of a topic and of an article's head are.
PARTS = {
    "label": "on its button",
    "asks": "in a sentence",
    "related": "offered after its answer",
    "offer": "the screening is offered after its answer",
    "title": "Title of the article",
    "source": "Where the words come from",
    "reviewer": "Who reviewed them",
    "reviewed": "When they were reviewed",
}


@dataclass(frozen=True)
class Change:
    """An entry that a draft changes.

    Attributes:
        title: where it stands, in words.
        today: its words as they are served; mine: as the draft has them.
        says: both, as they are read: names of topics as their labels.
        preview: what a patient gets, see `scripts/check_draft.py`; None: nothing is shown.
    """

    key: str
    title: str
    today: str
    mine: str
    says: tuple[str, str]
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
class Moved:
    """Sample messages that are taken for something else since a draft was learned.

    Attributes:
        here: those that are taken for a topic of the draft.
        elsewhere: the others, text, what it was taken for, what it is taken for.
    """

    here: list[tuple[str, str, str]]
    elsewhere: list[tuple[str, str, str]]


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
        return f"How patients ask: {meaning_label(_intent_of(file))}"
    language, _, name = file.rpartition("/")
    if name.endswith(".md"):
        name = f"Article: {name.removesuffix('.md').replace('-', ' ')}"
    return CALLED.get(name, name) + (f" ({language})" if language else "")


def _intent_of(file: str) -> str:
    return file.removeprefix(EXAMPLES).removesuffix(".yml")


def title_of(key: str) -> str:
    """A key in words: `answers/parking` is "Answers, parking"."""
    words = ", ".join(part.replace("_", " ") for part in key.split("/"))
    return words[:1].upper() + words[1:]


def views(draft: Draft, now: Mapping[str, str]) -> list[FileView]:
    """The files of a draft as the page shows them."""
    shown = draft.checked["previews"] if draft.is_checked else []
    previews = {(one["file"], one["key"]): one for one in shown}
    labels = _labels(draft, now)
    return [_view(draft, one, now, previews, labels) for one in draft.files]


def new_topics(draft: Draft, now: Mapping[str, str]) -> list[str]:
    """The labels of the topics that are new with it, as far as the checks were run."""
    labels = _labels(draft, now)
    found = draft.checked["new_topics"] if draft.is_checked else []
    return [labels.get(topic, topic) for topic in found]


def _labels(draft: Draft, now: Mapping[str, str]) -> dict[str, str]:
    """The labels of topics, those of a draft too."""
    topics = draft.texts.get(learnable.TOPICS) or now.get(learnable.TOPICS)
    return {
        key.removesuffix("/label"): label
        for key, label in entries.values(learnable.TOPICS, topics).items()
        if key.endswith("/label")
    }


def _view(
    draft: Draft,
    one: DraftFile,
    now: Mapping[str, str],
    previews: Mapping[Any, Any],
    labels: Mapping[str, str],
) -> FileView:
    # Of what was published meanwhile, what it was before.
    today = now.get(one.file) if draft.state == "open" else one.base
    theirs, mine = entries.values(one.file, today), entries.values(one.file, one.text)
    changes = []
    for key in versions.changed_entries(one.file, one.base, one.text):
        sides = theirs.get(key, ""), mine.get(key, "")
        if any(sides):  # a field that is new and empty says nothing
            was, becomes = (_in_words(one.file, key, side, labels) for side in sides)
            title = _title(one.file, key, labels)
            changes.append(
                Change(key, title, *sides, (was, becomes), previews.get((one.file, key)))
            )
    text = one.text or ""
    lines = versions.differences(today, one.text)
    ways = [words for _, words, _ in learnable.example_lines(text)]
    asked = ways if is_examples(one.file) else None
    changes = [] if asked is not None else changes
    shown = digest({one.file: text})
    name = called(one.file)
    if asked is not None:  # a new topic has its label in the draft alone
        named = {topic_intent(topic): label for topic, label in labels.items()}
        intent = _intent_of(one.file)
        name = f"How patients ask: {named.get(intent) or meaning_label(intent)}"
    return FileView(one.file, name, changes, lines, text, shown, asked)


def first_of(found: list[FileView]) -> dict[str, Any]:
    """What is decided on, `first`: the changes that patients see, the labels of topics only where
    nothing else is; where they see none, all. And how many there are beside, `more`."""
    every = [(view.file, change) for view in found for change in view.changes]
    seen = [one for one in every if one[1].preview]
    words = [one for one in seen if one[0] != learnable.TOPICS]
    first = [change for _, change in (words or seen or every)[:MOST_FIRST]]
    return {"first": first, "more": len(every) - len(first)}


def _title(file: str, key: str, labels: Mapping[str, str]) -> str:
    """A key of a file in words, a topic by its label."""
    topic, _, part = key.partition("/")
    if file.endswith(".md"):
        return PARTS.get(key) or labels.get(key) or title_of(key)
    if file == learnable.TOPICS and topic in labels:
        return f"{labels[topic]}: {PARTS.get(part) or title_of(part).lower()}"
    return title_of(key)


def _in_words(file: str, key: str, value: str, labels: Mapping[str, str]) -> str:
    """A value as it is read."""
    if file != learnable.TOPICS or key.endswith(("/label", "/asks")):
        return value
    said = {"true": "yes", "false": "no", **labels}
    return "\n".join(said.get(line, line) for line in value.split("\n"))


def moved(draft: Draft, found: Any) -> Moved:
    """What a training says of sample messages.

    Args:
        found: see `scripts/check_model.py`; None: nothing.
    """
    mine = {_intent_of(one.file) for one in draft.files if is_examples(one.file)}
    here, elsewhere = list[tuple[str, str, str]](), list[tuple[str, str, str]]()
    for one in (found or {}).get("otherwise", []):
        was, now = ({*one[side].split(", ")} for side in ("before", "after"))
        before, after = (
            ", ".join(meaning_label(intent) for intent in one[side].split(", "))
            for side in ("before", "after")
        )
        (here if mine & (now - was) else elsewhere).append((one["text"], before, after))
    return Moved(here, elsewhere)


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


def kept_from(conflicts: list[conflicts.Conflict], form: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Of which conflicts a form says to keep the draft's words."""
    numbered = enumerate(conflicts)
    return {(one.file, one.key) for place, one in numbered if form.get(f"keep-{place}") == "mine"}
