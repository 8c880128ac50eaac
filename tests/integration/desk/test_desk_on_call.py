"""Alerts reach somebody when nobody at the desk looks: by text and e-mail, again and further."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from channels.sms.twilio_sender import TwilioSender
from clinic import attention, on_call
from clinic.clock import now
from clinic.settings import get_settings
from clinic.storage import Database
from sandbox.twilio import TwilioStandIn
from tests.integration.desk.catcher import MailCatcher
from tests.integration.desk.conftest import Desk, lines
from tests.ports import free_port
from worker.mail import MailSender
from worker.sending import send_due

ACCOUNT, TOKEN = "AC" + "0" * 32, "1" * 32
ANA, BEN = "+14145550191", "+14145550192"
AGAIN = timedelta(minutes=5)


@pytest.fixture
def mail() -> Iterator[MailCatcher]:
    catcher = MailCatcher()
    yield catcher
    catcher.stop()


@pytest.fixture
def carrier() -> Iterator[TwilioStandIn]:
    standin = TwilioStandIn(free_port(), ACCOUNT, TOKEN)
    standin.reports = False
    standin.start()
    yield standin
    standin.stop()


@pytest.fixture
def ways(mail: MailCatcher, carrier: TwilioStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts and e-mail are set up, by settings."""
    for name, value in {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM": "+14145550142",
        "TWILIO_API_URL": carrier.url,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail.port),
        "SMTP_SECURITY": "none",
        "SMTP_FROM": "desk@clinic.example",
        "DESK_URL": "http://desk.clinic.example",
    }.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()


@pytest.fixture
def line(database: Database) -> None:
    with database.begin() as connection:
        on_call.add_contact(connection, "Ana", ANA, "ana@clinic.example")
        on_call.add_contact(connection, "Ben", BEN, "")


def alarm(database: Database, number: int = 1) -> int:
    with database.begin() as connection:
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key=f"safety:{number}",
                tier="E",
                detail="crushing chest pain",
                name="Rosa Field",
                reach="+14145550175",
            ),
        )
        return max(task.id for task in attention.open_tasks(connection))


def round_at(database: Database, at: datetime) -> int:
    """One round of the worker, and what it queued is sent."""
    with database.begin() as connection:
        queued = on_call.page_round(connection, at)
    settings = get_settings()
    senders = {"sms": TwilioSender(settings, database), "email": MailSender(settings)}
    while send_due(database, senders, {}):
        pass
    return queued


def test_the_first_is_told_at_once_then_again_and_the_next_until_somebody_has_seen_it(
    ways: None, line: None, database: Database, mail: MailCatcher, carrier: TwilioStandIn
) -> None:
    task = alarm(database)
    raised = now()
    assert round_at(database, raised) == 2
    assert round_at(database, raised + AGAIN / 2) == 0  # once for each step
    assert [text.to for text in carrier.sent] == [ANA]
    assert len(mail.caught) == 1
    assert round_at(database, raised + AGAIN) == 3
    assert [text.to for text in carrier.sent] == [ANA, ANA, BEN]
    assert round_at(database, raised + 2 * AGAIN) == 3
    with database.begin() as connection:
        attention.acknowledge(connection, task, "kim")
    assert round_at(database, raised + 3 * AGAIN) == 0
    with database.begin() as connection:  # it was a wrong press
        assert attention.take_back(connection, task, "lee")
    assert round_at(database, raised + 4 * AGAIN) == 3
    with database.read() as connection:
        told = on_call.pages_of(connection, task)
    assert [(page.name, page.way, page.state) for page in told[:5]] == [
        ("Ana", "sms", "sent"),
        ("Ana", "email", "sent"),
        ("Ana", "sms", "sent"),
        ("Ana", "email", "sent"),
        ("Ben", "sms", "sent"),
    ]


def test_what_is_sent_holds_a_link_and_nothing_of_the_patient(
    ways: None, line: None, database: Database, mail: MailCatcher, carrier: TwilioStandIn
) -> None:
    task = alarm(database)
    round_at(database, now())
    said = [carrier.sent[0].body, mail.caught[0].get_payload(), str(mail.caught[0])]
    for text in said:
        assert f"http://desk.clinic.example/desk/alerts/{task}" in text
        for secret in ("Rosa", "Field", "chest", "555-0175", "5550175"):
            assert secret not in text
    assert "STOP" not in carrier.sent[0].body
    assert mail.caught[0]["To"] == "ana@clinic.example"
    assert mail.caught[0]["From"] == "desk@clinic.example"


def test_alerts_that_are_due_together_are_one_message_to_each(
    ways: None, line: None, database: Database, mail: MailCatcher, carrier: TwilioStandIn
) -> None:
    made = [alarm(database, number) for number in range(30)]
    assert round_at(database, now()) == 2
    (text,) = carrier.sent
    assert "30 alerts wait" in text.body
    assert text.body.endswith("http://desk.clinic.example/desk")
    for task in made:
        with database.read() as connection:
            told = on_call.pages_of(connection, task)
        assert [(page.name, page.way, page.state) for page in told] == [
            ("Ana", "sms", "sent"),
            ("Ana", "email", "sent"),
        ]
    assert round_at(database, now() + AGAIN) == 3


