"""Reads what is said about a sign: that it is so, denied, long past, or only asked about.

In the manner of ConText (Harkema et al., 2009): cue words reach from where they stand until the
sentence turns. docs/decisions/0006 says why neither negspacy nor medspaCy does this here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from clinic import clock
from clinic.reading.safety.finding import Found, Span, Word
from clinic.reading.safety.normal import PAUSES, STOPS

Status = Literal["present", "denied", "past", "asked"]

# How far a denial reaches, in words; a list ("no numbness, weakness or leaking") reaches on.
DENIAL_REACH = 7
# A denial between the words of a sign ("my legs are not weak") stands close to what it denies.
AMID_REACH = 2
# What may stand between a part of the body and the word that it is well.
TO_BE = frozenset(
    """
    is are was were be been being am all both just totally completely perfectly still seems seem
    feels feel works work working moves move has have also very quite pretty
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# A new speaker or owner ends a denial: "I don't want to bother you, I can't pee".
SUBJECTS = frozenset({"i", "he", "she", "we", "they", "my", "his", "her"})
# What cannot be done is a complaint: a denial of it ends at the comma. "I can't walk, chest pain."
ABILITIES = frozenset({"can", "could", "able", "puedo", "puede", "podia", "pude"})
LIST_MARKS = frozenset({",", "or", "nor", "and", "/"})
FIRST_PERSONS = frozenset(
    {"i", "my", "me", "mine", "he", "his", "him", "she", "her", "we", "our", "they", "their"}
)
# Old news of these is harmless only when it is said to be over as well.
SAID_TO_BE_OVER = frozenset({"C", "U"})


def status_of(found: Found, words: Sequence[Word], places: dict[str, list[Span]]) -> Status:
    """What is said about a sign, by the sentence it stands in."""
    first, last = sentence(words, found.start, found.end)
    if _denied(found, words, places, first):
        return "denied"
    if not found.sign.also_asked and _supposed(found, words, places, first, last):
        return "asked"
    if _past(found, places, words, first, last):
        over = any(first <= start < last for start, _ in places.get("behind", []))
        if over or found.sign.tier not in SAID_TO_BE_OVER:
            return "past"
    return "present"


def sentence(words: Sequence[Word], start: int, end: int) -> Span:
    """The sentence around the words from `start` to `end`."""
    first, last = start, end
    while first > 0 and words[first - 1].text not in STOPS:
        first -= 1
    while last < len(words) and words[last].text not in STOPS:
        last += 1
    return first, last


def _denied(found: Found, words: Sequence[Word], places: dict[str, list[Span]], first: int) -> bool:
    harmless = places.get("not_a_denial", [])
    inside = {place for start, end in found.spans for place in range(start, end)}
    for start, end in places.get("denied", []):
        following = [span[0] for span in found.spans if span[0] >= end]
        if start < first or not following or inside & set(range(start, end)):
            continue
        if any(other[0] <= start < other[1] or other[0] == end - 1 for other in harmless):
            continue
        goal = min(following)
        if start >= found.start and goal - end > AMID_REACH:
            continue
        if _reaches(words, places, end, goal, _opens_with_a_no(found, words)):
            return True
    return _is_well(found, words, places)


def _is_well(found: Found, words: Sequence[Word], places: dict[str, list[Span]]) -> bool:
    """Whether a part of the sign is said to be in order: "bladder is fine", "legs both strong"."""
    well = {start for start, _ in places.get("well", [])}
    reversals = {start for start, _ in places.get("reversals", [])}
    for name, (start, end) in zip(found.sign.lists, found.spans, strict=True):
        if name not in found.sign.parts:
            continue
        place = end
        while place < len(words) and words[place].text in TO_BE:
            place += 1
        if place not in well or any(start <= at < end for at in well):
            continue
        later = max(other for other, _ in found.spans)
        # "She says my legs are fine, but they are numb": what comes after the "but" counts.
        if not any(place <= turn < later for turn in reversals):
            return True
    return False


