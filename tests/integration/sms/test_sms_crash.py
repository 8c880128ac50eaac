"""A text message's processes killed between any two steps of its life.

Each message is answered exactly once. The one exception is a worker killed between handing a text
to Twilio and noting that, while Twilio's report is lost as well: Twilio takes no key against
doubles, so the text is sent a second time.
"""

from __future__ import annotations

import secrets
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text as sql

from clinic.settings import ROOT
from sandbox.twilio import Text, TwilioStandIn
from tests.conftest import free_port
from tests.integration.conftest import migrate
from tests.integration.webchat.harness import Server, wait_until

ACCOUNT, CLINIC = "AC" + "0" * 32, "+14145550142"
CHANNEL_STEPS = (
    "before it was acknowledged",
    "before the turn",
    "after it was said",
    "after the turn was saved",
    "before the answer was committed",
    "after the answer was stored",
)
WORKER_STEPS = ("before it was sent", "after it was sent", "after it was noted")
REPORT_STEPS = ("before the report was stored", "after the report was stored")


class Office:
    """The channel's server and the worker, on one database, beside a stand-in for Twilio."""

    def __init__(self, var: Path, twilio: TwilioStandIn) -> None:
        self.twilio = twilio
        self.server = Server(var, module="tests.integration.sms.server")
        self.server.settings.update(
            PUBLIC_URL=f"http://127.0.0.1:{self.server.port}",
            TWILIO_ACCOUNT_SID=ACCOUNT,
            TWILIO_AUTH_TOKEN=twilio.token,
            TWILIO_FROM=CLINIC,
            TWILIO_API_URL=twilio.url,
        )
        self.crash_at = self.server.crash_at
        self.server.start()
        self.start_worker()

    def start_worker(self) -> None:
        with (self.server.var / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.integration.sms.mortal_worker"],
                cwd=ROOT,
                env=self.server.environment,
                stdout=log,
                stderr=log,
            )

    def restart_worker_when_dead(self) -> None:
        assert self.worker.wait(timeout=20) == -signal.SIGKILL
        self.start_worker()

    def restart_server_when_dead(self) -> None:
        self.server.wait_until_dead()
        self.server.start()

    def rows(self, query: str, **values: str) -> list[tuple[object, ...]]:
        with self.server.database().read() as connection:
            return [tuple(row) for row in connection.execute(sql(query), values)]

    def delivery(self, text: Text) -> object:
        found = self.rows("SELECT delivery FROM outbox WHERE external_id = :sid", sid=text.sid)
        return found[0][0] if found else None

    def stop(self) -> None:
        self.worker.kill()
        self.worker.wait()
        self.server.stop()


class Phone:
    """A patient's phone whose first message has been answered, introduction and all."""

    def __init__(self, office: Office, ending: str = "0199") -> None:
        self.office = office
        self.number = f"+1{200 + uuid.uuid4().int % 700}555{ending}"
        self.send("before")
        self.wait_for(1)

    def send(self, body: str, sid: str | None = None) -> httpx.Response:
        url = f"http://127.0.0.1:{self.office.server.port}/webhooks/sms/webhook"
        sid = sid or f"SM{uuid.uuid4().hex}"
        return self.office.twilio.text(url, self.number, CLINIC, body, MessageSid=sid)

    @property
    def texts(self) -> list[Text]:
        return [text for text in self.office.twilio.sent if text.to == self.number]

    def wait_for(self, count: int) -> None:
        wait_until(lambda: len(self.texts) >= count)

    def answers(self) -> list[str]:
        """What was answered to the messages after the first."""
        return [text.body for text in self.texts][1:]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    twilio = TwilioStandIn(free_port(), ACCOUNT, secrets.token_hex(16))
    twilio.start()
    var = tmp_path_factory.mktemp("sms")
    migrate(f"sqlite:///{var / 'assistant.db'}")
    office = Office(var, twilio)
    yield office
    office.stop()
    twilio.stop()


@pytest.fixture()
def phone(office: Office) -> Callable[..., Phone]:
    return lambda *arguments: Phone(office, *arguments)


@pytest.mark.parametrize("step", CHANNEL_STEPS)
def test_a_text_is_answered_once_when_the_channel_is_killed(office, phone, step):
    patient = phone()
    sid = f"SM{uuid.uuid4().hex}"
    office.crash_at(step)
    with suppress(httpx.TransportError):  # no acknowledgement: Twilio sends it again below
        patient.send("hello", sid)
    office.restart_server_when_dead()
    patient.send("hello", sid)
    patient.send("after")
    patient.wait_for(3)
    assert patient.answers() == ["You said: hello", "You said: after"]


def test_an_acknowledged_text_is_answered_although_nobody_sends_it_again(office, phone):
    patient = phone()
    office.crash_at("before the turn")
    assert patient.send("hello").status_code == 200
    office.restart_server_when_dead()
    patient.wait_for(2)
    assert patient.answers() == ["You said: hello"]


def test_what_the_channel_said_before_a_saved_turn_is_said_after_the_kill(office, phone):
    patient = phone()
    office.crash_at("after the turn was saved")
    url = f"http://127.0.0.1:{office.server.port}/webhooks/sms/webhook"
    office.twilio.text(url, patient.number, CLINIC, "hello", NumMedia="1")
    office.restart_server_when_dead()
    patient.wait_for(2)
    [answer] = patient.answers()
    assert answer.startswith("I can't open the picture")
    assert answer.endswith("You said: hello")


def test_an_opt_out_is_noted_and_confirmed_once_when_the_channel_is_killed(office, phone):
    patient = phone()
    before = office.rows("SELECT id FROM sms_consents")
    office.crash_at("before the answer was committed")
    assert patient.send("STOP").status_code == 200
    office.restart_server_when_dead()
    patient.send("are you there")
    patient.wait_for(2)
    [confirmation] = patient.answers()
    assert "opted out" in confirmation
    assert len(office.rows("SELECT id FROM sms_consents")) == len(before) + 1


@pytest.mark.parametrize("step", WORKER_STEPS)
def test_a_text_is_answered_once_when_the_worker_is_killed(office, phone, step):
    patient = phone()
    office.crash_at(step)
    patient.send("hello")
    office.restart_worker_when_dead()
    patient.send("after")
    patient.wait_for(3)
    assert patient.answers() == ["You said: hello", "You said: after"]


def test_a_text_whose_report_is_lost_with_the_worker_is_sent_again(office, phone):
    patient = phone()
    office.twilio.reports = False
    try:
        office.crash_at("after it was sent")
        patient.send("hello")
        office.restart_worker_when_dead()
        patient.wait_for(3)
    finally:
        office.twilio.reports = True
    patient.send("after")
    patient.wait_for(4)
    assert patient.answers() == ["You said: hello", "You said: hello", "You said: after"]


@pytest.mark.parametrize("step", REPORT_STEPS)
def test_a_failed_text_becomes_one_task_when_the_channel_is_killed_at_the_report(
    office, phone, step
):
    patient = phone("0007")
    wait_until(lambda: office.delivery(patient.texts[0]) == "undelivered")
    before = office.rows("SELECT id FROM staff_tasks WHERE kind = 'failed_message'")
    office.crash_at(step)
    patient.send("hello")
    office.restart_server_when_dead()
    patient.wait_for(2)
    office.twilio.report(patient.texts[-1])
    wait_until(lambda: office.delivery(patient.texts[-1]) == "undelivered")
    after = office.rows("SELECT id FROM staff_tasks WHERE kind = 'failed_message'")
    assert len(after) == len(before) + 1
    assert patient.answers() == ["You said: hello"]
