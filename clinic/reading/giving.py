"""Reads what a message gives: names, numbers, when to call, a code, and what of it is amended."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from clinic.reading.amending import amend_name, amend_phone
from clinic.reading.calling import find_call_when
from clinic.reading.context import Context
from clinic.reading.corrections import says_name_is_wrong, says_so, says_so_of_a_name
from clinic.reading.english import common, english
from clinic.reading.intents import APPOINTMENTS, FEELINGS, OUTSIDE, PERSON, TALK
from clinic.reading.learned.ranking import Ranking
from clinic.reading.names import is_word_as_surname, read_name
from clinic.reading.names_alone import find_name_alone, is_fuller
from clinic.reading.people import find_names
from clinic.reading.phones import find_phones, looks_like_phone, without_phones
from clinic.reading.read import Field, Named, Phone, TimeSaid
from clinic.reading.references import find_reference
from clinic.reading.refusals import find_refusals
from clinic.reading.relations import find_relation
from clinic.reading.stance import plain_stance
from clinic.reading.wishes import NOTHING, SURE_OF_A_WISH, Meant
from clinic.reading.words import spelt_out

NAME_AND_SURNAME = 3
# At the check, so few words may be nothing but a name.
WORDS_OF_A_NAME = 2
# So near to an example, unknown words are those of the example.
AS_AN_EXAMPLE = 0.8
_ABOUT_CALLS = frozenset({"callback_phone", "call_offer"})
_NAME_MAY_STAND_ALONE = frozenset({"name", "time", "phone", "callback_phone"})
_BESIDE_THE_NAME = frozenset({"time", "phone", "confirm", "callback_phone"})
# "Receptionist. please": a word of what is wished for is no name beside it.
_MEANS_ITS_WORDS = APPOINTMENTS | PERSON | TALK | {"stop"}
# What a message is taken for that says nothing of its own.
_SAYS_LITTLE = frozenset({NOTHING, "out_of_scope", "insult", "inform"})
_WRITTEN_AS_A_NAME = re.compile(
    r"^(?:[A-Z][^\W\d_'’-]+(?:['’-]\w+)*\.?(?: (?:y|de|del|la|van|von|bin|da|dos))* ?){2,6}$"
)
# "Ana Diaz. sorry, Ana Ruiz".
_TAKEN_BACK = re.compile(
    r"^\W*(?:(?:oh|ah|um+)\W+)?(?:sorry|oops|whoops|wait|no|i mean|actually)\b", re.IGNORECASE
)
_PARTS = re.compile(r"[,.;:]\s")
_ASKS = re.compile(
    r"\?|^\W*(?:what|why|how|who|where|when|which|does|do|is|are|can|could|should)\b"
)


@dataclass(frozen=True)
class Given:
    """What a message gives, whether asked for or not.

    Attributes:
        relation: for whom it is, when not for the writer.
        phones, names: in the order of the message; the patient's name first.
        call_when: when (not) to call, in words.
        reference: a visit's code.
        rest: the words without all that.
        amended: what was given before and is changed, not given anew.
    """

    relation: str | None
    phones: tuple[Phone, ...]
    names: tuple[Named, ...]
    call_when: str | None
    reference: str | None
    rest: str
    amended: frozenset[Field] = frozenset()

    @property
    def anything(self) -> bool:
        """Whether it gives more than a relation."""
        return bool(self.phones or self.names or self.reference or self.call_when)

    def fields(self, time: TimeSaid | None) -> list[Field]:
        """The fields that are given, the time among them where one is said."""
        fields: list[Field] = []
        if self.names:
            fields.append("name")
        if any(not phone.wrong for phone in self.phones):
            fields.append("phone")
        if time:
            fields.append("time")
        if self.reference:
            fields.append("reference")
        return fields


def given_by(
    text: str,
    context: Context,
    first: Meant,
    beside_choice: bool = False,
    therapists: Collection[str] = (),
) -> Given:
    """What a message gives.

    Args:
        text: the message.
        context: what was said before.
        first: what it means first of all.
        beside_choice: a part of it chooses what was on offer, so another may be the name.
        therapists: names that are none of a patient's, small, unless one was asked for.
    """
    relation = find_relation(text, first.intent == "for_someone_else")
    calling_back = context.flow == "call_back" or context.asked in _ABOUT_CALLS
    calling_back = calling_back or (context.called_back and context.flow is None)
    calling_back = calling_back and not _is_surely_chat(first)
    phones = find_phones(text, relation)
    corrects = first.intent == "correct" or says_so(text)
    phones, amended = _amended_phones(text, phones, context, corrects)
    call_when, rest = find_call_when(without_phones(text), calling_back)
    names: tuple[Named, ...] = ()
    if not find_refusals(text, context.asked):
        beside_phone = bool(phones) or looks_like_phone(text)
        bare = _may_be_bare(text, rest, beside_phone, context, first)
        wrong = says_name_is_wrong(text, first.intent == "correct")
        among = beside_phone or (beside_choice and context.name is None)
        among = among or _has_a_name_in_it(text, context, first)
        names = find_names(rest, bare, relation, among, wrong)
        asked = context.asked == "name" and first.intent not in _MEANS_ITS_WORDS
        names = _with_one_alone(names, rest, context, asked)
        if context.asked != "name":
            names = tuple(named for named in names if named.name.lower() not in therapists)
    fuller = _is_fuller(names, context.name)
    known, said = context.name, rest
    if known is None and names:  # what is said after it may change the name itself
        after = re.split(re.escape(names[0].name), rest, flags=re.I)[-1]
        if says_so(after) or _TAKEN_BACK.match(after):
            known, said = names[0].name, after
    if known and context.asked == "signs" and len(text.split()) > WORDS_OF_A_NAME:
        known = known if says_so_of_a_name(said, known) else None
    name = amend_name(known, said, corrects) if known and not fuller else None
    if fuller:
        amended |= {"name"}
    if name:
        callers = tuple(item for item in names if item.whose == "caller")
        names, amended = (Named(name), *callers), amended | {"name"}
    reference = find_reference(rest, context.asked == "reference")
    for named in names:
        rest = re.sub(re.escape(named.name), " , ", rest, flags=re.IGNORECASE)
    return Given(relation, phones, names, call_when, reference, rest, amended)


def _with_one_alone(
    names: tuple[Named, ...], rest: str, context: Context, asked: bool
) -> tuple[Named, ...]:
    """The names, with one that has a sentence of its own where none was heard: of who gave none
    yet, or more of the known one."""
    if any(named.whose == "patient" for named in names):
        return names
    if context.name is None and context.asked not in _NAME_MAY_STAND_ALONE:
        return names
    name = find_name_alone(rest, asked or context.name is not None)
    if name is None or (context.name is not None and not is_fuller(name, context.name)):
        return names
    return (Named(name), *names)


def _is_fuller(names: tuple[Named, ...], known: str | None) -> bool:
    """Whether a name that is given says more than the known one: no word of that is amended."""
    given = next((named.name for named in names if named.whose == "patient"), None)
    return bool(given and known and len(given.split()) > len(known.split()))


def is_written_as_a_name(text: str) -> bool:
    """Whether a text is two words or more that are written as names are: "Ana Cuello"."""
    return bool(_WRITTEN_AS_A_NAME.match(text.strip()))


def is_just_a_name(text: str, context: Context, ranking: Ranking) -> bool:
    """Whether a name was asked for and nothing else can be meant.

    Words that are no English ones may be mended to some ("Hana" to "hands"), and mean nothing by
    that; a word of English, or of an example, may well be meant ("goodbye").
    """
    if context.asked == "name" and _is_word_as_surname(text):
        return True
    if context.asked != "name" or read_name(text) is None or plain_stance(text) is not None:
        return False
    words = [word.lower().strip(".,") for word in text.split()]
    known = english().issuperset(words) or ranking.near >= AS_AN_EXAMPLE
    if known and ranking.intent != "inform" and ranking.probability >= SURE_OF_A_WISH:
        return False
    return len(words) <= NAME_AND_SURNAME and not common().intersection(words)


def _is_word_as_surname(text: str) -> bool:
    """Whether a message is such a name, a number beside it aside: "Jonathon Price, 414-…"."""
    return is_word_as_surname(without_phones(text).strip(" ,.;").split())


def _is_surely_chat(first: Meant) -> bool:
    """Whether a message says surely what tells of no time to call: "it has rained since Sunday"."""
    chat = first.intent in TALK | OUTSIDE | FEELINGS.keys()
    return chat and first.probability >= SURE_OF_A_WISH


def _may_be_bare(text: str, rest: str, beside_phone: bool, context: Context, first: Meant) -> bool:
    """Whether bare words may be a name: it was asked for, or nothing else is said where one can be
    told before it is asked for, or once more."""
    if context.asked == "name" and not _is_something_else(text, first):
        return True
    elsewhere = context.flow in ("book", "call_back") and context.asked in _BESIDE_THE_NAME
    awaited = context.alarm is not None or (context.called_back and context.flow is None)
    elsewhere = elsewhere or (awaited and context.asked is None)
    if elsewhere and _may_be_a_name(text, context):
        return True
    if awaited and context.name is None and says_name_is_wrong(text):
        return True  # "carlos ibara.. ibarra, two r"
    # A name and a number and nothing else, typed with the thumb.
    both = beside_phone and 2 <= len(rest.split()) <= NAME_AND_SURNAME
    return both and context.name is None and first.intent in _SAYS_LITTLE


def _has_a_name_in_it(text: str, context: Context, first: Meant) -> bool:
    """Whether a part of a wish for a visit, or of an answer about times, is written as a name:
    "Dana Whitfield, tuesday"."""
    books = context.asked is None and first.intent == "book_screening"
    if context.name is not None or not (books or context.asked == "time"):
        return False
    return any(
        is_written_as_a_name(part) and not common().issuperset(part.lower().split())
        for part in (part.strip(" .") for part in _PARTS.split(text))
    )


def _may_be_a_name(text: str, context: Context) -> bool:
    words = text.strip()
    if not is_written_as_a_name(words) or plain_stance(words) is not None:
        return False
    if context.name is None:
        return True  # "Eve Jones" are two common words
    return any(word.lower().strip(".,") not in common() for word in words.split())


def _is_something_else(text: str, first: Meant) -> bool:
    """Whether what could be a bare name is a wish, a question or a stance instead."""
    if plain_stance(text) is not None:
        return True
    if first.intent in ("inform", NOTHING, "out_of_scope", "correct", "for_someone_else"):
        return bool(_ASKS.search(spelt_out(text))) and first.intent != "for_someone_else"
    return first.probability >= SURE_OF_A_WISH


def _amended_phones(
    text: str, phones: tuple[Phone, ...], context: Context, corrects: bool
) -> tuple[tuple[Phone, ...], frozenset[Field]]:
    """The numbers, one of which is changed by what is said of its digits: that of this message, or
    the one that was given before."""
    right = [phone for phone in phones if not phone.wrong]
    old = phones[-1].number if phones else None  # "0101 is my old one. 0110"
    known = right[-1].number if right else context.phone or old
    number = amend_phone(known, without_phones(text), corrects) if known else None
    if number is None:
        return phones, frozenset()
    kept = tuple(phone for phone in phones if phone.wrong)
    return (*kept, Phone(number)), frozenset({"phone"})
