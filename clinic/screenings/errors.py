"""What can go wrong with a screening, by name. Each error says what to do next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinic.screenings.models import Slot


class ScreeningError(Exception):
    """Something a patient or the staff asked for can't be done; nothing was changed."""


class SlotTaken(ScreeningError):
    """Somebody else has or holds this time. Offer `instead`.

    Attributes:
        instead: the next free times, the nearest to the wanted one first; may be empty.
    """

    def __init__(self, slot: Slot, instead: tuple[Slot, ...] = ()) -> None:
        self.slot, self.instead = slot, instead
        super().__init__(f"{slot.code} is taken; offer one of the {len(instead)} times instead")


class SlotNotOffered(ScreeningError):
    """The time is not one the clinic gives: outside its hours, too soon or too far ahead.

    Happens when the clinic's hours changed after the time was offered: offer free times again.
    """


class TooManyScreenings(ScreeningError):
    """So many screenings stand already for this number, or from this conversation, that a patient
    can book no other. Offer a person."""


class UnknownScreening(ScreeningError):
    """No screening under this reference and phone number. Says nothing about which is wrong."""


class TooManyGuesses(ScreeningError):
    """Too many wrong references or numbers; offer a person.

    Attributes:
        until: when the next look-up is possible.
    """

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"too many wrong look-ups; the next is possible at {until.isoformat()}")


class ScreeningOver(ScreeningError):
    """The screening has begun or is over; it can't be moved or called off any more."""


class ScreeningCancelled(ScreeningError):
    """The screening was called off; book a new one."""


class TooEarly(ScreeningError):
    """The screening has not begun: nobody has missed it, nor is it done."""


class OtherDay(ScreeningError):
    """The screening is on another day: nobody comes to it today."""


class KeyReused(ScreeningError):
    """An idempotency key came back with another change: the caller must make a new key."""


class BadName(ScreeningError, ValueError):
    """What was given is not a name of 1 to 80 letters; ask again."""


class BadPhone(ScreeningError, ValueError):
    """What was given holds no phone number that can exist; ask again."""


class ChangedMeanwhile(ScreeningError):
    """The same change is being made by another process: undo the unit of work and try again."""
