"""The conversations of made-up patients for the benchmark of the front desk, and what the staff
have to do with them.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from benchmarks.desk_first import STAFF, TURNS
from benchmarks.questions import questions
from clinic import attention, clock
from clinic.content import get_content
from clinic.reading.safety.verdict import Sign, Verdict
from clinic.storage import blind_index

SEED = 19
# Of so many conversations one is by text.
TEXTS_ONE_IN = 5
# What came of so many of the newest is still to be done: that does not grow with the years.
LATELY = 40


class Talks:
    """Who writes, what is said, and what is to be done about it; the same for the same numbers."""

    def __init__(self, patients: int, messages: int) -> None:
        self.dice = random.Random(SEED)
        self.clinic = get_content().clinic
        self.now = clock.now()
        self.asked = itertools.cycle(questions())
        self.names = list(_names(self.dice, patients))
        self.conversations = messages // (2 * TURNS)

    def _phone(self, person: int) -> str:
        return f"+1414{2_000_000 + person % len(self.names)}"

    def _began(self, conversation: int) -> datetime:
        apart = timedelta(days=180) / max(self.conversations, 1)
        return self.now - apart * (self.conversations - conversation) - timedelta(hours=1)

    def _waits(self, conversation: int) -> bool:
        """Whether what came of a conversation is still to be done; so much it is at any time."""
        return conversation > self.conversations - LATELY

    def _ends(self, conversation: int) -> datetime:
        return self._began(conversation) + timedelta(minutes=TURNS)

    def _each(self) -> Iterator[tuple[int, str, bool]]:
        """The conversations: their number, id, and whether they are by text."""
        for number in range(self.conversations):
            yield number, f"web-{number}", number % TEXTS_ONE_IN == 0

    def _threads(self) -> Iterator[dict[str, Any]]:
        for number, name, by_text in self._each():
            ends = self._ends(number)
            phone = self._phone(number) if by_text else None
            handled_by = {1: STAFF[0], 3: STAFF[1]}.get(number % 4)
            yield {
                "conversation": name, "channel": "sms" if by_text else "web", "reach": phone,
                "reach_index": blind_index(phone) if phone else None,
                "created_at": self._began(number), "changed_at": ends,
                "last_seq": 0 if by_text else 2 * TURNS, "wrote_at": ends,
                "unread_since": ends if number % 2 else None,
                "handled_by": handled_by,
                "closed_at": ends if number % 3 == 0 else None,
                "snoozed_until": self.now + timedelta(days=2) if number % 5 == 0 else None,
            }  # fmt: skip

    def _people(self) -> Iterator[dict[str, Any]]:
        for number, name, _ in self._each():
            if number % 3:
                phone = self._phone(number)
                yield {
                    "conversation": name, "name": self.names[number % len(self.names)],
                    "phone": phone, "phone_index": blind_index(phone),
                    "changed_at": self._ends(number),
                }  # fmt: skip

    def _spoken(self) -> Iterator[tuple[int, str, bool, int, str, datetime]]:
        for number, name, by_text in self._each():
            for turn in range(TURNS):
                at = self._began(number) + timedelta(minutes=turn)
                yield number, name, by_text, turn, next(self.asked), at

    def _asked(self) -> Iterator[dict[str, Any]]:
        for place, (_, name, by_text, turn, words, at) in enumerate(self._spoken(), 1):
            channel = "sms" if by_text else "web"
            yield {
                "id": TURNS + place, "channel": channel, "conversation": name,
                "external_id": f"{name}-{turn}", "fingerprint": blind_index(words, "message"),
                "text": words, "details": {"payload": None, "metadata": {}},
                "seq": None if by_text else 2 * turn + 1, "received_at": at, "attempts": 1,
                "answered_at": at, "outcome": "turn",
            }  # fmt: skip

    def _shown(self) -> Iterator[dict[str, Any]]:
        for number, name, by_text, turn, words, at in self._spoken():
            if by_text:
                continue
            for seq, sender, said in (
                (2 * turn + 1, "patient", words),
                (2 * turn + 2, "assistant", f"This is what we know of that. {words}. " * 3),
            ):
                yield {
                    "conversation": name, "seq": seq, "id": UUID(int=number * 64 + seq).hex,
                    "sender": sender, "text": said, "details": {}, "at": at,
                    "client_id": f"{name}-{turn}" if sender == "patient" else None,
                }  # fmt: skip

    def _sent(self) -> Iterator[dict[str, Any]]:
        place = 0
        for number, name, by_text, turn, words, at in self._spoken():
            if not by_text:
                continue
            place += 1
            phone = self._phone(number)
            yield {
                "id": 100 + place, "channel": "sms", "recipient": phone,
                "recipient_index": blind_index(phone), "conversation": name,
                "reply": {"text": f"This is what we know of that: {words}."},
                "key": f"{name}:{turn}", "state": "sent", "due_at": at, "attempts": 1,
                "external_id": f"SM{place}", "delivery": "delivered", "created_at": at,
                "finished_at": at,
            }  # fmt: skip

    def _turns(self) -> Iterator[dict[str, Any]]:
        for place, (_, name, _, turn, words, at) in enumerate(self._spoken(), 1):
            events = f'[{{"event": "user", "text": "{words}", "message_id": "x-{place}"}}]'
            yield {
                "id": 100 + place, "conversation": name, "number": turn + 1, "at": at,
                "events": events, "state": '{"slots": {}}',
            }  # fmt: skip

    def _notes(self) -> Iterator[dict[str, Any]]:
        for place, (number, name, _) in enumerate(self._each(), 1):
            if number % 4 == 0:
                yield {
                    "id": 100 + place, "conversation": name, "key": f"bench:{number}",
                    "staff": STAFF[number % len(STAFF)], "kind": "note",
                    "text": "has called, will bring the letter", "at": self._ends(number),
                }  # fmt: skip

    def _alerted(self) -> Iterator[tuple[int, int, str]]:
        """Conversations about which something was to be done: a number, theirs, and their id."""
        chosen = ((number, name) for number, name, _ in self._each() if number % 4 == 1)
        for place, (number, name) in enumerate(chosen, 100):
            yield place, number, name

    def _tasks(self) -> Iterator[dict[str, Any]]:
        """All were acknowledged but those of the newest conversations."""
        for place, number, name in self._alerted():
            at, waits = self._ends(number), self._waits(number)
            alert, phone = place % 2 == 0, self._phone(number)
            yield {
                "id": place, "key": blind_index(f"bench:{place}", "task"),
                "kind": "safety_alert" if alert else "call_back", "tier": "E" if alert else None,
                "channel": "web", "conversation": name, "reach": phone,
                "reach_index": blind_index(phone), "name": self.names[number % len(self.names)],
                "detail": next(self.asked), "raised_at": at,
                "acknowledged_at": None if waits else at + timedelta(minutes=4),
                "acknowledged_by": None if waits else STAFF[number % len(STAFF)],
            }  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        for place, number, _ in self._alerted():
            for line in range(2):
                yield {
                    "id": 10 * place + line, "task": place, "occasion": line == 0, "tier": None,
                    "key": blind_index(f"bench:{place}:{line}", "task"),
                    "text": next(self.asked), "at": self._ends(number),
                }  # fmt: skip

    def _heard(self) -> Iterator[dict[str, Any]]:
        sign = Sign("saddle", "present", "numb", "gate", 1.0)
        written = attention.heard._written(Verdict("alarm", "E", "saddle", (sign,)), self.now)
        for place, number, name in self._alerted():
            yield {
                "message_id": f"web-bench-{place}", "conversation": name, "heard": written,
                "at": self._ends(number),
            }  # fmt: skip

    def _unanswered(self) -> Iterator[dict[str, Any]]:
        """The newest are still to be looked at."""
        reasons = itertools.cycle(("not_covered", "detail", "out_of_scope", "unclear"))
        for place in range(self.conversations // 2):
            at = self._began(2 * place)
            yield {
                "id": 100 + place, "key_hash": blind_index(f"bench:{place}", "unanswered"),
                "text": next(self.asked), "reason": next(reasons), "intent": "greet",
                "asked_at": at, "settled_at": None if self._waits(2 * place) else at,
            }  # fmt: skip

    def _incidents(self) -> Iterator[dict[str, Any]]:
        for place in range(self.conversations // 20):
            at = self._began(20 * place)
            yield {
                "id": 100 + place, "kind": "missed", "text": next(self.asked), "heard": None,
                "marked_at": at, "marked_by": STAFF[0],
                "settled_at": None if self._waits(20 * place) else at,
                "settled_by": None if self._waits(20 * place) else STAFF[0],
            }  # fmt: skip


def _names(dice: random.Random, count: int) -> Iterator[str]:
    """Names as unlike each other as people's are: some first names are many people's."""
    first = sorted({_word(dice, 2) for _ in range(150)})
    last = sorted({_word(dice, 3) for _ in range(1_200)})
    for _ in range(count):
        chosen = first[min(int(dice.expovariate(0.03)), len(first) - 1)]
        yield f"{chosen} {dice.choice(last)}"


def _word(dice: random.Random, syllables: int) -> str:
    parts = (dice.choice("bdfgklmnprstvw") + dice.choice("aeiou") for _ in range(syllables))
    return ("".join(parts) + dice.choice(("", "n", "s", "l"))).capitalize()
