"""Times that are blocked: for an hour, a day or each week, and whom that hits."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest

from clinic.content import get_content
from clinic.screenings import (
    Actor,
    Booking,
    Patient,
    Screening,
    Screenings,
    SlotNotOffered,
    blocks,
)
from clinic.storage import Database
from tests.integration.desk.conftest import Desk
from tests.integration.desk.world import block, day_of, on


def test_a_blocked_day_is_offered_to_nobody_and_lists_whom_it_hits(
    desk: Desk, database: Database, booked: Screening
) -> None:
    engine = Screenings(database)
    before = [slot for slot in engine.free_slots() if day_of(slot) == day_of(booked)]
    assert before
    number = block(desk, booked)
    assert [slot for slot in engine.free_slots() if day_of(slot) == day_of(booked)] == []
    with pytest.raises(SlotNotOffered):
        engine.book(before[0], Booking(Patient("Bo Berg", "+14145550176"), key="b", channel="web"))
    with pytest.raises(SlotNotOffered):
        engine.hold(before[0], "somebody")
    page = desk.get(f"/desk/diary/blocks/{number}").text
    assert "Rosa Field" in page
    assert 'href="tel:+14145550175"' in page
    # Nothing reaches a visit that was booked by phone: that is said, and the way back is its day.
    assert "Please call" in page
    assert "Offer other times" not in page
    assert f'href="/desk/diary?day={day_of(booked)}"' in page
    day = desk.get(on("/desk/diary", booked)).text
    assert "In a blocked time" in day
    assert "Blocked: training" in day
    desk.send(f"/desk/diary/blocks/{number}", f"/desk/diary/blocks/{number}/remove")
    after = [slot for slot in engine.free_slots() if day_of(slot) == day_of(booked)]
    assert after == before


def test_one_therapists_hour_leaves_the_others(desk: Desk, database: Database) -> None:
    engine = Screenings(database)
    robins = engine.free_slots(therapist="robin")
    slot = robins[-1]
    local = slot.starts_at.astimezone(get_content().clinic.tz)
    ends = local + timedelta(minutes=30)
    block(desk, slot, therapist="robin", **{"from": f"{local:%H:%M}", "to": f"{ends:%H:%M}"})
    assert slot not in engine.free_slots(therapist="robin")
    assert len(engine.free_slots(therapist="robin")) == len(robins) - 1
    assert any(one.starts_at == slot.starts_at for one in engine.free_slots(therapist="alex"))


def test_a_weekly_block_comes_each_week_at_the_hour_on_the_wall(database: Database) -> None:
    clinic = get_content().clinic
    # Over the night in which clocks change, 2027-03-14.
    first = datetime.combine(date(2027, 3, 10), time(9), clinic.tz)
    new = blocks.NewBlock("alex", first, first + timedelta(hours=3), weekly=True)
    with database.begin() as connection:
        made = blocks.add(connection, new, clinic, staff="kim", key="k")
        found = blocks.occurring(
            connection, first + timedelta(days=1), first + timedelta(days=22), clinic.tz
        )
    assert {one.id for one in found} == {made.id}
    local = [one.starts_at.astimezone(clinic.tz) for one in found]
    assert [f"{at:%m-%d %H:%M}" for at in local] == ["03-17 09:00", "03-24 09:00", "03-31 09:00"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"day": ""}, "Choose a day"),
        ({"day": "2027-03-10", "therapist": ""}, "Choose whose time"),
        ({"day": "2027-03-10", "last": "2027-03-09"}, "The last day"),
        ({"day": "2027-03-10", "from": "09:00"}, "09:00” are no hours from when until when"),
        ({"day": "2027-03-10", "from": "12:00", "to": "09:00"}, "after the beginning"),
        ({"day": "2027-03-10", "last": "2099-03-10"}, "too long"),
        ({"day": "2020-03-10"}, "over already"),
        ({"day": "2027-03-10", "therapist": "nobody"}, "no such therapist"),
    ],
)
def test_a_block_that_can_not_be_is_refused(desk: Desk, given: dict[str, str], told: str) -> None:
    given = {"therapist": "everybody", "key": "k", **given}
    answer = desk.send("/desk/diary/block", "/desk/diary/block", **given)
    assert answer.status_code == 422
    assert told in answer.text


def test_whom_a_block_hits_is_offered_other_times_in_the_chat_once(
    desk: Desk, database: Database
) -> None:
    from clinic.messages import open_thread, transcript
    from worker.sending import send_due

    with database.begin() as connection:
        open_thread(connection, "web-1", "web")
    engine = Screenings(database)
    visit = engine.book(
        engine.free_slots()[-1],
        Booking(
            Patient("Rosa Field", "+14145550175"), key="k", channel="web", conversation="web-1"
        ),
    )
    page = f"/desk/diary/blocks/{block(desk, visit)}"
    assert "Offer other times" in desk.get(page).text
    for _ in range(2):
        answer = desk.send(
            page, f"/desk/screenings/{visit.reference}/offer", key="block-1", back=page
        )
        assert answer.headers["location"] == f"{page}?told=web"
    # It is seen wherever the visit is, until the patient has answered.
    history = engine.history(visit.reference)
    assert [(one.what, one.actor.name) for one in history[1:]] == [("offered", "kim")]
    for shown in (page, "/desk", f"/desk/screenings/{visit.reference}"):
        assert re.search("Offered other times .*, no answer yet", desk.get(shown).text)
    assert "Offer other times" not in desk.get(page).text
    assert "Asked to choose another time" in desk.get("/desk").text
    from channels.web import post

    send_due(database, {}, {"web": post})
    with database.read() as connection:
        said = transcript.since(connection, "web-1", 0, 10)
    (asked,) = [one for one in said if "keep your screening" in one.text]
    assert [one["label"] for one in asked.details["choices"]] == ["Move it"]
    assert engine.get(visit.reference).state == "booked"
    engine.confirm_visit(visit.reference, key="yes")
    assert "Asked to choose another time" not in desk.get("/desk").text
    assert "no answer yet" not in desk.get(f"/desk/screenings/{visit.reference}").text


def test_who_was_asked_and_has_moved_has_answered(desk: Desk, database: Database) -> None:
    engine = Screenings(database)
    first, *_, last = engine.free_slots()
    rosa = Patient("Rosa Field", "+14145550175")
    visit = engine.book(last, Booking(rosa, key="k", channel="web", conversation="web-1"))
    assert engine.offer_other_times(visit.reference, key="x", actor=Actor("staff", "kim"))
    assert [one.reference for one in engine.unanswered_offers()] == [visit.reference]
    engine.move(visit.reference, first, key="m")
    assert engine.unanswered_offers() == []


def test_hours_are_typed_by_either_clock_and_shown_by_one(desk: Desk, database: Database) -> None:
    spans = {}
    for key, (begins, ends) in {
        "a": ("9:00 AM", "1 pm"), "b": ("09:00", "13:00"), "c": ("9 am", "13:00"),
        "d": ("9-1pm", ""), "e": ("9am-1pm", ""), "f": ("9", "1pm"),
    }.items():  # fmt: skip
        given = {"day": "2027-03-10", "from": begins, "to": ends, "key": key}
        given["therapist"] = "everybody"
        answer = desk.send("/desk/diary/block", "/desk/diary/block", **given)
        page = desk.get(answer.headers["location"]).text
        spans[key] = re.search(r"</strong>, ([^<]*?)\. Blocked by", page)
    assert {match and match[1] for match in spans.values()} == {
        "Wed Mar 10, 9:00 AM to Wed Mar 10, 1:00 PM"
    }
