"""What was said and done in every conversation, kept turn by turn and never changed.

One row is one turn: its events, and the state the conversation was in after it. So a reader gets
any stretch of a conversation with the state it began from, and a turn's cost does not grow with
the turns before it.
"""

from clinic.conversations.history import (
    ConversationMovedOn,
    Stretch,
    append,
    conversations,
    exists,
    forget,
    forget_before,
    latest,
    replace,
    whole,
)

__all__ = [
    "ConversationMovedOn",
    "Stretch",
    "append",
    "conversations",
    "exists",
    "forget",
    "forget_before",
    "latest",
    "replace",
    "whole",
]
