"""The chat on the website: a small JSON API for the widget, under /webhooks/webchat/."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from channels.base import Channel
from channels.registry import register
from channels.sending import Poster
from channels.turns import Reply
from channels.web.bell import Bell
from clinic.languages import speaking
from clinic.messages import Inbound, post_answer, post_to_conversation, threads
from clinic.messages.models import Outgoing
from clinic.messages.typing_hints import TypingHints

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from channels.intake import Intake


def post(connection: Connection, item: Outgoing) -> None:
    """Shows a message from the outbox. A conversation that was deleted gets nothing: there is
    nobody to show it to."""
    post_to_conversation(connection, item.to, item.reply, sender="system")


@register
class WebChat(Channel):
    """See openapi.yml, which is served as openapi.json."""

    name = "web"
    engine_name = "webchat"
    early = True

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.bell = Bell(self._changed_since)
        self.hints = TypingHints(lambda: self.database.engine)

    def routes(self, intake: Intake) -> Sequence[BaseRoute]:
        from starlette.routing import Mount

        from channels.web.receive import WebApi

        return [Mount("/webhooks/webchat", WebApi(self.settings, intake, self.bell, self.hints))]

    def warm(self) -> None:
        for needed in ("channels.web.limits", "clinic.messages.wording"):
            importlib.import_module(needed)

    def news(self, conversation: str | None) -> None:
        """Wakes the widget."""
        self.bell.ring(conversation)

    def typing(self, told: str | None) -> None:
        """Wakes the widget when a person types an answer to its patient."""
        conversation, _ = self.hints.heard(told)
        if self.hints.is_answering(conversation):
            self.bell.ring(conversation)

    def close(self) -> None:
        self.bell.close()
        self.hints.close()

    def deliver(self, connection: Connection, message: Inbound, replies: list[Reply]) -> None:
        """Puts the replies into the transcript, each once."""
        from channels.web.times import with_days

        with speaking(threads.language_of(connection, message.conversation)):
            shown = [with_days(reply) for reply in replies]
        post_answer(connection, message, shown)

    def poster(self) -> Poster:
        return post

    def _changed_since(self, at: datetime) -> dict[str, int]:
        with self.database.read() as connection:
            return threads.changed_since(connection, at)
