"""What a text must keep to so that it can go out as a text message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import yaml

from channels.sms.gsm7 import fold, outside, segments
from channels.sms.keywords import read_keyword
from channels.sms.rendering import numbered
from channels.sms.splitting import MOST_SEGMENTS
from clinic.content import Content, load_content
from clinic.content.layers import layering
from clinic.languages import ENGLISH, speaking
from clinic.screenings import times
from scripts.patient_texts import Text

ONE_SEGMENT = ("content/sms.yml: introduction", "content/safety.yml: replies.E")
# Also an opt-out by law, so a patient who wants to call off a visit must never be led to it.
OPT_OUT_WORD = re.compile(r"\bcancel\b", re.IGNORECASE)
# The longest way to say a time: Wednesday, September 30 at 12:30 PM.
LONGEST_HOURS = "Wednesday 10:00 AM-12:00 PM, 1:00 PM-5:00 PM"
# Which buttons come with a question, so that it and its numbered choices stay in one text.
CHECK, TIMES = ("none_of_these", "one_or_more"), ("time", "time", "time")
REPLIES = "content/replies.yml: "
ASKED_WITH = {
    "ask_signs": CHECK,
    "ask_signs_other": CHECK,
    "ask_signs_again": CHECK,
    "back_signs": CHECK,
    "ask_confirm": ("yes_book", "other_time", "stop"),
    "ask_confirm_again": ("yes_book", "other_time", "stop"),
    "back_confirm": ("yes_book", "other_time", "stop"),
    "ask_move": ("yes", "other_time", "no"),
    "back_time": TIMES,
}
LONGEST_TIME = datetime(2026, 9, 30, 12, 30)  # noqa: DTZ001 - given the clinic's zone below


def in_the_alphabet(text: Text) -> str | None:
    """One character outside the 7-bit alphabet more than doubles what a text costs."""
    if not text.by_sms:
        return None
    words = re.sub(r"\{\w+\}", "", text.text)
    # The web shows Spanish with its accents; a text message drops those the alphabet lacks.
    foreign = outside(fold(words) if text.language == "es" else words)
    return f"not in the GSM-7 alphabet: {' '.join(foreign)}" if foreign else None


def offers_no_opt_out_word(text: Text) -> str | None:
    """CANCEL alone ends all messages and keeps the visit."""
    if text.reader == "patient" and OPT_OUT_WORD.search(text.text):
        return 'offers the word CANCEL, which is an opt-out; say "call off"'
    return None


def leads_to_no_keyword(text: Text) -> str | None:
    """A patient who texts the words of a choice, or what we tell them to say, must not end their
    messages with it."""
    if not text.by_sms or text.place.startswith("content/sms.yml"):
        return None  # sms.yml tells of the keywords
    told = re.findall(r'"([^"]+)"', text.text)
    choice = text.place.startswith(("content/buttons.yml", "content/topics.yml"))
    for words in [*told, *([text.text] if choice or "button" in text.where else [])]:
        if read_keyword(words):
            return f"{words!r} is a word about the text messages themselves; use another"
    return None


class Lengths:
    """Checks that each text fits into two segments when it is filled in with the clinic's facts.

    Args:
        root: the folder that holds content/.
        language: of the texts that are checked.
    """

    def __init__(self, root: Path, language: str = ENGLISH) -> None:
        self._language = language
        with speaking(language), layering(language) if language != ENGLISH else nullcontext():
            self._fill(root, f"{language}/" if language != ENGLISH else "")

    def _fill(self, root: Path, folder: str) -> None:
        self.content = content = load_content(root / "content")
        clinic = content.clinic
        at = LONGEST_TIME.replace(tzinfo=clinic.tz)
        when = times.say(at, clinic)
        sms, safety = (
            yaml.safe_load((root / "content" / f"{folder}{file}").read_text(encoding="utf-8"))
            for file in ("sms.yml", "safety.yml")
        )
        self._buttons = {**content.buttons, "time": times.say_short(at, clinic)}
        self._first_notice = "\n" + sms["first_notice"]
        say_short = times.say_short(at, clinic)
        therapist = max((therapist.name for therapist in clinic.therapists), key=len)
        self._filled = {
            "about": "",
            "address": clinic.address,
            "asks": max((topic.asks for topic in content.topics.values()), key=len),
            "bring": clinic.what_to_bring,
            "call_when": "after 3 in the afternoon",
            "checklist": "\n".join(f"- {sign}" for sign in safety["checklist"]),
            "clinic": clinic.name,
            "clinic_phone": clinic.phone_shown or "(414) 555-0142",
            "count": "10",
            "day": times.say_day(at.date()),
            "days": "365",
            "example": "K7M2QX",
            "fact": "",
            "article": max((article.title for article in content.articles), key=len),
            "heading": max(
                (item.heading for article in content.articles for item in article.passages), key=len
            ),
            "hours": "\n".join([LONGEST_HOURS] * 3),
            "length": "6",
            "notice": "168",
            "line": safety["safety_line"],
            "minutes": "120",
            "name": "Maximiliana Featherstone",
            "names": therapist,
            "next_day": times.say_day(at.date()),
            "next_time": "10:30 AM",
            "number": "(414) 555-0142",
            "old": say_short,
            "part": "lower back",
            "phone": clinic.phone_shown or "(414) 555-0142",
            "reference": "K7M2QX",
            "role": "front desk and patient care team",
            "therapist": therapist,
            "thing": "facts on how your data is kept",
            "until": say_short,
            "when": when,
            "where": clinic.address or clinic.name,
            "wish": f"{times.say_day(at.date())} in the afternoon",
            "zone_label": clinic.zone_label,
        }

    def __call__(self, text: Text) -> str | None:
        if text.language != self._language or not text.by_sms:
            return None
        if text.place.startswith("content/times.yml"):
            return None
        unknown = set(re.findall(r"\{(\w+)\}", text.text)) - set(self._filled)
        if unknown:
            return f"scripts/lint_sms.py does not know how long {', '.join(sorted(unknown))} can be"
        filled = "\n".join([self.filled(text.text), *numbered(self.asked_with(text))])
        if text.place.startswith("content/notices.yml"):
            filled += self._first_notice
        most = 1 if text.place in ONE_SEGMENT else MOST_SEGMENTS
        count = segments(fold(filled))
        return f"{count} segments filled in, at most {most}" if count > most else None

    def filled(self, text: str) -> str:
        """A text with the longest there can be in place of its names."""
        return text.format(**{name: value or "" for name, value in self._filled.items()})

    def asked_with(self, text: Text) -> list[dict[str, str]]:
        """The buttons that come with a text, by what stands on them."""
        reply = text.place.removeprefix(REPLIES)
        buttons = TIMES if reply.startswith("ask_time_") else ASKED_WITH.get(reply, ())
        return [{"title": self._buttons[name]} for name in buttons]


def article_problems(content: Content) -> Iterator[str]:
    """What of the article can't be quoted in a text message; typography is folded when it is."""
    for article in content.articles:
        for passage in article.passages:
            if foreign := outside(fold(passage.text)):
                where = f"content/{article.file}: {passage.topic}"
                yield f"{where}: not in the GSM-7 alphabet: {' '.join(foreign)}"
