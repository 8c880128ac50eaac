"""Says outright what is said beside a time that is chosen: "same time Thursday", "an hour later",
"not Tuesday, Thursday"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from difflib import get_close_matches

from clinic.reading.ordinals import CARDINALS
from clinic.reading.words import spelt_out

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
          "fri": 4, "sat": 5, "sun": 6}  # fmt: skip
# As like as this, a word of five letters or more is a day, misspelt.
MISSPELT, LONG_ENOUGH = 0.75, 5
_HOW_MANY = "|".join(["an?", "half(?: an?)?", "a half", r"\d{1,2}", *list(CARDINALS)[:4]])
_LONG = rf"(?P<many>{_HOW_MANY}) (?P<unit>hours?|hrs?|min(?:ute)?s?)"
# "An hour later", "push it back an hour".
_LATER = (
    re.compile(
        rf"\b{_LONG} (?P<way>later|after|earlier|before|sooner|back|ahead)\b"
        r"(?! (?:\d|noon|that|work|school))"
    ),
    re.compile(rf"\b(?P<way>back|later|earlier|up) (?:by )?{_LONG}\b"),
)
_SOONER = frozenset({"earlier", "before", "sooner", "ahead", "up"})
_NEXT_DAY = re.compile(
    r"\b(?:the|a|one) day (?P<way>before|after|earlier|later)\b"
    r"(?! (?:\d|noon|work|school|lunch))"
)
_THAT_DAY = re.compile(r"\b(?P<way>later|earlier) (?:on )?(?:that|the same|same) day\b")
# "I work till ten that day, is there a later one?"
_ON_THAT_DAY = re.compile(r"\b(?:on )?(?:that|the same|same) day\b")
_SAME_TIME = re.compile(
    r"\b(?:the )?same (?:time|hour|clock|slot)\b(?: of (?:the )?day)?"
    r"(?: as (?:the |my |our )?(?:last|other|previous|first|before|usual|now)"
    r"(?: (?:time|one|visit|appointment|screening))?\b)?"
    r"|\b(?:the |that )?(?:time|hour) (?:is|was|can be|works|stays?) (?:still |all )?"
    r"(?:fine|ok|okay|good|right|the same|great)\b"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\bat \d{1,2}\b|\bnoon\b")
_OF_HOURS = re.compile(
    r"\d|\b(?:morning|afternoon|evening|noon|after|before|later|earlier|any ?time|whenever|when"
    r"|o'?clock|past|to|half|quarter|late|early|lunch|work)\b|\b(?:" + "|".join(CARDINALS) + r")\b"
)
_HOURS = re.compile(
    r"\b(?P<hour>\d{1,2})(?::?(?P<minute>\d\d))?(?P<half> ?[ap]\.?m\b)?"
    r"(?![\d:/-]|st\b|nd\b|rd\b|th\b)"
)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? (?:the )?$"
)
_BARE_HOUR = re.compile(r"^\W*\d{1,2}\W*$")
_BEFORE = r"(?:\b(?:not|no longer|instead of|rather than|the|on|at|for|from)\s+)*$"


def said_outright(text: str, chosen: datetime, corrects: bool = True) -> str:
    """The words, with what is said beside the chosen time said outright.

    Args:
        text: the patient's words about days and times.
        chosen: the time that is chosen, by the clinic's clock, or that of the visit that stands.
        corrects: another day or hour that is named takes the place of the chosen one's.
    """
    words = spelt_out(text)
    clock = f"{chosen:%H:%M}"
    later = next((found for form in _LATER if (found := form.search(words))), None)
    if later:
        moved = chosen + _how_long(later)
        return (
            f"{words[: later.start()]} {_DAYS[moved.weekday()]} at {moved:%H:%M} "
            + (words[later.end() :])
        )
    if day := _NEXT_DAY.search(words):
        way = -1 if day["way"] in ("before", "earlier") else 1
        named = _DAYS[(chosen + timedelta(days=way)).weekday()]
        words = f"{words[: day.start()]} {named} {words[day.end() :]}"
    words = _THAT_DAY.sub(rf"{_DAYS[chosen.weekday()]} \g<way> please", words)
    words = _ON_THAT_DAY.sub(f"on {chosen:%B} {chosen.day}", words)
    same = _SAME_TIME.search(words)
    corrected = _without_the_old_day(words, chosen) if corrects or same else words
    if same:
        return _SAME_TIME.sub(" " if _CLOCK.search(corrected) else f" at {clock} ", corrected)
    if not corrects:
        return words
    if corrected != words and not _OF_HOURS.search(corrected):
        return f"{corrected} at {clock}"  # "Wednesday, not Tuesday": the hour was right
    return _without_the_old_hour(corrected, chosen)


def _how_long(said: re.Match[str]) -> timedelta:
    many, unit = said["many"], said["unit"]
    number = 0.5 if "half" in many else CARDINALS.get(many, 1)
    number = int(many) if many.isdigit() else number
    length = timedelta(minutes=number) if unit.startswith("min") else timedelta(hours=number)
    return -length if said["way"] in _SOONER else length


def _without_the_old_day(words: str, chosen: datetime) -> str:
    """The words without the chosen day, where another one is named: it is what is wrong."""
    found = [(match, day) for match in re.finditer(r"[a-z]+", words)
             if (day := _weekday(match.group())) is not None]  # fmt: skip
    days = {day for _, day in found}
    if chosen.weekday() not in days or len(days) < 2:
        return words
    return _cut(words, [match.span() for match, day in found if day == chosen.weekday()])


def _without_the_old_hour(words: str, chosen: datetime) -> str:
    """The words without the chosen hour, where another one is named."""
    hours = (match for match in _HOURS.finditer(words) if int(match["hour"]) <= 24)
    found = [match for match in hours if not _MONTH.search(words[: match.start()])]  # "dec 10"
    old = [match for match in found if _is_hour(match, chosen)]
    if not old or len(old) == len(found):
        return words
    left = _cut(words, [match.span() for match in old])
    return f"at {left}" if _BARE_HOUR.match(left) else left


def _is_hour(said: re.Match[str], chosen: datetime) -> bool:
    hour, minute = int(said["hour"]), int(said["minute"] or 0)
    same = (hour - chosen.hour) % 12 == 0
    return same and (minute == chosen.minute or (said["minute"] is None and chosen.minute == 0))


def _cut(words: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        words = f"{re.sub(_BEFORE, ' ', words[:start])} {words[end:]}"
    return " ".join(words.split())


def _weekday(word: str) -> int | None:
    if word in _SHORT:
        return _SHORT[word]
    stem = word[:-1] if word.endswith("s") else word
    if stem in _DAYS:
        return _DAYS.index(stem)
    if len(word) < LONG_ENOUGH or not word.rstrip("s").endswith(("ay", "ya")):
        return None
    near = get_close_matches(word, _DAYS, 1, MISSPELT)
    return _DAYS.index(near[0]) if near else None
