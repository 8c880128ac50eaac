"""The content at the desk: drafted, checked, approved by another, published, restored."""

from __future__ import annotations

import html
import os
import re
import time
from pathlib import Path

import httpx
import pytest

from clinic.content import get_content
from clinic.settings import get_settings
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, lines

HERE, QUESTIONS = "/desk/content", "/desk/questions"
FACTS, PARKING = "clinic.yml", "answers/parking"
OLD = "There is free parking behind the building."
pytestmark = pytest.mark.usefixtures("folder")


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
    pages = [HERE, draft, f"{draft}/progress", f"{HERE}/file?name={FACTS}"]
    pages += [f"{HERE}/history?name={FACTS}", f"{HERE}/edit?name={FACTS}&key={PARKING}"]
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
    assert "How patients ask: Which chair, line 9" in shown
    assert not (folder / "sitting-well.md").exists()
    nothing = desk.send(HERE, f"{HERE}/import", words="")
    assert nothing.status_code == 422
    assert "No words were found" in text(nothing)


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
