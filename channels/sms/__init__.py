"""Text messages through Twilio.

plan.Planner(database, "us").plan(message)            # what is done before the engine
answering.store_answer(connection, message, replies)  # effects, rendering, outbox: one unit
numbers.number_of(connection, phone).conversation     # a number is known by a hash of it
rendering.render(replies).texts                       # GSM-7 messages of two segments
delivery.record_report(connection, ...)               # what became of a message
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from channels.base import Channel
from channels.registry import register
from channels.turns import Reply, Turn
from clinic.messages import Inbound

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from channels.intake import Intake
    from channels.sms.missed import MissedTexts
    from channels.sms.twilio_sender import TwilioSender


@register
class Sms(Channel):
    """Under /webhooks/sms/; off while there are no credentials."""

    name = engine_name = "sms"

    def routes(self, intake: Intake) -> Sequence[BaseRoute]:
        from channels.sms.receive import Receiver

        return Receiver(self.settings, intake).routes()

    def warm(self) -> None:
        importlib.import_module("phonenumbers")  # reads whom a text is from

    def around(self, turn: Turn) -> Turn:
        from channels.sms.plan import Planner
        from channels.sms.turn import SmsTurn

        return SmsTurn(turn, Planner(self.database, self.settings.opt_out_answered_by))

    def joins(self, text: str) -> bool:
        from channels.sms.plan import is_part_of_more

        return is_part_of_more(text)

    def instead(self, message: Inbound) -> list[Reply]:
        from channels.sms.plan import of_keyword_alone

        return of_keyword_alone(message, self.settings.opt_out_answered_by)

    def deliver(self, connection: Connection, message: Inbound, replies: list[Reply]) -> None:
        from channels.sms.answering import store_answer

        store_answer(connection, message, replies)

    def beside_a_person(self, replies: list[Reply]) -> list[Reply]:
        """Alarms, and all that belongs to a wish about the texts themselves."""
        from channels.sms.answering import beside_a_person

        return beside_a_person(replies)

    def sender(self) -> TwilioSender | None:
        if not self.settings.sms_enabled:
            return None
        from channels.sms.twilio_sender import TwilioSender

        return TwilioSender(self.settings, self.database)

    def catch_up(self) -> MissedTexts | None:
        if not self.settings.sms_enabled or not self.settings.twilio_from:
            return None
        from channels.sms.missed import MissedTexts

        return MissedTexts(self.settings, self.database)
