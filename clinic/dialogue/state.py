"""What is remembered between two messages: small, frozen, and plain JSON in one slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any

from clinic.languages import ENGLISH
from clinic.reading.context import Asked, Flow, Option
from clinic.reading.safety.verdict import Tier

Json = dict[str, Any]

# What reading needs of the state to understand the next message (`clinic.reading.context`).
CONTEXT = (
    "asked", "flow", "options", "slot_codes", "stands", "topic", "fact", "alarm", "booked",
    "declined", "name", "phone", "called_back", "called_off", "language", "lately",
)  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """A flow that is under way: its own answers, apart from those about the person.

    Attributes:
        flow: which.
        slot: code of the time that was chosen and is held.
        chosen_before: code of the time that was chosen before those on offer were asked for.
        offered: codes of the times on offer.
        shown: codes that were offered before and not taken: they are not offered again.
        kind: how the times on offer fit what was wished for (`Offer.kind`), or why they don't.
        waiting: no time is free, and the patient wants to be told when one is.
        free_of_signs: the check before a booking was answered with "none".
        confirmed: the last yes was said.
        reference, visit_phone: of the visit that is looked for, as the patient gave them.
        visit: reference of the visit that was found.
        refused: what the patient will not give.
        phone: the number to call back, where it is not the patient's own.
    """

    flow: Flow
    slot: str | None = None
    chosen_before: str | None = None
    offered: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    kind: str = ""
    waiting: bool = False
    free_of_signs: bool = False
    confirmed: bool = False
    reference: str | None = None
    visit_phone: str | None = None
    visit: str | None = None
    refused: tuple[str, ...] = ()
    phone: str | None = None


@dataclass(frozen=True)
class State:
    """The state of one conversation.

    Attributes:
        asked: what waits for an answer.
        options: what is on offer, in the order shown.
        topic, fact: answered last.
        booked: a visit was booked, moved or shown in the last reply.
        declined: the last reply was that it can't be answered.
        stack: flows under way, the present one last; those before it were interrupted.
        name, phone: the patient's.
        caller, relation: who writes for somebody else, and what the patient is to them.
        call_when: when (not) to call, in words.
        wish: limits and wishes for the time, as `wishes.as_json` writes them.
        therapist: id of the one who is wished for.
        reference, visit_phone: of the visit booked or looked up in this conversation.
        stands: code of the time of that visit.
        called_back: a call back was noted for the staff: what is said of it later reaches them.
        called_off: reference of the visit that was called off in this conversation.
        dropped: code of the time of a booking that ended because something was not told.
        stopped: code of the time of a booking that the patient stopped ("": none was chosen yet):
            "actually yes" takes it up.
        told_booked: a booking that stands was mentioned before another one is made.
        told: topics answered so far.
        answers_since_offer: answers given since a screening was offered; None: never offered.
        offer_declined: the screening was offered and declined.
        tries: answers to what is asked that could not be read, one after the other.
        clarified: messages not understood, one after the other.
        said: how often each reply was said, so that its words change.
        last: digest of each text of the last turn, which are not said again at once.
        alarm, alarm_group: tier and sign of the alarm in force.
        under: tier and sign of a less grave alarm that is in force as well: the graver one taken
            back, it stands.
        unbooked: the alarm ended a booking, and that was not said yet.
        interrupted: the flows that the alarm ended: they go on when it is taken back.
        reminded: the alarm's short line was said since.
        denied: its sign was denied since, and asked about once more.
        help_comes: that help is on its way was heard, and answered.
        sign: the sign that is asked about.
        sign_wish: what the message it was heard in wished for, an intent and its subject; "stop"
            for the stance: denied, that is done.
        signs_asked: signs that were asked about before.
        question: words and intent of the last message, when it was a question that was answered.
        asked_of: what the last message asked: intent and subject.
        asked_before: how often that was asked already, one time after the other.
        at: when the last message came, seconds since the epoch.
        language: that the conversation is held in.
        lately: words of the last messages since an alarm or a question about a sign, each with
            when it came, in seconds since the epoch.
    """

    asked: Asked | None = None
    options: tuple[Option, ...] = ()
    topic: str | None = None
    fact: str | None = None
    booked: bool = False
    declined: bool = False
    stack: tuple[Frame, ...] = ()
    name: str | None = None
    phone: str | None = None
    caller: str | None = None
    relation: str | None = None
    call_when: str | None = None
    wish: Json | None = None
    therapist: str | None = None
    reference: str | None = None
    visit_phone: str | None = None
    stands: str | None = None
    called_back: bool = False
    called_off: str | None = None
    dropped: str | None = None
    stopped: str | None = None
    told_booked: bool = False
    told: tuple[str, ...] = ()
    answers_since_offer: int | None = None
    offer_declined: bool = False
    tries: int = 0
    clarified: int = 0
    said: Mapping[str, int] = field(default_factory=dict)
    last: tuple[str, ...] = ()
    alarm: Tier | None = None
    alarm_group: str | None = None
    under: tuple[Tier, str | None] | None = None
    unbooked: bool = False
    interrupted: tuple[Frame, ...] = ()
    reminded: bool = False
    denied: bool = False
    help_comes: bool = False
    sign: str | None = None
    sign_wish: tuple[str, str | None] | None = None
    signs_asked: tuple[str, ...] = ()
    question: tuple[str, str] | None = None
    asked_of: str | None = None
    asked_before: int = 0
    at: float | None = None
    language: str = ENGLISH
    lately: tuple[tuple[str, float], ...] = ()

    @property
    def frame(self) -> Frame | None:
        """The present flow's answers; None when none is under way."""
        return self.stack[-1] if self.stack else None

    @property
    def flow(self) -> Flow | None:
        """The flow that is under way."""
        return self.frame.flow if self.frame else None

    def with_frame(self, **changes: Any) -> State:
        """The state with changes to the present flow's answers; unchanged when there is none."""
        if not self.stack:
            return self
        return replace(self, stack=(*self.stack[:-1], replace(self.stack[-1], **changes)))

    def as_json(self) -> Json:
        """The state as the slot `dialogue` holds it; what has its first value is left out."""
        written = _written(self)
        known = {"flow": self.flow, "slot_codes": list(self._slot_codes())}
        context = {**written, **{name: value for name, value in known.items() if value}}
        return {
            "context": {name: context[name] for name in CONTEXT if name in context},
            **{name: value for name, value in written.items() if name not in CONTEXT},
        }

    @classmethod
    def from_json(cls, data: Any) -> State:
        """Reads `as_json` back. What is unknown is left out, so that a state of an older release
        is taken over as far as it goes."""
        if not isinstance(data, dict):
            return cls()
        flat = {**data, **(data.get("context") or {})}
        values = {item.name: flat[item.name] for item in fields(cls) if item.name in flat}
        options = values.get("options") or ()
        values["options"] = tuple(Option(item["key"], item["label"]) for item in options)
        for name in ("stack", "interrupted"):
            values[name] = tuple(_frame(item) for item in values.get(name) or ())
        for name in ("question", "sign_wish", "under"):
            if values.get(name):
                values[name] = tuple(values[name])
        values["lately"] = tuple((words, at) for words, at in values.get("lately") or ())
        for name in ("told", "last", "signs_asked"):
            values[name] = tuple(values.get(name) or ())
        return cls(**values)

    def _slot_codes(self) -> tuple[str, ...]:
        """The times that "later" is later than: those on offer, or the one that is chosen."""
        frame = self.frame
        if frame is None or frame.flow not in ("book", "move"):
            return ()
        return frame.offered or ((frame.slot,) if frame.slot else ())


def _frame(data: Json) -> Frame:
    known = {item.name for item in fields(Frame)}
    values = {name: value for name, value in data.items() if name in known}
    for name in ("offered", "shown", "refused"):
        values[name] = tuple(values.get(name) or ())
    return Frame(**values)


def _written(value: Any) -> Json:
    """A dataclass as JSON, without what has its first value."""
    written: Json = {}
    for item in fields(value):
        held = getattr(value, item.name)
        first = item.default_factory() if item.default_factory is not MISSING else item.default
        if held != first:
            written[item.name] = _plain(held)
    return written


def _plain(held: Any) -> Any:
    if isinstance(held, Option):
        return {"key": held.key, "label": held.label}
    if isinstance(held, Frame):
        return _written(held)
    if isinstance(held, tuple):
        return [_plain(item) for item in held]
    return dict(held) if isinstance(held, Mapping) else held
