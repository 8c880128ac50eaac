"""Greetings, thanks and the like; a kind sentence where a feeling is told."""

from __future__ import annotations

from clinic.dialogue import answers
from clinic.dialogue.turn import Turn
from clinic.languages import ENGLISH, spoken
from clinic.reading.read import Wish

FEELINGS = {
    "feel_fear": "fear",
    "feel_sad": "sad",
    "feel_pain": "pain",
    "feel_frustrated": "frustrated",
    "feel_relief": "relief",
    "complain": "complaint",
    "insult": "complaint",
}
TALK = frozenset(
    {"greet", "thank", "goodbye", "ask_if_bot", "ask_capabilities", "compliment", "tell_of_self"}
)


def answers_in_spanish(turn: Turn) -> bool:
    """Answers who asks for Spanish that it goes on in it; where Spanish is off, any message in
    Spanish with how to reach a person. True when it did. What a flow asks for is taken in any
    language."""
    read = turn.read
    if read.language != "es" or turn.given or read.stance or read.choice:
        return False
    if spoken() == ENGLISH:
        turn.say("spanish", turn.button("person_spanish"))
        return True
    said = read.wishes or read.feeling or read.time or read.safety.asked_about or read.relation
    if said or read.refuses or read.corrections or read.call_when or turn.before.asked:
        return False
    turn.say("spanish", *answers.starters(turn))
    return True


def _feeling(turn: Turn) -> str:
    told = next((FEELINGS[wish.intent] for wish in turn.read.wishes if wish.intent in FEELINGS), "")
    return turn.read.feeling or told


def be_kind_first(turn: Turn) -> None:
    """Puts the kind sentence before what is said already: a question about a sign."""
    feeling = _feeling(turn)
    if feeling and feeling != "relief":
        turn.say(f"kind_{feeling}")
        turn.acts.insert(0, turn.acts.pop())


def be_kind(turn: Turn) -> None:
    """Meets a feeling with a kind sentence, before anything else."""
    feeling = _feeling(turn)
    if not feeling:
        return
    turn.say(f"kind_{feeling}")
    turn.answered = True
    nothing_else = all(wish.intent in FEELINGS for wish in turn.read.wishes)
    if not nothing_else or turn.state.stack:
        return
    if feeling == "complaint":
        turn.offer_under_last(turn.button("person"))
        turn.asks("call_offer")
    elif feeling != "relief" and not (turn.given or turn.read.stance or turn.state.stands):
        turn.say("kind_way_on", *turn.ways_on())


def talk(turn: Turn, wish: Wish) -> None:
    """Answers thanks, goodbye, "are you a person?" and "what can you do?"."""
    turn.answered = True
    if wish.intent == "ask_if_bot":
        turn.say("ask_if_bot", *(() if turn.state.stack else (turn.button("person"),)))
        if not turn.state.stack:
            turn.asks("call_offer")
    elif wish.intent in ("greet", "ask_capabilities"):
        reply = wish.intent if turn.may_offer or turn.state.stack else f"{wish.intent}_plain"
        if wish.intent == "greet" and turn.state.stack:
            reply = "greet_again"
        custom = {"kind": "notice"} if reply in ("greet", "greet_plain") else None
        turn.say(reply, *answers.starters(turn), custom=custom)
    elif turn.state.alarm == "C" and wish.intent in ("goodbye", "thank"):
        turn.say("goodbye_crisis")
    else:
        turn.say(wish.intent)
