"""How patients ask, changed at the desk: a line each, learned, published, taken back; and how far
the checks and the learning are, seen by whoever loads the page."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from clinic.publishing import learnable
from clinic.publishing.files import read_all
from clinic.settings import get_settings
from clinic.storage import Database
from scripts import train
from scripts.publish import carry_out
from tests.integration.desk.conftest import CLEAN, Desk, lines
from tests.integration.desk.test_desk_content import HERE, PARKING, act, begin, checked, seen, text
from tests.integration.publishing.world import project_of

CAUSES = "examples/ask_causes.yml"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources and models of the test's own."""
    return project_of(folder, tmp_path, monkeypatch)


def change(desk: Desk, *more: str, name: str = CAUSES) -> str:
    """A draft with more ways to ask; its address."""
    whole = desk.send(HERE, f"{HERE}/whole", name=name, why="more ways")
    draft = whole.headers["location"]
    shown = re.search(r'name="shown" value="(\w+)"', desk.get(draft).text)
    assert shown
    ways = [
        words for _, words, _ in learnable.example_lines(read_all(get_settings().content_dir)[name])
    ]
    said = "\n".join([*more, *ways])
    assert act(desk, draft, "examples", name=name, shown=shown.group(1), lines=said).is_redirect
    return draft


def test_a_double_and_another_topics_words_are_named_at_the_form(desk: Desk) -> None:
    assert "How patients ask" in text(desk.get(HERE))
    draft = change(
        desk, "where exactly does it hurt me then", "Where exactly does it hurt me, then?"
    )
    page = text(desk.get(draft))
    assert "stands there twice, also on line 6" in page
    assert "How patients ask: Causes, line 7" in " ".join(page.split())
    assert page.count("stands there twice, also on line 6") == 2  # in the list, and at the form
    late = act(desk, draft, "examples", name=CAUSES, shown="0" * 64, lines="mine alone")
    assert late.status_code == 409
    assert "mine alone" in text(late)


@pytest.mark.usefixtures("quick")
def test_it_is_learned_published_and_taken_back_by_a_press_each(
    desk: Desk, therapist: Desk, database: Database, folder: Path
) -> None:
    before = read_all(folder)
    draft = change(desk, "so why do people get this")
    assert act(therapist, draft, "approve", seen=seen(therapist, draft)).is_redirect
    assert "Learn and publish it" in text(desk.get(draft))
    assert act(desk, draft, "publish").is_redirect
    assert "It waits to be begun" in text(desk.get(draft))
    assert "Publish" not in text(desk.get(draft)).split("It waits to be begun")[1]
    assert read_all(folder) == before
    assert "one is at a time" in text(act(desk, draft, "publish"))
    pages: list[str] = []

    def learn(_: Path, model: Path) -> None:
        pages.append(desk.get(draft).text)
        model.write_text("learned")

    def ask_model(*_: Any) -> dict[str, Any]:
        pages.append(desk.get(draft).text)
        moved = [("why me", "follow_why", "ask_causes"), ("where is it", "greet", "fact_address")]
        keys = ("text", "before", "after")
        return {"findings": [], "otherwise": [dict(zip(keys, one, strict=True)) for one in moved]}

    carry_out(database, folder, learn=learn, ask_model=ask_model)
    assert "It is being learned" in pages[0]
    assert '<meta http-equiv="refresh"' in pages[0]  # without script, too
    assert "What was learned is being checked" in pages[1]
    page = text(desk.get(draft))
    assert "It is in use, since" in page
    page = " ".join(page.split())
    assert "2 are taken for something else since this was learned" in page
    assert "1 is now taken for what this draft is about" in page
    # What moved between other topics stands first, without a press.
    assert "1 moved between other topics: look at these." in page
    assert "where is it Says hello before, The address now" in page
    assert page.index("where is it") < page.index("why me Why? before, Causes now")
    assert "patients get the words of before again" in page
    assert "It is in use" in text(desk.get(HERE))
    assert "so why do people get this" in read_all(folder)[CAUSES]
    assert act(desk, draft, "back").is_redirect
    carry_out(database, folder)
    assert read_all(folder) == before
    assert "Back to the version before" in text(desk.get(draft))
    assert act(desk, draft, "back").status_code == 409
    said = [one[1] for one in lines(database) if "publi" in one[1]]
    assert said == [
        "asked to publish a draft",
        "published a draft",
        "asked to take a publication back",
        "took a publication back",
    ]


@pytest.mark.usefixtures("quick")
def test_what_failed_says_why_and_can_be_tried_again(
    desk: Desk, therapist: Desk, database: Database, folder: Path
) -> None:
    draft = change(desk, "so why do people get this")
    act(therapist, draft, "approve", seen=seen(therapist, draft))
    act(desk, draft, "publish")

    def learn(*_: Any) -> None:
        raise train.TrainingFailed("No space left on device")

    carry_out(database, folder, learn=learn)
    page = text(desk.get(draft))
    assert "It was not published" in page
    assert "Nothing was changed: No space left on device" in page
    assert "Learn and publish it" in page
    assert "For the owner: not published" in text(desk.get("/desk"))


def test_the_checks_show_how_far_they_are_and_one_that_was_ended_is_run_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    goes_on = threading.Event()

    def check(_before: Any, _after: Any, tell: Any) -> dict[str, Any]:
        tell("loads", 0)
        tell("reads", 2)
        goes_on.wait(30)
        return CLEAN

    monkeypatch.setattr("frontdesk.content.drafting.check", check)
    whole = desk.send(HERE, f"{HERE}/whole", name="clinic.yml", why="hours")
    draft = whole.headers["location"]
    assert desk.send(draft, f"{draft}/check").is_redirect
    until = time.monotonic() + 20
    while "2 found" not in (page := text(desk.get(draft))):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert re.search(r"nothing is missing:\s+in order", page)
    assert re.search(r"names\} are known:\s+now", page)
    assert "Every safety message" not in page  # this file is none of them
    assert "2 found" in text(desk.get(f"{draft}/progress"))
    # Whoever checks is gone: the next one who looks is told.
    monkeypatch.setattr("clinic.publishing.drafts.is_gone", lambda _: True)
    assert "The checks were ended in the middle" in text(desk.get(draft))
    monkeypatch.undo()
    goes_on.set()
    checked(desk, draft)


def test_sample_messages_that_get_other_words_are_listed(desk: Desk) -> None:
    draft = begin(desk, "Park in front. It is free.", PARKING)
    page = " ".join(text(desk.get(draft)).split())
    assert re.search(r"\d+ ask for what this changes. They would get the new words", page)
    assert "every other one is answered as today" in page