def test_nobody_gets_more_than_so_many_messages_an_hour_and_the_last_says_so(
    ways: None,
    line: None,
    database: Database,
    carrier: TwilioStandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("clinic.on_call.paging.MOST_AN_HOUR", 3)
    began = now()
    for number in range(6):  # each in a round of its own
        alarm(database, number)
        round_at(database, began + timedelta(seconds=number))
    bodies = [text.body for text in carrier.sent]
    assert len(bodies) == 3
    assert ["no more messages" in body for body in bodies] == [False, False, True]
    round_at(database, began + AGAIN + timedelta(minutes=1))
    assert [text.to for text in carrier.sent[3:]] == [BEN]  # who still can be told is
    round_at(database, began + timedelta(minutes=62))
    assert ANA in [text.to for text in carrier.sent[4:]]


def test_a_page_that_did_not_arrive_is_said_and_makes_no_task(
    ways: None, line: None, desk: Desk, database: Database, mail: MailCatcher
) -> None:
    mail.refuses = 550
    task = alarm(database)
    round_at(database, now())
    page = desk.get(f"/desk/alerts/{task}").text
    assert "by e-mail" in page
    assert "not sent" in page
    with database.read() as connection:
        assert [one.kind for one in attention.open_tasks(connection)] == ["safety_alert"]


def test_a_mail_server_that_is_away_stands_on_the_desk(
    ways: None, line: None, desk: Desk, database: Database, mail: MailCatcher
) -> None:
    mail.stop()
    alarm(database)
    with database.begin() as connection:
        on_call.page_round(connection)
    settings = get_settings()
    send_due(database, {"email": MailSender(settings)}, {})
    assert "It can&#39;t be reached" in desk.get("/desk").text


def test_an_alert_of_yesterday_calls_nobody(ways: None, line: None, database: Database) -> None:
    alarm(database)
    assert round_at(database, now() + timedelta(hours=25)) == 0


def test_two_workers_tell_once(ways: None, line: None, database: Database) -> None:
    alarm(database)
    at = now()
    with database.begin() as connection:
        assert on_call.page_round(connection, at) == 2
    with database.begin() as connection:
        assert on_call.page_round(connection, at) == 0


def test_without_a_way_to_anybody_nothing_waits_in_the_outbox(
    line: None, desk: Desk, database: Database
) -> None:
    alarm(database)
    with database.begin() as connection:
        assert on_call.page_round(connection) == 0
    assert "Neither texts nor e-mail are set up" in desk.get("/desk/on-call").text


def test_who_is_on_call_is_kept_in_order_and_written_down(desk: Desk, database: Database) -> None:
    page = "/desk/on-call"
    for name, phone in (("Ana", "414-555-0191"), ("Ben", "414-555-0192")):
        assert desk.send(page, f"{page}/add", name=name, phone=phone, email="").is_redirect
    with database.read() as connection:
        ana, ben = on_call.contacts(connection)
    desk.send(page, f"{page}/{ben.id}/earlier")
    with database.read() as connection:
        assert [one.name for one in on_call.contacts(connection)] == ["Ben", "Ana"]
    desk.send(page, f"{page}/{ana.id}/remove")
    with database.read() as connection:
        assert [one.name for one in on_call.contacts(connection)] == ["Ben"]
    done = [what for _, what, _ in lines(database)]
    assert "put somebody on call" in done
    assert "took somebody off call" in done


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": "", "phone": "414-555-0191"}, "Give a name"),
        ({"name": "x" * 81, "phone": "414-555-0191"}, "Give a name"),
        ({"name": "Ana"}, "Give a phone number"),
        ({"name": "Ana", "phone": "12"}, "That is no phone number"),
        ({"name": "Ana", "email": "ana"}, "That is no e-mail address"),
        ({"name": "Ana", "email": "a@b.example\r\nBcc: c@d.example"}, "That is no e-mail address"),
    ],
)
def test_a_contact_that_can_not_be_reached_is_refused(
    desk: Desk, given: dict[str, str], told: str
) -> None:
    answer = desk.send("/desk/on-call", "/desk/on-call/add", **given)
    assert answer.status_code == 422
    assert told in answer.text


def test_somebody_on_call_can_be_tried(
    ways: None, line: None, desk: Desk, database: Database, carrier: TwilioStandIn
) -> None:
    with database.read() as connection:
        ana, _ = on_call.contacts(connection)
    answer = desk.send("/desk/on-call", f"/desk/on-call/{ana.id}/test", key="k")
    assert answer.headers["location"].endswith("sent=sms-email")
    send_due(database, {"sms": TwilioSender(get_settings(), database)}, {})
    assert [text.to for text in carrier.sent] == [ANA]


def test_an_alert_says_who_saw_it_and_an_unknown_one_is_no_failure(
    desk: Desk, database: Database
) -> None:
    task = alarm(database)
    page = f"/desk/alerts/{task}"
    assert "Rosa Field" in desk.get(page).text
    assert desk.send(page, f"/desk/tasks/{task}/acknowledge", back=page).is_redirect
    assert "Seen by kim" in desk.get(page).text
    for number in (0, 999, 10**20):
        assert desk.get(f"/desk/alerts/{number}").status_code == 404
