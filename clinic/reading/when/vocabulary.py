"""Brings a patient's spelling of days and times into one form the grammar reads."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from clinic.reading.ordinals import CARDINALS, DIGITS, ORDINALS, TENS
from clinic.reading.shorthand import SHORTHAND

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
LONGEST = 400

_ALIASES = {
    **dict.fromkeys(("mon", "mond"), "monday"),
    **dict.fromkeys(("tue", "tues", "tuesd", "teus"), "tuesday"),
    **dict.fromkeys(("wed", "weds", "wednes", "wedn"), "wednesday"),
    **dict.fromkeys(("thu", "thur", "thurs", "thusday", "thrus", "thirsday"), "thursday"),
    **dict.fromkeys(("fri", "frid"), "friday"),
    **dict.fromkeys(("sat", "satur"), "saturday"),
    "sun": "sunday",
    **{month[:3]: month for month in MONTHS if month not in ("may", "march")},
    "sept": "september",
    "eve": "evening",
    "morn": "morning",
    "mornin": "morning",
    "aft": "afternoon",
    "arvo": "afternoon",
    "midday": "noon",
    "lunchtime": "lunch",
    "btw": "between",
    "untill": "until",
    "appt": "appointment",
    "appts": "appointment",
    "w/e": "weekend",
    "cant": "can't",
    "wont": "won't",
    "doesnt": "doesn't",
    "dont": "don't",
    "isnt": "isn't",
    "arent": "aren't",
}

# Words that a slip of the keyboard is looked for in, with the number of slips allowed. Short
# words are not among them: "noon" is one letter from "soon", "morning" two from "burning".
_FUZZY = {
    **dict.fromkeys(WEEKDAYS, 1),
    "wednesday": 2,
    "thursday": 2,
    "saturday": 2,
    "today": 1,
    "tonight": 1,
    "tomorrow": 2,
    "yesterday": 1,
    "morning": 1,
    "afternoon": 2,
    "evening": 1,
    "weekend": 1,
    "weekday": 1,
    "anytime": 1,
    "earliest": 1,
    "appointment": 2,
    **{month: 1 for month in MONTHS if len(month) > 5},
    "september": 2,
    "november": 2,
    "december": 2,
}
# Words of English that stand one slip from a word above and mean something else.
_MEANT = frozenset(
    {"mourning", "warning", "weekends", "weekdays", "sundae", "someday", "daytime", "remember"}
)
_KNOWN = frozenset((*WEEKDAYS, *MONTHS, *_FUZZY, *_ALIASES))
_DISTANCE = EditDistance(DistanceAlgorithm.DAMERAU_OSA)

# From the sixth on: "the second" is more often a choice than a day.
_ORDINALS = {word: number for word, number in ORDINALS.items() if number >= 6}
_NUMBER_WORD = "|".join(CARDINALS)
_BEFORE_TIME = r"(?:at|after|before|around|about|until|by|between|from|past|to|till|than)"
_MINUTES = {
    f"{ten}{joined}": str(number + more)
    for ten, number in TENS.items()
    for joined, more in (("-five", 5), (" five", 5), ("", 0))
    if not (joined and number in (10, 15))
}

# Before a day in full the stop of a short one ends what is said: "not thurs. monday after 5".
_SHORT_DAY = r"mon|tues?|wed|thurs?|fri|sat|sun"
_BIG_DAY = r"1[3-9]|2\d|3[01]"  # too big for an hour: "tuesday 14"
# Hour and minutes in one: "thursday 530", "at 1030", "the 530 one".
_TOGETHER = re.compile(
    rf"\b((?:{_BEFORE_TIME}|{'|'.join(WEEKDAYS)}|today|tomorrow|the) )([1-9]|1[0-2])([0-5]\d)"
    r"(?= ?(?:$|[,.;!?)]|(?:[ap]m|one|slot|time|please|is|would|works|sounds|on|or|and|to|if|for"
    rf"|then|instead|thanks|today|tomorrow|{'|'.join(WEEKDAYS)})\b))"
)
_WORD = re.compile(r"[a-z0-9'/]*[a-z][a-z0-9'/]*")


# Numbers that are no times: "room 4A", "building 12", "pain is a 7".
_NUMBERED = re.compile(
    r"\b(?:room|suite|ste|apt|apartment|unit|building|bldg|floor|gate|exit|route|highway|hwy|page"
    r"|step|level|pain (?:is |level )?(?:at )?(?:a|an)?|aged?)\s*#?\s*\d+[a-z]?\b"
)


# "9oclok", "nine o clock".
_O_CLOCK = re.compile(r"(?:(?<=\d)|\b) ?o[' ]?c[lock]{2,4}\b")

# Words of time that tell no time to come.
_NO_TIME = re.compile(
    r"\b(?:just|for|not|not right|by|until|up to) (?:right )?now\b|\bnow that\b|\bright now i\b"
    r"|\b(?:not )?rn\b|\btakes? (?:me|him|her|us) (?:all|the whole) (?:morning|day|afternoon)\b"
    r"|\bthat (?:early|late)\b|\b(?:as|like|from) last time\b"
    r"|\bsome days\b|\bthese days\b|\bother days\b|\ball day long\b"
)


def spelt_times(text: str) -> str:
    """Lower case with one spelling of quotes and of "a.m.", enough to find a zone or a holiday."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    return re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text)


