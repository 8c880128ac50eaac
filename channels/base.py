"""What a channel is to the three processes that compose channels: the door, the brain, the worker.

A channel is a folder here that registers one class (`channels.registry`). At the door it takes
requests in and has messages stored before they are acknowledged; in the brain it may put something
before the engine's turn, and stores the replies in the unit of work that marks the message as
answered; in the worker it sends what waits in the outbox. Everything between - order, once,
crashes, time limits, the answer when there is none - is shared.

Modules that only one of the three needs are imported where they are used: the door is small
because of that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy.engine import Connection

from channels.turns import Line, Reply, Turn
from clinic.messages import Inbound
from clinic.settings import Settings
from clinic.storage import Database

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from channels.intake import Intake
    from channels.sending import CatchUp, Poster, Sender


class Channel(ABC):
    """A way patients write to us.

    Args:
        settings: of this process, or of a test.
        database: where messages are.

    Attributes:
        name: under which its messages are stored.
        engine_name: what the engine knows it as; the domain may have responses of its own for it.
        early: whether the patient sees the replies of a slow turn while it goes on.
    """

    name: ClassVar[str]
    engine_name: ClassVar[str]
    early: ClassVar[bool] = False

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings, self.database = settings, database

    # at the door

    @abstractmethod
    def routes(self, intake: Intake) -> Sequence[BaseRoute]:
        """Its public addresses; `intake` stores what comes in."""

    def warm(self) -> None:
        """Called in a thread once the door listens: loads what the first message will need, and
        the door must not wait for."""
        return

    def news(self, conversation: str | None) -> None:
        """Called on the door's event loop when something is new in a conversation of any
        channel; None: anything may be new."""
        return

    def typing(self, told: str | None) -> None:
        """Called on the door's event loop when somebody is typing in a conversation of any
        channel (`clinic.messages.typing_hints`); None: that may have been missed."""
        return

    def close(self) -> None:
        """Called when the door goes down: requests that wait should end."""
        return

    # in the brain, and where the door answers in its place

    def around(self, turn: Turn) -> Turn:
        """The turn as this channel takes it; a channel may put something before the engine."""
        return turn

    def instead(self, message: Inbound) -> list[Reply]:
        """What is answered although the turn failed or took too long, because it must not be lost
        with it: a wish to get no more messages. Needs no database. Empty: nothing of the kind."""
        return []

    @abstractmethod
    def deliver(self, connection: Connection, message: Inbound, replies: list[Reply]) -> None:
        """Stores the replies to a message, in the unit of work that marks it as answered.

        Where `early` is set it is called before that too, with the replies of the running turn
        so far, and has to store each of them once.

        Args:
            connection: of the unit of work; blocking, in a thread of its own.
            message: what is answered.
            replies: at least one, each with `text`, `buttons`, `custom` where there are any.
        """

    def beside_a_person(self, replies: list[Reply]) -> list[Reply]:
        """What is said while a person at the clinic answers: alarms, and what a channel owes its
        patients whoever answers."""
        from channels.turns import of_safety

        return of_safety(replies)

    def joins(self, text: str) -> bool:
        """Whether words may be a part of a message that people send in several: then it is waited
        for a moment for the rest."""
        return False

    def line(self, turn: Turn) -> Line:
        """How its messages are answered, given the turn as `around` made it."""
        return Line(turn, self.deliver, self.early, self.beside_a_person, self.instead, self.joins)

    # in the worker

    def sender(self) -> Sender | None:
        """What sends its messages from the outbox; None: nothing leaves the house by it now."""
        return None

    def poster(self) -> Poster | None:
        """What shows a message from the outbox to the patient here; None: nothing does."""
        return None

    def catch_up(self) -> CatchUp | None:
        """What fetches messages that never reached the door; None: nothing can be fetched."""
        return None
