"""Reads who is named in a message: the patient, and the caller who writes for somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from clinic.reading.english import common, english
from clinic.reading.names import (
    BESIDE,
    CALLED,
    INTRODUCED,
    LETTERS,
    NAME_WORDS,
    NAMED,
    NOT_NAMES,
    PARTICLES,
    TAIL,
    as_name,
    in_letters,
    plain,
    read_name,
    read_name_beside,
)
from clinic.reading.read import Named, Whose
from clinic.reading.relations import WHO

_TOLD_IN_LETTERS = re.compile(
    rf"(?:\b(?:[Tt]hat'?s|[Ii]t'?s|spelled|spelt)\s+)*(?:{LETTERS.pattern})"
)
# As like as this, a word is what the letters that are told beside it spell.
AS_SPELT = 0.75
_NAMES = r"(?P<name>[^,.;!?\d()]+)"
# What somebody does who brings the patient, or is spoken of: "my son Walter drives me".
_DOES = (
    r"(?:(?:is|was|will be|can|could|will|would|has to|had to|might|is going to|gonna|'ll|'s)"
    r" (?:also |just |only )?)?"
    r"(?:driv|bring|brought|drop|pick|tak|took|work|said|say|told|tell|think|thought|recommend|sent"
    r"|send|suggest|go(?:es|ing)? to|went|came|come (?:with|along)|comes|coming with|help|mention"
    r"|refer|text|call|book|made|gave|give|ask|found|find|come too|use[sd]?|had|saw|swear|swore"
    r"|love|like|is a|lives?|stay|wait|translat|interpret)\w*\b"
)
_PATIENTS = (
    re.compile(
        r"\b(?:(?:her|his|their|the patient'?s?) (?:full )?name(?:'s| is)?:?"
        rf"|(?:the )?patient(?:'s name)? is)\s+{_NAMES}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b[Mm]y (?:\w+ )?(?:{WHO})(?:'s name is|,? (?:named|called)|,)?\s*\(?"
        r"(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’.-]*)*)"
        rf"(?![\w'’-]| [A-Z])(?!,? (?:who |also |always |usually )?{_DOES})"
    ),
)
_VISIT_FOR = re.compile(
    r"\b(?:appointment|appt|screening|visit|spot) for "
    r"(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’.-]*)+)"
)
_CALLERS = re.compile(
    r"\b(?:[Ii]['’]?m|[Ii] am|[Tt]his is) (?:her|his|their) (?:[a-z]+[- ]?){1,3}?,? ?\(?"
    r"(?P<name>[A-Z][^,.;!?\d()]+)"
)
_UNDER = re.compile(
    r"(?:\b(?:it'?s|it is|booked|made|listed|saved|put|it|me) under|\bunder the name(?: of)?)\s+"
    rf"{_NAMES}",
    re.IGNORECASE,
)
# "no it's Diaz", "it ought to be Lindqvist": said where a name is corrected.
_CORRECTED = re.compile(
    r"(?:(?:[Ii]t|[Tt]hat|[Nn]ame)(?:'s| is)|\b[Ii]ts|(?:should|ought to)(?: be| read)|[Ii] meant"
    r"|:)\s+(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’.-]*)*)"
)
_NOT_THE_OTHER = re.compile(r"(?P<name>\b[A-Z][\w'’-]+),? not [A-Z][\w'’-]+")
_GIVEN_AND_FAMILY = re.compile(
    r"\bgiven name is (?P<first>[^,.;]+)[,;.]? (?:and )?(?:my )?family name is (?P<last>[\w'-]+)",
    re.IGNORECASE,
)
# Typed without care: a name only beside a phone number, or it would be "I'm scared stiff".
_UNSURE = re.compile(rf"\b(?:i['’]?m|im|i am|this is)\s+{_NAMES}", re.IGNORECASE)
_FIRST_AND_LAST = re.compile(
    r"\bfirst(?: name)?(?: is)?:? (?P<first>\w+)\W+(?:and )?(?:my )?"
    r"last(?: name)?(?: is)?:? (?P<last>[\w'-]+)",
    re.IGNORECASE,
)
# "Biscuit lol jk its Marlon Teague": what is meant stands after it. "JK Rowling" is a name.
_JOKED = re.compile(
    r"(?<=[\w.,!] )(?:lol |haha )?(?:jk|j/k|just kidding|i'?m kidding|(?:no )?seriously|for real)\b"
)
# "Ruth. Ruth Ann Abernathy"
_SAID_TWICE = re.compile(r"^(\w+)[.,] (?=\1\b)", re.IGNORECASE)
_SPELT = re.compile(
    r"[\s,(]+(?:that'?s |it'?s )?(?:with|spelled|spelt)(?: with| like)? (?:an? )?.*$",
    re.IGNORECASE,
)


def find_names(
    text: str,
    asked: bool = False,
    relation: str | None = None,
    beside_phone: bool = False,
    corrected: bool = False,
) -> tuple[Named, ...]:
    """Every name that is given in a message, the patient's first.

    Args:
        text: the patient's words, without phone numbers.
        asked: a name was asked for, so bare words may be one.
        relation: for whom the message is, when not for the writer: "I'm Ana Diaz" is the caller's
            name then, and the other one the patient's.
        beside_phone: a phone number is given as well, or a part of the message is written as a
            name, so words typed without care may be one.
        corrected: a name given before is said to be wrong.
    """
    words = _meant(_in_one(" ".join(plain(text[:1000]).split())))
    found: dict[Whose, str] = {}
    writer: Whose = "caller" if relation else "patient"
    said: list[tuple[re.Pattern[str], Whose]] = [(pattern, "patient") for pattern in _PATIENTS]
    said += [(_CALLERS, "caller"), (NAMED, writer), (INTRODUCED, writer), (_UNDER, "patient")]
    said += [(_VISIT_FOR, "patient")]
    said += [(_NOT_THE_OTHER, "patient"), (_CORRECTED, "patient")] if corrected else []
    for pattern, whose in said:
        match = pattern.search(words)
        name = _leading_name(match["name"]) if match and whose not in found else None
        if pattern is _VISIT_FOR and english().issuperset((name or "").lower().split()):
            continue  # "an appointment for Dry Needling", "for December Eighth"
        if match and name:
            found[whose] = name
            words = f"{words[: match.start()]} , {words[match.end('name') :]}"
    unsure = _UNSURE.search(words) if beside_phone and writer not in found else None
    if unsure:
        name = _leading_name(unsure["name"])
        if name and _tells(unsure["name"].split()[: len(name.split())]):
            found[writer] = name
            words = f"{words[: unsure.start()]} , {words[unsure.end('name') :]}"
    if "patient" not in found:
        bare = _bare_name(words) if asked else _name_among(words) if beside_phone else None
        if bare:
            found["patient"] = bare
    if writer not in found and (match := CALLED.search(words)):
        called = _leading_name(match["name"])
        found.update({writer: called} if called else {})
    return tuple(Named(name, whose) for whose, name in sorted(found.items(), reverse=True))


def _meant(words: str) -> str:
    """The words without what was said in jest before them."""
    parts = [part.strip(" ,.;!-") for part in _JOKED.split(words)]
    return next((part for part in reversed(parts) if part), words) if len(parts) > 1 else words


def _in_one(words: str) -> str:
    """The words with each that is told letter by letter in one: in place of the word that it says
    how to spell, "Dana Keys, K-E-Y-E-S", or of the letters."""
    for letters, told in in_letters(words).items():
        said = re.findall(r"[^\W\d_]{2,}", LETTERS.sub(" ", words))
        like = get_close_matches(letters, [word.lower() for word in said], 1, AS_SPELT)
        name = letters.capitalize()
        if like:
            words = re.sub(rf"\b{like[0]}\b", name, words, count=1, flags=re.IGNORECASE)
        else:
            words = words.replace(told, name, 1)
    return _TOLD_IN_LETTERS.sub(" ", words)


def _leading_name(said: str) -> str | None:
    """The longest run of words at the beginning that can be a name."""
    words = TAIL.sub("", BESIDE.split(f"{_SPELT.sub('', said)} ")[0]).split()
    if words[:1] and words[0].lower() in ("actually", "spelled", "really"):
        words = words[1:]
    words = _written(words) or words
    for length in range(min(len(words), NAME_WORDS), 0, -1):
        name = as_name(" ".join(words[:length]))
        if name and not any(word.lower() in NOT_NAMES for word in words[:length]):
            return name
    return None


def _written(words: Sequence[str]) -> list[str]:
    """The words at the beginning that are written as a name, where there are two or more."""
    capitals = [word[:1].isupper() for word in words]
    end = next(
        (
            place
            for place, word in enumerate(words)
            if not capitals[place] and word.lower() not in PARTICLES
        ),
        len(words),
    )
    while end and not capitals[end - 1]:
        end -= 1
    return list(words[:end]) if sum(capitals[:end]) > 1 else []


def _bare_name(words: str) -> str | None:
    """A name that was asked for."""
    both = _GIVEN_AND_FAMILY.search(words) or _FIRST_AND_LAST.search(words)
    if both:
        return as_name(f"{both['first']} {both['last']}")
    words = _SAID_TWICE.sub("", _SPELT.sub("", words))
    return read_name(words) or read_name_beside(words)


def _name_among(words: str) -> str | None:
    """A name beside other things, said not to be one: "dana whitfield, 414-..., tuesday at 2"."""
    for part in BESIDE.split(f"{words} "):
        name = read_name(part.strip())
        if name and 2 <= len(name.split()) <= 4 and _tells(part.split()):
            return name
    return None


def _tells(words: Sequence[str]) -> bool:
    """Whether words look like a name by themselves: capitals, or none of the commonest words."""
    capitals = all(word[:1].isupper() or word.lower() in PARTICLES for word in words)
    rare = any(word.lower().strip(".,") not in common() for word in words)
    return capitals or (rare and 2 <= len(words) <= 3)
