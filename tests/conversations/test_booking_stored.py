"""What a booking keeps and what it must not: bad input, stopping, silence, offers, all of one."""

import sqlite3
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from clinic import storage
from clinic.screenings import Booking, Patient, Screenings, read_phone
from clinic.settings import get_settings
from tests.conftest import Chat, Product
from tests.phones import own_number

HOSTILE = ["x" * 5000, "😀😀", "'; DROP TABLE screenings; --", "<img src=x onerror=alert(1)>"]
VISITS = {
    "reference": ["when is my appointment"],
    "visit_phone": ["when is my appointment", "K7M2QX"],
    "callback_phone": ["can I talk to a person"],
}
STEPS = ("time", "name", "phone", "signs", "confirm", *VISITS)


def up_to(chat: Chat, step: str) -> None:
    """Leads a conversation to where `step` is asked for."""
    if step in VISITS:
        say_all(chat, VISITS[step])
    else:
        chat.book_up_to(step, own_number())
    assert chat.asked == step


def say_all(chat: Chat, messages: list[str]) -> None:
    for message in messages:
        chat.say(message)


def ask(product: Product, query: str, *values: str | int | None) -> list[tuple[Any, ...]]:
    with sqlite3.connect(product.var / "assistant.db") as connection:
        return connection.execute(query, values).fetchall()


def count(product: Product, table: str) -> int:
    return int(ask(product, f"SELECT count(*) FROM {table}")[0][0])


@pytest.fixture
def engine(product: Product, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screenings]:
    """The booking engine on the product's own database."""
    monkeypatch.setenv("VAR_DIR", str(product.var))
    get_settings.cache_clear()
    yield Screenings(storage.Database(get_settings().database))
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.mark.parametrize("bad", HOSTILE, ids=["5000 characters", "emoji", "SQL", "HTML"])
@pytest.mark.parametrize("step", STEPS)
def test_bad_input_is_asked_again_and_not_stored(
    product: Product, chat: Chat, step: str, bad: str
) -> None:
    up_to(chat, step)
    before = {table: count(product, table) for table in ("screenings", "staff_tasks")}
    known = {name: chat.state.get(name) for name in ("name", "phone", "stack")}
    assert chat.say(bad)
    assert chat.asked == step
    assert {name: chat.state.get(name) for name in known} == known
    assert {table: count(product, table) for table in before} == before


@pytest.mark.parametrize(
    ("step", "bad"), [("phone", "555-0199"), ("phone", "000-000-0000"), ("name", "12345")]
)
def test_what_is_not_read_twice_brings_a_person(chat: Chat, step: str, bad: str) -> None:
    up_to(chat, step)
    chat.say(bad)
    assert "Talk to a person" not in chat.buttons
    chat.say(bad)
    assert "Talk to a person" in chat.buttons
    chat.say("yes please")
    assert chat.flow == "call_back"


def test_a_question_the_assistant_does_not_know_is_no_answer(chat: Chat) -> None:
    up_to(chat, "time")
    chat.say("who won the football game last night?")
    assert chat.asked == "time"
    assert chat.times


def test_stopping_forgets_the_time_and_frees_it(product: Product, chat: Chat) -> None:
    up_to(chat, "confirm")
    held = "SELECT count(*) FROM screening_holds WHERE holder = ?"
    assert ask(product, held, chat.sender) == [(1,)]
    chat.say("stop")
    assert "stack" not in chat.state
    assert ask(product, held, chat.sender) == [(0,)]
    chat.say("book a screening")
    assert chat.asked == "time"


def run_out(product: Product, holder: str) -> None:
    """As if ten minutes of silence had passed."""
    with sqlite3.connect(product.var / "assistant.db") as connection:
        connection.execute(
            "UPDATE screening_holds SET expires_at = '2020-01-01 00:00:00' WHERE holder = ?",
            (holder,),
        )


def test_after_silence_a_time_nobody_took_is_booked(product: Product, chat: Chat) -> None:
    up_to(chat, "confirm")
    run_out(product, chat.sender)
    assert "You're booked!" in chat.say("yes")


def slot_of(chat: Chat) -> str:
    return str(chat.state["stack"][-1]["slot"])


def take(product: Product, code: str) -> None:
    """Somebody else books a time."""
    other = product.chat()
    say_all(other, ["book a screening", f'/inform{{"key": "slot:{code}"}}', "Bo Berg"])
    say_all(other, [own_number(), "/none_of_these"])
    assert "You're booked!" in other.say("yes")


def take_from_others_too(engine: Screenings, code: str) -> None:
    """Somebody books the same hour with every other therapist: it is the same to a patient."""
    starts_at = engine.slot(code).starts_at
    while slot := next((one for one in engine.free_slots() if one.starts_at == starts_at), None):
        bo = Patient("Bo Berg", read_phone(own_number()))
        engine.book(slot, Booking(bo, key=str(uuid.uuid4()), channel="web"))


