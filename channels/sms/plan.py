"""Decides what the channel does with a text message before the engine sees it, or instead.

The order is: an alarm first, also from a sender who has opted out; then wishes about the messages
themselves; then what can't be read; then a choice by number; everything else is the engine's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from channels import fallback
from channels.sms import numbers
from channels.sms.effects import Reply, effect, effect_of
from channels.sms.floods import Flood, flood, is_auto_reply
from channels.sms.keywords import Keyword, Wish, read_keyword
from channels.sms.noticed import Noticed, answer_to, noticed
from channels.sms.numbers import Number
from channels.sms.texts import say
from clinic.content import get_content
from clinic.languages import speaking
from clinic.messages import Choice, Inbound, threads
from clinic.messages.choices import latest
from clinic.messages.payloads import key_of
from clinic.reading import safety
from clinic.reading.choices import NotAnOption, choose, is_number, is_thumb_up
from clinic.reading.context import Option
from clinic.reading.words import has_words, is_other_script
from clinic.screenings import Screening, Screenings, times
from clinic.settings import get_settings
from clinic.storage import Database

# 'Liked "..."': what a phone sends for a tap on one of our messages.
_TAPBACK = re.compile(
    r"^\s*(?:Liked|Loved|Disliked|Laughed at|Emphasi[sz]ed|Questioned|Reacted \S{1,12} to"
    r'|Removed an? [\w ]{3,30} from)\s+["“].{2,}["”]\s*$',
    re.DOTALL,
)
# A wish to get no more texts takes no more words than these.
PHRASE_WORDS = 7
# OptOutType in a webhook's request.
_CARRIERS_WISH: dict[str, Wish] = {"STOP": "opt_out", "START": "opt_in", "HELP": "help"}


@dataclass(frozen=True)
class Plan:
    """What is done with a message.

    Attributes:
        replies: the channel's own, effects among them; said before the engine's.
        forward: the message as the engine gets it; None when the channel answers by itself.
        aside: what the engine is told although the channel answers by itself; what it says to
            that is not sent.
        alarms_only: of what the engine says, only what is of safety is sent.
    """

    replies: list[Reply] = field(default_factory=list)
    forward: Inbound | None = None
    aside: Inbound | None = None
    alarms_only: bool = False


class Planner:
    """Plans the handling of text messages.

    Args:
        database: where numbers, choices and screenings are.
        answered_by: who confirms STOP, START and HELP: "us" or "twilio"; never both.
    """

    def __init__(self, database: Database, answered_by: Literal["us", "twilio"]) -> None:
        self._database, self._answered_by = database, answered_by

    def plan(self, message: Inbound) -> Plan:
        """What to do with a message; `message.reach` is the sender's number. What the channel says
        itself is said in the language of the conversation."""
        with self._database.read() as connection:
            language = threads.language_of(connection, message.conversation)
        with speaking(language):
            return self._plan(message)

    def _plan(self, message: Inbound) -> Plan:
        assert message.reach is not None
        with self._database.read() as connection:
            number = numbers.find(connection, message.reach)
            offered = (
                latest(connection, number.conversation, before=message.received_at)
                if number
                else ()
            )
            flooded = flood(connection, message, get_settings())
            about = noticed(connection, message)
        choices = numbers.still_open(number, offered, message.received_at) if number else ()
        if _TAPBACK.match(message.text):
            return Plan([effect("silence")])
        opted_out = number is not None and number.opted_out
        keyword = _carriers_keyword(message) or read_keyword(message.text, opted_out)
        if opted_out:
            return self._of_opted_out(message, keyword)
        answer = self._answer_to_notice(message, about, choices)
        if answer is not None:
            return answer
        if keyword:
            planned = self._keyword(message, keyword, bool(choices))
            if planned is not None:
                return Plan([*_alarm(message), *planned], aside=_ending(message, planned))
        if flooded:
            held = _held_back(message, flooded)
            if held is not None:
                return held
        return (
            _unreadable(message)
            or _choice(message, choices, number)
            or _late_choice(message, choices, offered, number)
            or _forward(message)
        )

    def _answer_to_notice(
        self, message: Inbound, about: Noticed | None, choices: tuple[Choice, ...]
    ) -> Plan | None:
        """What is done with an answer to what we wrote about a visit, unless a list is open that a
        short word may choose from."""
        if message.payload or safety.assess(message.text).tier:
            return None
        if choices and about and about.last and isinstance(_picked(message.text, choices), Choice):
            return None
        answer = answer_to(message, about, self._visits(message))
        return None if answer is None else Plan(answer[0], answer[1])

    def _of_opted_out(self, message: Inbound, keyword: Keyword | None) -> Plan:
        """No reply to somebody who wants none, but the staff hear of it."""
        tier = safety.assess(message.text).tier
        if tier:
            return Plan([effect("alert", tier=tier)])
        if keyword and keyword.wish in ("opt_in", "help"):
            return Plan(self._keyword(message, keyword) or [effect("silence")])
        if keyword and keyword.wish in ("cancel", "polite_cancel"):
            return Plan(_texted_cancel(self._visits(message)) or [effect("silence")])
        if (keyword and keyword.wish != "who") or not has_words(message.text):
            return Plan([effect("silence")])
        return Plan([effect("unheard")])

    def _keyword(
        self, message: Inbound, keyword: Keyword, choosing: bool = False
    ) -> list[Reply] | None:
        """The replies to a wish about the messages; None when it is none after all."""
        visits = [] if keyword.wish == "help" else self._visits(message)
        if keyword.wish == "polite_cancel" and (visits or choosing):
            return None  # about a visit, or about what is being talked of
        return _of_keyword(message, keyword, visits, self._answered_by)

    def _visits(self, message: Inbound) -> list[Screening]:
        return Screenings(self._database).upcoming_for_phone(message.reach or "")


def is_part_of_more(text: str) -> bool:
    """Whether a text may go on in the next: words that are no keyword, no number of a choice, and
    nothing a machine wrote."""
    if not has_words(text) or is_number(text) or _TAPBACK.match(text) or is_auto_reply(text):
        return False
    return read_keyword(text) is None


def of_keyword_alone(message: Inbound, answered_by: Literal["us", "twilio"]) -> list[Reply]:
    """What is done about a wish concerning the messages where nothing can be looked up. Empty: no
    such wish."""
    keyword = _carriers_keyword(message) or read_keyword(message.text)
    if keyword is None or keyword.wish == "polite_cancel":
        return []
    return _of_keyword(message, keyword, None, answered_by)


def _of_keyword(
    message: Inbound,
    keyword: Keyword,
    visits: Sequence[Screening] | None,
    answered_by: Literal["us", "twilio"],
) -> list[Reply]:
    """The replies to a wish about the messages.

    Args:
        visits: the sender's; None: nobody can say now.
    """
    how = "word" if keyword.exact else "phrase"
    quiet = _is_answered_by_twilio(message, keyword, answered_by)
    if keyword.wish == "help":
        return [effect("help"), *([] if quiet else [_notice("help")])]
    if keyword.wish in ("who", "no_reminders"):
        return [effect(keyword.wish, how=how), _notice(keyword.wish)]
    if keyword.wish == "opt_in":
        said = [] if quiet else [_notice("opted_in")]
        return [effect("opt_in", how=how), *said, *_standing(visits or ())]
    planned = [effect("opt_out", how=how)]
    says_more = how == "phrase" and len(message.text.split()) > PHRASE_WORDS
    if says_more and not safety.assess(message.text).tier:
        planned.append(effect("unheard"))  # what stands beside the wish is read by somebody
    meant_a_visit = keyword.wish != "opt_out"
    if meant_a_visit:
        planned += _texted_cancel(visits) if visits is not None else [effect("unheard")]
    if not quiet:
        planned.append(_notice("opted_out_cancel" if meant_a_visit else "opted_out"))
    return planned


def _texted_cancel(visits: Sequence[Screening]) -> list[Reply]:
    """Has the staff ask whether the visit was meant."""
    if not visits:
        return []
    return [effect("texted_cancel", when=times.say_sms(visits[0], get_content().clinic))]


def _standing(visits: Sequence[Screening]) -> list[Reply]:
    """Says that a visit still stands, and offers to change it."""
    if not visits:
        return []
    content = get_content()
    when = times.say_sms(visits[0], content.clinic)
    buttons = [
        {"title": content.buttons["move"], "payload": "/reschedule_screening"},
        {"title": content.buttons["call_off"], "payload": "/cancel_screening"},
    ]
    return [{**_notice("visit_stands", when=when), "buttons": buttons}]


def _is_answered_by_twilio(
    message: Inbound, keyword: Keyword, answered_by: Literal["us", "twilio"]
) -> bool:
    """Twilio answers what it acts on; with Advanced Opt-Out it says so in each request."""
    if (message.metadata.get("sms") or {}).get("opt_out_type"):
        return True
    return answered_by == "twilio" and keyword.exact


def _carriers_keyword(message: Inbound) -> Keyword | None:
    """What the carrier has taken the message for: with Advanced Opt-Out the words are the
    clinic's to choose, so they need not be ours."""
    said = str((message.metadata.get("sms") or {}).get("opt_out_type") or "").upper()
    wish = _CARRIERS_WISH.get(said)
    if wish == "opt_out" and read_keyword(message.text) == Keyword("cancel", exact=True):
        wish = "cancel"
    return Keyword(wish, exact=True) if wish else None


