"""Lengthens a conversation of the baseline by copies of its own turns.

Walking the baseline through a thousand turns, each dearer than the one before, takes longer than
everything else but its training. Its tracker store keeps a conversation as rows, one an event, so
rows of turns that were walked are written again as often as wanted; what is measured are turns
that are walked after that.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path


class CopiedTurns:
    """The conversations in a database of Rasa's own SQL tracker store.

    Args:
        file: the SQLite file.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, conversation: str, turns: int) -> None:
        """Adds copies of the conversation's newest turns at its end.

        Raises:
            ValueError: the conversation has no turn to copy.
        """
        with sqlite3.connect(self._file) as connection:
            while turns > 0:
                starts = [
                    row[0]
                    for row in connection.execute(
                        "SELECT id FROM events WHERE sender_id = ? AND type_name = 'user' "
                        "ORDER BY id DESC LIMIT ?",
                        (conversation, turns),
                    )
                ]
                if not starts:
                    raise ValueError(f"Conversation {conversation} has no turn to copy.")
                connection.execute(
                    "INSERT INTO events"
                    " (sender_id, type_name, timestamp, intent_name, action_name, data)"
                    " SELECT sender_id, type_name, timestamp, intent_name, action_name, data"
                    " FROM events WHERE sender_id = ? AND id >= ? ORDER BY id",
                    (conversation, starts[-1]),
                )
                turns -= len(starts)
