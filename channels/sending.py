"""What the worker needs of a channel to send its messages, and to fetch those that were missed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sqlalchemy.engine import Connection

from clinic.messages.models import Outgoing


class SendFailed(Exception):
    """A message was not sent.

    Args:
        reason: a code or a few words, without the patient's own.
        permanent: trying again is useless (no such number, opted out).
        carrier: the carrier takes nothing from anybody (it is away, or refuses our credentials),
            whatever the message was; what is wrong, for the staff to read. Empty otherwise.
    """

    def __init__(self, reason: str, *, permanent: bool = False, carrier: str = "") -> None:
        self.reason, self.permanent, self.carrier = reason, permanent, carrier
        super().__init__(reason)


class Sender(ABC):
    """Sends messages that leave the house: between two units of work, so a worker killed right
    there sends again."""

    @abstractmethod
    def send(self, item: Outgoing) -> str | None:
        """Sends a claimed message and returns the carrier's id of it, if there is one.

        Raises:
            SendFailed: it was not sent. Anything else raised counts as a failure that may pass.
        """

    def trouble(self) -> str:
        """Asks the carrier for nothing in particular: what is wrong with it, empty when nothing
        is. For while it had trouble, and nothing is to be sent that would show that it is over."""
        return ""

    def put_off_until(self, _item: Outgoing, _at: datetime) -> datetime | None:
        """When a message may be sent that must not be sent at this time; None: it may."""
        return None

    def failed(self, _connection: Connection, _item: Outgoing, _reason: str) -> bool:
        """Draws the consequences of a message that was given up; false: there are none but that
        the staff are told."""
        return False


# Shows a claimed message to the patient, in the unit of work that marks it as sent: once.
Poster = Callable[[Connection, Outgoing], None]


class CatchUp(Protocol):
    """Fetches what was sent to us and never reached the door."""

    def run(self, first: bool) -> int:
        """Stores what was missed; how many messages that were.

        Args:
            first: after a start or a failure; else what little can have been missed since.
        """
        ...
