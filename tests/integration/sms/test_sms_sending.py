"""The worker's sender against a stand-in for Twilio's API: error codes, reports, first notices."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

import clinic.messages.outbox
import worker.sending
from channels.sms.delivery import record_report
from channels.sms.numbers import introduced, is_opted_out, number_of, open_choices, opt_out
from channels.sms.twilio_sender import TwilioSender
from clinic.attention import open_tasks
from clinic.attention.tables import tasks
from clinic.clock import now
from clinic.content import get_content
from clinic.messages import enqueue
from clinic.messages.tables import outbox
from clinic.settings import Settings
from sandbox.twilio import TwilioStandIn
from tests.ports import free_port
from worker.sending import send_due

PLAIN, OPTED_OUT = "+14145550123", "+14145551610"


def at_the_clinic(hour: int) -> datetime:
    """That hour of the day after tomorrow by the clinic's clock: later than anything is queued."""
    zone = get_content().clinic.tz
    return datetime.combine(now().astimezone(zone).date() + timedelta(days=2), time(hour), zone)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sender's clock stands at noon, when notices may go out."""
    monkeypatch.setattr(worker.sending, "current_time", lambda: at_the_clinic(12))


@pytest.fixture(scope="module")
def twilio() -> Iterator[TwilioStandIn]:
    standin = TwilioStandIn(free_port(), "AC" + "0" * 32, secrets.token_hex(16))
    standin.reports = False  # the tests report themselves
    standin.start()
    yield standin
    standin.stop()


@pytest.fixture()
def send(migrated_sqlite_url: str, twilio: TwilioStandIn) -> Outbox:
    return Outbox(migrated_sqlite_url, twilio)


class Outbox:
    """Queues a message and has the worker send it."""

    def __init__(self, url: str, twilio: TwilioStandIn) -> None:
        from clinic.storage import Database

        self.database, self.twilio = Database(url), twilio
        twilio.sent.clear()
        self.settings = Settings(
            twilio_account_sid=twilio.account,
            twilio_auth_token=twilio.token,
            twilio_from="+14145550142",
            twilio_api_url=twilio.url,
        )
        self.senders = {"sms": TwilioSender(self.settings, self.database)}

    def __call__(
        self,
        to: str = PLAIN,
        key: str = "reminder:K7M2QX:0:day_before:sms",
        kind: str = "notice",
        due: int = 11,
        expires_at: datetime | None = None,
        **reply: Any,
    ) -> None:
        reply = {"text": "See you Tuesday.", "custom": {"kind": kind}, **reply}
        with self.database.begin() as connection:
            enqueue(
                connection,
                channel="sms",
                to=to,
                conversation=None,
                reply=reply,
                key=key,
                not_before=at_the_clinic(due),
                expires_at=expires_at,
            )
        send_due(self.database, self.senders, {})

    def report(
        self, status: str, code: str | None = None, sid: str | None = None, **ids: int
    ) -> bool:
        with self.database.begin() as connection:
            sid = sid or self.twilio.sent[-1].sid
            return record_report(connection, sid=sid, status=status, code=code, **ids)

    def row(self) -> Any:
        with self.database.read() as connection:
            return connection.execute(select(outbox)).first()

    def tasks(self) -> list[str | None]:
        with self.database.read() as connection:
            return [row.detail for row in connection.execute(select(tasks))]


def test_21610_opts_the_number_out_and_asks_the_staff_to_call(send: Outbox) -> None:
    send(OPTED_OUT)
    assert send.row().state == "failed"
    with send.database.read() as connection:
        assert is_opted_out(connection, OPTED_OUT)
    [task] = send.tasks()
    for part in ("opted out", "21610", "See you Tuesday."):
        assert part in task


def test_21610_to_the_confirmation_of_an_opt_out_is_no_task(send: Outbox) -> None:
    send(OPTED_OUT, kind="consent")
    assert send.row().state == "failed"
    assert send.tasks() == []


@pytest.mark.parametrize(
    ("code", "why"), [("30003", "out of reach"), ("30005", "landline"), ("30007", "spam")]
)
def test_a_text_that_did_not_arrive_is_recorded_and_a_task_says_why(
    send: Outbox, code: str, why: str
) -> None:
    send()
    for _ in range(2):
        assert send.report("undelivered", code)
    assert (send.row().delivery, send.row().error) == ("undelivered", code)
    [task] = send.tasks()
    assert why in task
    assert code in task
    with send.database.read() as connection:
        assert not is_opted_out(connection, PLAIN)


@pytest.mark.parametrize(("banner", "tier"), [("E", "E"), ("U", "E"), ("C", "C")])
def test_an_emergencys_answer_that_did_not_arrive_raises_the_alarm_again(
    send: Outbox, banner: str, tier: str
) -> None:
    for place in (1, 2):
        custom = {"kind": "safety", "banner": banner}
        send(key=f"answer:m1:{place}", text="Call 911 now.", custom=custom)
        send.report("undelivered", "30003")
    with send.database.read() as connection:
        alerts = [task for task in open_tasks(connection) if task.kind == "safety_alert"]
    assert [alert.tier for alert in alerts] == [tier]
    assert "CALL NOW" in alerts[0].detail
    assert alerts[0].reach == PLAIN


def test_the_parts_of_one_answer_make_one_task(send: Outbox) -> None:
    for place in (1, 2):
        send(key=f"answer:m1:{place}", kind="reply")
        send.report("undelivered", "30003")
    assert len(send.tasks()) == 1


def test_a_late_report_does_not_undo_the_last_one(send: Outbox) -> None:
    send()
    send.report("delivered")
    send.report("sent")
    assert send.row().delivery == "delivered"


