"""Opening hours, changed at the desk by an owner."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from channels.sms.twilio_sender import TwilioSender
from clinic import clock
from clinic.content import get_content
from clinic.content.clock_times import show_span
from clinic.screenings import Booking, Patient, Screenings
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from sandbox.twilio import TwilioStandIn
from tests.integration.desk.conftest import Desk, lines
from tests.integration.desk.test_desk_on_call import carrier, mail, ways
from tests.integration.desk.world import PHONE, texts
from worker.sending import send_due

__all__ = ["carrier", "mail", "ways"]

HERE = "/desk/clinic"


@pytest.fixture
def content(tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Content that may be edited."""
    folder = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 0)
    get_settings.cache_clear()
    return folder


def test_hours_that_are_changed_are_offered_and_the_visits_outside_are_listed(
    content: Path, desk: Desk, database: Database
) -> None:
    engine = Screenings(database)
    last = engine.free_slots(therapist="alex")[-1]
    booked = engine.book(last, Booking(Patient("Rosa F", "+14145550175"), key="k", channel="web"))
    day = f"{booked.starts_at.astimezone(get_content().clinic.tz):%A}".lower()
    assert "Visits outside" not in desk.get(HERE).text
    answer = desk.send(HERE, f"{HERE}/hours", **{day: ""})
    assert answer.headers["location"] == f"{HERE}?saved=1"
    page = desk.get(HERE, saved="1").text
    assert "Visits outside of these hours" in page
    assert booked.reference in page
    assert "Please call" in page  # it was booked in no conversation, and texts are not set up
    assert "Offer other times" not in page
    weekdays = {
        f"{slot.starts_at.astimezone(get_content().clinic.tz):%A}".lower()
        for slot in engine.free_slots(therapist="alex")
    }
    assert weekdays
    assert day not in weekdays
    assert ("kim", "changed opening hours", day) in lines(database)
    desk.send(HERE, f"{HERE}/hours", **{day: ""})
    assert [line[1] for line in lines(database)].count("changed opening hours") == 1


@pytest.fixture
def ten(set_clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's clock is at ten in the morning, when texts may go out."""
    set_clock(datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("America/Chicago")))
    monkeypatch.setattr("worker.sending.current_time", clock.now)


@pytest.mark.usefixtures("content", "ten", "ways")
def test_whom_other_hours_hit_is_asked_by_text_who_books_by_text(
    desk: Desk, database: Database, carrier: TwilioStandIn
) -> None:
    desk.log_in()
    engine, rosa = Screenings(database), Patient("Rosa Field", PHONE)
    with database.begin() as connection:
        conversation = texts(connection, "book a screening")
    visit = engine.book(
        engine.free_slots()[-1], Booking(rosa, key="k", channel="sms", conversation=conversation)
    )
    day = f"{visit.starts_at.astimezone(get_content().clinic.tz):%A}".lower()
    desk.send(HERE, f"{HERE}/hours", **{day: ""})

    def offer() -> list[str]:
        """Presses the button; the texts the patient got until then."""
        page = desk.get(HERE).text
        assert f'href="tel:{PHONE}"' in page
        form = re.search(rf'/{visit.reference}/offer">.*?name="key" value="([^"]+)"', page)
        assert form
        for _ in range(2):  # a second click asks nobody twice
            asked = desk.send(
                HERE, f"/desk/screenings/{visit.reference}/offer", key=form.group(1), back=HERE
            )
            assert asked.headers["location"] == f"{HERE}?told=sms"
        while send_due(database, {"sms": TwilioSender(get_settings(), database)}, {}):
            pass
        return [one.body for one in carrier.sent if "keep your screening" in one.body]

    (first,) = offer()
    assert "Please pick a new time: reply here" in first
    page = desk.get(HERE, told="sms").text
    assert "The patient is asked to choose another time." in page
    assert "no answer yet" in page
    assert "Offer other times" not in page
    # They want to keep it, and can't: they are asked once more.
    engine.confirm_visit(visit.reference, key="yes")
    assert len(offer()) == 2


