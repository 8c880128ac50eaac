"""What another language lacks, and where its words speak of what the English ones don't."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from clinic.content.article import load_articles
from clinic.content.errors import ContentError
from clinic.content.layers import ORIGINALS, layering
from clinic.content.store import load_content
from clinic.content.yaml_file import plain, read_one
from clinic.messages.texts import NO_PHONE
from scripts.translated import originals_of

FILES = (
    "replies.yml", "buttons.yml", "topics.yml", "times.yml", "notices.yml", "channel.yml",
    "sms.yml", "desk.yml", "clinic.yml",
)  # fmt: skip
# What stays English: the staff's words, what is no text, what is only said where Spanish is off,
# and what tells of a language that can't be read.
NOT_TRANSLATED = re.compile(
    r"(notices: (call_|late|alert_|feed_)|desk: (staff_|page_|answers|busy_)|sms: (staff_|voice_"
    r"|other_)|buttons: person_spanish|topics: .*\.(related|offer|follow)"
    r"|clinic: (?!answers|zone_label|what_to_bring))"
)
_NAMES = re.compile(r"\{(\w+)\}")
# What every reply may speak of.
_ANYWHERE = frozenset({"clinic", "clinic_phone", "zone_label", "days", "minutes"})


def untranslated(folder: Path, language: str) -> list[str]:
    """The topics that nothing is translated of: they are told in English, which is no mistake."""
    labels, passages = (
        plain(read_one(path)) if path.exists() else {}
        for path in (folder / language / "topics.yml", folder / language / ORIGINALS)
    )
    done = {*labels, *(topic for topics in passages.values() for topic in topics)}
    return [topic for topic in plain(read_one(folder / "topics.yml")) if topic not in done]


def language_problems(folder: Path, language: str) -> Iterator[str]:
    """What is missing in a language's folder, speaks of something unknown, or is out of date.

    Args:
        folder: of the content.
        language: its code, which is the folder's name.
    """
    later = untranslated(folder, language)
    for file in (name.removesuffix(".yml") for name in FILES):
        english, own = (
            plain(read_one(path)) if path.exists() else {}
            for path in (folder / f"{file}.yml", folder / language / f"{file}.yml")
        )
        where = f"content/{language}/{file}.yml"
        for name, words in _parts(english, file):
            if file == "topics" and name.partition(".")[0] in later:
                continue
            if not NOT_TRANSLATED.match(f"{file}: {name}"):
                said = _found(own, name, file)
                if said is None:
                    yield f"{where}: {name} is missing; it is said in English"
                elif unknown := _names(said) - _names(words) - _ANYWHERE:
                    listed = ", ".join(sorted(unknown))
                    yield f"{where}: {name} speaks of {listed}, which the English does not"
    yield from _outdated(folder, language, later)
    try:
        with layering(language):
            load_content(folder)
    except ContentError as error:
        yield str(error)


def _outdated(folder: Path, language: str, later: list[str]) -> Iterator[str]:
    """Facts and passages that were translated from other English words than there are now."""
    path = folder / language / ORIGINALS
    known = plain(read_one(path)) if path.exists() else {}
    for file, names in originals_of(folder, language).items():
        for name, digest in names.items():
            if known.get(file, {}).get(name) != digest:
                yield (
                    f"content/{language}/{file}: {name} is told in English, which was changed;"
                    " bring it up to date, then run `python -m scripts.translated`"
                )
    translated = {name for file in originals_of(folder, language) for name in known.get(file, {})}
    for article in load_articles(folder):
        for passage in article.passages:
            if passage.topic not in (*translated, *later):
                yield f"content/{language}/{article.file}: {passage.topic} is missing"


def _parts(data: Mapping[str, Any], file: str, place: str = "") -> Iterator[tuple[str, Any]]:
    """Names and words of what can be said, by dotted name; a reply in all its forms is one."""
    for name, words in data.items():
        if isinstance(words, Mapping) and file != "replies":
            yield from _parts(words, file, f"{place}{name}.")
        elif words and not isinstance(words, bool) and not str(name).endswith(NO_PHONE):
            yield f"{place}{name}", words


def _found(data: Any, name: str, file: str) -> Any:
    if file == "replies":
        return data.get(name)
    for step in name.split("."):
        data = (data or {}).get(step)
    return data


def _names(words: Any) -> set[str]:
    return set(_NAMES.findall(str(words)))