def normalise(text: str) -> str:
    """Lower case, one spelling for each day and part of day, digits for times, no numbers that
    are no times (phone numbers).

    "Next Tues, after three or Thrusday a.m.?" -> "next tuesday , after 3 or thursday am ?"
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    text = re.sub(r"[–—‑−]", "-", text)
    text = _O_CLOCK.sub(" o'clock", text)
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text)
    text = re.sub(r"\b(\d{1,2})\.(\d{2})(?=\s*(?:am|pm)|\b(?![./]\d))", r"\1:\2", text)
    text = re.sub(rf"\b({_SHORT_DAY})\.(?= (?:{_SHORT_DAY})\.)", r"\1,", text)
    text = re.sub(rf"\b({_SHORT_DAY})\.(?= (?:{_SHORT_DAY}))", r"\1 ;", text)
    text = re.sub(
        rf"\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|{_SHORT_DAY})\.", r"\1 ", text
    )
    text = _without_phone_numbers(text)
    text = _NUMBERED.sub(" ", _NO_TIME.sub(" ", text))
    text = _WORD.sub(lambda match: _spell(match.group()), text)
    text = re.sub(r"^now\b|\b(come|in|see|any|free|open|seen|here) now\b", r"\1 today", text)
    text = re.sub(r"\bi am\b", "i'm", text)
    text = re.sub(r"\btonight\b", "today evening", text)
    text = re.sub(r"\b(?:this|later this) (?=(?:morning|afternoon|evening)\b)", "today ", text)
    text = _TOGETHER.sub(r"\1\2:\3", text)
    text = _numbers_as_digits(text)
    text = re.sub(rf"(?:(?<=day )|^(?:on )?)({_BIG_DAY})$", r"the \1th", text)
    text = _NO_THAT_DATE.sub("no,", text)
    text = re.sub(r"([,;.!?()\n])", r" \1 ", text)
    return " ".join(text.split())


def _without_phone_numbers(text: str) -> str:
    def keep(match: re.Match[str]) -> str:
        digits = sum(character.isdigit() for character in match.group())
        is_date = re.fullmatch(r"\d{4}-\d\d?-\d\d?|\d\d?[-.]\d\d?[-.]\d{4}", match.group().strip())
        return match.group() if digits < 7 or is_date else " "

    return re.sub(r"\+?\(?\d[\d\-. ()]{5,}\d", keep, text)


@lru_cache(maxsize=4096)
def _spell(word: str) -> str:
    base = re.sub(r"'s$", "", word)
    for form in (word, base):
        if form in _ALIASES:
            return _ALIASES[form]
        if form in SHORTHAND:
            return SHORTHAND[form]
    if base in _KNOWN:
        return base
    plural = base[:-1] if base.endswith("s") else ""
    if plural in WEEKDAYS or plural in ("morning", "afternoon", "evening", "weekday", "weekend"):
        return base
    if word in _MEANT or len(base) < 5 or not base.isalpha():
        return word
    near = _nearest(base)
    if near is None and plural and len(plural) >= 5:
        near_one = _nearest(plural)
        return f"{near_one}s" if near_one in WEEKDAYS else word
    return near or word


def _nearest(word: str) -> str | None:
    """The one word meant by a slip; None when there is none, or two that are equally near."""
    scored = []
    for candidate, slips in _FUZZY.items():
        distance = _DISTANCE.compare(word, candidate, slips)
        if distance > 0:
            shared = next(
                (at for at, (a, b) in enumerate(zip(word, candidate, strict=False)) if a != b),
                len(word),
            )
            scored.append((distance, -shared, candidate))
    scored.sort()
    if not scored or (len(scored) > 1 and scored[0][:2] == scored[1][:2]):
        return None
    return scored[0][2] if scored[0][1] < 0 else None


# "No wed the 9th": a date told in place of another; "no Wednesdays" refuses them.
_NO_THAT_DATE = re.compile(rf"^\W*no(?= (?:{'|'.join((*WEEKDAYS, *MONTHS))}) (?:the )?\d)")
# "Ten five pm"; but "dec 10 1pm" is a date and an hour.
_MINUTE_ALONE = re.compile(
    rf"(?P<day>\b(?:{'|'.join((*WEEKDAYS, *MONTHS, 'the'))}) )?\b(\d{{1,2}}) ([1-9]) ?([ap]m)\b"
)


def _numbers_as_digits(text: str) -> str:
    """Number words where a time or a date is told: "half past three", "at two thirty"."""
    digits = "|".join(word for word, digit in DIGITS.items() if digit != "0")
    text = re.sub(
        rf"\b({_NUMBER_WORD}|\d{{1,2}}) (?:oh|o|0) ({digits}|[1-9])\b(?!:)",
        lambda match: f"{CARDINALS.get(match[1], match[1])}:0{DIGITS.get(match[2], match[2])}",
        text,
    )
    text = _MINUTE_ALONE.sub(
        lambda match: match.group() if match["day"] else f"{match[2]}:0{match[3]} {match[4]}", text
    )
    for words, digits in _MINUTES.items():
        text = re.sub(rf"\b({_NUMBER_WORD})[ -]{words}\b", rf"\1:{digits}", text)
    text = re.sub(
        rf"\b({_NUMBER_WORD})(?=:\d\d|\s*(?:am|pm|o'clock|-?ish)\b)",
        lambda match: str(CARDINALS[match.group(1)]),
        text,
    )
    for _ in range(2):  # "between two and four": the second number follows the first
        text = re.sub(
            rf"\b({_BEFORE_TIME}|half past|quarter (?:past|to|after)|\d(?: and| or| to| -))"
            rf" ({_NUMBER_WORD})\b(?! (?:of|day|week|month|hour|more|other|else|that(?! is)|with))",
            lambda match: f"{match.group(1)} {CARDINALS[match.group(2)]}",
            text,
        )
    text = re.sub(
        rf"\b({_NUMBER_WORD}|a|couple of|a couple of|few|a few)(?= (?:days?|weeks?|months?)\b)",
        lambda match: str(_AMOUNTS.get(match.group(1), CARDINALS.get(match.group(1), 1))),
        text,
    )
    return re.sub(
        rf"\bthe ({'|'.join(_ORDINALS)})\b",
        lambda match: f"the {_ORDINALS[match.group(1)]}th",
        text,
    )


_AMOUNTS = {"a": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3}
