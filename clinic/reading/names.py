"""Reads a person's name from what they typed, and tells a name from what is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from clinic.reading.body import find_other_part, names_own_part
from clinic.reading.spanish import NOT_NAMES as IN_SPANISH
from clinic.screenings.names import NAME_CHARACTERS

NAME_WORDS = 7
# So many of them besides "de la".
NAMES_OF_ONE = 5
# A word of so many letters that is all in capitals may be one of initials, unless all of them are.
SHOUTED = 3
# A word of so many characters may be initials; these are cut short.
INITIALS = 3
SHORTENED = frozenset("mrs. prof. capt. fray. sra. dra. hon. rev.".split())  # noqa: SIM905
# In front of a surname; never the whole of a name.
PARTICLES = frozenset("y de del la las los van von der den da dos du di bin ibn al el".split())  # noqa: SIM905

# "Will somebody call me to remind me" names nobody.
_CALL_ME = r"(?:you can )?calls? me(?! (?:to|back|at|when|if|on|about|tomorrow|today)\b)"
LEAD_IN = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|sure|yes|yeah|yep|fine|well|actually|no|sorry|oh|um+)[\s,.!]+)*"
    r"(?:(?:like )?i (?:already |just )?(?:told (?:you|u|ya)|said)[\s,:]+)?"
    r"(?:(?:(?:it'?s|it is|this is) for (?:me|myself)|for (?:me|myself)|(?:it'?s|it is) for|"
    r"my (?:full |first |last )?name(?:'s| is| should be)?|the (?:full )?name(?:'s| is)?|names?|"
    r"i am|i'm|im|this is|it's|its|it is|"
    rf"{_CALL_ME}|"
    r"put (?:me|it|her|him) (?:down )?(?:as|under)|(?:please )?(?:put|write)(?: down)?|under|for)"
    r"\s*[:,]?\s+)?",
    re.IGNORECASE,
)
# "I'm Ana Diaz" but not "I'm in pain": here only capitals say that it is a name.
INTRODUCED = re.compile(
    r"\b(?:[Ii]['’]?m|[Ii] am|[Tt]his is)\s+(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’.-]*)+)"
)
NAMED = re.compile(
    r"(?:\b(?:my (?:full )?|(?<=[.,;!?] ))n(?:ame|am|aem|mae)(?:'?s| is)|\bthe (?:full )?name is)"
    r"\s+"
    r"(?:actually |spelled )*(?P<name>[^,.;!?\d]+)",
    re.IGNORECASE,
)
# How somebody is called, who may have another name.
CALLED = re.compile(rf"\b{_CALL_ME}\s+(?P<name>[^,.;!?\d]+)", re.IGNORECASE)
# What may follow a name in an answer. "Q." is part of one.
BESIDE = re.compile(
    r"[,;:]\s|(?<!\b[^\W\d_])\.\s|\s-\s|\s(?:and|but|at|on)\s|\s(?=(?:next|this|any|tomorrow|today|(?:mon"
    r"|tues|wednes|thurs|fri|satur|sun)days?)\b)",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"(?:[\s,.!]+(?:please|thanks|thank you|here|and|my|but|by the way|speaking|yes|yeah|yep|ok"
    r"|cell(?:phone)?|mobile|tel|okay|no|none"
    r"|(?:like )?i (?:already |just )?(?:said|told))\b.*)?[\s,.!]*$",
    re.IGNORECASE | re.DOTALL,
)
# Words that no name consists of; "May", "Will" and "Grace" are names and are not here.
NOT_NAMES = (
    frozenset(
        """
    i me my you your the a an is are was do does did can could would should have has what when
    why how where who which yes no ok okay sure not none nothing pain back leg sciatica book
    screening appointment help stop cancel time today tomorrow idk dunno want need please and or
    if it this that there hello hi hey number phone name these those them of any some one two
    three four five six seven eight nine ten eleven twelve thirty hour hours first second third
    last next later sooner earlier other else week weekend weekday month another morning
    afternoon evening monday tuesday wednesday thursday friday saturday sunday works wrong right
    change maybe think at before after guess typo oops whoops mistake meant rather say prefer
    give tell private nope nah whatever anonymous nobody wait hold keep forget never mind we us
    our he she his her they their really don't can't won't what's that's it's skip pass decline
    refuse scared afraid so too very just only with without about also for from in were be been
    being get got like feel feeling see know hurts hers yours mine ours needs doesn't didn't
    isn't work hurt ache sore numb doctor therapist clinic still already because busy free open
    thanks thank fine hyphen spelled put great good bad perfect cool sorry question questions
    tho thru lol spelt misspelled mispelled misspelt mispelt
    answer insurance cost price money parking then call text actually instead perhaps
    cell cellphone mobile
    dont cant wont doesnt isnt wasnt didnt hasnt havent arent couldnt wouldnt shouldnt werent aint
    its thats whats wheres hows theres heres whos hes shes theyre youre weve ive im
    lol lmao haha jk kidding seriously
    """.split()  # noqa: SIM905 - a list of words reads better as words
    )
    | IN_SPANISH
)

_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())  # noqa: SIM905
_BESIDE_A_DAY = frozenset(
    "noon night nights lunch early late anytime instead mornings afternoons evenings only".split()  # noqa: SIM905
)


_WORDS_AS_SURNAMES = (
    frozenset("price cost free hurt pain money good busy park call book back".split())  # noqa: SIM905
    | {day.lower() for day in _DAYS}
)
# What stands before such a word when it is meant as one.
_OF_WORDS = frozenset(
    """
    severe sharp chronic nerve sciatic muscle joint constant intense extreme horrible terrible awful
    mild total full fair estimated average session visit all sounds looks feels feel is come until
    by black every each ticket fixed half list cheap low high hot new old same lower upper call
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


