"""The content at the desk: drafted, checked, approved by another, published, restored."""

from __future__ import annotations

import html
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from clinic import attention, staff
from clinic.content import get_content
from clinic.messages import transcript
from clinic.messages.tables import inbound
from clinic.publishing import drafts
from clinic.publishing.learnable import example_lines
from clinic.settings import ROOT, get_settings
from clinic.staff.roles import give_licence
from clinic.storage import Database
from tests.integration.desk.conftest import PASSWORD, Desk, lines
from tests.integration.desk.world import writes

HERE, QUESTIONS = "/desk/content", "/desk/questions"
FACTS, PARKING = "clinic.yml", "answers/parking"
OLD = "There is free parking behind the building."
CLEAN = {"findings": [], "previews": [], "new_topics": []}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Content of the test's own."""
    folder = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 0)
    get_settings.cache_clear()
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks that find nothing, where they are not what is tested."""
    monkeypatch.setattr("frontdesk.content.drafting.check", lambda *_: CLEAN)


@pytest.fixture
def therapist(url: str, database: Database) -> Desk:
    """Ana, who reviews and has a licence."""
    staff.add_account(database, "ana", PASSWORD, "reviewer")
    with database.begin() as connection:
        give_licence(connection, "ana", "PT 12345-24")
    desk = Desk(url)
    assert desk.log_in(name="ana").status_code == 303
    return desk


def begin(desk: Desk, value: str, key: str = PARKING, name: str = FACTS, **more: str) -> str:
    """Makes a draft of an entry; its address."""
    page = f"{HERE}/edit?name={name}&key={key}"
    shown = re.search(r'name="shown" value="([^"]*)"', desk.get(page).text)
    assert shown
    fields = {"name": name, "key": key, "shown": html.unescape(shown.group(1)), "value": value}
    answer = desk.send(page, f"{HERE}/edit", **{**fields, "why": "new lot", **more})
    assert answer.status_code == 303, answer.text
    return checked(desk, answer.headers["location"])


def act(desk: Desk, draft: str, what: str, **fields: str) -> httpx.Response:
    answer = desk.send(draft, f"{draft}/{what}", **fields)
    checked(desk, draft)
    return answer


def checked(desk: Desk, draft: str) -> str:
    """Waits until the checks of a draft are over; its address."""
    until = time.monotonic() + 240
    while "The checks run" in desk.get(draft).text:
        assert time.monotonic() < until
        time.sleep(0.1)
    return draft


def seen(desk: Desk, draft: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', desk.get(draft).text)
    return found.group(1) if found else ""


def text(answer: httpx.Response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text))


def published(desk: Desk, therapist: Desk, draft: str) -> str:
    assert act(therapist, draft, "approve", seen=seen(therapist, draft)).is_redirect
    return text(act(desk, draft, "publish"))


def test_a_mistake_is_named_with_its_line_and_the_draft_shown_as_a_patient_gets_it(
    desk: Desk, therapist: Desk
) -> None:
    hard = "Complimentary automobile accommodation is immediately available… behind the building."
    draft = begin(desk, hard)
    page = text(desk.get(draft))
    assert "This is too hard to read" in page
    assert "A text message with this costs twice as much" in page
    assert "Facts: hours, address, prices, therapists, line 24" in " ".join(page.split())
    assert re.search(r"Today\s+In the chat\s+" + OLD, page)
    assert "By text message, 1 segment" in page
    assert "Somebody else has to approve" not in page
    assert act(therapist, draft, "approve", seen="x").status_code == 409
    save = {"name": FACTS, "key": PARKING, "shown": hard, "value": "Park in front. It is free."}
    assert act(desk, draft, "save", **save).is_redirect
    assert "Nothing was found" in text(desk.get(draft))
    assert "Published" in published(desk, therapist, draft)
    assert get_content().clinic.answers.parking == "Park in front. It is free."


@pytest.mark.usefixtures("quick")
def test_what_is_decided_stands_first_and_changing_it_after_that(
    desk: Desk, therapist: Desk
) -> None:
    draft = begin(desk, "Park in front.")
    page = desk.get(draft).text
    assert "Somebody else has to approve" in page
    page = therapist.get(draft).text
    order = ("What changes", "Park in front.", "The checks", "Approve it", "Send it back")
    places = [page.index(one) for one in order]
    assert places == sorted(places)
    # Nothing to be filled in stands before it, and what is long is folded.
    assert page.index("<textarea") > places[3]
    assert "<details open>" not in page


@pytest.mark.usefixtures("quick")
def test_a_draft_that_is_sent_back_is_approved_in_other_words_only(
    desk: Desk, therapist: Desk, database: Database
) -> None:
    draft = begin(desk, "Park in front.")
    assert "Send it back" not in desk.get(draft).text  # not one's own
    digest = seen(therapist, draft)
    assert act(therapist, draft, "send-back", why=" ").status_code == 409
    assert act(therapist, draft, "send-back", why="There is no space in front").is_redirect
    page = text(desk.get(draft))
    assert "Sent back by ana" in page
    assert "ana sent it back: There is no space in front" in page
    assert act(desk, draft, "check").is_redirect
    assert "There is no space in front" in text(desk.get(draft))
    assert act(therapist, draft, "approve", seen=digest).status_code == 409
    words = {"shown": "Park in front.", "value": "Park behind the house."}
    assert act(desk, draft, "save", name=FACTS, key=PARKING, **words).is_redirect
    assert "sent it back" not in text(desk.get(draft))
    assert "Published" in published(desk, therapist, draft)
    assert ("ana", "sent a draft back", "draft 1") in lines(database)


@pytest.mark.usefixtures("quick")
def test_an_open_page_approves_no_words_that_it_does_not_show(desk: Desk, therapist: Desk) -> None:
    draft = begin(desk, "Park in front.")
    old = seen(therapist, draft)
    assert "Approve it" in therapist.get(f"{draft}/progress?live=1&seen={old}").text
    words = {"shown": "Park in front.", "value": "Park on the roof."}
    act(desk, draft, "save", name=FACTS, key=PARKING, **words)
    part = therapist.get(f"{draft}/progress?live=1&seen={old}").text
    assert "Approve it" not in part
    assert "Load it again" in part


@pytest.mark.usefixtures("quick")
def test_the_way_of_a_draft_is_in_the_audit_log(
    desk: Desk, therapist: Desk, database: Database
) -> None:
    draft = begin(desk, "Park in front.")
    assert "Approve it" not in desk.get(draft).text  # not one's own
    assert act(desk, draft, "approve", seen="x").status_code == 409
    assert act(desk, draft, "publish").status_code == 409
    published(desk, therapist, draft)
    dropped = begin(desk, "Park on the roof.")
    assert act(desk, dropped, "drop").is_redirect
    said = [line for line in lines(database) if "draft" in line[1]]
    assert said == [
        ("kim", "made a draft", f"draft 1: {FACTS}, {PARKING}"),
        ("ana", "approved a draft", "draft 1"),
        ("kim", "published a draft", "draft 1"),
        ("kim", "made a draft", f"draft 2: {FACTS}, {PARKING}"),
        ("kim", "dropped a draft", "draft 2"),
    ]
    page = text(desk.get(f"{HERE}/history", name=FACTS))
    assert "By kim. Approved by ana, licence PT 12345-24." in page
    assert "Park in front." in page


@pytest.mark.usefixtures("quick")
def test_who_changes_the_same_words_at_once_sees_both_and_loses_nothing(
    desk: Desk, therapist: Desk
) -> None:
    draft = begin(desk, "Kim's words.")
    late = {"name": FACTS, "key": PARKING, "shown": OLD, "value": "Ana's words."}
    answer = act(therapist, draft, "save", **late)
    assert answer.status_code == 409
    page = text(answer)
    assert "Somebody else changed these words" in page
    assert "Kim's words." in page
    assert "Ana's words." in page


@pytest.mark.usefixtures("quick")
def test_two_drafts_of_one_answer_are_settled_by_choosing(desk: Desk, therapist: Desk) -> None:
    one, two = begin(desk, "First words."), begin(desk, "Other words.")
    edit = text(desk.get(f"{HERE}/edit", name=FACTS, key=PARKING))
    assert "kim changed this too" in edit
    published(desk, therapist, one)
    assert act(therapist, two, "approve", seen=seen(therapist, two)).is_redirect
    refused = act(desk, two, "publish")
    assert refused.status_code == 409
    assert "was changed by both" in text(refused)
    assert "First words." in text(refused)
    assert "Other words." in text(refused)
    assert act(desk, two, "catch-up", **{"keep-0": "mine"}).is_redirect
    assert "was changed by both" not in text(desk.get(two))
    assert "Published" in published(desk, therapist, two)
    assert get_content().clinic.answers.parking == "Other words."


@pytest.mark.usefixtures("quick")
def test_an_earlier_version_is_restored_as_a_draft(desk: Desk, therapist: Desk) -> None:
    published(desk, therapist, begin(desk, "Park in front."))
    page = f"{HERE}/history?name={FACTS}"
    found = re.search(r"/versions/(\d+)/restore", desk.get(page).text)
    assert found
    answer = desk.send(page, f"{HERE}/versions/{found.group(1)}/restore")
    assert "Back to what it was" in text(desk.get(checked(desk, answer.headers["location"])))
    published(desk, therapist, answer.headers["location"])
    assert get_content().clinic.answers.parking == OLD


@pytest.mark.usefixtures("quick")
def test_a_folder_that_can_only_be_read_is_said_in_plain_words(
    desk: Desk, therapist: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = begin(desk, "Park in front.")
    monkeypatch.setattr("clinic.publishing.publishing.os.replace", refuse)
    assert "may only read the content folder" in published(desk, therapist, draft)
    assert get_content().clinic.answers.parking == OLD
    monkeypatch.undo()


@pytest.mark.usefixtures("quick")
def test_a_publication_whose_files_cannot_be_written_yet_says_so_on_every_page(
    desk: Desk, therapist: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = begin(desk, "Park in front.")
    assert act(therapist, draft, "approve", seen=seen(therapist, draft)).is_redirect
    replace = os.replace

    def only_the_journal(aside: Path, path: Path) -> None:
        if path == folder / FACTS:
            refuse()
        replace(aside, path)

    monkeypatch.setattr("clinic.publishing.publishing.os.replace", only_the_journal)
    answers = [desk.send("/desk/account", f"{draft}/publish")]
    assert get_content().clinic.answers.parking == "Park in front."
    pages = (HERE, draft, f"{draft}/progress", f"{HERE}/file?name={FACTS}")
    pages += (f"{HERE}/history?name={FACTS}", f"{HERE}/edit?name={FACTS}&key={PARKING}")
    answers += [desk.get(page) for page in pages]
    for answer in answers:
        assert answer.status_code in (200, 503), answer.url
        assert "is published, and patients get its words" in text(answer)
        assert "Nothing was changed" not in text(answer)
    monkeypatch.undo()


@pytest.mark.usefixtures("quick")
def test_a_whole_file_that_is_large_is_saved(desk: Desk) -> None:
    answer = desk.send(HERE, f"{HERE}/whole", name=FACTS, why="more")
    draft = answer.headers["location"]
    shown = re.search(r'name="shown" value="(\w+)"', desk.get(draft).text)
    assert shown
    value = "# " + "ñ" * 90_000
    saved = act(desk, draft, "save", name=FACTS, shown=shown.group(1), value=value)
    assert saved.is_redirect
    assert value in desk.get(draft).text
    assert desk.http.post("/desk/questions/settle", data={"csrf": value}).status_code == 413


def refuse(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.usefixtures("quick")
def test_an_edit_in_a_file_is_noted_and_where_required_waits_at_the_desk(
    desk: Desk, therapist: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.get(HERE)
    path = folder / FACTS
    path.write_text(path.read_text().replace(OLD, "Park anywhere."))
    assert "changed in the file" in text(desk.get(f"{HERE}/history", name=FACTS))
    monkeypatch.setenv("CONTENT_REVIEW", "required")
    get_settings.cache_clear()
    path.write_text(path.read_text().replace("Park anywhere.", "Park nowhere."))
    page = desk.get(HERE)
    assert "Changed in the files, not at the desk" in text(page)
    assert "waits for a review at the desk" in text(page)
    assert get_content().clinic.answers.parking == "Park anywhere."
    draft = f"{HERE}/drafts/1"
    assert act(therapist, draft, "check").is_redirect
    assert "Published" in published(therapist, therapist, draft)
    assert get_content().clinic.answers.parking == "Park nowhere."


def test_a_page_of_the_website_becomes_a_draft_with_its_words_to_the_letter(
    desk: Desk, folder: Path
) -> None:
    page = (
        "<html><head><title>A clinic</title></head><body><nav>Home</nav><h1>Sitting well</h1>"
        "<p>When you <b>sit</b> long, get up.</p><h2>Which chair?</h2><ul><li>A firm one</li>"
        "<li>One with arms</li></ul><footer>Call us</footer></body></html>"
    )
    token = re.search(r'name="csrf" value="([^"]+)"', desk.get(HERE).text)
    assert token
    answer = desk.http.post(
        f"{HERE}/import", data={"csrf": token.group(1)}, files={"page": ("a.html", page)}
    )
    draft = checked(desk, answer.headers["location"])
    shown = text(desk.get(draft))
    assert "When you sit long, get up." in shown
    assert "• A firm one\n• One with arms" in shown
    assert "Home" not in shown.split("## sitting_well | Sitting well")[1].split("topics.yml")[0]
    assert "New topics: Sitting well, Which chair. The assistant learns them before" in shown
    assert "There is 1 of at least 12 ways to ask" in shown
    assert "How patients ask: Which chair, line 6" in shown
    assert not (folder / "sitting-well.md").exists()
    nothing = desk.send(HERE, f"{HERE}/import", words="")
    assert nothing.status_code == 422
    assert "No words were found" in text(nothing)


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


def test_a_topic_that_is_new_is_no_mistake_it_waits_for_the_next_start(
    desk: Desk, folder: Path
) -> None:
    topics = folder / "topics.yml"
    new = "chairs:\n  label: Chairs\n  asks: chairs\n  related: [symptoms]\n  offer: false\n"
    topics.write_text(f"{topics.read_text()}{new}")
    page = text(desk.get("/desk"))
    assert "New topics were published" in page
    assert "A mistake in the content" not in page
    topics.write_text(topics.read_text().replace("related: [symptoms]", "related: [nothing]"))
    topics.write_text(topics.read_text().replace("chairs:\n", "Chairs!:\n"))
    assert "A mistake in the content" in text(desk.get("/desk"))


@pytest.mark.usefixtures("quick")
def test_what_patients_read_is_reviewed_unreviewed_or_due(
    desk: Desk, therapist: Desk, folder: Path
) -> None:
    published(desk, therapist, begin(desk, "It is a pain.", "definition", "sciatica.md"))
    page = text(desk.get(HERE))
    assert re.search(r"Article: sciatica\s+Reviewed\s+ana, PT 12345-24", page)
    path = folder / "sciatica.md"
    path.write_text(path.read_text().replace("It is a pain.", "It is an ache."))
    page = text(desk.get(HERE))
    assert re.search(r"Article: sciatica\s+Not reviewed\s+Last review: ana", page)


def test_hours_changed_at_the_desk_are_a_version_and_are_served_where_a_review_is_required(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.get(HERE)
    monkeypatch.setenv("CONTENT_REVIEW", "required")
    get_settings.cache_clear()
    assert desk.send("/desk/clinic", "/desk/clinic/hours", friday="10:00-13:00").is_redirect
    assert get_content().clinic.hours["friday"][0][0].hour == 10
    page = text(desk.get(f"{HERE}/history", name=FACTS))
    assert "opening hours: friday" in page
    assert "By kim." in page