def _opens_with_a_no(found: Found, words: Sequence[Word]) -> bool:
    """Whether a sign is itself something that is not so: "can not pee", "no puedo orinar"."""
    return any(word.text in ("no", "not") for word in words[found.start : found.start + 2])


def _reaches(
    words: Sequence[Word], places: dict[str, list[Span]], begin: int, goal: int, complaint: bool
) -> bool:
    """Whether a denial that ends at `begin` reaches what stands at `goal`; a complaint in its own
    "no" is none of a list that is denied: "no fever, can't pee"."""
    turns = {start for start, _ in places.get("turns", [])}
    reach, in_list = DENIAL_REACH, False
    # "I do not think I have", "not that I know": the subject right after such a verb is its own.
    thinking = begin < goal and words[begin].text in ("think", "believe", "that", "feel")
    beside = {words[place].text for place in (begin - 2, begin) if 0 <= place < len(words)}
    unable = complaint or bool(beside & ABILITIES)
    for position in range(begin, goal):
        text = words[position].text
        if position in turns or (unable and text in PAUSES):
            return False
        if text in SUBJECTS and not (thinking and position <= begin + 1):
            return False
        in_list = in_list or text in LIST_MARKS
        reach -= 1
        if reach <= 0 and not in_list:
            return False
        if reach <= -DENIAL_REACH:
            return False
    return True


def _supposed(
    found: Found, words: Sequence[Word], places: dict[str, list[Span]], first: int, last: int
) -> bool:
    for start, _ in places.get("asked", []):
        if first <= start < found.start and not _turned(places, start, found.start):
            return True
    if any(first <= start < last for start, _ in places.get("lookouts", [])):
        return True
    return asks_in_general(words, places, first, last)


def asks_in_general(
    words: Sequence[Word], places: dict[str, list[Span]], first: int, last: int
) -> bool:
    """Whether a sentence is one such as "can a disc make you lose bladder control?": about
    nobody."""
    while first < last and words[first].text in PAUSES | {"and", "so", "but", "also", "ok", "hi"}:
        first += 1
    opens = any(start == first for start, _ in places.get("asks", []))
    # "Can't pee" opens like a question and is none.
    if not opens or (first + 1 < last and words[first + 1].text == "not"):
        return False
    general = any(start in (first + 1, first + 2) for start, _ in places.get("in_general", []))
    persons = [word.text for word in words[first + 1 : last] if word.text in FIRST_PERSONS]
    for start, end in places.get("reports", []):
        # "Is it normal that my calf is hot?" tells what is, and asks about it.
        told = bool(persons) or (end < last and words[end].text == "that")
        if first < start <= first + 3 and told:
            return False
    if not persons:
        return True
    # "Can sciatica affect my bladder?" speaks of oneself and says nothing of now.
    speaks = any(text in ("i", "he", "she", "we", "they") for text in persons)
    return general and not speaks


def _past(
    found: Found, places: dict[str, list[Span]], words: Sequence[Word], first: int, last: int
) -> bool:
    own = {place for start, end in found.spans for place in range(start, end)}
    for start, end in places.get("past", []):
        # "It used to be only the left leg" is a part of the sign itself.
        if first <= start < last and not own & set(range(start, end)):
            low, high = min(end, found.end), max(start, found.start)
            if not _turned(places, low, high):
                return True
    for position in range(first, last - 1):
        # "In 2015", or "since 2007": a sign so old is known, and no news.
        year = words[position + 1].text
        if words[position].text in ("in", "since") and _is_former(year):
            return True
    return False


def _is_former(year: str) -> bool:
    """Whether it is the number of a year before this one."""
    return len(year) == 4 and year.isdigit() and 1900 < int(year) < clock.now().year


def _turned(places: dict[str, list[Span]], low: int, high: int) -> bool:
    return any(low <= start < high for start, _ in places.get("turns", []))