# "K-E-Y-E-S", "K E Y E S".
LETTERS = re.compile(
    r"\b(?:[A-Za-z]-){2,}[A-Za-z]\b|\b(?:[A-Za-z] ){3,}[A-Za-z]\b|\b(?:[A-Z] ){2,}[A-Z]\b"
)


def is_word_as_surname(words: Sequence[str]) -> bool:
    """Whether two words are written as a name whose surname is a word that else is none:
    "Jonathon Price", "John Hurt"; "Parking Price" and "Sharp Pain" are no names."""
    if len(words) != 2 or not all(word.istitle() for word in words):
        return False
    first, last = words[0].lower(), words[1].lower().strip(".,")
    if first in NOT_NAMES | _BESIDE_A_DAY | _OF_WORDS or last not in _WORDS_AS_SURNAMES:
        return False
    return not (first.endswith("ing") or find_other_part(first) or names_own_part(first))


def in_letters(text: str) -> dict[str, str]:
    """The words that are told letter by letter, and not in one as well, each with its letters as
    they stand in the text."""
    told = {re.sub(r"[^a-z]", "", match.lower()): match for match in LETTERS.findall(text)}
    rest = LETTERS.sub(" ", text).lower()
    return {word: match for word, match in told.items() if word not in rest}


def read_name(text: str) -> str | None:
    """The name in an answer to "What is your name?", None when there is none in it.

    "hi, i'm ana maria lópez thanks" -> "Ana Maria López". Digits, addresses, markup, questions and
    anything over 80 characters are not names.
    """
    text = " ".join(plain(text).split())
    if not text or len(text) > 2 * NAME_CHARACTERS or "?" in text:
        return None
    return as_name(TAIL.sub("", LEAD_IN.sub("", text, count=1)))


def read_name_beside(text: str) -> str | None:
    """The name in an answer that says more than the name ("Ana Diaz, any day after 4").

    It stands in front of a comma, an "and" or a word about time.
    """
    text = " ".join(plain(text[:1000]).split())
    parts = BESIDE.split(f"{text} ")
    named = [name for part in parts if part.strip() and (name := read_name(part))]
    # "Ruth. Ruth Ann Abernathy": the fullest one.
    return max(named, key=lambda name: len(name.split()), default=None)


def find_name(text: str) -> str | None:
    """A name that is said to be one ("my name is …"), wherever in a message it stands."""
    text = " ".join(plain(text[:1000]).split())
    match = NAMED.search(text) or INTRODUCED.search(text) or CALLED.search(text)
    return as_name(TAIL.sub("", match.group("name"))) if match else None


def as_name(text: str) -> str | None:
    words = text.strip(" .,!-'").split()
    if not 1 <= len(words) <= NAME_WORDS or len(text) > NAME_CHARACTERS or _are_too_many(words):
        return None
    if not all(_is_name_word(word) for word in words):
        return None
    if sum(character.isalpha() for character in text) < 2:
        return None
    none = any(word.lower().strip(".,") in NOT_NAMES for word in words)
    if none and not (_is_day_as_name(words) or is_word_as_surname(words)):
        return None
    if len(words) > 3 and any(word.endswith(",") for word in words):
        return None  # a name and something beside it
    if all(word.lower() in PARTICLES for word in words):
        return None
    shouted = text.islower() or text.isupper()
    if len(words) > 2 and all(len(word) == 1 for word in words):
        return None
    if text.isupper() and len(words) > 1:  # "GUS PROKOP" is no "GUS"; "JD" may be one
        words = [word.capitalize() if len(word) == SHOUTED else word for word in words]
    return " ".join(
        word.lower().strip(",")
        if place and (shouted or word.islower()) and word.lower() in PARTICLES
        else _cased(word)
        for place, word in enumerate(words)
    )


def _are_too_many(words: Sequence[str]) -> bool:
    return sum(word.lower() not in PARTICLES for word in words) > NAMES_OF_ONE


def _is_day_as_name(words: list[str]) -> bool:
    """Whether a weekday is a first name: "Monday Johnson", written as names are; "Monday Night" is
    a time."""
    first, *rest = words
    if first not in _DAYS or not rest:
        return False
    return all(
        word[0].isupper() and word.lower().strip(".,") not in NOT_NAMES | _BESIDE_A_DAY
        for word in rest
    )


def _is_name_word(word: str) -> bool:
    stripped = word.strip(".,")
    return bool(stripped) and all(
        character.isalpha() or unicodedata.category(character) == "Mn" or character in "'-."
        for character in stripped
    )


def _cased(word: str) -> str:
    """Names typed all in one case get capitals; what was typed with care is left alone."""
    word = word.strip(",")
    if word.endswith(".") and len(word) > INITIALS and word.lower() not in SHORTENED:
        word = word.strip(".")  # "Deke. Rawlins."
    if word.islower() or (word.isupper() and len(word) > 3):
        return "-".join(part.capitalize() for part in word.split("-"))
    return word


def plain(text: str) -> str:
    """Curly quotes straightened; emoji and control characters left out."""
    text = text.replace("’", "'").replace("‘", "'")
    return "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace()
        or unicodedata.category(character)[0] in "LMNP"
        or character in "<>$+="
    )
