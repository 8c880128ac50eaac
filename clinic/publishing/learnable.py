"""What a topic needs beside its words to be understood: an intent, and examples of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from clinic.content import topic_intent
from clinic.learning.examples import HELD_OUT
from clinic.publishing.drafts import Draft
from clinic.publishing.entries import values
from clinic.publishing.files import EXAMPLES, Texts, is_examples

TOPICS = "topics.yml"
# The files intents are named in, with what stands before each; relative to the project's root.
NAMED_IN = {"domain.yml": "  - ", "data/rules/dialogue.yml": "          - intent: "}
_LAST = topic_intent("screening_info")
# Fewer wordings than these, and a patient's own words are rarely near one.
FEWEST_EXAMPLES, LONGEST_EXAMPLE = 12, 300
_BLOCK = re.compile(r"^    examples:\s*\|")
_APART = "      - {"
_APART_TO_MEASURE = f"""\
    metadata:
      # As others would ask, who have not seen the examples: never learned, only measured with.
      {HELD_OUT}: |
"""
# A block of examples with nothing left in it.
_EMPTY = re.compile(r"^  - intent: \S+\n    examples:[^\S\n]*\n(?!      )", re.MULTILINE)


class NotLearnable(ValueError):
    """An intent can't be put into a file; the message says why."""


def topics_of(text: str | None) -> list[str]:
    """The topics of a `topics.yml`, in its order; none where it can't be read."""
    return list(dict.fromkeys(key.split("/")[0] for key in values(TOPICS, text)))


def examples_name(topic: str) -> str:
    """The name of the file with a topic's examples."""
    return f"{EXAMPLES}{topic_intent(topic)}.yml"


def examples_text(topic: str, lines: Iterable[str]) -> str:
    """A file with the examples of a new topic, and a place for what it is measured with."""
    written = "".join(f"      - {line}\n" for line in lines)
    intent = topic_intent(topic)
    head = f'version: "3.1"\n\nnlu:\n  - intent: {intent}\n'
    return f"{head}{_APART_TO_MEASURE}    examples: |\n{written}"


def is_learned(draft: Draft) -> bool:
    """Whether a draft is published only after a training: it has other examples, or topics."""
    return any(
        (is_examples(one.file) and one.base != one.text)
        or (one.file == TOPICS and set(topics_of(one.base)) != set(topics_of(one.text)))
        for one in draft.files
    )


def sources(root: Path, before: Texts, after: Mapping[str, str | None]) -> dict[str, str]:
    """The files that name intents, for other topics; those alone that change.

    Args:
        root: where they stand.
        before, after: the content as it is, and what becomes of some of its files.

    Raises:
        NotLearnable
    """
    old, new = topics_of(before.get(TOPICS)), topics_of(after.get(TOPICS, before.get(TOPICS)))
    changed: dict[str, str] = {}
    for name, lead in NAMED_IN.items():
        text = was = (root / name).read_text(encoding="utf-8")
        for topic in [one for one in old if one not in new]:
            text = text.replace(f"{lead}{topic_intent(topic)}\n", "", 1)
        for topic in new:
            text = with_intent(name, text, topic_intent(topic))
        if text != was:
            changed[name] = text
    return changed


def with_intent(name: str, text: str, intent: str) -> str:
    """A file of `NAMED_IN` with an intent, after the last topic's; as it is where it has it.

    Raises:
        NotLearnable
    """
    lead = NAMED_IN[name]
    if f"{lead}{intent}\n" in text:
        return text
    last = f"{lead}{_LAST}\n"
    if last not in text:
        raise NotLearnable(f"{name} lacks the line {last.strip()!r} to put the intent after")
    return text.replace(last, f"{last}{lead}{intent}\n", 1)


def example_lines(text: str) -> list[tuple[int, str, str]]:
    """The examples of a file: the line each stands on, its words, and how it is written there."""
    found, inside = [], False
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip().startswith("examples:"):
            inside = True
        elif inside and line.startswith("      - "):
            found.append((number, _words(line[8:]), line))
        elif inside and line.strip() and not line.startswith("      "):
            inside = False
    return found


def with_examples(text: str, wanted: Iterable[str]) -> str:
    """A file with these examples instead of its own. Those that are written with what they were
    said in stay where they are; the others stand in the first block, in the order given.

    Raises:
        NotLearnable: the file has no block for them.
    """
    words = [_plain(one) for one in wanted]
    lines = text.split("\n")
    begin = next((at for at, line in enumerate(lines) if _BLOCK.match(line)), None)
    if begin is None:
        raise NotLearnable("the file has no line `examples: |`")
    mine = {number - 1: said for number, said, _ in example_lines(text)}
    apart = {at: said for at, said in mine.items() if lines[at].startswith(_APART)}
    # Of one that stands in both, the first is the plain one: that block comes first.
    left, plain = Counter(apart.values()), []
    for one in reversed(words):
        if left[one]:
            left[one] -= 1
        elif one:
            plain.append(f"      - {one}")
    new = plain[::-1]
    kept = [
        line
        for at, line in enumerate(lines)
        if at > begin and (at not in mine or apart.get(at) in words)
    ]
    written = "\n".join([*lines[: begin + 1], *new, *kept])
    return _EMPTY.sub("", written)


def problems(
    name: str, text: str, taken: Iterable[tuple[str, str]], labels: Mapping[str, str]
) -> Iterator[tuple[int | None, str]]:
    """What is wrong with the examples of a file, each with the line it stands on.

    Args:
        taken: every example there is, with its intent.
        labels: what intents are called at the desk.
    """
    mine = name.removeprefix(EXAMPLES).removesuffix(".yml")
    lines = example_lines(text)
    if len(lines) < FEWEST_EXAMPLES:
        says = (
            f"There {'is' if len(lines) == 1 else 'are'} {len(lines)} of at least "
            f"{FEWEST_EXAMPLES} ways to ask. Write more, as different people would."
        )
        yield (lines[-1][0] if lines else None), says
    others = {_bare(words): intent for words, intent in taken if intent != mine}
    seen: dict[str, int] = {}
    for number, words, _ in lines:
        bare = _bare(words)
        if bare in seen:
            yield number, f"“{words}” stands there twice, also on line {seen[bare]}."
        elif bare in others:
            other = labels.get(others[bare], others[bare])
            yield number, f"“{words}” asks for another topic already: {other}."
        elif not bare or len(words) > LONGEST_EXAMPLE or re.search(r"[\[\]{}]", words):
            yield number, f"“{words[:60]}” can't be learned. Write words, without brackets."
        seen.setdefault(bare, number)


def _bare(words: str) -> str:
    return re.sub(r"\W+", " ", words.lower()).strip()


def _plain(line: str) -> str:
    return " ".join(line.strip().removeprefix("- ").split())


def _words(written: str) -> str:
    """An example's words, where it is written with what it was said in."""
    if written.startswith("{"):
        try:
            return str(yaml.safe_load(written)["text"])
        except (yaml.YAMLError, KeyError, TypeError):
            return written
    return written