def test_after_silence_a_time_somebody_took_is_not_booked_twice(
    product: Product, chat: Chat
) -> None:
    up_to(chat, "confirm")
    code = slot_of(chat)
    run_out(product, chat.sender)
    take(product, code)
    chat.say("yes")
    therapist = "SELECT count(*) FROM screenings WHERE conversation = ? AND therapist = ?"
    assert ask(product, therapist, chat.sender, code.partition("@")[0]) == [(0,)]
    # Another therapist's time that begins at the same hour is the same to the patient.
    assert chat.times or chat.flow is None


def test_a_move_whose_new_time_was_lost_leaves_the_old_one(
    product: Product, chat: Chat, engine: Screenings
) -> None:
    chat.book_up_to("", own_number())
    say_all(chat, ["can I move my appointment", "the last one"])
    code = slot_of(chat)
    run_out(product, chat.sender)
    take(product, code)
    take_from_others_too(engine, code)
    chat.say("yes")
    assert chat.times
    mine = "SELECT sequence, state FROM screenings WHERE conversation = ?"
    assert ask(product, mine, chat.sender) == [(0, "booked")]


QUESTIONS = [
    "what causes sciatica",
    "how does sciatica feel",
    "what is dry needling",
    "what are nerve glides",
    "when should I see a doctor",
]


BESIDE = [
    "hello",
    "what can you do",
    "does dry needling hurt",
    "who won the football game last night?",
    "can i take ibuprofen",
    "xqzt blorf",
    "tell me more",
]


def offers(chat: Chat, _: str) -> bool:
    return "Book a free screening" in chat.buttons


def test_the_screening_is_offered_with_the_first_answer_and_not_with_the_next(chat: Chat) -> None:
    assert offers(chat, chat.say("how do you treat sciatica?"))
    assert not offers(chat, chat.say("what is dry needling"))


def test_after_a_no_the_screening_is_not_offered_again(chat: Chat) -> None:
    assert offers(chat, chat.say("how do you treat sciatica?"))
    chat.say("no")
    assert [words for words in QUESTIONS + BESIDE if offers(chat, chat.say(words))] == []


@pytest.mark.parametrize("sign", ["I can't feel my groin and I wet myself", "I want to die"])
def test_after_a_safety_reply_the_screening_is_never_offered(chat: Chat, sign: str) -> None:
    assert not offers(chat, chat.say(sign))
    assert [words for words in QUESTIONS + BESIDE if offers(chat, chat.say(words))] == []


def test_a_lost_reference_leads_to_a_person(chat: Chat) -> None:
    chat.say("I need to cancel my appointment")
    chat.say("I don't have a reference")
    assert "Talk to a person" in chat.buttons
    chat.say("yes please")
    assert chat.flow == "call_back"


def test_one_booking_over_http_from_the_first_word_to_the_rows_of_the_database(
    product: Product, engine: Screenings
) -> None:
    web = httpx.Client(base_url=f"{product.front}/webhooks/webchat", timeout=60)
    opened = web.post("/conversations", json={}).json()
    web.headers["Authorization"] = f"Bearer {opened['token']}"
    seen = 0

    def send(**message: str) -> tuple[list[dict[str, Any]], dict[str, str]]:
        nonlocal seen
        sent = web.post("/messages", json={"client_id": str(uuid.uuid4()), **message})
        assert sent.status_code == 202
        seen, page = sent.json()["seq"], {"typing": True}
        messages: list[dict[str, Any]] = []
        while not messages or page["typing"]:
            page = web.get("/messages", params={"after": seen, "wait": 5}).json()
            messages += page["messages"]
            seen = max([seen, *(item["seq"] for item in page["messages"])])
        offered = [choice for item in messages for choice in item["choices"]]
        return messages, {choice["label"]: choice["token"] for choice in offered}

    _, choices = send(text="can I book a screening?")
    time = next(iter(choices))
    send(choice=choices[time])
    for text in ["Dana Whitfield", "(414) 555-0131"]:
        _, choices = send(text=text)
    _, choices = send(choice=choices["None of these"])
    messages, _ = send(choice=choices["Yes, book it"])
    web.close()
    card = next(item["card"] for item in messages if "card" in item)

    screening = engine.get(card["reference"])
    assert (screening.name, screening.phone) == ("Dana Whitfield", "+14145550131")
    assert (screening.state, screening.channel, screening.sequence) == ("booked", "web", 0)
    history = engine.history(card["reference"])
    assert [(change.what, change.actor.kind) for change in history] == [("booked", "patient")]
    cells = "SELECT count(*) FROM screening_cells WHERE screening_id = ? AND therapist = ?"
    minutes = (screening.ends_at - screening.starts_at).total_seconds() / 60
    assert ask(product, cells, screening.id, screening.therapist)[0][0] >= minutes
    held = "SELECT count(*) FROM screening_holds WHERE holder = ?"
    assert ask(product, held, screening.conversation) == [(0,)]
    file = httpx.get(card["calendar_url"], timeout=30)
    assert file.headers["content-type"].startswith("text/calendar")
    assert f"DTSTART:{screening.starts_at:%Y%m%dT%H%M%SZ}" in file.text
