"""What wants attention: alerts and tasks, read, acknowledged, marked as wrong."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from clinic import attention
from clinic.clock import now
from clinic.messages import Arrival, open_thread, post_to_conversation, receive
from clinic.reading.safety import Sign, Verdict
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, lines


def raise_three(database: Database) -> None:
    with database.begin() as connection:
        attention.raise_task(
            connection, attention.Occasion(kind="call_back", key="1", detail="please call")
        )
        attention.raise_task(
            connection, attention.Occasion(kind="failed_message", key="2", detail="not sent")
        )
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert", key="3", detail="chest pain", tier="E", at=now()
            ),
        )


def test_safety_alerts_stand_on_top_and_of_the_rest_the_newest_first(
    desk: Desk, database: Database
) -> None:
    raise_three(database)
    page = desk.get("/desk").text
    assert page.index("chest pain") < page.index("not sent") < page.index("please call")


def test_an_acknowledged_task_is_off_the_list_and_says_who_saw_it(
    desk: Desk, database: Database
) -> None:
    raise_three(database)
    with database.read() as connection:
        alert = attention.open_tasks(connection)[0]
    desk.send("/desk", f"/desk/tasks/{alert.id}/acknowledge")
    with database.read() as connection:
        assert alert.id not in [task.id for task in attention.open_tasks(connection)]
        assert attention.seen_tasks(connection)[0].acknowledged_by == "kim"
    assert ("kim", "acknowledged a task", str(alert.id)) in lines(database)


def test_a_wrong_seen_is_taken_back_and_both_are_kept(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        alarm(connection, 1)
        task = attention.open_tasks(connection)[0].id
    page = f"/desk/alerts/{task}"
    desk.send(page, f"/desk/tasks/{task}/acknowledge", up_to="0", back=page)
    assert f"/desk/tasks/{task}/take-back" in desk.get("/desk").text  # under what was seen lately
    for _ in range(2):  # pressed twice
        desk.send(page, f"/desk/tasks/{task}/take-back", back=page)
    with database.read() as connection:
        (alert,) = attention.open_tasks(connection)
    assert (alert.acknowledged_at, alert.acknowledged_by) == (None, None)
    told = [line.text for line in alert.lines]
    assert told == ["Seen (kim)", "“Seen” was taken back (kim)"]
    assert "Said later" not in desk.get(page).text
    assert lines(database).count(("kim", "took back that a task was seen", str(task))) == 1


def test_the_most_urgent_alert_and_of_these_who_waits_longest_stands_first(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        for number, tier, minutes in ((1, "U", 200), (2, "E", 5), (3, "E", 65), (4, "C", 0)):
            at = now() - timedelta(minutes=minutes, seconds=5)
            alarm(connection, number, f"web-{number}", tier, at)
        alarm(connection, 5, "web-2")  # again, of somebody who waits already
    page = desk.get("/desk").text
    shown = re.findall(r"<article.*?chest pain (\d).*?Waiting for ([^<]*)<", page, re.DOTALL)
    assert shown == [
        ("3", "1 hour 5 minutes"),
        ("2", "5 minutes"),
        ("4", "less than a minute"),
        ("1", "3 hours 20 minutes"),
    ]


def alarm(
    connection: Connection,
    number: int,
    conversation: str = "web-1",
    tier: str = "E",
    at: datetime | None = None,
) -> None:
    attention.raise_task(
        connection,
        attention.Occasion(
            kind="safety_alert",
            key=f"safety:web-{number}",
            detail=f"chest pain {number}",
            tier=tier,
            at=at,
            channel="web",
            conversation=conversation,
        ),
    )


def test_a_card_has_name_number_conversation_and_what_came_later(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        alarm(connection, 1)
        said = "my name is Rosa Field, 414-555-0175"
        rosa = attention.Person("Rosa Field", "+14145550175")
        attention.note_said(
            connection, conversation="web-1", message_id="web-2", text=said, said=rosa
        )
    page = desk.get("/desk").text
    for shown in ("Rosa Field", "(414) 555-0175", "/desk/conversations/web-1", said):
        assert shown in page
    assert "no number known" not in page


def test_an_alarm_that_came_while_a_card_was_read_stays_on_the_desk(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        alarm(connection, 1)
    page = desk.get("/desk").text
    with database.begin() as connection:
        alarm(connection, 2)
    token, up_to = (
        re.search(rf'name="{name}" value="([^"]+)"', page).group(1) for name in ("csrf", "up_to")
    )
    action = re.search(r"/desk/tasks/\d+/acknowledge", page)
    assert action
    desk.http.post(action.group(), data={"csrf": token, "up_to": up_to})
    assert "chest pain 2" in desk.get("/desk").text


def test_a_call_that_reached_nobody_leaves_the_task_open(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        alarm(connection, 1)
        rosa = attention.Person("Rosa Field", "+14145550175")
        attention.note_said(
            connection, conversation="web-1", message_id="web-2", text="call me", said=rosa
        )
    page = desk.get("/desk").text
    action = re.search(r"/desk/tasks/\d+/not-reached", page)
    assert action
    for _ in range(2):  # pressed twice within a minute
        desk.send("/desk", action.group())
    page = desk.get("/desk").text
    assert page.count("Called, nobody was reached (kim)") == 1
    assert page.count("Said later") == 1  # by the patient
    assert ("kim", "called and did not reach", re.sub(r"\D", "", action.group())) in lines(database)


def test_many_alerts_leave_the_week_in_sight(desk: Desk, database: Database) -> None:
    with database.begin() as connection:
        for number in range(61):
            alarm(connection, number, conversation=f"web-{number}")
    page = desk.get("/desk").text
    assert page.count("<article") == 12
    assert "49 more" in page


def test_a_conversation_is_read_at_the_desk_and_the_look_is_written_down(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        open_thread(connection, "web-1", "web")
        receive(
            connection,
            Arrival(channel="web", conversation="web-1", external_id="1", text="is it <b>"),
        )
        post_to_conversation(connection, "web-1", {"text": "It is."})
    page = desk.get("/desk/conversations/web-1").text.partition('id="said"')[2]
    assert page.index("is it &lt;b&gt;") < page.index("It is.")
    assert ("kim", "read a conversation", "web-1") in lines(database)
    assert "not kept any more" in desk.get("/desk/conversations/web-unknown").text


def test_an_alert_tells_what_was_heard_and_can_be_marked_as_wrong(
    desk: Desk, database: Database
) -> None:
    words = "the tap is shut since noon"
    sign = Sign("bladder", "present", words, "learned", 0.97)
    with database.begin() as connection:
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="safety_alert",
                key="safety:m1",
                tier="E",
                detail=words,
                channel="web",
                conversation="web-1",
            ),
        )
        attention.note_heard(
            connection,
            conversation="web-1",
            message_id="m1",
            verdict=Verdict("alarm", "E", "bladder", (sign,)),
        )
    page = desk.http.get("/desk").text
    assert "Bladder: " in page
    assert "heard in its meaning" in page
    sent = {"kind": "false", "text": words, "conversation": "web-1"}
    assert desk.send("/desk", "/desk/incidents/mark", **sent).is_redirect
    listed = desk.http.get("/desk/incidents").text
    assert "Should not have raised the alarm" in listed
    assert words in listed
    assert desk.send("/desk/incidents", "/desk/incidents/1/settle").is_redirect
    assert words not in desk.http.get("/desk/incidents").text
