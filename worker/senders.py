"""What the worker needs of a channel to send a message on it."""

from __future__ import annotations

from typing import Protocol

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


class Sender(Protocol):
    """Sends a claimed message; one for each channel that leaves the house."""

    def send(self, item: Outgoing) -> str | None:
        """Sends it and returns the carrier's id of it, if there is one.

        Raises:
            SendFailed: it was not sent. Anything else raised counts as a failure that may pass.
        """
        ...

    def trouble(self) -> str:
        """Asks the carrier for nothing in particular: what is wrong with it, empty when nothing
        is. For while it had trouble, and nothing is to be sent that would show that it is over."""
        ...
