"""Turns the replies of a turn into text messages: the one place where that is done.

Everything one turn says goes into as few messages as it fits, because carriers may swap two
messages that leave together. Buttons become numbered lines, numbered through over the whole turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from clinic.texting.gsm7 import fold, segments
from clinic.texting.splitting import split
from clinic.texting.wording import get_texts

Reply = Mapping[str, Any]
Button = Mapping[str, Any]


@dataclass(frozen=True)
class Rendered:
    """What is sent for the replies of a turn.

    Attributes:
        texts: the messages, in order, each of at most two segments.
        buttons: the choices as they are numbered, from 1.
    """

    texts: tuple[str, ...]
    buttons: tuple[Button, ...]


def render(replies: Iterable[Reply], introduction: str | None = None) -> Rendered:
    """Renders the replies of one turn.

    An alarm goes first and in a message of its own, so that nothing beside it leads away from the
    one thing to do; an introduction then waits for the next reply.

    Args:
        replies: `text`, and where there are any `buttons` ([{title, payload}]) and `custom`.
        introduction: put in front, for a number that has not heard from us before.
    """
    alarms: list[str] = []
    blocks: list[str] = []
    buttons: list[Button] = []
    for reply in replies:
        offered = list(reply.get("buttons") or ())
        lines = [_body(reply), *numbered(offered, len(buttons) + 1)]
        (alarms if is_alarm(reply) else blocks).append("\n".join(line for line in lines if line))
        buttons += offered
    if introduction and not alarms:
        blocks.insert(0, fold(introduction))
    parts = split("\n\n".join(block for block in blocks if block))
    if buttons and parts:
        parts = _with_hint(parts)
    return Rendered((*(part for text in alarms for part in split(text)), *parts), tuple(buttons))


def is_alarm(reply: Reply) -> bool:
    """Whether a reply is a safety reply of one of the tiers."""
    return bool((reply.get("custom") or {}).get("banner"))


def numbered(buttons: Iterable[Button], first: int = 1) -> list[str]:
    """The lines that stand for buttons: "1) Yes"."""
    return [
        f"{number}) {fold(str(button['title']))}" for number, button in enumerate(buttons, first)
    ]


def public_link(url: str | None) -> str | None:
    """A link that may stand in a text message: https to a site the patient's phone can reach."""
    parts = urlsplit(url or "")
    host = parts.hostname or ""
    is_site = "." in host and not host.replace(".", "").isdigit()
    return url if parts.scheme == "https" and is_site else None


def _body(reply: Reply) -> str:
    text = fold(reply.get("text") or "").strip()
    source = (reply.get("custom") or {}).get("source") or {}
    link = public_link(source.get("url"))
    return f"{text}\n{link}" if text and link else text


def _with_hint(parts: list[str]) -> list[str]:
    """Says under the choices how to choose, when that costs no segment more."""
    hinted = f"{parts[-1]}\n{fold(get_texts().choose)}"
    return [*parts[:-1], hinted] if segments(hinted) == segments(parts[-1]) else parts
