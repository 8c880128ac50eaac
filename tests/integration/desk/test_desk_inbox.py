"""The inbox: which conversations stand in which list, what is done with them, how found."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from clinic import attention, clock, conversations, inbox
from clinic.content import get_content
from clinic.reading.safety import Sign, Verdict, group_name
from clinic.screenings import Screening
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, lines
from tests.integration.desk.world import PHONE, texts, writes

ONE = "/desk/conversations/web-1"


def listed(desk: Desk, tab: str) -> list[str]:
    """The conversations of a list, in order."""
    return re.findall(r'id="talk-([^"]+)"', desk.get("/desk/inbox", tab=tab).text)


def test_conversations_of_all_channels_stand_in_the_inbox_the_newest_first(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        writes(connection, "what is sciatica")
    with database.begin() as connection:
        conversation = texts(connection, "do you have parking")
    assert listed(desk, "all") == listed(desk, "unassigned") == [conversation, "web-1"]
    page = desk.get("/desk/inbox").text
    for shown in ("what is sciatica", "do you have parking", "(414) 555-0188", "Text message"):
        assert shown in page


def test_a_chat_that_was_opened_and_not_written_in_is_none(desk: Desk, database: Database) -> None:
    from clinic.messages import open_thread

    with database.begin() as connection:
        open_thread(connection, "web-9", "web")
    assert listed(desk, "all") == []


def test_who_wants_a_person_stands_first_and_an_alarm_above_all(
    desk: Desk, database: Database
) -> None:
    for number, name in enumerate(("web-alarm", "web-call", "web-talk")):
        with database.begin() as connection:
            writes(connection, f"words {number}", name)
    with database.begin() as connection:
        for occasion in (
            attention.Occasion("call_back", "web-call", "x", conversation="web-call"),
            attention.Occasion(
                "safety_alert", "web-alarm", "x", conversation="web-alarm", tier="E"
            ),
        ):
            attention.raise_task(connection, occasion)
    assert listed(desk, "all") == ["web-alarm", "web-call", "web-talk"]
    assert "Emergency" in desk.get("/desk/inbox").text


def test_a_conversation_is_unread_until_somebody_looks_at_it(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        writes(connection, "hello")
    assert "talk unread" in desk.get("/desk/inbox").text
    desk.get(f"{ONE}/said", live="1")  # a page that lies open: nobody looks
    assert "talk unread" in desk.get("/desk/inbox").text
    desk.get(f"{ONE}/said", live="1", seen="1")
    assert "talk unread" not in desk.get("/desk/inbox").text
    with database.begin() as connection:
        writes(connection, "are you there", number=2)
    assert "talk unread" in desk.get("/desk/inbox").text
    desk.get(ONE)
    assert "talk unread" not in desk.get("/desk/inbox").text
    desk.send(ONE, f"{ONE}/unread", back="/desk/inbox")
    assert "talk unread" in desk.get("/desk/inbox").text


def test_what_is_assigned_stands_in_mine_of_who_has_it(
    desk: Desk, lee: Desk, database: Database
) -> None:
    with database.begin() as connection:
        writes(connection, "hello")
    assert desk.send(ONE, f"{ONE}/assign", to="lee").is_redirect
    assert listed(lee, "mine") == ["web-1"]
    assert listed(desk, "mine") == listed(desk, "unassigned") == []
    assert ("kim", "assigned a conversation", "web-1") in lines(database)
    refused = desk.send(ONE, f"{ONE}/assign", to="nobody there")
    assert refused.status_code == 409
    assert "no such account" in refused.text
    desk.send(ONE, f"{ONE}/assign", to="")
    assert listed(desk, "unassigned") == ["web-1"]


def test_what_is_closed_opens_again_when_the_patient_writes(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        writes(connection, "hello")
    desk.send(ONE, f"{ONE}/close")
    assert (listed(desk, "all"), listed(desk, "closed")) == ([], ["web-1"])
    with database.begin() as connection:
        writes(connection, "one more thing", number=2)
    assert (listed(desk, "all"), listed(desk, "closed")) == (["web-1"], [])


def test_what_is_snoozed_is_back_at_its_time_or_when_the_patient_writes(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as connection:
        writes(connection, "hello")
    until = clock.now() + timedelta(hours=1)
    desk.send(ONE, f"{ONE}/snooze", until=until.isoformat())
    assert (listed(desk, "all"), listed(desk, "snoozed")) == ([], ["web-1"])
    with monkeypatch.context() as later:
        later.setattr("clinic.clock.now", lambda: until + timedelta(seconds=1))
        with database.read() as connection:
            items, _ = inbox.list_conversations(connection, "all", "kim")
        assert [item.conversation for item in items] == ["web-1"]
    with database.begin() as connection:
        writes(connection, "are you there", number=2)
    assert listed(desk, "all") == ["web-1"]


@pytest.mark.parametrize("until", ["", "yesterday", "2020-01-01T00:00+00:00", "2999-01-01T00:00Z"])
def test_a_time_that_can_not_be_is_asked_for_again(
    desk: Desk, database: Database, until: str
) -> None:
    with database.begin() as connection:
        writes(connection, "hello")
    answer = desk.send(ONE, f"{ONE}/snooze", until=until)
    assert answer.status_code == 409
    assert "Choose until when" in answer.text
    assert listed(desk, "all") == ["web-1"]


def test_a_note_is_for_the_staff_and_kept_once(desk: Desk, lee: Desk, database: Database) -> None:
    with database.begin() as connection:
        writes(connection, "hello")
    for _ in range(2):
        desk.send(ONE, f"{ONE}/note", text="prefers mornings <b>", key="k1")
    page = lee.get(ONE).text
    assert page.count("prefers mornings &lt;b&gt;") == 1
    assert "Note by kim" in page
    with database.read() as connection:
        from clinic.messages import transcript

        assert "mornings" not in str(transcript.since(connection, "web-1", 0, 10))
    assert desk.send(ONE, f"{ONE}/note", text="  ", key="k2").status_code == 409
    assert desk.send(ONE, f"{ONE}/note", text="x" * 2001, key="k3").status_code == 409


def test_beside_each_message_stands_what_was_understood(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        first = writes(connection, "where do you park")
        second = writes(connection, "I'm Ana Diaz", number=2)
        events = [
            {
                "event": "user",
                "text": "where do you park",
                "message_id": f"web-{first.inbound_id}",
                "parse_data": {
                    "read": {
                        "wishes": [
                            {"intent": "fact_parking", "probability": 0.93},
                            {
                                "intent": "ask_treatment_detail",
                                "probability": 0.8,
                                "subject": "treatment:dry_needling",
                            },
                        ],
                        "stance": "undecided",
                    }
                },
            },
            {
                "event": "user",
                "text": "I'm Ana Diaz",
                "message_id": f"web-{second.inbound_id}",
                "parse_data": {"read": {"names": [{"name": "Ana Diaz"}]}},
            },
        ]
        conversations.append(connection, "web-1", 1, events, {})
    page = desk.get(ONE).text
    assert re.search(r"<p>Parking\s*<span class=\"sure\">93 %", page)
    assert re.search(r"Name</span> Ana Diaz", page)
    # Whatever is kept under a short name is told in words.
    needling = get_content().topics["treatment:dry_needling"].label
    assert f"Details of a treatment ({needling})" in page
    assert "Answers</span> does not know yet" in page
    for kept in ("dry_needling", "undecided"):
        assert kept not in page


def test_what_raised_an_alarm_was_understood_as_that_and_nothing_else(
    desk: Desk, database: Database
) -> None:
    sign = Sign("saddle", "present", "numb down there", "gate", 1.0)
    with database.begin() as connection:
        numb = writes(connection, "can i walk, i am numb down there")
        yes = writes(connection, "yes", number=2)
        early = writes(connection, "my chest hurts", number=3)
        events = [
            {
                "event": "user",
                "text": text,
                "message_id": f"web-{receipt.inbound_id}",
                "parse_data": {"read": {"wishes": [{"intent": intent, "probability": 0.9}]}},
            }
            for receipt, text, intent in (
                (numb, "can i walk, i am numb down there", "ask_walking"),
                (yes, "yes", "greet"),
            )
        ]
        conversations.append(connection, "web-1", 1, events, {})
        attention.note_heard(
            connection, conversation="web-1", message_id=f"web-{numb.inbound_id}",
            verdict=Verdict("alarm", "E", "saddle", (sign,)),
        )  # fmt: skip
        # By an answer to a question about a sign, and by who answers while the assistant is away.
        for receipt, tier in ((numb, "E"), (yes, "C"), (early, "U")):
            attention.raise_task(
                connection,
                attention.Occasion(
                    kind="safety_alert",
                    key=f"safety:web-{receipt.inbound_id}",
                    detail="x",
                    tier=tier,
                    channel="web",
                    conversation="web-1",
                ),
            )
    page = desk.get(ONE).text
    heard = re.findall(r'<div class="heard">(.*?)</div>', page, re.S)
    heard = [one.partition("<details")[0] for one in heard]
    said = [" ".join(re.sub("<[^>]+>", " ", one).split()) for one in heard]
    assert said == [
        f"Alarm {group_name('saddle')}",
        "Alarm Crisis",
        "Alarm See a doctor today",
    ]


def test_the_list_goes_on_page_by_page(desk: Desk, database: Database) -> None:
    for number in range(65):
        with database.begin() as connection:
            writes(connection, "hello", f"web-{number}")
    found, address = [], "/desk/inbox?tab=all"
    while address:
        page = desk.http.get(address).text
        found += re.findall(r'id="talk-([^"]+)"', page)
        following = re.search(r'href="([^"]+)">Older ones', page)
        address = following.group(1).replace("&amp;", "&") if following else ""
    assert found == [f"web-{number}" for number in reversed(range(65))]


@pytest.mark.parametrize(
    "words", ["Ana Díaz", "ana diaz", "(414) 555-0142", "springy bed", "PARKED"]
)
def test_a_conversation_is_found_by_name_number_and_words(
    desk: Desk, database: Database, words: str
) -> None:
    with database.begin() as connection:
        writes(connection, "may I jump on a springy bed? I parked outside")
        writes(connection, "something else", "web-2")
        attention.note_said(
            connection,
            conversation="web-1",
            message_id="m",
            text="",
            said=attention.Person("Ana Diaz", "+14145550142"),
        )
    page = desk.get("/desk/find", q=words).text
    assert "/desk/conversations/web-1" in page
    assert "/desk/conversations/web-2" not in page


def test_a_texted_conversation_is_found_by_its_number(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        conversation = texts(connection, "hello")
    assert f"/desk/conversations/{conversation}" in desk.get("/desk/find", q=PHONE).text


def test_a_screening_is_found_by_name(desk: Desk, booked: Screening) -> None:
    page = desk.get("/desk/find", q="rosa").text
    assert booked.reference in page
    assert booked.reference not in desk.get("/desk/find", q="rosalind").text


@pytest.mark.parametrize("name", ["web-unknown", "x" * 500, "%00", "..%2f..", "<b>"])
def test_a_conversation_that_is_not_kept_is_said(desk: Desk, name: str) -> None:
    for what in ("close", "take", "answer", "note", "assign", "unread"):
        address = f"/desk/conversations/{name}/{what}"
        assert desk.send("/desk", address, text="hello", key="k").status_code < 500
    assert desk.get(f"/desk/conversations/{name}").status_code < 500


def test_reading_searching_and_every_change_is_written_down(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        writes(connection, "hello")
    desk.get("/desk/inbox")
    desk.get(ONE)
    for _ in range(3):  # an open page that is brought up to date is the same look
        desk.get(f"{ONE}/said", live="1")
    desk.get("/desk/find", q="hello")
    desk.send(ONE, f"{ONE}/close")
    desk.send(ONE, f"{ONE}/note", text="n", key="k")
    assert [line for line in lines(database) if line[1] != "logged in"] == [
        ("kim", "read the inbox", ""),
        ("kim", "read a conversation", "web-1"),
        ("kim", "searched", "web-1"),
        ("kim", "read a conversation", "web-1"),
        ("kim", "closed a conversation", "web-1"),
        ("kim", "read a conversation", "web-1"),
        ("kim", "noted something at a conversation", "web-1"),
    ]
