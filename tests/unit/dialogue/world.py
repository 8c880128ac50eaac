"""A small clinic in memory, and conversations held with hand-made Reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from clinic.attention import Person
from clinic.content import Content, load_content
from clinic.dialogue import Act, State, respond
from clinic.reading.context import Option
from clinic.reading.read import (
    Correction,
    Field,
    Named,
    Phone,
    Read,
    TimeSaid,
    Wish,
)
from clinic.reading.safety.verdict import HeardBy, Sign, Status, Tier, Verdict
from clinic.reading.when import read_wish
from clinic.screenings import (
    Offer,
    Screening,
    Slot,
    SlotNotOffered,
    SlotTaken,
    TooManyGuesses,
    UnknownScreening,
    Waiting,
)
from clinic.screenings.availability import choose, near_to
from clinic.screenings.hours import bookable, slots_between
from clinic.screenings.models import read_code
from clinic.settings import ROOT
from clinic.ways import way

# A Monday, ten in the morning by the clinic's clock.
MONDAY = datetime(2026, 11, 30, 16, 0, tzinfo=timezone.utc)
ALARMS = {
    "E": "Call 911 now.",
    "C": "Call or text 988 now.",
    "U": "See a doctor today.",
}


@lru_cache(maxsize=1)
def content() -> Content:
    return load_content(ROOT / "content")


@dataclass
class World:
    """The dialogue's services, in memory.

    Attributes:
        booked: screenings by reference.
        holds: what this conversation holds: code, and until when.
        tasks, alerts, unanswered: what reached the staff.
        said: of visits that stay as they are: reference, what, and the words.
        taken: codes that somebody else has.
        elsewhere: alarms that were answered without the dialogue, and when.
    """

    at: datetime = MONDAY
    channel: str = "web"
    senders_phone: str | None = None
    booked: dict[str, Screening] = field(default_factory=dict)
    hold_: tuple[str, datetime] | None = None
    taken: set[str] = field(default_factory=set)
    tasks: list[tuple[str, str, str | None]] = field(default_factory=list)
    alerts: list[tuple[str, str, str | None]] = field(default_factory=list)
    unanswered: list[tuple[str, str]] = field(default_factory=list)
    waiting_list: list[tuple[str, str, str]] = field(default_factory=list)
    heard: list[Verdict] = field(default_factory=list)
    noted: list[Person] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    said: list[tuple[str, str, str]] = field(default_factory=list)
    elsewhere: list[tuple[tuple[Tier, str | None], datetime]] = field(default_factory=list)
    guesses: int = 0
    content: Content = field(default_factory=content)

    def __post_init__(self) -> None:
        self.brief = way(self.channel).brief

    def now(self) -> datetime:
        return self.at

    def close(self, day: date) -> None:
        """The clinic's file names a day more on which it is closed."""
        clinic = self.content.clinic
        closed = clinic.copy(update={"closures": (*clinic.closures, (day, day))})
        self.content = replace(self.content, clinic=closed)

    def alarm_words(self, tier: str, group: str | None, language: str = "en") -> str:
        return ALARMS[tier]

    def alarms_elsewhere(self, since: datetime) -> list[tuple[Tier, str | None]]:
        return [one for one, at in self.elsewhere if at > since]

    def done(self) -> Screening | None:
        return None

    def alarm_reminder(self, tier: str, language: str = "en") -> str:
        return f"First: {ALARMS[tier]}"

    def sign_question(self, group: str | None, language: str = "en") -> str:
        return f"Is it so now: {group}?"

    def help_is_coming(self, tier: str, language: str = "en") -> str:
        return "Good that they are on their way."

    def withdrawn(self, tier: str, language: str = "en") -> str:
        return "Thank you for telling me that."

    def sign_denied(self, tier: str, language: str = "en") -> str:
        return {"C": "You can call 988 any time."}.get(tier, "Thank you for telling me.")

    def safety_line(self, language: str = "en") -> str:
        return "In rare cases it can be more."

    def checklist(self) -> tuple[str, ...]:
        return ("Trouble peeing", "Numb between the legs")

    def _free(self, therapist: str | None = None) -> list[Slot]:
        clinic = self.content.clinic
        first, last = bookable(clinic, self.at)
        gone = {item.slot.code for item in self.booked.values() if item.state == "booked"}
        free: dict[datetime, Slot] = {}
        for slot in slots_between(clinic, first, last):
            if therapist not in (None, slot.therapist) or slot.code in gone | self.taken:
                continue
            free.setdefault(slot.starts_at, slot)
        return list(free.values())

    def offer(
        self,
        wish: Any,
        *,
        therapist: str | None = None,
        refused: frozenset[str] = frozenset(),
        besides: datetime | None = None,
    ) -> Offer:
        free = [
            slot
            for slot in self._free(therapist)
            if slot.code not in refused and slot.starts_at != besides
        ]
        return choose(free, wish, self.content.clinic, 3)

    def slot(self, code: str) -> Slot:
        therapist, start = read_code(code)
        for slot in slots_between(self.content.clinic, start, start):
            if slot.therapist == therapist:
                return slot
        raise SlotNotOffered(code)

    def hold(self, code: str, only: bool = False) -> Slot:
        slot = self.slot(code)
        if slot not in self._free() and code not in [free.code for free in self._free()]:
            raise SlotTaken(slot, near_to(slot, self._free(), 3))
        self.hold_ = code, self.at + timedelta(minutes=self.content.clinic.screening.hold_minutes)
        return slot

    def held(self) -> str | None:
        return self.hold_[0] if self.hold_ and self.hold_[1] > self.at else None

    def release(self) -> None:
        self.hold_ = None

    def book(self, code: str, name: str, phone: str) -> Screening:
        slot = self.slot(code)
        if code in self.taken:
            raise SlotTaken(slot, near_to(slot, self._free(), 3))
        screening = Screening(
            id=len(self.booked) + 1,
            reference=f"K7M2Q{len(self.booked) + 2}",
            uid="",
            sequence=0,
            therapist=slot.therapist,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone="America/Chicago",
            name=name,
            phone=phone,
            channel=self.channel,
            conversation="here",
            state="booked",
            changed_at=self.at,
        )
        self.booked[screening.reference] = screening
        self.hold_ = None
        return screening

    def move(self, reference: str, code: str) -> Screening:
        slot = self.slot(code)
        if code in self.taken:
            raise SlotTaken(slot, near_to(slot, self._free(), 3))
        self.booked[reference] = replace(
            self.booked[reference], starts_at=slot.starts_at, ends_at=slot.ends_at
        )
        return self.booked[reference]

    def cancel(self, reference: str) -> Screening:
        self.booked[reference] = replace(self.booked[reference], state="cancelled")
        return self.booked[reference]

    def find(self, reference: str, phone: str) -> Screening:
        found = self.booked.get(reference)
        if self.guesses >= 5:
            raise TooManyGuesses(self.at)
        if found is None or found.phone != phone:
            self.guesses += 1
            raise UnknownScreening(reference)
        return found

    def get(self, reference: str) -> Screening:
        if reference not in self.booked:
            raise UnknownScreening(reference)
        return self.booked[reference]

    def confirm_visit(self, reference: str) -> None:
        self.said.append((reference, "confirmed", ""))

    def running_late(self, reference: str, note: str) -> None:
        self.said.append((reference, "late", note))

    def upcoming(self, phone: str, begun: bool = False) -> list[Screening]:
        return [
            item
            for item in self.booked.values()
            if item.phone == phone
            and item.state == "booked"
            and (item.ends_at if begun else item.starts_at) > self.at
        ]

    def booked_here(self, reference: str, phone: str) -> bool:
        return any(
            item.reference == reference and item.conversation == "here"
            for item in self.upcoming(phone)
        )

    def waiting(self) -> Waiting | None:
        return None

    def join_waiting_list(self, name: str, phone: str, wish: str) -> None:
        self.waiting_list.append((name, phone, wish))

    def leave_waiting_list(self, phone: str) -> bool:
        return False

    def calendar_link(self, reference: str) -> str:
        return f"https://clinic.example/s/{reference}.ics"

    def alert(self, tier: str, detail: str, person: Person) -> None:
        self.alerts.append((tier, detail, person.phone))

    def note_after_alarm(self, person: Person) -> None:
        self.noted.append(person)

    def task(self, kind: str, detail: str, person: Person) -> None:
        self.tasks.append((kind, detail, person.phone))

    def note_heard(self, verdict: Verdict) -> None:
        self.heard.append(verdict)

    def keep_rephrased(self, question: str, intent: str, now: str | None) -> None:
        if intent == now:
            self.unanswered.append(("rephrased", intent))

    def keep_unanswered(self, reason: str, intent: str) -> None:
        self.unanswered.append((reason, intent))

    def unlink(self, reference: str) -> None:
        self.unlinked.append(reference)


