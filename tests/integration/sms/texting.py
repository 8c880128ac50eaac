"""A patient's phone that texts with the whole product."""

from __future__ import annotations

import shutil
import sqlite3
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import httpx

from channels.sms.gsm7 import fold, segments
from clinic.settings import ROOT
from sandbox.twilio import Text, TwilioStandIn
from tests.conftest import Product
from tests.integration.sms.office import CLINIC
from tests.integration.webchat.harness import wait_until
from tests.phones import own_number


class Phone:
    """A patient's phone.

    Args:
        product: with the SMS channel on.
        twilio: what it sends to.
        ending: the last four digits of the number, where they matter to the stand-in.
    """

    def __init__(self, product: Product, twilio: TwilioStandIn, ending: str | None = None) -> None:
        number = "+1" + own_number().replace("-", "")
        self.number = number[:-4] + (ending or number[-4:])
        self.webhook = f"{product.front}/webhooks/sms/webhook"
        self.product, self.twilio = product, twilio
        self.read = 0
        self.sent_at: dict[str, float] = {}

    def mine(self) -> list[Text]:
        return [text for text in self.twilio.sent if text.to == self.number]

    def send(self, body: str, **more: str) -> httpx.Response:
        return self.twilio.text(self.webhook, self.number, CLINIC, body, **more)

    def text(self, body: str, **more: str) -> str:
        """Sends a text; the texts that came back, joined."""
        return "\n".join(self.texts(body, **more))

    def texts(self, body: str, **more: str) -> list[str]:
        """Sends a text; the texts that came back, each held to the rules of the channel."""
        # The same words so soon would count as one message that a gateway sent twice.
        time.sleep(max(self.sent_at.get(body, 0) + 3.2 - time.monotonic(), 0))
        self.sent_at[body] = time.monotonic()
        assert self.send(body, **more).status_code == 200
        wait_until(self._is_answered, 60)
        return self.new()

    def wait_for_notice(self) -> list[str]:
        """Waits for a text that no text of the patient's asked for."""
        wait_until(lambda: len(self.mine()) > self.read, 60)
        return self.new()

    def new(self) -> list[str]:
        """What has arrived since the last look."""
        new = self.mine()[self.read :]
        self.read = len(self.mine())
        for text in new:
            assert fold(text.body) == text.body, "not in the GSM-7 alphabet"
            assert segments(text.body) <= 2
            assert "CANCEL" not in text.body
            assert text.status_callback.partition("?")[0].endswith("/webhooks/sms/status")
        return [text.body for text in new]

    def _is_answered(self) -> bool:
        """Whether nothing waits for an answer and no answer waits to be sent."""
        waiting = "SELECT COUNT(*) FROM inbound_messages WHERE answered_at IS NULL"
        queued = "SELECT COUNT(*) FROM outbox WHERE state = 'queued' AND key LIKE 'answer:%'"
        return not any(rows(self.product, query)[0][0] for query in (waiting, queued))


def rows(product: Product, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with sqlite3.connect(product.var / "assistant.db", timeout=30) as connection:
        return connection.execute(query, values).fetchall()


def content_where_it_is_noon(folder: Path) -> Path:
    """A copy of the clinic's content, moved to where it is about noon now: notices may go out."""
    content = shutil.copytree(ROOT / "content", folder / "content")
    hour = datetime.now(timezone.utc).hour
    # Etc/GMT+5 is five hours behind Greenwich.
    zone = f"Etc/GMT{hour - 12:+d}" if hour != 12 else "Etc/GMT"
    facts = content / "clinic.yml"
    text = facts.read_text(encoding="utf-8")
    assert "America/Chicago" in text
    facts.write_text(text.replace("America/Chicago", zone), encoding="utf-8")
    return content
