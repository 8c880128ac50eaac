"""Takes out of a text what may say who wrote it."""

from __future__ import annotations

import re

# What is longer is cut before it is searched.
_SEARCHED = 2000
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_TOLD_NAME = re.compile(
    r"\b(my (?:full |first |last )?name(?:'s| is)|the name is)"
    r"\s+[^\W\d_][\w'’-]*(?:\s+(?!and\b|but\b|i\b|my\b)[^\W\d_][\w'’-]*){0,2}",
    re.IGNORECASE,
)
# "I'm Dana" but not "I'm in pain": here only capitals say that it is a name.
_NAMED = re.compile(r"\b([Ii] am|[Ii]['’]m|[Tt]his is|[Cc]all me)\s+[A-Z][a-z]\w*(?:\s+[A-Z]\w+)*")
_DATE = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b")
_STREET = re.compile(
    r"\b\d{1,5}\s+(?:[NSEW]\.?\s+)?(?:\w+\s+){1,3}(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|"
    r"boulevard|blvd|court)\b\.?",
    re.IGNORECASE,
)
# Five digits in a row are a postal code, an account, a member's number: never part of a question.
_DIGITS = re.compile(r"\b[A-Za-z]{0,3}\d(?:[ -]?\d){4,}\b")


def without_identity(text: str) -> str:
    """The text without phone and other long numbers, addresses, links, dates, and names that are
    said to be one. "[number]", "[address]", "[link]", "[date]", "[name]" stand in their place."""
    import phonenumbers  # thirty modules, of which a start needs none

    text = text[:_SEARCHED]
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, "US"))):
        text = text[: match.start] + "[number]" + text[match.end :]
    text = _LINK.sub("[link]", _EMAIL.sub("[address]", text))
    text = _STREET.sub("[address]", _DATE.sub("[date]", text))
    text = _DIGITS.sub("[number]", text)
    return _NAMED.sub(r"\1 [name]", _TOLD_NAME.sub(r"\1 [name]", text))
