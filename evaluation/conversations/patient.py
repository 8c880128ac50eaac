"""A scripted patient: says a script's turns, and looks at what comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from evaluation.conversations.checks import holds
from evaluation.conversations.reply import NOTHING, Reply
from evaluation.conversations.scripts import Script, Scripted

# Nobody answers more questions than these before a booking's next stage.
MOST_ANSWERS = 12
_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|lun|mar|mi[eé]|jue|vie)", re.IGNORECASE)
_A_TIME = r"\d ?[ap]\.?m|\d:\d\d"


class Line(Protocol):
    """A conversation with the assistant, by whatever way."""

    def say(self, words: str) -> Reply:
        """What comes back on the words, or on a button's payload."""
        ...

    def end(self) -> None:
        """Gives back the times that the conversation has taken: hundreds of conversations would
        fill the diary, and the last of them would meet another clinic than the first."""
        ...


class Patient:
    """One conversation.

    Args:
        line: by which it is held.
        script: what is said.
    """

    def __init__(self, line: Line, script: Script) -> None:
        self._line, self._script = line, script
        self.said = ""
        self.replies: list[Reply] = []

    @property
    def reply(self) -> Reply:
        """The last reply; an empty one at the beginning."""
        return self.replies[-1] if self.replies else NOTHING

    def take(self, turn: Scripted) -> list[str]:
        """Says a turn; the checks that failed, and what else went wrong."""
        faults = []
        if isinstance(turn.say, Mapping) and "fill" in turn.say:
            if not self._fill(turn.say["fill"], turn.say["until"]):
                faults.append(f"never came to {turn.say['until']}")
        elif isinstance(turn.say, Mapping):
            self._send(self._press(turn.say["pick"], turn.say["else"]))
        else:
            self._send(str(turn.say))
        if not self.reply.text:
            faults.append("no reply")
        before = self.replies[:-1]
        failed = [check for check in turn.checks if not holds(check, self.reply, before)]
        return [*faults, *map(str, failed)]

    def _send(self, words: str) -> None:
        self.said = words
        self.replies.append(self._line.say(words))

    def _press(self, pattern: str, otherwise: str) -> str:
        fitting = (
            payload
            for label, payload in self.reply.buttons.items()
            if re.search(pattern, label, re.IGNORECASE)
        )
        return next(fitting, otherwise)

    def _fill(self, facts: Mapping[str, str], until: str) -> bool:
        """Answers what is asked until `until` is asked; whether that came."""
        offered: list[str] = []
        for _ in range(MOST_ANSWERS):
            asks = self.reply.asks
            if asks == until or (until == "settled" and asks in ("", "done")):
                return True
            self._send(self._answer(asks, facts, offered))
        return self.reply.asks == until

    def _answer(self, asks: str, facts: Mapping[str, str], offered: list[str]) -> str:
        if asks == "time":
            wish = facts.get("time")
            if wish is None:  # what was wished for in the script holds
                return self._press(_A_TIME, "the first one")
            if wish not in offered:
                offered.append(wish)
                return wish
            day = _DAY.search(wish)
            return self._press(day[1] if day else _A_TIME, self._press(_A_TIME, "the first one"))
        answers = {
            "name": facts.get("name", "Jordan Rivers"),
            "phone": facts.get("phone", self._script.phone),
            "reference": "I don't have it",
            "signs": self._press(r"^(?:none|ningun)", "none of these"),
            "confirm": self._press(r"^(?:yes|sí)", "yes"),
        }
        return answers.get(asks, "book a screening")
