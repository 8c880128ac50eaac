"""A text message's processes killed between any two steps of its life.

Each message is answered exactly once. The one exception is a worker killed between handing a text
to Twilio and noting that, while Twilio's report is lost as well: Twilio takes no key against
doubles, so the text is sent a second time.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress

import httpx
import pytest

from tests.integration.sms.office import Office, Phone
from tests.integration.webchat.harness import wait_until

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


@pytest.mark.parametrize("step", CHANNEL_STEPS)
def test_a_text_is_answered_once_when_the_channel_is_killed(
    office: Office, phone: Callable[..., Phone], step: str
) -> None:
    patient = phone()
    sid = f"SM{uuid.uuid4().hex}"
    office.crash_at(step)
    with suppress(httpx.TransportError):  # no acknowledgement: Twilio sends it again below
        assert patient.send("hello", sid).status_code == 200
    office.restart_server_when_dead()
    patient.send("hello", sid)
    patient.wait_for(2)  # what waits together is answered together
    patient.send("after")
    patient.wait_for(3)
    assert patient.answers() == ["You said: hello", "You said: after"]


def test_an_acknowledged_text_is_answered_although_nobody_sends_it_again(
    office: Office, phone: Callable[..., Phone]
) -> None:
    patient = phone()
    office.crash_at("before the turn")
    assert patient.send("hello").status_code == 200
    office.restart_server_when_dead()
    patient.wait_for(2)
    assert patient.answers() == ["You said: hello"]


def test_what_the_channel_said_before_a_saved_turn_is_said_after_the_kill(
    office: Office, phone: Callable[..., Phone]
) -> None:
    patient = phone()
    office.crash_at("after the turn was saved")
    patient.send("hello", NumMedia="1")
    office.restart_server_when_dead()
    patient.wait_for(2)
    [answer] = patient.answers()
    assert answer.startswith("I can't open the picture")
    assert answer.endswith("You said: hello")


@pytest.mark.parametrize("step", CHANNEL_STEPS[1:])
def test_an_opt_out_is_noted_and_confirmed_once_when_the_channel_is_killed(
    office: Office, phone: Callable[..., Phone], step: str
) -> None:
    patient = phone()
    consents = "SELECT id FROM sms_consents"
    unheard = "SELECT id FROM staff_tasks WHERE kind = 'call_back'"
    before = len(office.rows(consents)), len(office.rows(unheard))
    office.crash_at(step)
    assert patient.send("STOP").status_code == 200
    office.restart_server_when_dead()
    patient.send("are you there")
    patient.wait_for(2)
    wait_until(lambda: len(office.rows(unheard)) == before[1] + 1)
    [confirmation] = patient.answers()
    assert "opted out" in confirmation
    assert len(office.rows(consents)) == before[0] + 1


@pytest.mark.parametrize("step", WORKER_STEPS)
def test_a_text_is_answered_once_when_the_worker_is_killed(
    office: Office, phone: Callable[..., Phone], step: str
) -> None:
    patient = phone()
    office.crash_at(step)
    patient.send("hello")
    office.restart_worker_when_dead()
    patient.send("after")
    patient.wait_for(3)
    assert patient.answers() == ["You said: hello", "You said: after"]


def test_a_text_whose_report_is_lost_with_the_worker_is_sent_again(
    office: Office, phone: Callable[..., Phone]
) -> None:
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


def failures(office: Office) -> int:
    """How many texts the staff were told did not arrive: a task, or one line more on it."""
    tasks = "SELECT id FROM staff_tasks WHERE kind = 'failed_message'"
    lines = f"SELECT 1 FROM staff_task_lines WHERE occasion AND task IN ({tasks})"
    return len(office.rows(tasks)) + len(office.rows(lines))


@pytest.mark.parametrize("step", REPORT_STEPS)
def test_a_failed_text_becomes_one_task_when_the_channel_is_killed_at_the_report(
    office: Office, phone: Callable[..., Phone], step: str
) -> None:
    patient = phone("0007")
    wait_until(lambda: office.delivery(patient.texts[0]) == "undelivered")
    before = failures(office)
    office.crash_at(step)
    patient.send("hello")
    office.restart_server_when_dead()
    patient.wait_for(2)
    office.twilio.report(patient.texts[-1])
    wait_until(lambda: office.delivery(patient.texts[-1]) == "undelivered")
    assert failures(office) == before + 1
    assert patient.answers() == ["You said: hello"]