def _ending(message: Inbound, planned: list[Reply]) -> Inbound | None:
    """An opt-out also ends what was being talked of, so that a held time is free again and START
    begins afresh."""
    opts_out = any(effect_of(reply) == "opt_out" for reply in planned)
    return replace(message, payload="/stop") if opts_out else None


def _held_back(message: Inbound, flooded: Flood) -> Plan | None:
    """What is done with one message too many, or a machine's; None where a sign is heard in it:
    it is answered as ever."""
    heard = safety.assess(message.text)
    if heard.tier or heard.question:
        return None
    if flooded == "machine":
        return Plan([effect("silence")])
    told = [_notice("too_many")] if flooded == "first" else []
    return Plan(told, message, alarms_only=True)


def _unreadable(message: Inbound) -> Plan | None:
    """What can be read of an empty message, a picture, a place, an emoji, another script."""
    details = message.metadata.get("sms") or {}
    name = None
    if not message.text.strip():
        name = "attachment" if details.get("media") else "no_words"
        name = "location" if details.get("location") else name
    elif not has_words(message.text):
        return None if is_thumb_up(message.text) else Plan([*_alarm(message), _notice("no_words")])
    elif is_other_script(message.text):
        name = "other_script"
    if name:
        alarm = _alarm(message)
        return Plan(alarm or [_notice(name)])
    return None


