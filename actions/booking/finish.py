"""Writes a confirmed booking down, and gives the patient what they need to come."""

from __future__ import annotations

import logging

from rasa_sdk.events import FollowupAction, SlotSet

from actions.booking.times import as_offered, slot_of
from actions.cards import screening_card
from actions.forms import end_of_form
from actions.services import reminder_channel, screenings
from actions.turn import Events, Turn, TurnAction
from clinic.screenings import (
    Offer,
    Patient,
    Screening,
    ScreeningError,
    SlotTaken,
    TooManyScreenings,
    times,
)
from clinic.screenings.notices import too_many_screenings

logger = logging.getLogger(__name__)

CLEARED = ("screening_time", "times_offered", "red_flags_checked", "screening_confirmed")


class ActionFinishBooking(TurnAction):
    """Books the held time for the patient; when it was lost after all, offers the next."""

    action = "action_finish_booking"

    def respond(self, turn: Turn) -> Events:
        cleared = [SlotSet(slot, None) for slot in CLEARED]
        if not turn.slot("screening_confirmed"):
            # Stopped, put on the waiting list, or an emergency: all was said already.
            return cleared
        try:
            screening = screenings().book(
                slot_of(turn.slot("screening_time")),
                Patient(turn.slot("patient_name"), turn.slot("patient_phone")),
                key=f"book:{turn.conversation}:{turn.message_id}",
                channel=reminder_channel(turn),
                conversation=turn.conversation,
            )
        except SlotTaken as taken:
            return [
                SlotSet("screening_time", None),
                SlotSet("screening_confirmed", None),
                SlotSet("times_offered", as_offered(Offer("all", taken.instead), "")),
                SlotSet("problem", "taken"),
                FollowupAction("screening_form"),
            ]
        except TooManyScreenings:
            said = too_many_screenings(turn.content.clinic)
            turn.say_content(said, {"kind": "notice"}, [turn.button("person")])
            return [*cleared, *end_of_form()]
        except ScreeningError:
            logger.exception("A confirmed screening could not be booked")
            turn.say("utter_booking_failed", [turn.button("person")])
            return [*cleared, *end_of_form()]
        say_booked(turn, screening)
        return [
            *cleared,
            SlotSet("visit_reference", screening.reference),
            SlotSet("visit_phone", screening.phone),
        ]


def say_booked(turn: Turn, screening: Screening) -> None:
    """The time with its zone, the therapist, the place, the reference, what to bring."""
    clinic = turn.content.clinic
    turn.say(
        "utter_booked" if clinic.address else "utter_booked_no_address",
        json_message={"kind": "booking", "card": screening_card(turn, screening)},
        when=times.say(screening, clinic),
        therapist=therapist_name(turn, screening),
        address=clinic.address,
        reference=screening.reference,
    )
    # On the web it stands on the card.
    if clinic.what_to_bring and turn.channel != "webchat":
        turn.say("utter_bring", bring=clinic.what_to_bring)


def therapist_name(turn: Turn, screening: Screening) -> str:
    """The therapist's name as patients see it; the id of one who has left the clinic."""
    named = {therapist.id: therapist.name for therapist in turn.content.clinic.therapists}
    return str(named.get(screening.therapist, screening.therapist))