def test_what_was_saved_is_seen_at_once_and_a_page_of_before_undoes_nothing(
    content: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 60)
    was = get_content().clinic.hours["friday"]
    shown = ", ".join(map(show_span, was))
    desk.send(HERE, f"{HERE}/hours", friday="09:00-16:00", was_friday=shown)
    assert 'name="friday" maxlength="200" value="9:00 AM-4:00 PM"' in desk.get(HERE).text
    stale = {"friday": shown, "was_friday": shown, "saturday": "9 am - 11 am", "was_saturday": ""}
    desk.send(HERE, f"{HERE}/hours", **stale)
    page = desk.get(HERE).text
    assert 'name="friday" maxlength="200" value="9:00 AM-4:00 PM"' in page
    assert 'name="saturday" maxlength="200" value="9:00 AM-11:00 AM"' in page


def test_hours_are_typed_by_either_clock_and_kept_in_the_file_by_one(
    content: Path, desk: Desk
) -> None:
    for typed in ("9:00 AM-12:00 PM, 1:00 PM-4:00 PM", "09:00-12:00, 13:00-16:00"):
        desk.send(HERE, f"{HERE}/hours", friday="10:00-11:00")
        assert desk.send(HERE, f"{HERE}/hours", friday=typed).is_redirect
        assert 'friday: ["09:00-12:00", "13:00-16:00"]' in (content / "clinic.yml").read_text()
        assert 'value="9:00 AM-12:00 PM, 1:00 PM-4:00 PM"' in desk.get(HERE).text
    answer = desk.send(HERE, f"{HERE}/hours", friday="9-5")
    assert answer.status_code == 422
    assert "write hours such as 9:00 AM-12:00 PM" in answer.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3pm-9am", "Friday: “3pm-9am” ends before it begins. Write first when you open."),
        ("9-17, 4pm-6pm", "“4pm-6pm” begins before the hours in front of it end."),
        ("9-5", "Friday: “9-5” can&#39;t be read, or may mean two things: write hours such as"),
    ],
)
def test_what_is_wrong_with_hours_is_said_plainly(
    content: Path, desk: Desk, typed: str, told: str
) -> None:
    answer = desk.send(HERE, f"{HERE}/hours", friday=typed)
    assert answer.status_code == 422
    assert told in answer.text


def test_what_are_no_hours_stand_in_the_form_again(content: Path, desk: Desk) -> None:
    before = (content / "clinic.yml").read_text()
    answer = desk.send(HERE, f"{HERE}/hours", friday="late", monday="<b>")
    assert answer.status_code == 422
    assert 'value="late"' in answer.text
    assert "&lt;b&gt;" in answer.text
    assert "write hours such as" in answer.text
    assert (content / "clinic.yml").read_text() == before


def test_where_the_content_can_not_be_written_there_is_no_form_and_no_failure(
    content: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr("clinic.content.editing.os.replace", read_only)
    answer = desk.send(HERE, f"{HERE}/hours", friday="10:00-11:00")
    assert answer.status_code == 409
    assert "Edit it." in answer.text
    monkeypatch.setattr("frontdesk.facts.routes.can_change", lambda _folder: False)
    assert "Save the hours" not in desk.get(HERE).text


def test_a_day_that_closes_while_a_form_is_open_is_not_booked(
    content: Path, desk: Desk, database: Database
) -> None:
    engine = Screenings(database)
    code = engine.free_slots()[-1].code
    visit = engine.book(
        engine.free_slots()[0], Booking(Patient("Rosa F", "+14145550175"), key="k", channel="web")
    )
    closed = engine.slot(code).starts_at.astimezone(get_content().clinic.tz).date()
    # The forms as they stand in two open pages.
    booking, moving = f"/desk/diary/book?slot={code}", f"/desk/screenings/{visit.reference}"
    for page in (booking, moving):
        assert desk.get(page).status_code == 200
    facts = content / "clinic.yml"
    text = facts.read_text()
    facts.write_text(text.replace("closures: []", f'closures: ["{closed}"]', 1))
    fields = {"slot": code, "name": "Bo Berg", "phone": "414-555-0176", "way": "phone"}
    booked = desk.send(moving, "/desk/diary/book", key="a", **fields)
    assert booked.status_code == 404
    assert "The clinic gives no screening at that time" in booked.text
    moved = desk.send(moving, f"{moving}/move", key="b", slot=code)
    assert moved.status_code == 409
    assert "The clinic gives no screening at that time" in moved.text
    assert [one.starts_at for one in engine.all_for_phone("+14145550175")] == [visit.starts_at]
    assert desk.get(booking).status_code == 404