def _choice(message: Inbound, choices: tuple[Choice, ...], number: Number | None) -> Plan | None:
    """The choice a message makes; a number that is none is asked about once."""
    picked = _picked(message.text, choices)
    if isinstance(picked, Choice):
        return Plan(forward=replace(message, text=picked.label, payload=picked.payload))
    if isinstance(picked, NotAnOption) and number and not numbers.was_asked_about(number, choices):
        return Plan([effect("not_a_choice"), _notice("not_a_choice", count=len(choices))])
    return Plan([_notice("no_words")]) if not has_words(message.text) else None


def _picked(text: str, choices: Sequence[Choice]) -> Choice | NotAnOption | None:
    """The choice a message picks, as everywhere else (`clinic.reading.choices`)."""
    options = [Option(key_of(one.payload) or one.payload, one.label) for one in choices]
    found = choose(text, options)
    return choices[options.index(found)] if isinstance(found, Option) else found


def _late_choice(
    message: Inbound,
    choices: tuple[Choice, ...],
    offered: tuple[Choice, ...],
    number: Number | None,
) -> Plan | None:
    """A number when nothing can be chosen any more: asked about once."""
    if choices or not offered or not number or not is_number(message.text):
        return None
    if numbers.was_asked_about(number, offered):
        return None
    return Plan([effect("not_a_choice"), _notice("no_choices")])


def _forward(message: Inbound) -> Plan:
    beside = (message.metadata.get("sms") or {}).get("media")
    return Plan([_notice("attachment_beside")] if beside else [], message)


def _alarm(message: Inbound) -> list[Reply]:
    """The safety reply to a message the engine will not see, with the alert for the staff."""
    own = fallback.answer(message.text)
    return [effect("alert", tier=own.tier), own.reply] if own.tier else []


def _notice(name: str, **values: Any) -> Reply:
    return {"text": say(name, **values), "custom": {"kind": "notice"}}
