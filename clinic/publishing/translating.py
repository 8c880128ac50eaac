"""What a topic says in another language: written at the desk into the draft with its English words.

It stands in three files of the language's folder: the article, the topic's names, and the digest of
the English words it was written for (`clinic/content/layers.py`), without which it is not told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clinic.content.layers import ORIGINALS, digest
from clinic.content.topics import LABEL_CHARACTERS
from clinic.publishing import entries
from clinic.publishing.drafts import NotThisWay
from clinic.publishing.importing import quoted
from clinic.publishing.learnable import TOPICS

LONGEST_HEADING = 80


@dataclass(frozen=True)
class Translated:
    """A topic in another language.

    Attributes:
        heading: the question, as patients see it.
        label: what stands on its button.
        words: the answer.
        is_current: it was written for the English words as they are; others are told in English.
    """

    heading: str = ""
    label: str = ""
    words: str = ""
    is_current: bool = True


def translated(texts: Mapping[str, str], language: str, file: str, topic: str) -> Translated:
    """What a topic says in a language; empty where it says nothing.

    Args:
        texts: the content, with the draft in it.
        file: of the English article.
    """
    article = texts.get(f"{language}/{file}", "")
    words = entries.values(file, article).get(topic, "")
    heading = re.search(rf"^## {re.escape(topic)} \| ([^|\n]+)", article, re.MULTILINE)
    label = entries.values(TOPICS, texts.get(f"{language}/{TOPICS}")).get(f"{topic}/label", "")
    known = entries.values(ORIGINALS, texts.get(f"{language}/{ORIGINALS}")).get(f"{file}/{topic}")
    is_current = known == _digest(texts, file, topic)
    return Translated(
        heading.group(1).strip() if heading else "", label, words, is_current or not words
    )


def translate(
    texts: Mapping[str, str], language: str, file: str, topic: str, said: Translated
) -> dict[str, str]:
    """The files of a language in which a topic says something.

    Args:
        texts, file: as `translated` has them.

    Raises:
        NotThisWay: a part of it is missing or too long.
    """
    heading, label = (" ".join(one.replace("|", "/").split()) for one in (said.heading, said.label))
    words = re.sub(r"^(?:## |---)+", "", said.words, flags=re.MULTILINE)
    words = "\n".join(words.splitlines()).strip()
    if not (heading and label and words):
        raise NotThisWay("Write all three: the question, the words on its button, and the answer.")
    if len(label) > LABEL_CHARACTERS or len(heading) > LONGEST_HEADING:
        raise NotThisWay(f"On a button there is room for {LABEL_CHARACTERS} letters.")
    article, topics, originals = (f"{language}/{name}" for name in (file, TOPICS, ORIGINALS))
    asks = heading.strip(" ?¿!¡.:")
    names = f"{{label: {quoted(label)}, asks: {quoted(asks[:1].lower() + asks[1:])}}}"
    return {
        article: _article(texts, article, topic, heading, words),
        topics: _with(texts.get(topics, ""), _key(topic), names),
        originals: _with_original(
            texts.get(originals, ""), file, topic, _digest(texts, file, topic)
        ),
    }


def _digest(texts: Mapping[str, str], file: str, topic: str) -> str:
    return digest(entries.values(file, texts.get(file)).get(topic, ""))


def _article(texts: Mapping[str, str], name: str, topic: str, heading: str, words: str) -> str:
    head, section = f"## {topic} | {heading}", f"## {topic} | {heading}\n\n{words}\n"
    text = texts.get(name)
    if not text:
        clinic = entries.values("clinic.yml", texts.get("clinic.yml")).get("name") or "the clinic"
        language = name.partition("/")[0]
        front = ["---", f"title: {heading}", f"source: {clinic}", f"language: {language}"]
        return "\n".join([*front, "reviewer:", "reviewed:", "---", "", section])
    if topic not in entries.values(name, text):
        return f"{text.rstrip()}\n\n{section}"
    text = entries.change(name, text, topic, words)
    old = re.compile(rf"^## {re.escape(topic)} \| [^|\n]+?(?=\s*(?:\||$))", re.MULTILINE)
    return old.sub(lambda _: head, text, count=1)


def _key(topic: str) -> str:
    return f'"{topic}"' if ":" in topic else topic


def _with(text: str, key: str, value: str) -> str:
    """A file of one line for each name, with one."""
    line = re.compile(rf"^{re.escape(key)}:.*$", re.MULTILINE)
    if line.search(text):
        return line.sub(lambda _: f"{key}: {value}", text, count=1)
    return f"{text.rstrip()}\n{key}: {value}\n".lstrip()


def _with_original(text: str, file: str, topic: str, known: str) -> str:
    """The digests of originals, with one."""
    if f"{file}/{topic}" in entries.values(ORIGINALS, text):
        return entries.change(ORIGINALS, text, f"{file}/{topic}", known)
    line, head = f'  "{topic}": "{known}"', f"{file}:\n"
    if re.search(rf"^{re.escape(head)}", text, re.MULTILINE):
        return text.replace(head, f"{head}{line}\n", 1)
    return f"{text.rstrip()}\n{head}{line}\n".lstrip()
