"""One turn in the making: the state as it changes, what was read, and what is said so far."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import Any

from clinic.attention import Person
from clinic.content import TOPIC_IDS, Content, topic_intent
from clinic.content.facts import ClinicFacts
from clinic.content.topics import LABEL_CHARACTERS
from clinic.dialogue import wishes
from clinic.dialogue.acts import Act
from clinic.dialogue.services import Services
from clinic.dialogue.state import Frame, State
from clinic.reading.context import Asked, Flow, Option
from clinic.reading.read import Read
from clinic.reading.when.wish import Wish
from clinic.screenings import times

# Replies are counted so that their words change; older ones than these may begin anew.
REMEMBERED_REPLIES = 24
DIGEST = 8
# Asked so often before, a question is not answered in the same words once more.
ASKED_OFTEN = 2
_NAMES = re.compile(r"\{(\w+)\}")


class Turn:
    """What the steps of one turn share.

    Attributes:
        state: as it is now; every step may change it.
        read: what the message says.
        services: the world outside.
        acts: what is said so far.
        changed: fields of what was known before that this message corrects.
        given: fields this message gives.
        answered: something was answered that is no part of what is under way.
        done: nothing more is to be said.
        another: what was said with the last yes of a further visit, for somebody else; it begins
            once the first is booked.
    """

    def __init__(self, state: State, read: Read, services: Services) -> None:
        self.before, self.state, self.read, self.services = state, state, read, services
        self.acts: list[Act] = []
        self.changed: list[str] = []
        self.given: set[str] = set()
        self.answered = False
        self.done = False
        self.another: Read | None = None

    # --- what is known

    @property
    def content(self) -> Content:
        return self.services.content

    @property
    def clinic(self) -> ClinicFacts:
        return self.content.clinic

    @property
    def now(self) -> datetime:
        return self.services.now()

    @property
    def frame(self) -> Frame | None:
        return self.state.frame

    @property
    def flow(self) -> Flow | None:
        return self.state.flow

    @property
    def wish(self) -> Wish | None:
        return wishes.from_json(self.state.wish)

    @property
    def may_offer(self) -> bool:
        """Whether a screening may be offered: not after an alarm or a no, inside a flow, or where
        one stands."""
        state = self.state
        elsewhere = state.alarm or state.offer_declined or state.stack or state.sign
        return not (elsewhere or state.stands)

    @property
    def asked_often(self) -> bool:
        """Whether the same is asked for the third time running: its answer is no help."""
        return self.state.asked_before >= ASKED_OFTEN

    @property
    def person(self) -> Person:
        """Who can be reached, and how, as far as it was said."""
        state = self.state
        return Person(state.name, state.phone or state.visit_phone or self.services.senders_phone)

    @property
    def brief(self) -> bool:
        return self.services.brief

    # --- changing it

    def set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def set_frame(self, **changes: Any) -> None:
        self.state = self.state.with_frame(**changes)

    def push(self, flow: Flow, **answers: Any) -> None:
        self.set(stack=(*self.state.stack, Frame(flow, **answers)), tries=0)

    def pop(self) -> None:
        self.set(stack=self.state.stack[:-1], asked=None, tries=0)

    def asks(self, asked: Asked | None) -> None:
        self.set(asked=asked)

    # --- saying

    def say(
        self,
        reply: str,
        *options: Option,
        custom: dict[str, Any] | None = None,
        **values: Any,
    ) -> None:
        """Says a reply of content/replies.yml in words that were not said just before."""
        known = {**self._facts(), **values}
        wordings = self.content.replies[reply].on(self.services.channel)
        if known.get("when"):  # the day and time stand in every question that follows them
            wordings = tuple(item for item in wordings if "{when}" in item) or wordings
        filled = [text for text in (_filled(wording, known) for wording in wordings) if text]
        # Better words with a gap than none, where somebody has left out the one without names.
        filled = filled or [wordings[0].format_map(defaultdict(str, known))]
        count = self.state.said.get(reply, 0)
        text = filled[count % len(filled)]
        if digest(text) in self.before.last:
            fresh = (item for item in filled if digest(item) not in self.before.last)
            text = next(fresh, text)
        said = {name: times for name, times in self.state.said.items() if name != reply}
        said = dict(list(said.items())[-REMEMBERED_REPLIES + 1 :])
        self.set(said={**said, reply: filled.index(text) + 1})
        self.acts.append(Act(reply, text, options, custom or {}))

    def words(self, reply: str, **values: Any) -> str:
        """A reply's first wording, to stand beside something else that is said."""
        return self.content.replies[reply].on(self.services.channel)[0].format(**values)

    def say_fixed(
        self, reply: str, text: str, *options: Option, custom: dict[str, Any] | None = None
    ) -> None:
        """Says words that stay the same: an alarm's or the article's."""
        self.acts.append(Act(reply, text, options, custom or {}, fixed=True))

    def offer_under_last(self, *options: Option) -> None:
        """Puts choices under what was said last, unless it has some."""
        if self.acts and not self.acts[-1].options:
            self.acts[-1] = replace(self.acts[-1], options=options)

    # --- what can be chosen

    def button(self, name: str) -> Option:
        return Option(name, self.content.buttons[name])

    def topic(self, topic: str) -> Option:
        return Option(f"topic:{topic}", self.content.topics[topic].label)

    def button_of(self, intent: str) -> Option | None:
        """The button that asks for what an intent asks for; None where there is none."""
        topic = next((item for item in TOPIC_IDS if topic_intent(item) == intent), None)
        if topic:
            return self.topic(topic)
        named = {"book_screening": "book", "talk_to_person": "person"}
        if intent in named:
            return self.button(named[intent])
        fact = f"thing_{intent.removeprefix('fact_')}"
        # A fact of no name would be a button that says "That".
        named_fact = intent.startswith("fact_") and intent != "fact_other"
        if named_fact and fact in self.content.replies:
            label = self.content.replies[fact].texts[0]
            if len(label) <= LABEL_CHARACTERS:
                return Option(f"intent:{intent}", label[:1].upper() + label[1:])
        return None

    def ways_on(self) -> tuple[Option, ...]:
        """A screening if it may be offered, and a person; nothing while something is asked."""
        if self.state.stack:
            return ()
        book = (self.button("book"),) if self.may_offer else ()
        return (*book, self.button("person"))

    # --- words

    def when(self, at: Any) -> str:
        """A time in words, with its zone."""
        return times.say(at, self.clinic)

    def _facts(self) -> dict[str, Any]:
        """What any reply may speak of."""
        clinic = self.clinic
        return {
            "clinic": clinic.name,
            "clinic_phone": clinic.phone_shown,
            "zone_label": clinic.zone_label,
            "days": clinic.screening.ahead_days,
            "notice": clinic.screening.notice_hours,
            "minutes": clinic.screening.length_minutes,
        }


def digest(text: str) -> str:
    """A short digest of words, to know them again without keeping them."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]


def _filled(wording: str, values: dict[str, Any]) -> str | None:
    """A wording filled in; None when it speaks of something that is not known."""
    if any(not values.get(name) for name in _NAMES.findall(wording)):
        return None
    return wording.format_map(values)