class Talk:
    """One conversation: `say(read)` returns the words of the replies."""

    def __init__(self, world: World | None = None, state: State | None = None) -> None:
        self.world, self.state = world or World(), state or State()
        self.acts: tuple[Act, ...] = ()

    def say(self, *parts: Any, **fields: Any) -> str:
        """Says a Read, or one made of wishes, a stance and what it gives (see `read`)."""
        message = parts[0] if parts and isinstance(parts[0], Read) else read(*parts, **fields)
        # Through JSON, as it goes through the slot.
        self.state, self.acts = respond(State.from_json(self.state.as_json()), message, self.world)
        return self.words

    def press(self, key: str) -> str:
        keys = [option.key for option in self.state.options]
        key = next(item for item in keys if item == key or item.startswith(key))
        return self.say(Read(choice=key))

    @property
    def words(self) -> str:
        return "\n".join(act.text for act in self.acts)

    @property
    def replies(self) -> list[str]:
        return [act.reply for act in self.acts]

    @property
    def options(self) -> tuple[Option, ...]:
        return self.state.options


def read(
    *intents: str,
    name: str | None = None,
    caller: str | None = None,
    phone: str | None = None,
    time: str | None = None,
    adds: bool = False,
    takes_back: bool = False,
    therapist: str | None = None,
    slots: Iterable[Slot] = (),
    wrong: Iterable[Field] = (),
    subject: str | None = None,
    **fields: Any,
) -> Read:
    """A Read made by hand; `time` is read as the reading reads it."""
    said = None
    if time is not None or therapist is not None:
        clinic = content().clinic
        reading = (
            read_wish(time, MONDAY, clinic.tz, clinic.screening.ahead_days, offered=list(slots))
            if time
            else None
        )
        said = TimeSaid(reading, adds=adds, takes_back=takes_back, therapist=therapist)
    names = [Named(name)] if name else []
    names += [Named(caller, "caller")] if caller else []
    return Read(
        wishes=tuple(Wish(intent, subject=subject) for intent in intents),
        names=tuple(names),
        phones=(Phone(phone),) if phone else (),
        time=said,
        corrections=tuple(Correction(item, given=False) for item in wrong),
        quote=fields.pop("quote", "their words"),
        **fields,
    )


def alarm(
    tier: Tier = "E",
    group: str = "bladder",
    *intents: str,
    signs: Iterable[tuple[str, Status, HeardBy]] = (),
    **fields: Any,
) -> Read:
    """A message with a sign in it; `signs` are those that were heard: group, status, by which."""
    heard = tuple(Sign(one, how, "their words", by, 0.9) for one, how, by in signs)
    return read(*intents, safety=Verdict("alarm", tier, group, heard), **fields)


def doubt(tier: Tier = "E", group: str = "bladder", *intents: str, **fields: Any) -> Read:
    """A message in which a sign may be meant."""
    return read(*intents, safety=Verdict("ask", tier, group), **fields)
