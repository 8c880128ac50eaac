"""Answers to questions that had none: written, in other languages too, with ways to ask them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from clinic import attention
from clinic.messages import transcript
from clinic.messages.tables import inbound
from clinic.publishing import drafts
from clinic.publishing.learnable import example_lines
from clinic.settings import get_settings
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, lines
from tests.integration.desk.test_desk_content import HERE, QUESTIONS, checked, text
from tests.integration.desk.world import writes

pytestmark = pytest.mark.usefixtures("folder")


def asked(database: Database, *texts: str) -> list[int]:
    """Questions nobody could answer; their numbers."""
    with database.begin() as connection:
        for one in texts:
            attention.record_unanswered(
                connection, text=one, reason="not_covered", intent="", key=one
            )
        found = {one.text: one.id for one in attention.unanswered_questions(connection)}
    return [found[one] for one in texts]


def test_an_answer_is_written_in_two_fields_and_the_page_after_it_tells_what_happens_next(
    desk: Desk, therapist: Desk, database: Database, folder: Path
) -> None:
    bike, cycle = asked(database, "can i ride my bike", "can i ride a bike")
    listed = desk.get(QUESTIONS).text
    found = re.search(r'href="(/desk/questions/answer\?[^"]+)"', listed)
    assert found
    form = html.unescape(found.group(1))
    page = desk.get(form).text
    # Both questions, and that the screening is offered.
    assert len(re.findall(" checked>", page)) == 3
    before_more = page.partition("<summary>Other ways")[0].partition("<main")[2]
    assert len(re.findall(r'<input name="|<textarea', before_more)) == 2
    empty = desk.send(
        form, f"{QUESTIONS}/answer", heading="May I ride?", answer=" ", shown=str(bike)
    )
    assert empty.status_code == 422
    assert 'value="May I ride?"' in empty.text
    hard = "你好, ride on."
    answer = desk.send(
        form, f"{QUESTIONS}/answer", heading='May I "ride": a bike?', answer=hard,
        question=str(bike), offer="yes",
    )  # fmt: skip
    after = answer.headers["location"]
    shown = text(desk.get(checked(desk, after)))
    assert "A text message can't show this" in shown
    assert "You mend it" in shown
    assert re.search(r"licence reads and approves it:\s+ana\.", shown)
    easy = "Yes. Ride on flat ground at first.\n\nStop if your leg hurts more."
    number = after.rpartition("/")[2]
    article = next(name for name in _files(database, int(number)) if name.endswith(".md"))
    save = {"name": article, "key": article[:-3].replace("-", "_"), "shown": hard, "value": easy}
    back = desk.send(after, f"{HERE}/drafts/{number}/save", back=after, **save)
    assert back.headers["location"] == after
    shown = text(desk.get(checked(desk, after)))
    assert "Write more, as different people would" in shown
    ways = next(one for one in _files(database, int(number)) if one.startswith("examples/"))
    asks = "\n".join(f"may i take bike number {one} out" for one in range(12))
    beside = f'value="{ways}"><input type="hidden" name="shown" value="'
    hidden = re.search(rf'{re.escape(beside)}(\w+)"', desk.get(after).text)
    assert hidden
    more = {"name": ways, "shown": hidden.group(1), "lines": asks, "back": after}
    saved = desk.send(after, f"{HERE}/drafts/{number}/examples", **more)
    assert saved.headers["location"] == after
    shown = text(desk.get(checked(desk, after)))
    assert "Nothing is wrong with it. Patients do not get it yet." in shown
    assert 'May I "ride": a bike?' in shown
    assert easy in shown
    assert not list(folder.glob("may-i-ride*"))
    with database.read() as connection:
        left = [one.id for one in attention.unanswered_questions(connection)]
    assert left == [cycle]  # what was not ticked stays
    assert 'New topics: May I "ride": a bike.' in text(desk.get(f"{HERE}/drafts/{number}"))


@pytest.mark.usefixtures("quick")
def test_ways_to_ask_are_written_beside_the_questions_and_none_of_them_is_a_patients(
    desk: Desk, database: Database
) -> None:
    (bike,) = asked(database, "can i ride my bike with this")
    form, action = f"{QUESTIONS}/answer?question={bike}", f"{QUESTIONS}/answer"
    page = desk.get(form).text
    assert "can i ride my bike with this" in text(desk.get(form))
    assert page.index('name="ways"') > page.index("can i ride my bike with this")
    typed = {"heading": "May I ride?", "answer": "Yes, on flat ground.", "shown": str(bike)}
    for way, why in (
        ("can I ride my bike with this?", "nearly the patient's own words"),
        ("may Rosa Field ride, born 4/5/1961", "Take out names, numbers, dates"),
        ("does driving trigger it", "are an example of"),
    ):
        refused = desk.send(form, action, **typed, ways=f"is cycling fine\n{way}")
        assert refused.status_code == 422
        assert f"“{way}”: " in text(refused)
        assert why in text(refused)
        assert "is cycling fine" in text(refused)  # nothing that was typed is lost
    with database.read() as connection:
        assert drafts.open_drafts(connection) == []
        assert len(attention.unanswered_questions(connection)) == 1
    ways = "is cycling fine\n\n  pedalling   to work ok "
    made = desk.send(form, action, **typed, question=str(bike), ways=ways)
    number = int(made.headers["location"].rpartition("/")[2])
    with database.read() as connection:
        draft = drafts.get(connection, number)
    examples = next(one.text for one in draft.files if one.file.startswith("examples/"))
    assert [words for _, words, _ in example_lines(examples or "")] == [
        "may I ride",
        "is cycling fine",
        "pedalling to work ok",
    ]


@pytest.mark.usefixtures("quick")
def test_an_answer_is_written_in_spanish_too_and_holds_as_long_as_the_english_one(
    desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = {"heading": "May I ride?", "answer": "Yes, on flat ground."}
    page = desk.send(f"{QUESTIONS}/answer", f"{QUESTIONS}/answer", **typed).headers["location"]
    number = page.rpartition("/")[2]
    assert "who writes Spanish gets the English answer" in text(desk.get(page))
    action = f"{HERE}/drafts/{number}/translate"
    words = "Sí, en terreno plano.\n\nVaya despacio."
    fields = {
        "language": "es", "name": "may-i-ride.md", "key": "may_i_ride", "shown": "", "back": page,
        "heading": "¿Puedo andar en bici?", "label": "Andar en bici", "value": words,
    }  # fmt: skip
    too_long = desk.send(page, action, **{**fields, "label": "Andar en bici todos los días"})
    assert too_long.status_code == 409
    assert "room for 24 letters" in text(too_long)
    assert words in text(too_long)
    assert desk.send(page, action, **fields).headers["location"] == page
    assert "Who writes Spanish gets these words." in text(desk.get(page))
    with database.read() as connection:
        draft = drafts.get(connection, int(number))
    assert {one.file for one in draft.files if one.file.startswith("es/")} == {
        "es/may-i-ride.md", "es/originals.yml", "es/topics.yml",
    }  # fmt: skip
    spanish = next(one for one in draft.files if one.file == "es/topics.yml")
    assert spanish.base  # what stands there already stays
    assert (spanish.text or "").startswith(spanish.base.rstrip())
    # Somebody else has the page open as it was.
    late = desk.send(page, action, **{**fields, "value": "No."})
    assert late.status_code == 409
    assert "Somebody else changed these words" in text(late)
    english = {"name": "may-i-ride.md", "key": "may_i_ride", "shown": typed["answer"]}
    desk.send(page, f"{HERE}/drafts/{number}/save", **english, value="Yes.", back=page)
    assert "The English answer was changed since." in text(desk.get(page))
    desk.send(page, action, **{**fields, "shown": words})
    assert "Who writes Spanish gets these words." in text(desk.get(page))
    monkeypatch.setenv("LANGUAGES", "")
    get_settings.cache_clear()
    assert "Spanish" not in text(desk.get(page))
    assert desk.send(page, action, **{**fields, "shown": words}).status_code == 409


def _files(database: Database, number: int) -> list[str]:
    with database.read() as connection:
        return [one.file for one in drafts.get(connection, number).files]


def test_an_answer_that_was_wrong_stands_among_the_questions(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        writes(connection, "how long does it last")
        number = connection.execute(select(inbound.c.id)).scalar_one()
        about = {"topic": "causes"}
        transcript.append(
            connection, "web-1", sender="assistant", text="It comes of a disc.", details=about
        )
    page, mark = "/desk/conversations/web-1", f"{QUESTIONS}/mark"
    other = {"conversation": "web-2", "message": f"web-{number}"}
    desk.send(page, mark, **other)
    assert "how long does it last" not in desk.get(QUESTIONS).text
    for _ in range(2):
        desk.send(page, mark, conversation="web-1", message=f"web-{number}")
    listed = text(desk.get(QUESTIONS))
    assert listed.count("answered, and wrong or only half right, as the staff said") == 1
    assert "marked an answer as wrong" in [one[1] for one in lines(database)]
    # Who teaches the right topic sees what was said instead.
    with database.read() as connection:
        (wrong,) = attention.unanswered_questions(connection)
    assert wrong.intent == "ask_causes"
    form = " ".join(text(desk.get(f"{QUESTIONS}/{wrong.id}/example")).split())
    assert "The assistant took it for “Causes” and said:" in form
