"""What a screening is made of: values that never change. All times are aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Literal, get_args

from clinic.screenings.names import check_name
from clinic.screenings.phones import read_phone

State = Literal["booked", "cancelled"]
# The last three change nothing: the patient said so, or was asked to choose another time.
ChangeKind = Literal["booked", "moved", "cancelled", "confirmed", "late", "offered"]
# "late": not here yet, and awaited.
Attendance = Literal["arrived", "late", "done", "no_show"]
ATTENDANCES: tuple[Attendance, ...] = get_args(Attendance)
ActorKind = Literal["patient", "staff", "system"]
OfferKind = Literal["all", "exact", "matching", "nearest", "none"]

_CODE_FORMAT = "%Y%m%dT%H%MZ"


@dataclass(frozen=True, order=True)
class Slot:
    """A time at which one therapist can give a screening.

    Attributes:
        starts_at: when the patient comes.
        therapist: the therapist's id.
        ends_at: when the patient goes; the buffer after it is not part of it.
    """

    starts_at: datetime
    therapist: str
    ends_at: datetime = field(compare=False)

    @property
    def code(self) -> str:
        """A short name for buttons and slots, such as `alex@20261201T2030Z`.

        `Screenings.slot(code)` reads it back.
        """
        return f"{self.therapist}@{self.starts_at.astimezone(timezone.utc):{_CODE_FORMAT}}"


def read_code(code: str) -> tuple[str, datetime]:
    """The therapist and the start a slot's code names.

    Raises:
        ValueError: it is not such a code.
    """
    therapist, found, start = code.partition("@")
    if not found or not therapist:
        raise ValueError(f"{code!r} is not a slot's code")
    return therapist, datetime.strptime(start, _CODE_FORMAT).replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class Actor:
    """Who asks for a change.

    Attributes:
        kind: patient, staff or system.
        name: the staff member's account, or the channel a patient used; never a patient's name.
    """

    kind: ActorKind
    name: str = ""


@dataclass(frozen=True)
class Patient:
    """Who a screening is for: valid, or not made at all.

    Attributes:
        name: 2 to 80 letters, see `names.check_name`.
        phone: as `phones.read_phone` returns it: E.164.

    Raises:
        BadName, BadPhone: ask again; nothing was stored.
    """

    name: str
    phone: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", check_name(self.name))
        object.__setattr__(self, "phone", read_phone(self.phone))


# A patient who changes something in their own conversation.
PATIENT = Actor("patient")


@dataclass(frozen=True)
class Deed:
    """One change of a screening, as it is asked for.

    Attributes:
        key: names the wish, such as the id of the message that confirmed it; what has been done
            under it is not done again.
        at: when.
        actor: who asks for it.
        holder: whose hold on a time ends with it.
        note: what was said, where only that is noted.
    """

    key: str
    at: datetime
    actor: Actor = PATIENT
    holder: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Booking:
    """A wish to book a time.

    Attributes:
        patient: for whom.
        key: names the wish, such as the id of the message that confirmed it.
        channel: where the patient is told things (see `contact.tell`).
        conversation: where it was booked.
        holder: who held the time; None: the conversation.
        actor: who asks for it.
    """

    patient: Patient
    key: str
    channel: str
    conversation: str | None = None
    holder: str | None = None
    actor: Actor = PATIENT

    def deed(self, at: datetime) -> Deed:
        """What is done at a moment."""
        return Deed(self.key, at, self.actor, self.holder or self.conversation)


@dataclass(frozen=True)
class Screening:
    """A screening as it stands now.

    Attributes:
        id: its number in the database.
        reference: the code the patient gets, such as `K7M2QX`.
        uid: the calendar event's id; a moved screening keeps it.
        sequence: how often it was changed; the calendar event's SEQUENCE.
        therapist, starts_at, ends_at: when it is, and with whom.
        zone: the clinic's IANA zone when it was booked or last moved.
        name, phone: the patient's.
        channel, conversation: where it was booked.
        state: booked, or cancelled.
        changed_at: when it was booked or last changed.
        attendance: what became of it, as the staff saw; None until they say.
    """

    id: int
    reference: str
    uid: str
    sequence: int
    therapist: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    name: str
    phone: str
    channel: str
    conversation: str | None
    state: State
    changed_at: datetime
    attendance: Attendance | None = None

    @property
    def slot(self) -> Slot:
        """The time it takes."""
        return Slot(self.starts_at, self.therapist, self.ends_at)


@dataclass(frozen=True)
class Change:
    """One line of a screening's history, never altered once written.

    Attributes:
        what: booked, moved or cancelled; confirmed or late, when the patient said that they will
            be there, or be late; offered, when they were asked to choose another time.
        at: when it was done.
        actor: by whom.
        before, after: the time it stood at, and the time it stands at since; None where none.
        note: the patient's words on it.
    """

    what: ChangeKind
    at: datetime
    actor: Actor
    before: Slot | None
    after: Slot | None
    note: str | None = None


@dataclass(frozen=True)
class Hold:
    """A time kept for somebody who has not decided yet.

    Attributes:
        slot: the time.
        holder: for whom: a conversation's id, or the waiting list's entry.
        expires_at: until when.
    """

    slot: Slot
    holder: str
    expires_at: datetime


@dataclass(frozen=True)
class Offer:
    """Free times to choose from.

    Attributes:
        kind: what they are. `all`: the patient wished for nothing in particular. `exact`: the
            first is the very time that was wished for. `matching`: they fit the wish.
            `nearest`: nothing fits, these are the nearest. `none`: nothing is free at all;
            offer the waiting list.
        slots: the times in order, none twice.
    """

    kind: OfferKind
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Waiting:
    """An entry of the waiting list.

    Attributes:
        id: its number.
        name, phone: whom to tell.
        channel, conversation: how to reach them besides.
        wish: the words of what they wished for; empty: any time.
        since: since when they wait.
        offered: the time offered to them now, None when none is.
        offer_until: when that offer ends.
        state: waiting, offered, booked, gone (left or run out).
    """

    id: int
    name: str
    phone: str
    channel: str
    conversation: str | None
    wish: str
    since: datetime
    offered: Slot | None
    offer_until: datetime | None
    state: Literal["waiting", "offered", "booked", "gone"]
