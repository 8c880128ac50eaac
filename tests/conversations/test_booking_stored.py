"""What a booking keeps and what it must not: bad input, stopping, silence, offers, all of one."""

import sqlite3
import uuid

import httpx
import pytest

from clinic import storage
from clinic.screenings import Screenings
from clinic.settings import get_settings

HOSTILE = ["x" * 5000, "😀😀", "'; DROP TABLE screenings; --", "<img src=x onerror=alert(1)>"]
TO_THE_TIME = ["book a screening", "Dana Whitfield", "414-555-0130"]
TO_THE_CHECK = [*TO_THE_TIME, "the first one"]
TO_THE_SUMMARY = [*TO_THE_CHECK, "/none_of_these"]
STEPS = {
    "patient_name": ["book a screening"],
    "patient_phone": ["book a screening", "Dana Whitfield"],
    "screening_time": TO_THE_TIME,
    "red_flags_checked": TO_THE_CHECK,
    "screening_confirmed": TO_THE_SUMMARY,
    "visit_reference": ["when is my appointment"],
    "visit_phone": ["when is my appointment", "K7M2QX"],
    "callback_phone": ["can I talk to a person"],
}


def say_all(chat, messages):
    for message in messages:
        chat.say(message)


def ask(product, query, *values):
    with sqlite3.connect(product.var / "assistant.db") as connection:
        return connection.execute(query, values).fetchall()


def count(product, table):
    return ask(product, f"SELECT count(*) FROM {table}")[0][0]


@pytest.mark.parametrize("bad", HOSTILE, ids=["5000 characters", "emoji", "SQL", "HTML"])
@pytest.mark.parametrize("field", STEPS)
def test_bad_input_is_asked_again_and_not_stored(product, chat, field, bad):
    say_all(chat, STEPS[field])
    before = {table: count(product, table) for table in ("screenings", "staff_tasks")}
    assert chat.say(bad)
    slots = chat.tracker()["slots"]
    assert slots["requested_slot"] == field
    assert slots[field] is None
    assert {table: count(product, table) for table in before} == before


@pytest.mark.parametrize(
    ("field", "bad"),
    [("patient_phone", "555-0199"), ("patient_phone", "000-000-0000"), ("patient_name", "12345")],
)
def test_what_is_not_read_twice_brings_a_person(chat, field, bad):
    say_all(chat, STEPS[field])
    chat.say(bad)
    assert "Talk to a person" not in chat.buttons
    chat.say(bad)
    assert "Talk to a person" in chat.buttons
    chat.say("yes please")
    assert chat.active_loop == "callback_form"


def test_a_question_the_assistant_does_not_know_is_no_answer_to_a_form(chat):
    say_all(chat, TO_THE_TIME)
    reply = chat.say("who won the football game last night?")
    assert "did not get that day" not in reply
    assert chat.tracker()["slots"]["tries"] == 0
    assert any(payload.startswith("/inform") for payload in chat.buttons.values())


def test_stopping_forgets_name_number_and_time(product, chat):
    say_all(chat, TO_THE_SUMMARY)
    held = "SELECT count(*) FROM screening_holds WHERE holder = ?"
    assert ask(product, held, chat.sender) == [(1,)]
    chat.say("stop")
    slots = chat.tracker()["slots"]
    assert [slots[name] for name in ("patient_name", "patient_phone", "screening_time")] == [
        None
    ] * 3
    assert ask(product, held, chat.sender) == [(0,)]
    assert "Happy to set up" in chat.say("book a screening")


def run_out(product, holder):
    """As if ten minutes of silence had passed."""
    with sqlite3.connect(product.var / "assistant.db") as connection:
        connection.execute(
            "UPDATE screening_holds SET expires_at = '2020-01-01 00:00:00' WHERE holder = ?",
            (holder,),
        )


def test_after_silence_a_time_nobody_took_is_booked(product, chat):
    say_all(chat, TO_THE_SUMMARY)
    run_out(product, chat.sender)
    assert "You're booked!" in chat.say("yes")


