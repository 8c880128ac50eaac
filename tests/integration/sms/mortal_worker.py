"""The real worker with the real sender, killed without warning at the step named in VAR_DIR/crash.

A claim holds for two seconds here, so that a test need not wait for a minute.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import worker.loop
from channels.sms import Sms
from channels.sms.twilio_sender import TwilioSender
from clinic.messages import outbox
from clinic.messages.models import Outgoing
from clinic.settings import get_settings
from clinic.storage import get_database
from tests.integration.sms.office import READY
from tests.integration.webchat.dying import die_at
from worker.sending import send_due


class MortalSender(TwilioSender):
    """The real sender, with places to die on both sides of the sending."""

    def send(self, item: Outgoing) -> str | None:
        die_at("before it was sent")
        sid = super().send(item)
        die_at("after it was sent")
        return sid


class MortalSms(Sms):
    def sender(self) -> MortalSender:
        return MortalSender(get_settings(), get_database())


def mortal_send_due(*arguments: Any) -> int:
    tried = send_due(*arguments)
    if tried:
        die_at("after it was noted")
    return tried


if __name__ == "__main__":
    outbox.CLAIM = timedelta(seconds=2)
    settings, database = get_settings(), get_database()
    rounds = worker.loop.Worker(database, [MortalSms(settings, database)])
    print(READY, flush=True)
    with patch.object(worker.loop, "send_due", mortal_send_due):
        rounds.run()
