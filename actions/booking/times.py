"""The time of a screening: read from a patient's words, offered, held."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions.booking.said import Said, read_time, slots_of
from actions.forms import is_given_up, understood
from actions.services import screenings
from actions.turn import Button, Events, Turn, TurnAction
from clinic.reading.when import Wish
from clinic.screenings import Offer, Slot, SlotNotOffered, SlotTaken, times

# What `times_offered` remembers: {"kind": ..., "wish": words, "codes": [slot codes]}.
Offered = dict[str, Any]


class ActionAskScreeningTime(TurnAction):
    """Offers free times: those that fit what was said, or the next ones."""

    action = "action_ask_screening_time"

    def respond(self, turn: Turn) -> Events:
        offered = turn.slot("times_offered") or as_offered(_free(turn), "")
        clinic = turn.content.clinic
        if not offered["codes"]:
            turn.say(
                "utter_no_times",
                [turn.button("waiting_list"), turn.button("person")],
                days=clinic.screening.ahead_days,
            )
            return [SlotSet("times_offered", offered)]
        buttons = [time_button(turn, code) for code in offered["codes"]]
        if is_given_up(turn):
            turn.say("utter_times_unread_person", [*buttons, turn.button("person")])
            return [SlotSet("times_offered", offered), SlotSet("open_offer", "person")]
        kind = turn.slot("problem") or offered["kind"]
        turn.say(
            RESPONSES[kind],
            buttons,
            wish=offered["wish"],
            zone_label=clinic.zone_label,
            days=clinic.screening.ahead_days,
        )
        return [SlotSet("times_offered", offered), SlotSet("problem", None)]


RESPONSES = {
    "all": "utter_ask_screening_time",
    "exact": "utter_ask_screening_time_matching",
    "matching": "utter_ask_screening_time_matching",
    "nearest": "utter_ask_screening_time_nearest",
    "past": "utter_ask_screening_time_past",
    "too_far": "utter_ask_screening_time_too_far",
    "taken": "utter_ask_screening_time_taken",
    "unread": "utter_ask_screening_time_unread",
    "other": "utter_ask_screening_time_other",
}


def take_time(turn: Turn, said: Said) -> Events:
    """The events for the time in a message: one that is held now, or others to choose from.

    Empty when the message holds no time.
    """
    if said.slot:
        return take_slot(turn, said.slot)
    if not said.time:
        return []
    if said.time.wish is None:
        # It was read, and can't be had: it is over, or too far ahead.
        offer = _free(turn)
        return _offer(turn, as_offered(offer, ""), problem=said.time.problem)
    meant = _meant_of_those_offered(turn, said.time.wish)
    if meant:
        return take_slot(turn, meant)
    offer = _free(turn, said.time.wish)
    if offer.kind == "exact" and len(offer.slots) == 1:
        return take_slot(turn, offer.slots[0].code)
    return _offer(turn, as_offered(offer, said.time.wish.description))


def other_times(turn: Turn) -> Events:
    """Offers other times than those on offer, or than the one that was chosen; counted as a try,
    so that a person is offered when they don't help either."""
    chosen = turn.slot("screening_time")
    codes = [chosen] if chosen else (turn.slot("times_offered") or {}).get("codes", [])
    wished = (turn.slot("times_offered") or {}).get("wish")
    for words in ([f"{wished}, another time"] if wished else []) + ["another time"]:
        reading = read_time(turn, words, slots_of(codes))
        offer = _free(turn, reading.wish if reading else None)
        if offer.kind in ("matching", "exact"):
            break
    tries = (turn.slot("tries") or 0) + 1
    return [*_offer(turn, as_offered(offer, ""), problem="other"), SlotSet("tries", tries)]


def is_chosen_time(turn: Turn, said: Said) -> bool:
    """Whether the time in a message is the one that is chosen already ("yes, 3 pm is great")."""
    chosen, wish = turn.slot("screening_time"), said.time and said.time.wish
    if not chosen or not wish:
        return False
    return any(wish.matches(slot, turn.content.clinic.tz) for slot in slots_of([chosen]))


_ONE_OF_THEM = re.compile(r"\b(?:the|that) (?:\S+ ){0,3}one\b|\bthe one\b", re.IGNORECASE)


def _meant_of_those_offered(turn: Turn, wish: Wish) -> str | None:
    """The code of the one offered time that is meant by "the Friday one" or "1 pm"; None when
    none is, or more than one could be."""
    if not wish.exact and not _ONE_OF_THEM.search(turn.text):
        return None
    offered = slots_of((turn.slot("times_offered") or {}).get("codes", []))
    fitting = [slot for slot in offered if wish.matches(slot, turn.content.clinic.tz)]
    return fitting[0].code if len(fitting) == 1 else None


def _free(turn: Turn, wish: Wish | None = None) -> Offer:
    """Free times to offer; for a move, none at the time that the screening has already."""
    has = None
    if turn.slot("visit_purpose") == "move" and turn.slot("visit_reference"):
        has = screenings().get(turn.slot("visit_reference")).starts_at
    return screenings().offer(wish, holder=turn.conversation, besides=has)


def take_slot(turn: Turn, code: str) -> Events:
    """Holds a time; when somebody else has it, the nearest free ones are offered."""
    engine = screenings()
    try:
        code = engine.hold(engine.slot(code), turn.conversation).slot.code
    except SlotTaken as taken:
        return _offer(turn, as_offered(Offer("all", taken.instead), ""), problem="taken")
    except SlotNotOffered:
        offer = _free(turn)
        return _offer(turn, as_offered(offer, ""), problem="taken")
    return understood(
        SlotSet("screening_time", code),
        SlotSet("times_offered", None),
        SlotSet("screening_confirmed", None),
        SlotSet("visit_confirmed", None),
    )


def only_time_offered(turn: Turn) -> str | None:
    """The code of the one time on offer, so that a "yes" can mean it."""
    codes = (turn.slot("times_offered") or {}).get("codes", [])
    return codes[0] if len(codes) == 1 else None


def as_offered(offer: Offer, wish: str) -> Offered:
    """An offer in the form slots can hold."""
    return {"kind": offer.kind, "wish": wish, "codes": [slot.code for slot in offer.slots]}


def slot_of(code: str) -> Slot:
    """The slot of a code that was held.

    Raises:
        SlotNotOffered: the clinic's hours changed since.
    """
    return screenings().slot(code)


def time_button(turn: Turn, code: str) -> Button:
    """The button that chooses a time."""
    return {
        "title": times.say_short(slot_of(code), turn.content.clinic),
        "payload": f'/inform{{"slot": "{code}"}}',
    }


def _offer(turn: Turn, offered: Offered, problem: str | None = None) -> Events:
    return [
        *understood(
            SlotSet("screening_time", None),
            SlotSet("screening_confirmed", None),
            SlotSet("visit_confirmed", None),
            SlotSet("times_offered", offered),
        ),
        SlotSet("problem", problem),
    ]
