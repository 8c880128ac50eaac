"""A person answers instead of the assistant: nothing of it comes between, whoever races."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from channels.turns import Reply
from clinic import attention, clock, inbox
from clinic.inbox.wording import desk_says
from clinic.messages import Inbound, claim_due, outbox, threads, transcript
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, lines
from tests.integration.desk.world import Brain, answered, texts, writes
from worker.sending import send_due

ONE = "/desk/conversations/web-1"
ALARM = {"text": "Call 911 now.", "custom": {"kind": "safety", "banner": "E"}}
MIDNIGHT = datetime(2026, 12, 1, 6, 0, tzinfo=timezone.utc)


@pytest.fixture
def talk(database: Database) -> str:
    with database.begin() as connection:
        writes(connection, "I want to talk to somebody")
    return "web-1"


def take(desk: Desk, key: str = "k", page: str = ONE, **fields: str) -> int:
    return desk.send(page, f"{page}/take", key=key, **fields).status_code


def told(database: Database, conversation: str = "web-1") -> list[tuple[str, str]]:
    """What stands in the transcript, each with who said it."""
    with database.read() as connection:
        said = transcript.since(connection, conversation, 0, 100)
    return [(one.sender, one.text) for one in said]


def texted(database: Database) -> list[str]:
    """What is due to a phone, in order, sent one after the other."""
    sent: list[str] = []
    while True:
        with database.begin() as connection:
            due = claim_due(connection, clock.now(), channel="sms")
            for item in due:
                outbox.mark_sent(connection, item)
        if not due:
            return sent
        sent += [str(item.reply["text"]) for item in due]


# --- taking over, answering, handing back


async def test_the_patient_is_told_and_the_assistant_is_silent_until_it_is_handed_back(
    desk: Desk, database: Database, talk: str
) -> None:
    brain = Brain()
    await answered(database, talk, brain)
    assert await asyncio.to_thread(take, desk) == 303
    with database.begin() as connection:
        writes(connection, "is somebody there", number=2)
    await answered(database, talk, brain)
    await asyncio.to_thread(desk.send, ONE, f"{ONE}/answer", text="Yes, I am Kim.", key="a")
    with database.begin() as connection:
        writes(connection, "great", number=3)
    await answered(database, talk, brain)
    await asyncio.to_thread(desk.send, ONE, f"{ONE}/back", key="b")
    with database.begin() as connection:
        writes(connection, "what is sciatica", number=4)
    await answered(database, talk, brain)
    assert told(database) == [
        ("patient", "I want to talk to somebody"),
        ("assistant", "The assistant says this."),
        ("system", desk_says("taken_over")),
        ("patient", "is somebody there"),
        ("staff", "Yes, I am Kim."),
        ("patient", "great"),
        ("system", desk_says("handed_back")),
        ("patient", "what is sciatica"),
        ("assistant", "The assistant says this."),
    ]
    with database.read() as connection:
        from clinic.messages import inbound

        assert not inbound.is_waiting(connection, talk)  # the widget shows nobody typing
    done = [what for _, what, about in lines(database) if about == talk and "read" not in what]
    assert done == [
        "took a conversation over",
        "answered a conversation",
        "handed a conversation back",
    ]


def test_the_notice_names_a_role_and_no_person(desk: Desk, database: Database, talk: str) -> None:
    take(desk)
    notice = told(database)[-1][1]
    assert "front desk" in notice
    assert "kim" not in notice.lower()


async def test_an_alarm_answers_by_itself_and_is_shown_to_the_person(
    desk: Desk, database: Database, talk: str
) -> None:
    take(desk)
    brain = Brain(ALARM, {"text": "Shall I book you a time?"})
    with database.begin() as connection:
        writes(connection, "I can't feel my legs", number=2)
    await answered(database, talk, brain)
    assert told(database)[-1] == ("assistant", "Call 911 now.")
    assert brain.messages[-1].with_person
    assert "Call 911 now." in desk.get(ONE).text


async def test_what_comes_after_a_persons_words_is_marked_as_an_answer_to_them(
    desk: Desk, database: Database, talk: str
) -> None:
    brain = Brain()
    await answered(database, talk, brain)
    await asyncio.to_thread(take, desk)
    for number in (2, 3):
        with database.begin() as connection:
            writes(connection, "yes", number=number)
        await answered(database, talk, brain)
        await asyncio.to_thread(desk.send, ONE, f"{ONE}/answer", text="Any pain?", key="a")
    # Taken over anew, the words of before are of another talk.
    await asyncio.to_thread(desk.send, ONE, f"{ONE}/back", key="b")
    await asyncio.to_thread(take, desk, "again")
    with database.begin() as connection:
        writes(connection, "yes", number=4)
    await answered(database, talk, brain)
    spoke = [(one.with_person, one.person_spoke) for one in brain.messages]
    assert spoke == [(False, False), (True, False), (True, True), (True, False)]


async def test_an_alarm_is_answered_and_raised_also_while_the_engine_fails(
    desk: Desk, database: Database, talk: str
) -> None:
    class Broken(Brain):
        async def run(self, message: Inbound, replies: list[Reply]) -> None:
            raise RuntimeError("the engine is away")

    await answered(database, talk, Brain())
    take(desk)
    for number, words in enumerate(("hello?", "crushing chest pain right now"), 2):
        with database.begin() as connection:
            writes(connection, words, number=number)
    await answered(database, talk, Broken())
    said = told(database)
    assert "911" in said[-1][1]
    assert [text for _, text in said].count("hello?") == 1
    assert not any("can't answer right now" in text for _, text in said)
    with database.read() as connection:
        assert [task.kind for task in attention.open_tasks(connection)] == ["safety_alert"]


def test_who_has_not_taken_it_over_can_not_answer(
    desk: Desk, lee: Desk, database: Database, talk: str
) -> None:
    early = desk.send(ONE, f"{ONE}/answer", text="hello", key="a")
    assert early.status_code == 409
    assert "Take it over first" in early.text
    assert "hello" in early.text  # what was written is not lost
    take(lee)
    other = desk.send(ONE, f"{ONE}/answer", text="hello", key="b")
    assert other.status_code == 409
    assert "lee has taken this conversation over" in other.text
    assert [sender for sender, _ in told(database)] == ["patient", "system"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001, "\x00"])
def test_an_answer_that_can_not_be_sent_is_refused(
    desk: Desk, database: Database, talk: str, text: str
) -> None:
    take(desk)
    assert desk.send(ONE, f"{ONE}/answer", text=text, key="a").status_code == 409
    assert len(told(database)) == 2


def test_a_double_click_sends_once(desk: Desk, database: Database, talk: str) -> None:
    take(desk)
    for _ in range(2):
        desk.send(ONE, f"{ONE}/answer", text="hello", key="same")
    assert [text for _, text in told(database)].count("hello") == 1


def test_of_two_who_take_over_at_once_one_gets_it(
    desk: Desk, lee: Desk, database: Database, talk: str
) -> None:
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(lambda one: take(one), (desk, lee))
    assert sorted((first, second)) == [303, 409]
    assert [text for _, text in told(database)].count(desk_says("taken_over")) == 1


def test_a_conversation_is_taken_from_another_only_on_purpose(
    desk: Desk, lee: Desk, database: Database, talk: str
) -> None:
    take(desk)
    assert take(lee) == 409
    assert take(lee, "k2", instead_of="kim") == 303
    assert [text for _, text in told(database)].count(desk_says("taken_over")) == 1
    with database.read() as connection:
        item = inbox.one(connection, talk)
    assert item
    assert (item.taken_by, item.handled_by) == ("lee", "lee")


# --- the assistant in the middle of an answer


async def test_what_the_assistant_was_about_to_say_is_held_back_for_the_staff(
    desk: Desk, database: Database, talk: str
) -> None:
    brain = Brain({"text": "You're booked! Your reference is K7M2QX."})
    brain.go_on.clear()
    serving = asyncio.ensure_future(answered(database, talk, brain))
    await brain.entered.wait()
    assert await asyncio.to_thread(take, desk) == 303
    brain.go_on.set()
    await serving
    assert [sender for sender, _ in told(database)] == ["patient", "system"]
    page = (await asyncio.to_thread(desk.get, ONE)).text
    assert "Held back: the assistant was about to say" in page
    assert "K7M2QX" in page


async def test_two_people_and_the_assistant_race_and_nothing_of_it_slips_in(
    desk: Desk, lee: Desk, database: Database
) -> None:
    for round_ in range(6):
        name = f"web-race{round_}"
        page = f"/desk/conversations/{name}"
        with database.begin() as connection:
            writes(connection, "hello", name)
        brain = Brain()
        results = await asyncio.gather(
            answered(database, name, brain),
            asyncio.to_thread(take, desk, "a", page),
            asyncio.to_thread(take, lee, "b", page),
        )
        assert sorted(results[1:]) == [303, 409]
        with database.begin() as connection:
            writes(connection, "still there?", name, number=2)
        await answered(database, name, brain)
        said = told(database, name)
        notice = said.index(("system", desk_says("taken_over")))
        assert "assistant" not in [sender for sender, _ in said[notice:]]


async def test_a_brain_that_was_killed_leaves_nothing_to_say_to_the_next(
    desk: Desk, database: Database, talk: str
) -> None:
    """The message was begun, its process died, somebody took over, another brain goes on."""
    with database.begin() as connection:
        from clinic.messages import claim

        assert claim(connection, talk, "a process that is no more:1:1")
        threads.drop_lease(connection, talk, "a process that is no more:1:1")
    await asyncio.to_thread(take, desk)
    await answered(database, talk, Brain())
    assert [sender for sender, _ in told(database)] == ["patient", "system"]


async def test_a_slow_answer_is_not_shown_in_pieces_after_a_takeover(
    desk: Desk, database: Database, talk: str
) -> None:
    class Slow(Brain):
        async def run(self, message: Inbound, replies: list[Reply]) -> None:
            self.entered.set()
            await self.go_on.wait()
            replies.append({"text": "first piece"})
            await asyncio.sleep(0.6)  # longer than a piece is waited for

    brain = Slow()
    brain.go_on.clear()
    serving = asyncio.ensure_future(answered(database, talk, brain))
    await brain.entered.wait()
    await asyncio.to_thread(take, desk)
    brain.go_on.set()
    await serving
    assert "first piece" not in [text for _, text in told(database)]


# --- back after a silence


def test_after_a_set_silence_the_assistant_is_back_and_says_so(
    desk: Desk, database: Database, talk: str
) -> None:
    take(desk)
    now = clock.now()
    with database.begin() as connection:
        assert inbox.hand_back_silent(connection, now + timedelta(minutes=14)) == []
    with database.begin() as connection:
        assert inbox.hand_back_silent(connection, now + timedelta(minutes=16)) == [talk]
    with database.begin() as connection:
        assert inbox.hand_back_silent(connection, now + timedelta(minutes=17)) == []
        assert attention.open_tasks(connection) == []
    assert told(database)[-1] == ("system", desk_says("silent"))


def test_whoever_waits_in_vain_is_told_and_the_staff_get_a_task(
    desk: Desk, database: Database, talk: str
) -> None:
    take(desk)
    with database.begin() as connection:
        writes(connection, "hello? I am waiting", number=2)
    with database.begin() as connection:
        inbox.hand_back_silent(connection, clock.now() + timedelta(minutes=16))
    assert told(database)[-1] == ("system", desk_says("silent_waits"))
    with database.read() as connection:
        (task,) = attention.open_tasks(connection)
    assert task.conversation == talk
    assert "I am waiting" in task.detail


def test_an_answer_puts_the_silence_off(desk: Desk, database: Database, talk: str) -> None:
    take(desk)
    with database.begin() as connection:
        before = inbox.one(connection, talk)
    desk.send(ONE, f"{ONE}/answer", text="one moment", key="a")
    with database.read() as connection:
        after = inbox.one(connection, talk)
    assert before
    assert after
    assert before.taken_until
    assert after.taken_until
    assert after.taken_until > before.taken_until


# --- by text message


async def test_the_same_goes_by_text_message_in_order(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        talk = texts(connection, "can I talk to somebody")
    page = f"/desk/conversations/{talk}"
    brain = Brain()
    await answered(database, talk, brain)
    first = texted(database)
    assert "The assistant says this." in first[-1]
    await asyncio.to_thread(take, desk, "k", page)
    with database.begin() as connection:
        texts(connection, "hello?", number=2)
    await answered(database, talk, brain)
    await asyncio.to_thread(desk.send, page, f"{page}/answer", text="Yes, here.", key="a")
    await asyncio.to_thread(desk.send, page, f"{page}/back", key="b")
    assert texted(database) == [desk_says("taken_over"), "Yes, here.", desk_says("handed_back")]


async def test_stop_is_heard_while_a_person_answers_and_nothing_is_sent_after_it(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        talk = texts(connection, "hi there")
    page = f"/desk/conversations/{talk}"
    await asyncio.to_thread(take, desk, "k", page)
    texted(database)
    with database.begin() as connection:
        texts(connection, "STOP", number=2)
    await answered(database, talk, Brain())
    (confirmation,) = texted(database)
    assert "opted out" in confirmation
    answer = await asyncio.to_thread(desk.send, page, f"{page}/answer", text="hello", key="a")
    assert answer.status_code == 409
    assert "opted out" in answer.text
    assert texted(database) == []


def test_an_answer_at_night_to_what_was_written_long_ago_waits_for_the_morning(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.clock.now", lambda: MIDNIGHT - timedelta(hours=5))
    monkeypatch.setattr("clinic.messages.threads.now", lambda: MIDNIGHT - timedelta(hours=5))
    with database.begin() as connection:
        talk = texts(connection, "call me some time")
    monkeypatch.setattr("clinic.clock.now", lambda: MIDNIGHT)
    with database.begin() as connection:
        inbox.take_over(connection, talk, "kim", key="k")
        inbox.answer(connection, talk, "kim", "I will call at nine.", key="a")
    with database.begin() as connection:
        assert claim_due(connection, MIDNIGHT, channel="sms") == []
        assert claim_due(connection, MIDNIGHT + timedelta(hours=9, minutes=1), channel="sms")


def test_an_answer_on_the_web_needs_no_worker_and_comes_once_with_one(
    desk: Desk, database: Database, talk: str
) -> None:
    take(desk)
    desk.send(ONE, f"{ONE}/answer", text="hello", key="a")
    assert told(database)[-1] == ("staff", "hello")
    from channels.web import post

    send_due(database, {}, {"web": post})
    assert [text for _, text in told(database)].count("hello") == 1


def test_a_ready_answer_stands_in_the_field_also_without_a_script(desk: Desk, talk: str) -> None:
    take(desk)
    address = re.search(rf'href="({ONE}\?ready=2)#answer"', desk.get(ONE).text)
    assert address
    field = re.search(r"<textarea[^>]*>([^<]+)</textarea>", desk.get(address.group(1)).text)
    assert field
    assert field.group(1).startswith("Thank you for your message. I will call you today.")
