"""Turns the replies of a turn into text messages: the one place where that is done.

Everything one turn says goes into as few messages as it fits, because carriers may swap two
messages that leave together. Buttons become numbered lines at the end, numbered from 1 once a turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from channels.sms.gsm7 import fold, segments
from channels.sms.splitting import MOST_SEGMENTS, split
from channels.sms.texts import say

Reply = Mapping[str, Any]
Button = Mapping[str, Any]


@dataclass(frozen=True)
class Rendered:
    """What is sent for the replies of a turn.

    Attributes:
        texts: the messages, in order, each of at most two segments.
        buttons: the choices as they are numbered, from 1.
        alarms: how many of the texts, the first ones, tell what to do in an emergency.
    """

    texts: tuple[str, ...]
    buttons: tuple[Button, ...]
    alarms: int = 0


def render(replies: Iterable[Reply], introduction: str | None = None) -> Rendered:
    """Renders the replies of one turn.

    An alarm goes first and in a message of its own, so that nothing beside it leads away from the
    one thing to do; an introduction then waits for the next reply. Otherwise the introduction
    stands in front, in a message of its own when the two don't fit into one.

    Args:
        replies: `text`, and where there are any `buttons` ([{title, payload}]) and `custom`.
        introduction: put in front, for a number that has not heard from us before.
    """
    replies = list(replies)
    alarms = [text for reply in replies if is_alarm(reply) for text in split(_words(reply))]
    said = [reply for reply in replies if not is_alarm(reply)]
    buttons = _choices([reply.get("buttons") or () for reply in replies])
    parts = _parts(said, buttons)
    if introduction and not alarms:
        parts = _introduced(fold(introduction), said, buttons, parts)
    if buttons and parts:
        parts = _with_hint(parts)
    return Rendered((*alarms, *parts), tuple(buttons), len(alarms))


def is_alarm(reply: Reply) -> bool:
    """Whether a reply is a safety reply of one of the tiers."""
    return bool((reply.get("custom") or {}).get("banner"))


def numbered(buttons: Iterable[Button]) -> list[str]:
    """The lines that stand for buttons: "1) Yes"."""
    return [f"{number}) {fold(str(button['title']))}" for number, button in enumerate(buttons, 1)]


def public_link(url: str | None) -> str | None:
    """A link that may stand in a text message: https to a site the patient's phone can reach."""
    parts = urlsplit(url or "")
    host = parts.hostname or ""
    is_site = "." in host and not host.replace(".", "").isdigit()
    return url if parts.scheme == "https" and is_site else None


def _choices(offers: Sequence[Iterable[Button]]) -> list[Button]:
    """All choices of a turn, each once. Those of the last question come first: it is the one
    that waits for an answer."""
    offers = [list(offer) for offer in offers if offer]
    chosen: dict[tuple[str, str], Button] = {}
    for offer in [*offers[-1:], *offers[:-1]]:
        for button in offer:
            chosen.setdefault((str(button["title"]), str(button["payload"])), button)
    return list(chosen.values())


def _parts(replies: Sequence[Reply], buttons: Sequence[Button]) -> list[str]:
    """The messages; the source in few words where its heading would cost a message more, or
    would stand alone at the head of one."""
    parts = split(_body(replies, buttons))
    brief = split(_body(replies, buttons, brief=True))
    alone = any(part.partition(") ")[2].startswith("(") for part in parts[1:])
    return brief if len(brief) < len(parts) or (alone and len(brief) == len(parts)) else parts


def _body(replies: Sequence[Reply], buttons: Sequence[Button], brief: bool = False) -> str:
    blocks: list[str] = []
    behind = ""
    sources = [_source(reply, brief) for reply in replies]
    for reply, source, following in zip(replies, sources, [*sources, ""][1:], strict=True):
        words = _words(reply)
        if source and words.endswith(":") and reply.get("buttons"):
            # "... may include:" is followed by its choices at once.
            behind = source
        elif source and source != following:
            words = f"{words}\n{source}".strip()
        blocks.append(words)
    lines = ["\n\n".join(block for block in blocks if block), *numbered(buttons), behind]
    return "\n".join(line for line in lines if line)


def _words(reply: Reply) -> str:
    return fold(reply.get("text") or "").strip()


def _source(reply: Reply, brief: bool) -> str:
    """The line that says where in the article the words stand: a link, or its heading."""
    source = (reply.get("custom") or {}).get("source") or {}
    link = public_link(source.get("url"))
    if link or not source.get("title"):
        return link or ""
    return fold(say("source_brief") if brief else say("source", heading=source["title"]))


def _introduced(
    introduction: str, replies: Sequence[Reply], buttons: Sequence[Button], parts: list[str]
) -> list[str]:
    for brief in (False, True):
        whole = f"{introduction}\n\n{_body(replies, buttons, brief)}".strip()
        if len(parts) <= 1 and segments(whole) <= MOST_SEGMENTS:
            return [whole]
    return [introduction, *parts]


def _with_hint(parts: list[str]) -> list[str]:
    """Says under the choices how to choose, when that costs no segment more."""
    hinted = f"{parts[-1]}\n{fold(say('choose'))}"
    return [*parts[:-1], hinted] if segments(hinted) == segments(parts[-1]) else parts
