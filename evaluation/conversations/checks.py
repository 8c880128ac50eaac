"""What a script can ask of a reply. Every check is about the sense, none about the wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatch
from typing import Any

from evaluation.conversations.reply import Reply

# Said when the article or the clinic's facts have no answer, or a person is offered.
_NOT_KNOWN = re.compile(
    r"(?:do|does|did|is|are|can|could)(?:n't| not)\b|\bno more\b|all our article|only about"
    r"|ask (?:a|your|the|our)|therapist can|doctor can|staff can|call you|call us|tell you"
    r"|\bno (?:dice|sé|puedo|tengo|hay|lo dice)\b|solo sé|le puede decir|le pueden decir",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\bstaff\b|person|call (?:us|you|me)|front desk|\d{3}\W{0,2}\d{3}\W?\d{4}"
    r"|llámenos|le llam|llamarnos|nuestro personal",
    re.IGNORECASE,
)

Holds = Callable[[Any, Reply, Sequence[Reply]], bool]


def _matches(pattern: str, *texts: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for text in texts)


def _any_topic(wanted: Sequence[str], reply: Reply) -> bool:
    return any(fnmatch(topic, pattern) for topic in reply.topics for pattern in wanted)


def _repeats(times: int, reply: Reply, before: Sequence[Reply]) -> bool:
    last = before[-times:]
    return len(last) == times and all(earlier.text == reply.text for earlier in last)


CHECKS: Mapping[str, Holds] = {
    "topic": lambda wanted, reply, _: _any_topic(wanted, reply),
    "not_topic": lambda wanted, reply, _: not _any_topic(wanted, reply),
    "alarm": lambda wanted, reply, _: reply.alarm == wanted,
    "form": lambda wanted, reply, _: (reply.flow is not None) == wanted,
    "asks": lambda wanted, reply, _: reply.asks in wanted,
    "refuse": lambda wanted, reply, _: bool(_NOT_KNOWN.search(reply.text)) == wanted,
    "human": lambda wanted, reply, _: (
        any(_PERSON.search(text) for text in (reply.text, *reply.buttons)) == wanted
    ),
    "text": lambda wanted, reply, _: _matches(wanted, reply.text, *reply.buttons),
    "not_text": lambda wanted, reply, _: not _matches(wanted, reply.text),
    "buttons_match": lambda wanted, reply, _: _matches(wanted, *reply.buttons),
    "max_messages": lambda wanted, reply, _: reply.messages <= wanted,
    "no_repeat": lambda wanted, reply, before: not _repeats(int(wanted) - 1, reply, before),
    "any": lambda wanted, reply, before: any(holds(check, reply, before) for check in wanted),
}


def holds(check: Mapping[str, Any], reply: Reply, before: Sequence[Reply]) -> bool:
    """Whether a check holds for a reply, given the replies before it, the newest last.

    Raises:
        KeyError: there is no such check.
    """
    return all(CHECKS[name](wanted, reply, before) for name, wanted in check.items())
