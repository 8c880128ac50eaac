"""The SMS channel's server with a scripted engine, and the worker, on one database."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import httpx
from sqlalchemy import text as sql

from clinic.settings import ROOT
from sandbox.twilio import Text, TwilioStandIn
from tests.integration.webchat.harness import START_SECONDS, Server, wait_until

# No two phones have the same number; 211, 311 … are no area codes.
_AREA_CODES = (code for code in range(210, 1000) if code % 100 != 11)
# From a report's answer until the worker has noted that the text was sent.
SETTLING_SECONDS = 0.1
READY = "The worker has begun."  # what mortal_worker prints
ACCOUNT, CLINIC = "AC" + "0" * 32, "+14145550142"


class Office:
    """The channel's server and the worker beside a stand-in for Twilio.

    Args:
        var: where the database is, migrated.
        twilio: where texts are sent.
        settings: of both processes, beside those that lead to the stand-in.
    """

    def __init__(self, var: Path, twilio: TwilioStandIn, **settings: str) -> None:
        self.twilio = twilio
        self.server = Server(var, module="tests.integration.sms.server")
        self.server.settings.update(
            PUBLIC_URL=f"http://127.0.0.1:{self.server.port}",
            TWILIO_ACCOUNT_SID=ACCOUNT,
            TWILIO_AUTH_TOKEN=twilio.token,
            TWILIO_FROM=CLINIC,
            TWILIO_API_URL=twilio.url,
        )
        self.server.settings.update(settings)
        self.crash_at = self.server.crash_at
        self.starts = 0
        self.server.start()
        self.worker: subprocess.Popen[bytes] | None = None
        if self.server.settings["TWILIO_AUTH_TOKEN"]:  # nothing can be sent without
            self.start_worker()

    @property
    def webhook(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/webhooks/sms/webhook"

    def start_worker(self) -> None:
        """Starts the worker and waits until it has begun its rounds."""
        self.starts += 1
        with (self.server.var / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.integration.sms.mortal_worker"],
                cwd=ROOT,
                env=self.server.environment,
                stdout=log,
                stderr=log,
            )
        file = self.server.var / "worker.log"
        wait_until(lambda: file.read_text().count(READY) == self.starts, START_SECONDS)

    def restart_worker_when_dead(self) -> None:
        assert self.worker is not None
        assert self.worker.wait(timeout=20) == -signal.SIGKILL
        self.start_worker()

    def restart_server_when_dead(self) -> None:
        self.server.wait_until_dead()
        self.server.start()

    def rows(self, query: str, **values: str) -> list[tuple[object, ...]]:
        with self.server.database().read() as connection:
            return [tuple(row) for row in connection.execute(sql(query), values)]

    def stored(self, sid: str) -> int:
        """How many messages were stored under this MessageSid."""
        return len(self.rows("SELECT id FROM inbound_messages WHERE external_id = :sid", sid=sid))

    def delivery(self, text: Text) -> object:
        found = self.rows("SELECT delivery FROM outbox WHERE external_id = :sid", sid=text.sid)
        return found[0][0] if found else None

    def stop(self) -> None:
        if self.worker:
            self.worker.kill()
            self.worker.wait()
        self.server.stop()


class Phone:
    """A patient's phone whose first message has been answered, introduction and all."""

    def __init__(self, office: Office, ending: str = "0199", *, introduced: bool = True) -> None:
        self.office = office
        self.number = f"+1{next(_AREA_CODES)}555{ending}"
        if introduced:
            self.send("before")
            self.wait_for(1)
            # Whoever is killed next is killed over the next message, not over this one's last step.
            wait_until(lambda: self.texts[0].sid in office.twilio.acknowledged)
            time.sleep(SETTLING_SECONDS)

    def send(self, body: str, sid: str | None = None, **more: str) -> httpx.Response:
        sid = sid or f"SM{uuid.uuid4().hex}"
        return self.office.twilio.text(
            self.office.webhook, self.number, CLINIC, body, MessageSid=sid, **more
        )

    @property
    def texts(self) -> list[Text]:
        return [text for text in self.office.twilio.sent if text.to == self.number]

    def wait_for(self, count: int) -> None:
        wait_until(lambda: len(self.texts) >= count)

    def answers(self) -> list[str]:
        """What was answered to the messages after the first."""
        return [text.body for text in self.texts][1:]
