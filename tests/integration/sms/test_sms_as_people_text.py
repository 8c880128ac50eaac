"""Texting as people do it: signed webhooks in, a stand-in for the carrier out, segment by segment.

The engine is a script that says what it was told ("You said: ..."), so that a payload it was given
can be read in the answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Connection

from channels.sms.gsm7 import fold, segments
from channels.sms.tables import numbers
from clinic.clock import now
from clinic.messages import enqueue
from clinic.messages.tables import choices, inbound, outbox
from clinic.reading import safety
from clinic.screenings import Booking, Patient, Screenings
from clinic.settings import get_settings
from tests.integration.sms.office import CLINIC, Office, Phone
from tests.integration.webchat.harness import SECRET, wait_until
from tests.phones import own_number

EMERGENCY = "I can't pee and both my legs are numb"
CARD = "SELECT kind FROM staff_tasks"


class Person(Phone):
    """Somebody who texts; what they get is held to the rules of the channel."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, introduced=False)
        # A number that somebody can have, since visits are booked for it.
        self.number = "+1" + own_number().replace("-", "")
        self.send("before")
        self.wait_for(1)
        time.sleep(1)
        self.seen = len(self.texts)

    def new(self, count: int = 1) -> list[str]:
        """The next texts, after those before."""
        self.wait_for(self.seen + count)
        found = [text.body for text in self.texts][self.seen :]
        self.seen += len(found)
        for body in found:
            assert fold(body) == body
            assert segments(body) <= 2
        return found

    def asks(self, body: str, **more: str) -> str:
        assert self.send(body, **more).status_code == 200
        [answer] = self.new()
        return answer

    def is_told_nothing(self, seconds: float = 2.5) -> None:
        time.sleep(seconds)
        assert [text.body for text in self.texts][self.seen :] == []


