"""Checks a draft of the content, and shows it as a patient would get it: the desk runs
`python -m scripts.check_draft BEFORE AFTER` with CONTENT_DIR at AFTER/content, in a process of its
own, so that nothing a draft holds is read by the desk itself. It prints a line of JSON as each
check is done, {"done": "loads", "found": 0}, and in the end what was found:

    {"findings": [{"file", "line", "says"}], "previews": [...], "new_topics": [...],
     "otherwise": [{"text", "about"}]}

`otherwise` are messages of the evaluation that would get other words than today. What
stands today is looked at in a process of its own, with the topics there are today.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from clinic.content import topic_intent
from clinic.learning.examples import Examples
from clinic.publishing.entries import by_key, values
from clinic.publishing.files import EXAMPLES, Texts, is_examples, is_safety, read_texts
from clinic.publishing.learnable import (
    TOPICS,
    example_lines,
    examples_name,
    problems,
    topics_of,
)
from clinic.settings import ROOT, get_settings
from clinic.ways import ways
from frontdesk.meanings import meaning_label
from scripts.draft_shown import looked, new_topics, otherwise, previews
from scripts.lint_content import Finding, links, loading, texts, unwritten

# More messages are not listed.
MOST_MESSAGES = 10
LINK = re.compile(r"\b(?:https?://|www\.)[^\s)\"']*")
REPLIES = "replies.yml"
BRACE = re.compile(r"\{(\w+)\}")
# What may stand in every reply (see the head of replies.yml).
ALWAYS_FILLED = frozenset({"clinic", "clinic_phone", "zone_label", "days", "minutes"})
# A text message may have this many segments, see channels/sms/splitting.py.
BRIEF = next(way.name for way in ways() if way.brief)
OTHER = next(way.name for way in ways() if not way.brief)


def findings(before: Path, after: Path) -> Iterator[tuple[str, list[Finding]]]:
    """What each check finds of `after` and not of `before`, both folders with content/ in them, as
    it is done; see `CHECKS` of frontdesk/content/checking.py."""
    found = list(loading(after))
    yield "loads", found
    if found:  # nothing else can be told of what can't be read
        return
    old, new = read_texts(before / "content"), read_texts(after / "content")
    changed = {name: words for name, words in new.items() if words != old.get(name)}
    yield "reads", list(_new_of_texts(before, after))
    yield (
        "whole",
        [
            *(one for name, words in changed.items() for one in links(name, words)),
            *(one for name, words in changed.items() for one in unwritten(name, words)),
            *(one for name in new for one in _braces(name, old.get(name), new[name])),
        ],
    )
    yield "examples", list(_examples(old, new))
    if any(is_safety(name) and new.get(name) != old.get(name) for name in {*old, *new}):
        yield "safety", list(_safety(before, after))


def _new_of_texts(before: Path, after: Path) -> list[Finding]:
    found = list(texts(after))
    known = _alone(before, "--texts", before) if found else []
    return [one for one in found if [one.file, one.says] not in (known or [])]


def _examples(old: Texts, new: Texts) -> Iterator[Finding]:
    """What is wrong with how patients are said to ask, where that or the topics changed."""
    learned = [name for name in new if is_examples(name) and new[name] != old.get(name)]
    known, wanted = topics_of(old.get(TOPICS)), topics_of(new.get(TOPICS))
    for topic in wanted:
        if topic not in known and (name := examples_name(topic)) not in new:
            yield Finding(name, None, f"How patients ask for {topic} is still to be written.")
    if not learned:
        return
    everywhere = Examples(get_settings().training_dir).texts
    taken = [one for one in everywhere if f"{EXAMPLES}{one[1]}.yml" not in new]
    taken += _asked_in(new)
    buttons = values(TOPICS, new.get(TOPICS))
    labels = {intent: meaning_label(intent) for _, intent in taken}
    labels |= {
        topic_intent(one): buttons[f"{one}/label"] for one in wanted if f"{one}/label" in buttons
    }
    for name in learned:
        stood = {_anywhere(says) for _, says in problems(name, old.get(name, ""), taken, labels)}
        for line, says in problems(name, new[name], taken, labels):
            if _anywhere(says) not in stood:
                yield Finding(name, line, says)


def _anywhere(says: str) -> str:
    """A sentence without the lines it names."""
    return re.sub(r"line \d+", "", says)


def _asked_in(new: Texts) -> list[tuple[str, str]]:
    """The examples of every topic as the draft has them, with the intent of each."""
    return [
        (words, Path(name).stem)
        for name, text in new.items()
        if is_examples(name)
        for _, words, _ in example_lines(text)
    ]


def _braces(name: str, before: str | None, after: str) -> Iterator[Finding]:
    """Names in braces that nothing fills in: a wording with one would never be said."""
    if Path(name).name != REPLIES:
        return
    stood = by_key(name, before or "")
    for key, entry in by_key(name, after).items():
        filled = stood[key].value if key in stood else before or ""
        known = {*ALWAYS_FILLED, *BRACE.findall(filled)}
        for place, words in enumerate(entry.value.split("\n")):
            for brace in sorted(set(BRACE.findall(words)) - known):
                says = f"Nothing is known to put in place of {{{brace}}}. Look how it is spelled."
                yield Finding(name, entry.line + (place if entry.is_list else 0), says)


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
    return cast("dict[str, list[str]] | None", _alone(root, "--heard"))


def _alone(root: Path, what: str, *folders: Path) -> Any:
    """What a process of its own says under the content of a folder: words of signs and topics are
    those a process was started with. None: it can't say."""
    command = [sys.executable, "-W", "ignore", "-m", "scripts.check_draft", what]
    command += map(str, folders)
    environment = {**os.environ, "CONTENT_DIR": str(root / "content")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


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


def main() -> None:
    what, *folders = sys.argv[1:]
    if what == "--heard":
        print(json.dumps(heard()))
    elif what == "--texts":
        print(json.dumps([(one.file, one.says) for one in texts(Path(folders[0]))]))
    elif what == "--looked":
        print(json.dumps(looked(*map(Path, folders))))
    else:
        check(*(Path(folder).resolve() for folder in (what, *folders)))


def check(before: Path, after: Path) -> None:
    """Runs the checks, and prints what is found."""
    found: list[dict[str, object]] = []
    last = ""
    for last, its in findings(before, after):
        found += [asdict(one) for one in its]
        print(json.dumps({"done": last, "found": len(its)}), flush=True)
    shown: dict[str, object] = {"previews": [], "new_topics": [], "otherwise": []}
    if last != "loads":  # of what does not load nothing can be shown
        try:
            shown |= _shown(before, after)
        except (KeyError, ValueError):
            # Words with a mistake can't be shown as a patient would get them; it is named.
            if not found:
                raise
    print(json.dumps({"findings": found, **shown}))


def _shown(before: Path, after: Path) -> dict[str, object]:
    new = looked(after, before)
    old = _alone(before, "--looked", before, after)
    if old is None:
        return {}
    return {
        "previews": previews(old, new),
        "new_topics": new_topics(before, after),
        "otherwise": otherwise(old, new),
    }


if __name__ == "__main__":
    main()
