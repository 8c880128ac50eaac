"""Screenings: free times, booking, moving, calling off, reminders and the waiting list.

    screenings = Screenings(get_database())            # facts from content/clinic.yml
    offer = screenings.offer(wish, holder=conversation)            # .kind, .slots
    screenings.hold(offer.slots[0], conversation)      # kept for ten minutes; SlotTaken
    patient = Patient("Ana Diaz", read_phone("it's 414-555-0142"))         # BadName, BadPhone
    booked = screenings.book(slot, Booking(patient, key=message_id, channel=..., conversation=...))
    screenings.move(booked.reference, other_slot, key=...)
    screenings.cancel(booked.reference, key=...)
    screenings.find(reference, phone, guesser=conversation)       # UnknownScreening
    screenings.upcoming_for_phone(phone)               # SMS: the sender's own number serves
    times.say(slot, clinic)                            # "Tuesday, December 1 at 2:30 PM (…)"

A slot travels through conversations as its `code` ("alex@20261201T2030Z"), read back by
`Screenings.slot(code)`. Keys make every change happen once: use the id of the message, or of the
click, that asked for it. A constraint in the database, not a check in code, keeps two people
from one time; `SlotTaken.instead` has the next free times for who came second.
"""

from clinic.screenings import times, web_links
from clinic.screenings.errors import (
    BadName,
    BadPhone,
    ChangedMeanwhile,
    KeyReused,
    ScreeningCancelled,
    ScreeningError,
    ScreeningOver,
    SlotNotOffered,
    SlotTaken,
    TooManyGuesses,
    TooManyScreenings,
    UnknownScreening,
)
from clinic.screenings.models import (
    Actor,
    Booking,
    Change,
    Hold,
    Offer,
    Patient,
    Screening,
    Slot,
    Waiting,
)
from clinic.screenings.phones import read_phone
from clinic.screenings.references import read_reference
from clinic.screenings.service import Screenings

__all__ = [
    "Actor",
    "BadName",
    "BadPhone",
    "Booking",
    "Change",
    "ChangedMeanwhile",
    "Hold",
    "KeyReused",
    "Offer",
    "Patient",
    "Screening",
    "ScreeningCancelled",
    "ScreeningError",
    "ScreeningOver",
    "Screenings",
    "Slot",
    "SlotNotOffered",
    "SlotTaken",
    "TooManyGuesses",
    "TooManyScreenings",
    "UnknownScreening",
    "Waiting",
    "read_phone",
    "read_reference",
    "times",
    "web_links",
]