@pytest.fixture(autouse=True)
def _the_offices_secret(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is written here the office must be able to read."""
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("VAR_DIR", str(office.server.var))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture()
def person(office: Office) -> Person:
    return Person(office)


@pytest.fixture()
def database(office: Office) -> Any:
    return office.server.database()


def queue(
    connection: Connection, person: Person, text: str, *, key: str, kind: str = "notice"
) -> None:
    """Queues a text to a person as the clinic's own."""
    enqueue(
        connection,
        channel="sms",
        to=person.number,
        conversation=None,
        reply={"text": text, "custom": {"kind": kind}},
        key=key,
    )


@pytest.fixture()
def reminded(office: Office, person: Person, database: Any) -> Callable[..., str]:
    """Books a visit for somebody and sends them its reminder; the visit's reference."""

    def remind(kind: str = "reminder") -> str:
        engine = Screenings(database)
        slot = engine.free_slots()[-1]
        patient = Patient("Dana Whitfield", person.number)
        key = f"b{person.number}"
        visit = engine.book(slot, Booking(patient, key=key, channel="sms", conversation=None))
        with database.begin() as connection:
            connection.execute(
                update(outbox).where(outbox.c.key.like(f"%{visit.reference}%")).values(state="old")
            )
            queue(
                connection,
                person,
                "See you soon.",
                key=f"{kind}:{visit.reference}:9:day_before:sms",
                kind="reply",
            )
        assert person.new() == ["See you soon."]
        wait_until(lambda: office.rows("SELECT 1 FROM outbox WHERE state = 'queued'") == [])
        return visit.reference

    return remind


# --- after a reminder


@pytest.mark.parametrize("words", ["C", "y", "Confirm", "ok thanks", "\U0001f44d", "see you then!"])
def test_a_short_yes_to_a_reminder_confirms_the_visit(
    person: Person, reminded: Callable[..., str], words: str
) -> None:
    reminded()
    assert person.asks(words) == "You said: /confirm_visit"


@pytest.mark.parametrize(
    "words",
    [
        *("I'm not Dana", "wrong number", "I never booked this", "this isn't dana's phone"),
        *("not my appointment", "this is not her number anymore", "who is Dana?"),
    ],
)
def test_somebody_else_at_the_number_is_heard_and_hears_no_more_of_that_visit(
    office: Office, person: Person, reminded: Callable[..., str], database: Any, words: str
) -> None:
    reference = reminded()
    assert person.asks(words) == "You said: /not_me"
    with database.begin() as connection:
        for kind in ("reminder", "moved"):
            queue(connection, person, "Again.", key=f"{kind}:{reference}:10:x:sms")
    queued = f"SELECT 1 FROM outbox WHERE state = 'queued' AND key LIKE '%{reference}:10%'"
    with database.begin() as connection:
        connection.execute(
            update(outbox).where(outbox.c.key.like(f"%{reference}:10%")).values(attempts=0)
        )
    # At night a notice waits for the morning: it is not sent either way.
    wait_until(lambda: not office.rows(queued) or not is_day())
    assert "Again." not in [text.body for text in person.texts]


def is_day() -> bool:
    from clinic.content import get_content
    from clinic.screenings.contact import may_contact

    return may_contact(now(), get_content().clinic)


def test_without_a_visit_wrong_number_ends_the_texts(person: Person) -> None:
    assert "opted out" in person.asks("wrong number")


def test_an_emergency_after_a_reminder_is_no_yes(
    person: Person, reminded: Callable[..., str]
) -> None:
    reminded()
    assert person.asks(f"ok {EMERGENCY}").startswith("You said: ok")


# --- choosing


def test_a_second_one_soon_after_the_first_was_answered_counts(person: Person) -> None:
    assert "1) Yes" in person.asks("buttons")
    assert person.asks("1") == 'You said: /affirm{"a": 1}'
    assert "no longer open" in person.asks("1")


def test_the_same_words_twice_at_once_are_one_message(person: Person) -> None:
    person.send("what is dry needling")
    person.send("what is dry needling")
    assert person.new() == ["You said: what is dry needling"]
    person.is_told_nothing()


@pytest.mark.parametrize("words", ["#2", "2nd", "the 2nd one", "no. 2"])
def test_a_choice_may_be_written_in_many_ways(person: Person, words: str) -> None:
    person.asks("buttons")
    assert person.asks(words) == "You said: /deny"


def test_a_list_stands_after_an_answer_that_could_not_be_given(person: Person) -> None:
    person.asks("buttons")
    assert "can't answer right now" in person.asks("fail")
    assert person.asks("1") == 'You said: /affirm{"a": 1}'


def test_a_number_a_day_later_still_chooses(person: Person, database: Any) -> None:
    person.asks("buttons")
    yesterday = now() - timedelta(days=1)
    with database.begin() as connection:
        connection.execute(update(choices).values(offered_at=yesterday))
        connection.execute(update(numbers).values(choices_ended_at=None))
    assert person.asks("1") == 'You said: /affirm{"a": 1}'


# --- several at once, and machines


def test_three_quick_texts_get_one_answer(person: Person) -> None:
    for words in ("hi", "my leg hurts", "can you help"):
        person.send(words)
    assert person.new() == ["You said: hi\nmy leg hurts\ncan you help"]
    person.is_told_nothing()


def test_a_keyword_among_quick_texts_stands_alone(person: Person) -> None:
    person.send("my leg hurts")
    person.send("STOP")
    wait_until(lambda: "opted out" in person.texts[-1].body)
    # The answer to the first is not sent any more, or was already.
    assert {text.body for text in person.texts[person.seen : -1]} <= {"You said: my leg hurts"}


def test_two_machines_do_not_talk_for_ever(person: Person) -> None:
    words = "I'm out of the office until Monday and will reply when I am back."
    for _ in range(2):
        person.send(words, sid=None)
    person.is_told_nothing()
    for _ in range(4):
        person.send("Your request number 7 has been received by us")
        time.sleep(3.1)
    assert len(person.new(1)) <= 3


# --- late answers


def make_late(database: Any, person: Person, hours: float) -> None:
    """Has what was texted lie so far back when its answer is sent."""
    at = (now() - timedelta(hours=hours)).isoformat()
    with database.begin() as connection:
        for row in connection.execute(outbox.select().where(outbox.c.state == "queued")).all():
            if row.recipient == person.number:
                custom = {**row.reply["custom"], "asked_at": at}
                connection.execute(
                    update(outbox)
                    .where(outbox.c.id == row.id)
                    .values(reply={**row.reply, "custom": custom})
                )


@pytest.fixture()
def away(office: Office) -> Callable[[Person, str, float], None]:
    """A worker that is away for hours after something was texted."""

    def be_away(person: Person, words: str, hours: float) -> None:
        assert office.worker is not None
        office.worker.kill()
        office.worker.wait()
        person.send(words)
        waits = "SELECT 1 FROM outbox WHERE state = 'queued' AND key LIKE 'answer:%'"
        unanswered = "SELECT 1 FROM inbound_messages WHERE answered_at IS NULL"
        wait_until(lambda: office.rows(waits) != [] and office.rows(unanswered) == [])
        make_late(office.server.database(), person, hours)
        office.start_worker()
        wait_until(lambda: office.rows(waits) == [])

    return be_away


def test_an_answer_that_is_an_hour_late_says_so(
    person: Person, away: Callable[[Person, str, float], None]
) -> None:
    away(person, "hello", 1)
    [answer] = person.new()
    assert answer.startswith("Sorry, this is late")
    assert answer.endswith("You said: hello")


def test_an_answer_that_is_many_hours_late_goes_to_the_staff_instead(
    office: Office, person: Person, away: Callable[[Person, str, float], None]
) -> None:
    away(person, "hello", 9)
    person.is_told_nothing(1)
    assert ("failed_message",) in office.rows(CARD)


def test_nobody_is_told_to_call_911_hours_later_and_the_staff_are_alerted(
    office: Office, person: Person, away: Callable[[Person, str, float], None]
) -> None:
    before = office.rows(CARD).count(("safety_alert",))
    away(person, f"{EMERGENCY} silent", 2)
    person.is_told_nothing(1)
    assert office.rows(CARD).count(("safety_alert",)) >= before + 1


# --- who else may write


def post(office: Office, **fields: str) -> list[str]:
    """A message with fields of one's own; what is said over the open request."""
    body = {"MessageSid": f"SM{time.time_ns():032x}", "To": CLINIC, "NumMedia": "0", **fields}
    answer = office.twilio.post(office.webhook, body)
    assert answer.status_code == 200
    return [one.text or "" for one in ElementTree.fromstring(answer.text).iter("Message")]


def test_whatsapp_is_refused_in_whatsapp_and_nothing_is_texted(office: Office) -> None:
    number = "+14145550166"
    [said] = post(office, From=f"whatsapp:{number}", To=f"whatsapp:{CLINIC}", Body="hello")
    assert "normal text message" in said
    assert [text for text in office.twilio.sent if text.to == number] == []


def test_an_emergency_by_whatsapp_gets_its_words_there_and_the_staff_are_told(
    office: Office,
) -> None:
    before = office.rows(CARD).count(("safety_alert",))
    [said] = post(office, From="whatsapp:+14145550167", Body=EMERGENCY)
    assert said == safety.reply("E")
    assert office.rows(CARD).count(("safety_alert",)) == before + 1


def test_the_clinics_own_number_is_not_answered(office: Office) -> None:
    stored = len(office.rows("SELECT 1 FROM inbound_messages"))
    assert post(office, From=CLINIC, Body="hello") == []
    assert len(office.rows("SELECT 1 FROM inbound_messages")) == stored


# --- wishes about the texts


@pytest.mark.parametrize("words", ["ALTO", "parar", "stop calling me", "STOP CALLING ME please"])
def test_a_wish_to_hear_nothing_is_one_in_any_words(person: Person, words: str) -> None:
    assert "opted out" in person.asks(words)
    person.send("hello?")
    person.is_told_nothing()


@pytest.mark.parametrize("words", ["no more reminders please", "stop sending me reminders"])
def test_a_wish_about_reminders_is_about_reminders_only(
    office: Office, person: Person, database: Any, words: str
) -> None:
    assert "no more reminders" in person.asks(words)
    with database.begin() as connection:
        queue(connection, person, "See you.", key=f"reminder:{person.number[-6:]}:1:day_before:sms")
    assert person.asks("hello") == "You said: hello"
    wait_until(lambda: not is_day() or office.rows(_failed(person)) == [("failed", "unwanted")])
    assert "See you." not in [text.body for text in person.texts]


def _failed(person: Person) -> str:
    return f"SELECT state, error FROM outbox WHERE key LIKE 'reminder:{person.number[-6:]}:%'"


@pytest.mark.parametrize("words", ["who is this", "New phone who dis?", "Who's this"])
def test_who_asks_who_is_writing_is_told_the_clinics_name(person: Person, words: str) -> None:
    assert "INVIVO Wellness" in person.asks(words)


# --- a call to the texting number


def test_a_caller_is_put_through_or_told_when_somebody_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from channels.sms.voice import answer
    from clinic.content import get_content

    clinic = get_content().clinic
    monday = datetime(2026, 11, 30, 16, tzinfo=timezone.utc)
    night = datetime(2026, 12, 1, 4, tzinfo=timezone.utc)
    assert f"<Dial>{clinic.phone}</Dial>" in answer(clinic, "+14145559999", monday)
    closed = answer(clinic, "+14145559999", night)
    assert "We are closed now" in closed
    assert "Tuesday, December 1" in closed
    assert "Dial" not in answer(clinic, clinic.phone or "", monday)


def test_a_call_is_answered_where_it_is_signed_and_nowhere_else(office: Office) -> None:
    url = office.webhook[: -len("webhook")] + "voice"
    fields = {"From": "+14145550168", "To": CLINIC, "CallSid": "CA1"}
    assert "<Say>" in office.twilio.post(url, fields).text
    assert office.twilio.post(url, fields, public="https://elsewhere.example").status_code == 403


def test_what_was_joined_is_one_message_at_the_desk(person: Person, database: Any) -> None:
    for words in ("one thing", "and another thing"):
        person.send(words)
    person.new()
    with database.read() as connection:
        rows = connection.execute(inbound.select().order_by(inbound.c.id.desc()).limit(2)).all()
    assert [row.outcome for row in rows] == ["joined", "turn"]