def test_a_report_of_an_unknown_text_is_ignored(send: Outbox) -> None:
    assert not send.report("delivered", sid="SMunknown", item=99)


def test_a_report_that_overtakes_our_own_note_marks_the_text_as_sent(send: Outbox) -> None:
    with send.database.begin() as connection:
        reply = {"text": "hi", "custom": {"kind": "reply"}}
        enqueue(connection, channel="sms", to=PLAIN, conversation=None, reply=reply, key="answer:1")
    assert send.report("delivered", sid="SM1", item=send.row().id)
    send_due(send.database, send.senders, {})
    assert send.twilio.sent == []


def test_an_opted_out_number_gets_no_reminder_and_the_staff_are_asked_to_call(send: Outbox) -> None:
    with send.database.begin() as connection:
        opt_out(connection, PLAIN, "word")
    send()
    assert send.twilio.sent == []
    assert len(send.tasks()) == 1


def test_the_first_notice_to_a_number_says_how_to_end_the_texts(send: Outbox) -> None:
    send()
    assert send.twilio.sent[-1].body.endswith("STOP to opt out.")
    with send.database.begin() as connection:
        introduced(connection, number_of(connection, PLAIN))
    send(key="second")
    assert send.twilio.sent[-1].body == "See you Tuesday."


def test_a_choice_in_a_notice_can_be_chosen_by_its_number(send: Outbox) -> None:
    send(buttons=[{"title": "Take this time", "payload": "/take"}])
    assert "1) Take this time" in send.twilio.sent[-1].body
    with send.database.read() as connection:
        [choice] = open_choices(connection, number_of(connection, PLAIN), now())
    assert choice.payload == "/take"


def test_a_long_notice_says_of_each_part_which_message_it_is_part_of(send: Outbox) -> None:
    send(text="This is a sentence. " * 30)
    callbacks = [text.status_callback.rpartition("?")[2] for text in send.twilio.sent]
    assert callbacks == [f"part_of={send.row().id}"] * (len(callbacks) - 1) + [
        f"item={send.row().id}"
    ]
    assert len(callbacks) == 2 + (len(callbacks) > 2)


def test_a_notice_that_is_late_waits_for_the_morning_at_the_clinic(
    send: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = at_the_clinic(21)
    monkeypatch.setattr(worker.sending, "current_time", lambda: night)
    send()
    assert send.twilio.sent == []
    assert (send.row().state, send.row().attempts) == ("queued", 0)
    morning = at_the_clinic(9) + timedelta(days=1)
    assert send.row().due_at == morning.astimezone(timezone.utc)
    monkeypatch.setattr(worker.sending, "current_time", lambda: morning)
    send_due(send.database, send.senders, {})
    assert len(send.twilio.sent) == 1


def test_a_notice_that_can_wait_no_longer_becomes_a_task_instead_of_a_text_at_night(
    send: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = at_the_clinic(21)
    monkeypatch.setattr(worker.sending, "current_time", lambda: night)
    send(expires_at=night + timedelta(hours=1))
    monkeypatch.setattr(worker.sending, "current_time", lambda: night + timedelta(hours=2))
    send_due(send.database, send.senders, {})
    assert send.twilio.sent == []
    assert len(send.tasks()) == 1


def test_a_notice_that_fails_in_the_evening_is_tried_again_in_the_morning(
    send: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening, night = at_the_clinic(19) + timedelta(minutes=59), at_the_clinic(21)
    monkeypatch.setattr(worker.sending, "current_time", lambda: evening)
    monkeypatch.setattr(clinic.messages.outbox, "current_time", lambda: evening)
    send(to="+14145550500", due=19)
    monkeypatch.setattr(worker.sending, "current_time", lambda: night)
    send_due(send.database, send.senders, {})
    assert send.twilio.sent == []
    assert send.row().due_at == at_the_clinic(9) + timedelta(days=1)


def test_a_notice_queued_for_the_night_on_purpose_goes_out_then(
    send: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker.sending, "current_time", lambda: at_the_clinic(22))
    send(key="cancelled:K7M2QX:1:sms", due=22, text="We can't see you tomorrow at 9.")
    assert len(send.twilio.sent) == 1


@pytest.mark.parametrize("kind", ["reply", "consent"])
def test_a_direct_reply_goes_out_at_night_too(
    send: Outbox, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(worker.sending, "current_time", lambda: at_the_clinic(23))
    send(kind=kind, key="answer:m1:1")
    assert len(send.twilio.sent) == 1


@pytest.mark.parametrize("code", [21610, 30003, 30005, 30007])
def test_a_booking_that_could_not_be_confirmed_is_a_task_that_says_which(
    send: Outbox, code: int
) -> None:
    send(key="answer:m1:1", kind="reply", text="You're booked! Tue Dec 1, 9:00 AM.")
    send.report("undelivered", str(code))
    [task] = send.tasks()
    assert "Tue Dec 1, 9:00 AM" in task
    assert str(code) in task


def test_21610_reported_later_opts_the_number_out_too(send: Outbox) -> None:
    send()
    send.report("undelivered", "21610")
    with send.database.read() as connection:
        assert is_opted_out(connection, PLAIN)


def test_a_messaging_service_sends_instead_of_a_number(send: Outbox, twilio: TwilioStandIn) -> None:
    service = "MG" + "0" * 32
    settings = send.settings.copy(update={"twilio_from": service})
    send.senders = {"sms": TwilioSender(settings, send.database)}
    send()
    assert twilio.sent[-1].sender == service
