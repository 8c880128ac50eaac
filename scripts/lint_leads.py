"""Checks that nothing leads to nothing: intents without a rule, buttons that nobody understands,
payloads in the domain or the content, replies that are not written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clinic.content import Content
from clinic.content.yaml_file import plain, read_one
from clinic.dialogue.normal import STANCES, WISHES
from clinic.messages.payloads import key_of
from clinic.settings import ROOT

DOMAIN, RULES = "domain.yml", "data/rules/dialogue.yml"
# A payload, wherever it stands: `/inform{"key": "book"}`, `/book_screening`; no address or date.
_PAYLOAD = re.compile(r"(?<![\w/.:<])/[a-z]\w*(?:\{[^{}]*\})?")
_SAYING = frozenset({"say", "words"})


def lead_problems(root: Path, content: Content) -> Iterator[str]:
    """Everything under `root` that leads to nothing, as `where: what`.

    Args:
        content: as it loaded from there.
    """
    intents = set(plain(read_one(root / DOMAIN))["intents"])
    yield from _unruled(root, intents)
    for button in content.buttons:
        if not _leads(button, content, intents):
            yield f"content/buttons.yml: {button} leads to nothing: no such button is understood"
    for path in (root / DOMAIN, *sorted((root / "content").rglob("*.yml"))):
        for line, payload in _payloads(path):
            intent = payload.removeprefix("/").partition("{")[0]
            key = key_of(payload)
            if intent not in intents or (key and not _leads(key, content, intents)):
                where = path.relative_to(root).as_posix()
                yield f"{where}:{line}: {payload} leads to no intent and no button"
    for reply, place in _said().items():
        if reply not in content.replies:
            yield f"content/replies.yml: lacks {reply}, which {place} says"


def _unruled(root: Path, intents: set[str]) -> Iterator[str]:
    steps = [step for rule in plain(read_one(root / RULES))["rules"] for step in rule["steps"]]
    named = [one for step in steps for one in (step, *step.get("or", ()))]
    ruled = {str(one["intent"]) for one in named if "intent" in one}
    for intent in sorted(intents - ruled):
        yield f"{RULES}: lacks the intent {intent}"
    for intent in sorted(ruled - intents):
        yield f"{DOMAIN}: lacks the intent {intent}, which {RULES} names"


def _leads(key: str, content: Content, intents: set[str]) -> bool:
    """Whether what a button stands for is understood."""
    kind, _, rest = key.partition(":")
    if kind == "topic":
        return rest in content.topics
    if kind == "intent":
        return rest in intents
    # Times, visits and other things that are offered are known while they are on offer.
    return bool(rest) or key in STANCES or WISHES.get(key) in intents


def _payloads(path: Path) -> Iterator[tuple[int, str]]:
    """The payloads of a file, comments aside, each with its line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for found in _PAYLOAD.findall(line.partition(" #")[0] if line[:1] != "#" else ""):
            yield number, found


def _said() -> dict[str, str]:
    """The replies that the dialogue says by name, each with a file that does."""
    return {
        reply: path.name
        for path in sorted((ROOT / "clinic/dialogue").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (reply := _reply_of(node))
    }


def _reply_of(call: ast.Call) -> Any:
    says = isinstance(call.func, ast.Attribute) and call.func.attr in _SAYING
    first = call.args[0] if call.args else None
    return first.value if says and isinstance(first, ast.Constant) else None
