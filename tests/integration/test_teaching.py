"""What staff teach at the desk waits, and is a line of the training data once it is committed."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clinic import attention
from clinic.attention.unanswered import settle
from clinic.content import get_content
from clinic.learning import Examples, waiting_examples
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from tests.integration.desk.conftest import Desk, account, desk, lines, url

__all__ = ["account", "desk", "url"]  # fixtures
ASKED = "is it ok to trampoline with this leg"
REWORDED = "may i jump on a springy bed of cloth"
INTENT = "ask_activity"


@pytest.fixture(autouse=True)
def training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with training data of the test's own."""
    folder = shutil.copytree(ROOT / "data" / "nlu", tmp_path / "project" / "data" / "nlu")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Begin")
    monkeypatch.setenv("TRAINING_DIR", str(folder))
    get_settings.cache_clear()
    return folder


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]
    command = ["git", *who, "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def asked(database: Database, text: str = ASKED) -> int:
    with database.begin() as connection:
        attention.record_unanswered(
            connection, text=text, reason="unclear", intent="nlu_fallback", key=text
        )
        return attention.unanswered_questions(connection)[0].id


def teach(desk: Desk, question: int, text: str, intent: str = INTENT) -> str:
    page = f"/desk/questions/{question}/example"
    answer = desk.send(page, page, text=text, intent=intent)
    return answer.text


def waiting(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as connection:
        found = waiting_examples(connection)
    return [(line.text, line.intent, line.staff) for line in found]


def command(url_of: str, **environment: str) -> subprocess.CompletedProcess[str]:
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in WHO}
    settings = {**os.environ, **who, "DATABASE_URL": url_of, **environment}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scripts.taught", "--yes"],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )


# Questions that share no letters to speak of: each is a group of its own.
APART = (
    "is the zoo mum", "gyp fjords wax", "buck hub", "quilt", "oven pot", "tzar", "jeep", "ninny",
    "lollop", "eddy", "aqua", "keek", "1234 5678",
)  # fmt: skip


WHO = (("NAME", "Tests"), ("EMAIL", "tests@example.org"))


def test_what_is_taught_waits_and_changes_no_training_data(
    desk: Desk, database: Database, training: Path
) -> None:
    teach(desk, asked(database), REWORDED)
    assert waiting(database) == [(REWORDED, INTENT, "kim")]
    assert git(training, "status", "--porcelain") == ""
    assert "1 waiting to be learned" in desk.get("/desk/questions").text


@pytest.mark.parametrize("text", [ASKED, f"{ASKED}?", "Is it OK to trampoline with this leg"])
def test_a_patients_own_sentence_is_not_taken(desk: Desk, database: Database, text: str) -> None:
    number = asked(database)
    assert "words of your own" in teach(desk, number, text)
    assert waiting(database) == []
    form = desk.get(f"/desk/questions/{number}/example").text
    assert ASKED not in form.partition('<input name="text"')[2].split(">")[0]


def test_nothing_is_taught_from_a_question_that_is_settled_or_never_was(
    desk: Desk, database: Database
) -> None:
    number, before = asked(database), lines(database)
    with database.begin() as connection:
        settle(connection, number)
    for gone, words in ((number, ASKED), (number, REWORDED), (99999, REWORDED)):
        page = f"/desk/questions/{gone}/example"
        answer = desk.send("/desk/account", page, text=words, intent=INTENT)
        assert answer.status_code == 404
        assert "This question is settled" in answer.text
    assert waiting(database) == []
    assert {line[1] for line in lines(database) if line not in before} == {"read their account"}


def test_an_old_questions_own_words_are_not_taken_however_many_came_after_it(
    desk: Desk, database: Database
) -> None:
    number = asked(database)
    for other in range(200):
        asked(database, f"something else number {other:03}")
    assert "words of your own" in teach(desk, number, ASKED)
    assert waiting(database) == []


def test_a_sign_is_not_taken_as_something_else(desk: Desk, database: Database) -> None:
    number = asked(database)
    answer = teach(desk, number, "i cant pee and my groin is numb", "greet")
    assert "warning sign" in answer
    assert waiting(database) == []


def test_the_same_line_is_taught_once(desk: Desk, database: Database) -> None:
    teach(desk, asked(database), REWORDED)
    assert "already" in teach(desk, asked(database, "another question of a patient"), REWORDED)


def test_the_command_writes_commits_and_takes_off(
    desk: Desk, database: Database, database_url: str, training: Path
) -> None:
    teach(desk, asked(database), REWORDED)
    done = command(database_url)
    assert done.returncode == 0, done.stderr
    assert (REWORDED, INTENT) in Examples(training).texts
    assert git(training, "status", "--porcelain") == ""
    assert "Learn 1 example" in git(training, "log", "-1", "--format=%s")
    assert waiting(database) == []


def test_what_can_not_be_committed_is_taken_back_and_waits(
    desk: Desk, database: Database, database_url: str, training: Path
) -> None:
    teach(desk, asked(database), REWORDED)
    hook = Path(git(training, "rev-parse", "--absolute-git-dir").strip()) / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    done = command(database_url)
    assert done.returncode != 0
    assert "nothing was changed" in done.stderr
    assert git(training, "status", "--porcelain") == ""
    assert len(waiting(database)) == 1


def test_work_that_is_not_committed_is_not_swept_into_it(
    desk: Desk, database: Database, database_url: str, training: Path
) -> None:
    teach(desk, asked(database), REWORDED)
    next(training.rglob("*.yml")).open("a").write("\n# mine\n")
    done = command(database_url)
    assert "not committed" in done.stderr
    assert len(waiting(database)) == 1


def test_many_questions_stand_on_pages_of_their_own(desk: Desk, database: Database) -> None:
    numbers = [asked(database, text) for text in APART]
    first, last = (desk.get(f"/desk/questions?after={after}").text for after in (0, 12))
    assert first.count("<article") == 12
    assert last.count("<article") == len(APART) - 12
    assert f"{len(APART) - 12} more" in first
    assert all(f"/desk/questions/{number}/example" in first + last for number in numbers)
    assert desk.get("/desk/questions?after=99999").text.count("<article") == len(APART) - 12
    assert desk.get("/desk/questions?after=-1x").text.count("<article") == 12


def chosen(page: str) -> list[str]:
    return re.findall(r'<option value="(\w*)" selected', page)


@pytest.mark.parametrize(
    ("question", "intent"),
    [("is it okay to swim", ["ask_activity"]), ("can i fly to chicago with this", [])],
)
def test_a_topic_is_chosen_beforehand_only_where_it_is_likely(
    desk: Desk, database: Database, question: str, intent: list[str]
) -> None:
    page = desk.get(f"/desk/questions/{asked(database, question)}/example").text
    assert chosen(page) == intent
    assert ("Chosen for you" in page) == bool(intent)
    assert "Sports and daily activities" in page
    assert ">Fact " not in page


def test_a_wrong_answer_is_shown_and_its_topic_is_not_chosen_again(
    desk: Desk, database: Database
) -> None:
    with database.begin() as connection:
        attention.record_unanswered(
            connection,
            text="is it okay to swim",
            reason="not_helped",
            intent="ask_activity",
            key="a",
        )
        attention.record_unanswered(
            connection, text="why", reason="marked", intent="ask_causes", key="b"
        )
        numbers = [one.id for one in attention.unanswered_questions(connection)]
    pages = [desk.get(f"/desk/questions/{number}/example").text for number in sorted(numbers)]
    assert chosen(pages[0]) == []
    assert "took it for “Sports and daily activities”" in pages[0]
    words = get_content().passage("causes").text
    assert words.split(".")[0] in html.unescape(pages[1])
