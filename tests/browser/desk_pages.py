"""Every page of the desk there is to see, and a desk on which each has something on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from clinic import attention, clock
from clinic.attention.heard import mark
from clinic.busy.calendars import note_trouble, own_calendars, set_calendar
from clinic.content import get_content
from clinic.content.editing import change_hours
from clinic.content.watched import look_again
from clinic.learning import rate
from clinic.on_call import add_contact
from clinic.patients.joining import join
from clinic.publishing import drafts, entries, importing, judging
from clinic.publishing.files import read_texts
from clinic.publishing.versions import Note
from clinic.screenings import Screenings, blocks
from clinic.staff.roles import invite
from tests.browser.desk_world import World

HERE, CARD = "/desk/content", "/desk/patients"
FOUND = {"findings": [{"file": "clinic.yml", "line": 24, "says": "This is too hard to read."}],
         "previews": [], "new_topics": [], "otherwise": []}  # fmt: skip
# The addresses at which each page is looked at.
PAGES: dict[str, tuple[str, ...]] = {
    "/desk": ("/desk",),
    "/desk/account": ("/desk/account",),
    "/desk/alerts/{task:int}": ("/desk/alerts/1",),
    "/desk/audit": ("/desk/audit",),
    "/desk/calendars": ("/desk/calendars",),
    "/desk/clinic": ("/desk/clinic",),
    HERE: (HERE,),
    HERE + "/drafts/{draft:int}": (HERE + "/drafts/{draft}",),
    f"{HERE}/edit": (f"{HERE}/edit?name=clinic.yml&key=answers/parking",),
    f"{HERE}/file": (f"{HERE}/file?name=clinic.yml&q=parking", f"{HERE}/file?name=clinic.yml"),
    f"{HERE}/history": (f"{HERE}/history?name=clinic.yml",),
    "/desk/conversations/{conversation}": (
        "/desk/conversations/web-1",
        "/desk/conversations/nowhere",
    ),
    "/desk/diary": ("/desk/diary", "/desk/diary?day={later_day}"),
    "/desk/diary/block": ("/desk/diary/block",),
    "/desk/diary/blocks/{block:int}": ("/desk/diary/blocks/{block}",),
    "/desk/diary/book": ("/desk/diary/book?slot={slot}",),
    "/desk/diary/print": ("/desk/diary/print",),
    "/desk/diary/list": ("/desk/diary/list", "/desk/diary/list?from={later_day}"),
    "/desk/diary/week": ("/desk/diary/week", "/desk/diary/week?from={later_day}"),
    "/desk/figures": ("/desk/figures",),
    "/desk/find": ("/desk/find?q=uma", "/desk/find?q=nobody"),
    "/desk/inbox": ("/desk/inbox", "/desk/inbox?tab=closed"),
    "/desk/incidents": ("/desk/incidents",),
    "/desk/invited/{token}": ("/desk/invited/{token}",),
    "/desk/login": ("/desk/login",),
    "/desk/more": ("/desk/more",),
    "/desk/on-call": ("/desk/on-call",),
    CARD + "/conversation/{conversation}": (f"{CARD}/conversation/web-1",),
    CARD + "/conversation/{conversation}/erase": (f"{CARD}/conversation/web-1/erase",),
    CARD + "/task/{task:int}": (f"{CARD}/task/1",),
    CARD + "/task/{task:int}/erase": (f"{CARD}/task/1/erase",),
    CARD + "/visit/{reference}": (CARD + "/visit/{later}",),
    CARD + "/visit/{reference}/erase": (CARD + "/visit/{later}/erase",),
    "/desk/people": ("/desk/people",),
    "/desk/questions": ("/desk/questions",),
    "/desk/questions/answer": ("/desk/questions/answer?question=1",),
    "/desk/questions/written/{draft:int}": ("/desk/questions/written/{written}",),
    "/desk/questions/{question:int}/example": ("/desk/questions/1/example",),
    "/desk/ratings": ("/desk/ratings",),
    "/desk/screenings/{reference}": (
        "/desk/screenings/{today}",
        "/desk/screenings/{later}",
        "/desk/screenings/nowhere",
    ),
}
# What is no page of its own, or is looked at elsewhere; each with the reason.
NO_PAGES = {
    "/": "it leads to the first page",
    "/healthz": "no page",
    "/calendar/{token}.ics": "a file",
    "/desk/alerts/bar": "part of every page",
    "/desk/alerts/{task:int}/part": "part of the alert's page",
    "/desk/audit/table.csv": "a file",
    HERE + "/drafts/{draft:int}/progress": "part of the draft's page",
    "/desk/conversations/{conversation}/composer": "part of the conversation's page",
    "/desk/conversations/{conversation}/said": "part of the conversation's page",
    "/desk/conversations/{conversation}/typing": "a line of the conversation's page",
    "/desk/diary/part": "part of the day's page",
    "/desk/diary/table.csv": "a file",
    "/desk/inbox/part": "part of the inbox",
    "/desk/live": "a stream",
    "/desk/login/code": "on the way in with a second factor, in test_desk_axe.py",
    "/desk/setup/{token}": "while there is nobody, in test_desk.py",
    "/desk/today/part": "part of the first page",
}


def fill_all(world: World) -> dict[str, str]:
    """Has something stand on every page; what belongs into the places of their addresses."""
    with world.database.begin() as connection:
        join(connection, world.later.phone, world.today.phone, "kim")
        _calendar_with_trouble(connection)
        add_contact(connection, name="Ana", phone="", email="ana@clinic.example")
        mark(connection, kind="missed", text="it burns when I sit", staff="kim")
        rate(connection, "causes", True, clock.now().date())
        places = {"token": invite(connection, "staff", "kim"), "block": _block(connection, world)}
        (question,) = attention.unanswered_questions(connection)
        assert question.id == 1
    places |= _drafts(world)
    # The later visit stands outside of the hours from here on.
    change_hours(world.content, {f"{_local(world):%A}".lower(): ""})
    look_again()
    return {
        **places,
        "slot": Screenings(world.database).free_slots()[0].code,
        "today": world.today.reference,
        "later": world.later.reference,
        "later_day": f"{_local(world):%Y-%m-%d}",
    }


def _local(world: World) -> datetime:
    return world.later.starts_at.astimezone(get_content().clinic.tz)


def _calendar_with_trouble(connection: Connection) -> None:
    clinic = get_content().clinic
    set_calendar(connection, "alex", "https://example.org/a.ics", clinic, "kim")
    note_trouble(connection, own_calendars(connection)[0], "It answers with 500.")


def _block(connection: Connection, world: World) -> str:
    """One that hits the later visit."""
    begins = world.later.starts_at
    new = blocks.NewBlock(None, begins, begins + timedelta(hours=1), reason="training")
    made = blocks.add(connection, new, get_content().clinic, staff="kim", key="k")
    return str(made.id)


def _drafts(world: World) -> dict[str, str]:
    """A draft in which something was found, and the answer to a question."""
    now = read_texts(world.content)
    page = importing.write_page("May I ride?", "Yes, on flat ground.", set(), set(now))
    changed = {
        page.file: page.article,
        "topics.yml": f"{now['topics.yml'].rstrip()}\n{page.topics}",
    }
    with world.database.begin() as connection:
        facts = {"clinic.yml": now["clinic.yml"]}
        number = drafts.make(connection, facts, now, Note("kim", "The new lot"))
        was = entries.values("clinic.yml", now["clinic.yml"])["answers/parking"]
        edit = ("clinic.yml", "answers/parking", "Complimentary automobile accommodation.")
        drafts.save_entry(connection, drafts.get(connection, number), edit, was, "kim")
        judging.checked(connection, drafts.get(connection, number), FOUND)
        note = Note("kim", "Answer to: May I ride?")
        written = drafts.make(connection, changed, now, note, "question")
    return {"draft": str(number), "written": str(written)}
