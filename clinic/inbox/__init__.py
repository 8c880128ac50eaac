"""The inbox: conversations as the staff see them, who has each, and answering instead of the
assistant.

A conversation is a row of `message_threads`. What the staff do with it stands in that row, so that
it is decided in the unit of work that locks it, beside the messages themselves: taking over and
the assistant's answer can't both win (docs/decisions/0025).
"""

from clinic.inbox.handling import (
    Note,
    add_note,
    assign,
    close,
    notes_of,
    reopen,
    see,
    snooze,
)
from clinic.inbox.listing import (
    MOST_COUNTED,
    TABS,
    End,
    Item,
    Tab,
    counts,
    list_conversations,
    one,
)
from clinic.inbox.takeover import (
    NotTaken,
    Refused,
    TakenByAnother,
    answer,
    are_silent,
    hand_back,
    hand_back_silent,
    take_over,
)

__all__ = [
    "MOST_COUNTED",
    "TABS",
    "End",
    "Item",
    "NotTaken",
    "Note",
    "Refused",
    "Tab",
    "TakenByAnother",
    "add_note",
    "answer",
    "are_silent",
    "assign",
    "close",
    "counts",
    "hand_back",
    "hand_back_silent",
    "list_conversations",
    "notes_of",
    "one",
    "reopen",
    "see",
    "snooze",
    "take_over",
]