def test_after_silence_a_time_somebody_took_is_not_booked_twice(product, chat):
    say_all(chat, TO_THE_SUMMARY)
    code = chat.tracker()["slots"]["screening_time"]
    run_out(product, chat.sender)
    other = product.chat()
    say_all(other, [*TO_THE_TIME, f'/inform{{"slot": "{code}"}}', "/none_of_these"])
    assert "You're booked!" in other.say("yes")
    assert "just taken" in chat.say("yes")
    assert any(payload.startswith("/inform") for payload in chat.buttons.values())
    live = "SELECT count(*) FROM screenings WHERE conversation = ?"
    assert ask(product, live, chat.sender) == [(0,)]


def test_a_move_whose_new_time_was_lost_leaves_the_old_one(product, chat):
    say_all(chat, [*TO_THE_SUMMARY, "yes", "can I move my appointment", "the last one"])
    code = chat.tracker()["slots"]["screening_time"]
    run_out(product, chat.sender)
    other = product.chat()
    say_all(other, [*TO_THE_TIME, f'/inform{{"slot": "{code}"}}', "/none_of_these", "yes"])
    assert "just taken" in chat.say("yes")
    assert any(payload.startswith("/inform") for payload in chat.buttons.values())
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


def offers(chat, reply):
    return "free screening" in reply or "Book a free screening" in chat.buttons


def test_the_screening_is_offered_with_the_first_answer_and_not_with_the_next(chat):
    assert offers(chat, chat.say("how do you treat sciatica?"))
    assert not offers(chat, chat.say("what is dry needling"))


def test_after_a_no_the_screening_is_not_offered_again(chat):
    assert offers(chat, chat.say("how do you treat sciatica?"))
    chat.say("no")
    assert [words for words in QUESTIONS + BESIDE if offers(chat, chat.say(words))] == []


@pytest.mark.parametrize("sign", ["I can't feel my groin and I wet myself", "I want to die"])
def test_after_a_safety_reply_the_screening_is_never_offered(chat, sign):
    assert not offers(chat, chat.say(sign))
    assert [words for words in QUESTIONS + BESIDE if offers(chat, chat.say(words))] == []


def test_a_lost_reference_leads_to_a_person(chat):
    chat.say("I need to cancel my appointment")
    assert "staff can look it up" in chat.say("I don't have a reference")
    chat.say("yes please")
    assert chat.active_loop == "callback_form"


@pytest.fixture
def engine(product, monkeypatch):
    """The booking engine on the product's own database."""
    monkeypatch.setenv("VAR_DIR", str(product.var))
    caches = (get_settings, storage._cipher)
    for cache in caches:
        cache.cache_clear()
    yield Screenings(storage.Database(get_settings().database))
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def test_one_booking_over_http_from_the_first_word_to_the_rows_of_the_database(product, engine):
    web = httpx.Client(base_url=f"{product.front}/webhooks/webchat", timeout=60)
    opened = web.post("/conversations", json={}).json()
    web.headers["Authorization"] = f"Bearer {opened['token']}"
    seen = 0

    def send(**message):
        nonlocal seen
        sent = web.post("/messages", json={"client_id": str(uuid.uuid4()), **message})
        assert sent.status_code == 202
        seen, messages, page = sent.json()["seq"], [], {"typing": True}
        while not messages or page["typing"]:
            page = web.get("/messages", params={"after": seen, "wait": 5}).json()
            messages += page["messages"]
            seen = max([seen, *(item["seq"] for item in page["messages"])])
        offered = [choice for item in messages for choice in item["choices"]]
        return messages, {choice["label"]: choice["token"] for choice in offered}

    for text in ["can I book a screening?", "Dana Whitfield", "(414) 555-0131"]:
        _, choices = send(text=text)
    time = next(iter(choices))
    _, choices = send(choice=choices[time])
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
