"""The assistant's own words, from `replies.yml`: every reply in one or more wordings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic.content.errors import ContentError, Misplaced
from clinic.content.yaml_file import line_of, plain, read_yaml
from clinic.ways import ways

_NAMES = re.compile(r"\{(\w*)\}")
# All that the dialogue fills in, in one reply or another.
FILLED = frozenset(
    """
    about address article asks bring call_when checklist clinic clinic_phone day days
    example fact heading hours length minutes name names next_day next_time notice number
    old part reference therapist thing until when wish zone_label
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


@dataclass(frozen=True)
class Reply:
    """One thing that is said, in its wordings.

    Attributes:
        texts: the wordings, in the order in which they are used.
        by_channel: those of a channel that has its own.
    """

    texts: tuple[str, ...]
    by_channel: Mapping[str, tuple[str, ...]]

    def on(self, channel: str) -> tuple[str, ...]:
        """The wordings for a channel."""
        return self.by_channel.get(channel, self.texts)


# All replies, by name.
Replies = dict[str, Reply]


def load_replies(path: Path) -> Replies:
    """Reads the replies.

    Raises:
        ContentError: a reply without words, for a channel there is none of, or with a brace that
            holds no name, or one that nothing is filled in for.
    """
    data = read_yaml(path)
    replies, names = {}, [way.name for way in ways()]
    for name, written in plain(data).items():
        line = line_of(data, (name,))
        forms = written if isinstance(written, dict) else {"any": written}
        unknown = set(forms) - {"any", *names}
        if unknown or "any" not in forms:
            listed = ", ".join(f"`{one}:`" for one in names)
            raise ContentError(
                path, line, f"{name}: write wordings, or `any:` and, for a channel, {listed}"
            )
        try:
            read = {form: _wordings(form, words) for form, words in forms.items()}
        except Misplaced as error:
            place = error.place if isinstance(written, dict) else error.place[1:]
            line = line_of(data, (name, *place))
            raise ContentError(path, line, f"{name}: {error}") from error
        replies[name] = Reply(read.pop("any"), read)
    return replies


def _wordings(form: str, written: Any) -> tuple[str, ...]:
    wordings = [written] if isinstance(written, str) else written
    if not isinstance(wordings, list) or not wordings:
        raise Misplaced("write one wording or a list of them", form)
    for number, text in enumerate(wordings):
        if not isinstance(text, str) or not text.strip():
            raise Misplaced("a wording is empty", form, number)
        names = _NAMES.findall(text)
        if text.count("{") != len(names) or text.count("}") != len(names) or "" in names:
            raise Misplaced(f"a brace holds no name: {text!r}", form, number)
        for unknown in sorted(set(names) - FILLED):
            says = f"nothing is known to put in place of {{{unknown}}}; look how it is spelled"
            raise Misplaced(says, form, number)
    return tuple(wordings)
