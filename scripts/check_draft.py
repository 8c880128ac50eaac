"""Checks a draft of the content, and shows it as a patient would get it: the desk runs
`python -m scripts.check_draft BEFORE AFTER` with CONTENT_DIR at AFTER/content, in a process of its
own, so that nothing a draft holds is read by the desk itself. It prints JSON:

    {"findings": [{"file", "line", "says"}], "previews": [...], "new_topics": [...]}
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

import yaml

from channels.sms.gsm7 import segments
from channels.sms.rendering import render
from clinic.content import Content, ContentError, load_content
from clinic.dialogue import answers
from clinic.dialogue.state import State
from clinic.dialogue.turn import Turn
from clinic.health.contents import READERS
from clinic.publishing.entries import Entry, NoSuchEntry, entries
from clinic.publishing.files import is_safety, read_texts
from clinic.publishing.importing import PLACEHOLDER
from clinic.reading.read import Read
from clinic.settings import ROOT
from clinic.ways import ways
from scripts.lint_content import Check, reading_level
from scripts.lint_sms import (
    Lengths,
    article_problems,
    in_the_alphabet,
    leads_to_no_keyword,
    offers_no_opt_out_word,
)
from scripts.patient_texts import Text, all_texts

# More changes than these are shown by their difference alone; more messages are not listed.
MOST_PREVIEWS, MOST_MESSAGES = 8, 10
LINK = re.compile(r"\b(?:https?://|www\.)[^\s)\"']*")
# A text message may have this many segments, see channels/sms/splitting.py.
BRIEF = next(way.name for way in ways() if way.brief)
OTHER = next(way.name for way in ways() if not way.brief)


@dataclass(frozen=True)
class Finding:
    """What has to be mended: where, and what to do, for who knows no programs."""

    file: str
    line: int | None
    says: str


@dataclass(frozen=True)
class Shown:
    """What a patient would get: what stands in the chat, with its buttons, and the text messages,
    each with its segments; None: there is nothing to show."""

    chat: list[str]
    buttons: list[str]
    texts: list[tuple[str, int]]


@dataclass(frozen=True)
class Preview:
    """One change: where, and what a patient gets today and would get."""

    file: str
    key: str
    before: Shown | None
    after: Shown | None


def findings(before: Path, after: Path) -> list[Finding]:
    """What the checks find of `after` and not of `before`, both folders with content/ in them."""
    found = list(_loading(after))
    if found:
        return found
    old, new = read_texts(before / "content"), read_texts(after / "content")
    found = list(_texts(after))
    if found:
        try:
            known = {(one.file, one.says) for one in _texts(before)}
        except ContentError:  # of other topics
            known = set()
        found = [one for one in found if (one.file, one.says) not in known]
    for name in new:
        if new[name] != old.get(name):
            found += _links(name, new[name])
            if PLACEHOLDER in new[name]:
                line = new[name].split(PLACEHOLDER)[0].count("\n") + 1
                found.append(
                    Finding(name, line, "The clinic's words are still to be written here.")
                )
    if any(is_safety(name) and new.get(name) != old.get(name) for name in {*old, *new}):
        found += _safety(before, after)
    return found


def _loading(root: Path) -> Iterator[Finding]:
    """Whether everything loads."""
    seen = set()
    for read in READERS:
        try:
            read()
        except ContentError as error:
            try:
                file = error.path.relative_to(root / "content").as_posix()
            except ValueError:
                file = error.path.name
            if (file, error.line) not in seen:
                seen.add((file, error.line))
                yield Finding(file, error.line, f"This can't be used: {error.message}.")


def _texts(root: Path) -> Iterator[Finding]:
    """What is wrong with what patients read."""
    says: list[tuple[Check, str]] = [
        (reading_level, "This is too hard to read ({}). Use shorter sentences and words."),
        (in_the_alphabet, "A text message with this costs twice as much: {}. Use plain letters."),
        (offers_no_opt_out_word, "Patients may not be told to say this: {}."),
        (leads_to_no_keyword, "Patients may not be led to say this: {}."),
        (Lengths(root), "This is too long for a text message: {}. Make it shorter."),
    ]
    for text in all_texts(root):
        for check, words in says:
            if problem := check(text):
                file, key = text.where.removeprefix("content/").split(": ", 1)
                yield Finding(file, _line(root, file, key, text.text), words.format(problem))
    for problem in article_problems(root):
        where, words = problem.removeprefix("content/").split(": not in ", 1)
        file, topic = where.split(": ", 1)
        line = _line(root, file, topic, "")
        yield Finding(file, line, f"A text message can't show this: not in {words}.")


def _line(root: Path, file: str, key: str, text: str) -> int | None:
    """Where an entry stands, by the name the checks know it by."""
    found = entries(file, (root / "content" / file).read_text(encoding="utf-8"))
    path = key.replace(".", "/")
    near = [one for one in found if one.key == path or one.key.startswith(f"{path}/")]
    for one in near or found:
        lines = one.value.split("\n")
        if text and (one.value == text or (one.is_list and text in lines)):
            # Of a list, the line of its item, where each has one of its own.
            raw = (root / "content" / file).read_text(encoding="utf-8").split("\n")
            place = one.line - 1 + (lines.index(text) if one.is_list else 0)
            return place + 1 if place < len(raw) and text[:20] in raw[place] else one.line
    # A text in a list is named by its place, from 1: its list stands above it.
    above = [one for one in found if path.startswith(f"{one.key}/")]
    return (near or above)[0].line if near or above else None


def _links(name: str, text: str) -> Iterator[Finding]:
    """Links that lead nowhere, as far as it can be seen from here."""
    for entry in _entries(name, text).values():
        for link in LINK.findall(entry.value):
            parts = urlsplit(link)
            host = parts.hostname or ""
            if parts.scheme != "https" or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
                says = f"The link {link} can't be followed: write it whole, from https:// on."
                yield Finding(name, entry.line, says)


def _safety(before: Path, after: Path) -> Iterator[Finding]:
    """Messages of the safety corpus that the words of the signs no longer hear, or hear anew."""
    old, new = _heard(before), _heard(after)
    if old is None or new is None:
        says = "The safety messages (tests/safety) are not here, so this can't be checked."
        yield Finding("safety_words.yml", None, says)
        return
    for kind, words in (
        ("missed", "These messages told of an emergency, and would raise no alarm any more"),
        ("wrong", "These messages tell of no emergency, and would raise an alarm"),
    ):
        more = sorted(set(new[kind]) - set(old[kind]))
        if more:
            listed = "; ".join(f"“{text}”" for text in more[:MOST_MESSAGES])
            rest = f" and {len(more) - MOST_MESSAGES} others" if len(more) > MOST_MESSAGES else ""
            yield Finding("safety_words.yml", None, f"{words}: {listed}{rest}.")


def _heard(root: Path) -> dict[str, list[str]] | None:
    """What the word lists make of the safety messages, under the content of a folder."""
    command = [sys.executable, "-W", "ignore", "-m", "scripts.check_draft", "--heard"]
    environment = {**os.environ, "CONTENT_DIR": str(root / "content")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    return cast("dict[str, list[str]]", json.loads(done.stdout)) if done.returncode == 0 else None


def heard() -> dict[str, list[str]]:
    """Of the safety messages: the alarms that are missed, and the others that raise one."""
    from clinic.reading.safety import assess
    from evaluation.corpus import PARTS, corpus

    missed, wrong = [], []
    for part in PARTS:
        for alarm in corpus(part).alarms:
            enough = {"E", "U"} if alarm.tier == "U" else {alarm.tier}
            if not {assess(text).tier for text in alarm.texts} & enough and len(alarm.texts) == 1:
                missed.append(alarm.texts[0])
        wrong += [one.text for one in corpus(part).quiet if (assess(one.text).tier or "U") != "U"]
    return {"missed": missed, "wrong": wrong}


def previews(before: Path, after: Path) -> list[Preview]:
    """What changes for a patient, as it would be shown and sent."""
    old, new = read_texts(before / "content"), read_texts(after / "content")
    sides = (_Side(before), _Side(after))
    found: list[Preview] = []
    for name in sorted({*old, *new}):
        was, will = _entries(name, old.get(name)), _entries(name, new.get(name))
        for key in dict.fromkeys([*was, *will]):
            one, other = was.get(key), will.get(key)
            if (one and one.value) == (other and other.value) or len(found) >= MOST_PREVIEWS:
                continue
            shown = [
                side.shown(name, mine, yours)
                for side, mine, yours in ((sides[0], one, other), (sides[1], other, one))
            ]
            if any(shown):
                found.append(Preview(name, key, shown[0], shown[1]))
    return found


class _Side:
    """What is shown of the content in a folder; nothing where it does not load."""

    def __init__(self, root: Path) -> None:
        try:
            self._content: Content | None = load_content(root / "content")
            self._lengths = Lengths(root)
            self._texts = list(all_texts(root))
        except (ContentError, OSError, KeyError, yaml.YAMLError):
            self._content = None

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


def _entries(name: str, text: str | None) -> dict[str, Entry]:
    try:
        return {one.key: one for one in entries(name, text)} if text else {}
    except NoSuchEntry:
        return {}


def new_topics(before: Path, after: Path) -> list[str]:
    """Topics that have to be learned before anybody can ask for them."""
    old, new = (read_texts(root / "content").get("topics.yml") for root in (before, after))
    known = {key.split("/")[0] for key in _entries("topics.yml", old)}
    return [
        name
        for name in dict.fromkeys(key.split("/")[0] for key in _entries("topics.yml", new))
        if name not in known
    ]


def main() -> None:
    if sys.argv[1:] == ["--heard"]:
        print(json.dumps(heard()))
        return
    before, after = (Path(folder).resolve() for folder in sys.argv[1:])
    found = {
        "findings": [asdict(one) for one in findings(before, after)],
        "previews": [asdict(one) for one in previews(before, after)],
        "new_topics": new_topics(before, after),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
