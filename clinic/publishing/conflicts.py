"""What a draft and somebody else changed at once, and how both come to stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from clinic import clock
from clinic.publishing import entries
from clinic.publishing.drafts import Draft, DraftFile, note, put
from clinic.publishing.versions import changed_entries

# A whole file that stands for itself in a conflict, not one entry of it.
WHOLE = "the whole file"


@dataclass(frozen=True)
class Conflict:
    """An entry that a draft changes, and somebody else changed meanwhile: as it was, as it is now,
    and as the draft has it."""

    file: str
    key: str
    base: str
    theirs: str
    mine: str


def conflicts(draft: Draft, now: Mapping[str, str]) -> list[Conflict]:
    """What the draft and somebody else changed, each in another way, since it was made."""
    return [one for file in draft.files for one in _conflicts(file, now.get(file.file))]


def is_behind(draft: Draft, now: Mapping[str, str]) -> bool:
    """Whether one of its files is another than the draft was made of."""
    return any(one.base != now.get(one.file) for one in draft.files)


def catch_up(
    connection: Connection,
    draft: Draft,
    now: Mapping[str, str],
    keep: Iterable[tuple[str, str]],
) -> None:
    """Puts the draft's changes on top of the content as it is now.

    Args:
        keep: file and key of what both changed and the draft's words are to be kept of; of the
            others today's words stay.
    """
    keep = set(keep)
    for one in draft.files:
        today = now.get(one.file)
        if one.base == today:
            continue
        text = today
        found = {conflict.key for conflict in _conflicts(one, today)}
        if WHOLE in found or today is None or one.text is None:
            text = one.text if (one.file, WHOLE) in keep or WHOLE not in found else today
        else:
            mine = entries.values(one.file, one.text)
            for key in changed_entries(one.file, one.base, one.text):
                if key not in found or (one.file, key) in keep:
                    text = entries.change(one.file, text or "", key, mine[key])
        put(connection, draft.id, one.file, today, text)
    # Whoever approved it had not seen what it takes the place of now.
    note(connection, draft, changed_at=clock.now(), approved_digest=None)


def _conflicts(one: DraftFile, today: str | None) -> list[Conflict]:
    if one.base == today or one.text == today or one.text == one.base:
        return []
    base, mine, theirs = (entries.values(one.file, text) for text in (one.base, one.text, today))
    # Where an entry came or went, or a comment is another, only the whole can be compared.
    if not (one.base and one.text and today) or not base.keys() == mine.keys() == theirs.keys():
        return [Conflict(one.file, WHOLE, one.base or "", today or "", one.text or "")]
    try:
        again = one.base
        for key in changed_entries(one.file, one.base, one.text):
            again = entries.change(one.file, again, key, mine[key])
    except entries.NoSuchEntry:
        again = ""
    if again != one.text:
        return [Conflict(one.file, WHOLE, one.base, today, one.text)]
    return [
        Conflict(one.file, key, base[key], theirs[key], mine[key])
        for key in changed_entries(one.file, one.base, one.text)
        if theirs[key] not in (base[key], mine[key])
    ]
