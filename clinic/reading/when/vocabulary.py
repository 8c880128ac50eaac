"""Brings a patient's spelling of days and times into one form the grammar reads."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from symspellpy.editdistance import DistanceAlgorithm, EditDistance

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
    **dict.fromkeys(
        ("tmrw", "tmr", "tmw", "tmrow", "tomm", "2moro", "2morrow", "2mrw", "tomo"), "tomorrow"
    ),
    "2day": "today",
    "tdy": "today",
    "2nite": "tonight",
    "tonite": "tonight",
    "eve": "evening",
    "morn": "morning",
    "mornin": "morning",
    "aft": "afternoon",
    "arvo": "afternoon",
    "midday": "noon",
    "lunchtime": "lunch",
    "btw": "between",
    "btwn": "between",
    "b4": "before",
    "nxt": "next",
    "wk": "week",
    "wks": "weeks",
    "wknd": "weekend",
    "appt": "appointment",
    "appts": "appointment",
    "avail": "available",
    "oclock": "o'clock",
    "w/e": "weekend",
    "cant": "can't",
    "wont": "won't",
    "doesnt": "doesn't",
    "dont": "don't",
    "isnt": "isn't",
    "arent": "aren't",
    "til": "until",
    "till": "until",
    "'til": "until",
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

_NUMBERS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6},
    **{"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
}
# From the sixth on: "the second" is more often a choice than a day.
_ORDINALS = {
    **{"sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11},
    **{"twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16},
    **{"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20},
}
_NUMBER_WORD = "|".join(_NUMBERS)
_BEFORE_TIME = r"(?:at|after|before|around|about|until|by|between|from|past|to|till|than)"
_MINUTES = {"fifteen": "15", "thirty": "30", "forty-five": "45", "forty five": "45"}

_BIG_DAY = r"1[3-9]|2\d|3[01]"  # too big for an hour: "tuesday 14"
_WORD = re.compile(r"[a-z0-9'/]*[a-z][a-z0-9'/]*")


_NAMED_DAYS = [
    (re.compile(rf"\b{words}\b"), date)
    for words, date in (
        (r"(?:christmas|xmas) eve", "december 24"),
        (r"(?:christmas|xmas)(?: day)?", "december 25"),
        (r"new years?'?s? eve", "december 31"),
        (r"(?<!happy )new years?'?s?(?: day)?(?! patient)", "january 1"),
    )
]


def normalise(text: str) -> str:
    """Lower case, one spelling for each day and part of day, digits for times, no numbers that
    are no times (phone numbers).

    "Next Tues, after three or Thrusday a.m.?" -> "next tuesday , after 3 or thursday am ?"
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    text = re.sub(r"[–—‑−]", "-", text)
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text)
    text = re.sub(r"\b(\d{1,2})\.(\d{2})(?=\s*(?:am|pm)|\b(?![./]\d))", r"\1:\2", text)
    text = re.sub(
        r"\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri|sat"
        r"|sun)\.",
        r"\1 ",
        text,
    )
    text = _without_phone_numbers(text)
    for words, date in _NAMED_DAYS:
        text = words.sub(date, text)
    text = _WORD.sub(lambda match: _spell(match.group()), text)
    text = re.sub(r"\bi am\b", "i'm", text)
    text = re.sub(r"\btonight\b", "today evening", text)
    text = re.sub(r"\b(?:this|later this) (?=(?:morning|afternoon|evening)\b)", "today ", text)
    text = _numbers_as_digits(text)
    text = re.sub(rf"(?:(?<=day )|^(?:on )?)({_BIG_DAY})$", r"the \1th", text)
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


def _numbers_as_digits(text: str) -> str:
    """Number words where a time or a date is told: "half past three", "at two thirty"."""
    for words, digits in _MINUTES.items():
        text = re.sub(rf"\b({_NUMBER_WORD})[ -]{words}\b", rf"\1:{digits}", text)
    text = re.sub(
        rf"\b({_NUMBER_WORD})(?=:\d\d|\s*(?:am|pm|o'clock|-?ish)\b)",
        lambda match: str(_NUMBERS[match.group(1)]),
        text,
    )
    for _ in range(2):  # "between two and four": the second number follows the first
        text = re.sub(
            rf"\b({_BEFORE_TIME}|half past|quarter (?:past|to|after)|\d(?: and| or| to| -))"
            rf" ({_NUMBER_WORD})\b(?! (?:of|day|week|month|hour|more|other|else|that|with))",
            lambda match: f"{match.group(1)} {_NUMBERS[match.group(2)]}",
            text,
        )
    text = re.sub(
        rf"\b({_NUMBER_WORD}|a|couple of|a couple of|few|a few)(?= (?:days?|weeks?|months?)\b)",
        lambda match: str(_AMOUNTS.get(match.group(1), _NUMBERS.get(match.group(1), 1))),
        text,
    )
    return re.sub(
        rf"\bthe ({'|'.join(_ORDINALS)})\b",
        lambda match: f"the {_ORDINALS[match.group(1)]}th",
        text,
    )


_AMOUNTS = {"a": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3}
