"""A draft that has to be learned is trained, asked, published and switched to, or nothing changes.

What trains and what asks the model are stand-ins here; everything else is as it runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from clinic import attention
from clinic.publishing import drafts, judging, learnable, publishing, switching, trainings, versions
from clinic.publishing.drafts import NotThisWay
from clinic.publishing.files import Texts, read_all
from clinic.publishing.importing import read_page
from clinic.publishing.switching import Answer, Switch
from clinic.publishing.trainings import Training
from clinic.publishing.versions import Note
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from scripts import train
from scripts.publish import by_hand, carry_out
from scripts.train import TrainingFailed
from tests.integration.publishing.world import CLEAN, of, project_of
from worker.publishing import publish_round

NEW = "examples/ask_which_chair.yml"
CAUSES = "examples/ask_causes.yml"
WORDINGS = [f"which chair number {place} is good" for place in range(12)]
NAMED = {
    "domain.yml": "  - ask_which_chair\n",
    "data/rules/dialogue.yml": "intent: ask_which_chair\n",
}


@pytest.fixture(autouse=True)
def project(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sources of the test's own, and a model made of them as they are."""
    return project_of(folder, tmp_path, monkeypatch)


def trained(stage: Path, model: Path) -> None:
    """In place of a training."""
    model.write_text(f"learned from {len(list(stage.rglob('*.yml')))} files")


def asked(*_: Any) -> dict[str, Any]:
    return {"findings": [], "otherwise": []}


def refused(*_: Any) -> dict[str, Any]:
    return {"findings": ["“I can't feel my saddle” would raise no alarm any more."]}


def approved_topic(database: Database, folder: Path) -> int:
    """A draft of a new topic, approved."""
    texts = read_all(folder)
    page = read_page("Good chairs\n\nWhich chair\n\nA firm one.", "", set(), set(texts))
    changes = {
        page.file: page.article,
        "topics.yml": texts["topics.yml"] + page.topics,
        NEW: learnable.examples_text("which_chair", WORDINGS),
    }
    return approved_draft(database, texts, changes)


def approved_draft(database: Database, texts: Texts, changes: Texts) -> int:
    with database.begin() as connection:
        number = drafts.make(connection, changes, texts, Note("kim", "chairs"))
        judging.checked(connection, drafts.get(connection, number), CLEAN)
        draft = drafts.get(connection, number)
        judging.approve(connection, draft, "lee", draft.digest)
    return number


def ask(database: Database, number: int) -> int:
    with database.begin() as connection:
        return trainings.ask(connection, number, "kim")


def newest(database: Database) -> Training:
    with database.read() as connection:
        found = trainings.newest(connection)
    assert found
    return found


def told(database: Database) -> list[str]:
    with database.read() as connection:
        tasks = attention.open_tasks(connection)
    return [task.detail for task in tasks if task.kind == "content_training"]


def everything(folder: Path, project: Path) -> dict[str, str]:
    """All that a publication may write."""
    return read_all(folder) | {name: (project / name).read_text() for name in learnable.NAMED_IN}


def test_a_new_topic_is_learned_published_and_taken_back_with_all_that_names_it(
    database: Database, folder: Path, project: Path
) -> None:
    before, old = everything(folder, project), train.model_path(project)
    number = approved_topic(database, folder)
    with pytest.raises(NotThisWay, match="has to be learned"):
        publishing.publish(database, folder, number, "kim")
    ask(database, number)
    assert newest(database).state == "waiting"
    states: list[str] = []

    def learn(stage: Path, model: Path) -> None:
        states.append(newest(database).state)
        assert everything(folder, project) == before  # beside, until it is over
        assert "ask_which_chair" in (stage / "domain.yml").read_text()
        assert WORDINGS[3] in (stage / "data/nlu/article/ask_which_chair.yml").read_text()
        assert "A firm one." in (stage / "content/good-chairs.md").read_text()
        trained(stage, model)

    def ask_model(stage: Path, new: Path, was: Path, topics: list[str]) -> dict[str, Any]:
        states.append(newest(database).state)
        assert (was, topics, new.exists()) == (old, ["which_chair"], True)
        return {"findings": [], "otherwise": [{"text": "a", "before": "b", "after": "c"}]}

    carry_out(database, folder, learn=learn, ask_model=ask_model)
    assert states == ["training", "checking"]
    done = newest(database)
    assert (done.state, of(database, number).state) == ("switched", "published")
    assert done.said  # nobody keeps the processes up here
    assert "once the processes were started anew" in done.said
    assert done.found["otherwise"][0]["text"] == "a"
    after = everything(folder, project)
    assert all(words in after[name] for name, words in NAMED.items())
    assert WORDINGS[0] in after[NEW]
    assert "A firm one." in after["good-chairs.md"]
    # The next start finds the model of the sources as they are now.
    assert train.model_path(project) == Path(str(done.model))
    assert train.model_path(project).exists()
    with database.begin() as connection:
        trainings.ask_back(connection, "kim")
    carry_out(database, folder, learn=never, ask_model=never)
    assert newest(database).state == "switched"
    assert everything(folder, project) == before
    assert train.model_path(project) == old
    with database.read() as connection:
        assert versions.history(connection, "topics.yml")[0].why.startswith("Back to what it was")
        assert trainings.can_go_back(connection) is None
    publishing.notice(database, folder)  # an edit nobody made
    with database.read() as connection:
        assert len(versions.history(connection, "topics.yml")) == 3
    assert told(database) == []


def never(*_: Any) -> Any:
    raise AssertionError("nothing is learned to go back")


@pytest.mark.parametrize("kind", ["training", "checking", "disk"])
def test_what_fails_before_it_is_published_has_changed_nothing_and_the_owner_is_told(
    database: Database, folder: Path, project: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    before = everything(folder, project)
    number = approved_topic(database, folder)
    ask(database, number)

    def fails(*_: Any) -> None:
        raise TrainingFailed("much was said\nNo space left on device")

    if kind == "disk":
        monkeypatch.setattr("scripts.publish.os.access", lambda place, _: place != folder)
    learn = {"training": fails, "disk": never}.get(kind, trained)
    carry_out(database, folder, learn=learn, ask_model=refused)
    done = newest(database)
    assert done.state == "failed"
    assert done.said
    words = {
        "training": "No space left on device",
        "checking": "would raise no alarm any more",
        "disk": "may only read the content folder",
    }
    assert done.said.startswith("Nothing was changed")
    assert words[kind] in done.said
    assert "much was said" not in done.said
    assert [f"Draft {number}" in one and words[kind] in one for one in told(database)] == [True]
    assert everything(folder, project) == before
    assert list(train.MODELS.iterdir()) == [train.model_path(project)]  # what is tried is learned
    assert of(database, number).is_approved  # and it can be tried again
    monkeypatch.undo()
    ask(database, number)


RUN = """
import os, signal, sys
from scripts import publish, train
from pathlib import Path
from clinic.settings import get_settings
from clinic.storage import get_database
from clinic.publishing import publishing, trainings
train.MODELS = Path(sys.argv[2])
def trained(stage, model):
    if sys.argv[1] == "training":
        os.kill(os.getpid(), signal.SIGKILL)
    model.write_text("learned")
def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "published":
    trainings.have_switched = killed
if sys.argv[1] == "writing":
    publishing._put_in_place = killed
publish.carry_out(
    get_database(), get_settings().content_dir, learn=trained, ask_model=lambda *_: {"findings": []}
)
"""


@pytest.mark.parametrize(
    ("at", "new"), [("training", False), ("writing", True), ("published", True)]
)
def test_one_that_is_killed_in_the_middle_is_brought_to_its_end_by_who_looks(
    database: Database, folder: Path, project: Path, at: str, new: bool
) -> None:
    before = everything(folder, project)
    number = approved_topic(database, folder)
    ask(database, number)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RUN, at, str(train.MODELS)],
        cwd=ROOT, env=dict(os.environ), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    trainings.settle(database, folder)
    one = newest(database)
    now = everything(folder, project)
    if new:
        assert (one.state, of(database, number).state) == ("switched", "published")
        assert all(words in now[name] for name, words in NAMED.items())
        assert train.model_path(project).exists()
        assert told(database) == []
    else:
        assert (one.state, now) == ("failed", before)
        assert "ended in the middle" in str(one.said)
        assert len(told(database)) == 1
        ask(database, number)


def test_only_one_is_learned_at_a_time(database: Database, folder: Path) -> None:
    one = approved_topic(database, folder)
    two = approved_topic(database, folder)

    def asks(number: int) -> bool:
        try:
            ask(database, number)
        except NotThisWay:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(asks, [one, two, one, two])) == 1
    count: list[Path] = []

    def learn(stage: Path, model: Path) -> None:
        count.append(model)
        trained(stage, model)

    with ThreadPoolExecutor(3) as pool:
        for _ in range(3):
            pool.submit(carry_out, database, folder, learn=learn, ask_model=asked)
    assert len(count) == 1
    assert newest(database).state == "switched"


def test_what_was_learned_and_does_not_start_is_put_back(
    database: Database, folder: Path, project: Path
) -> None:
    before = everything(folder, project)
    number = approved_topic(database, folder)
    ask(database, number)
    with switching.keeping():
        carry_out(database, folder, learn=trained, ask_model=asked)
        assert newest(database).state == "switching"
        trainings.settle(database, folder)
        assert newest(database).state == "switching"  # not answered yet
        wanted = switching.asked()
        assert wanted
        assert wanted.wide
        switching.answer(Answer(wanted.number, False, "the new brain ended at once"))
        trainings.settle(database, folder)
    done = newest(database)
    assert done.state == "failed"
    assert "the new brain ended at once" in str(done.said)
    assert "everything was put back" in str(done.said)
    assert everything(folder, project) == before
    assert train.model_path(project).read_text() == "the model of before"
    assert not Path(wanted.model).exists()
    assert len(told(database)) == 1


@pytest.mark.parametrize("at", ["killed", "full", "spoilt"])
def test_who_keeps_the_processes_up_is_asked_until_it_was(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    number = approved_topic(database, folder)
    ask(database, number)

    def fails(_: Switch) -> None:
        if at == "killed":
            raise KeyboardInterrupt
        raise OSError(28, "No space left on device")

    with switching.keeping():
        with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
            if at != "spoilt":
                patch.setattr("clinic.publishing.switching.ask", fails)
            carry_out(database, folder, learn=trained, ask_model=asked)
        one = newest(database)
        assert one.state == "switching"
        assert ("No space left on device" in str(one.said)) == (at == "full")
        if at == "spoilt":
            (get_settings().var_dir / switching.ASKED).write_text("[]")
        assert switching.asked() is None
        publish_round(database)
        assert newest(database).said is None
        wanted = switching.asked()
        assert wanted == Switch(one.id, str(one.model), str(one.model_before), wide=True)
        switching.answer(Answer(one.id, True))
        publish_round(database)
    assert newest(database).state == "switched"
    assert newest(database).said is None
    ask(database, approved_topic(database, folder))  # nothing is in its way


def test_other_examples_of_a_topic_need_the_brain_alone_and_a_press_takes_them_back(
    database: Database, folder: Path, project: Path
) -> None:
    texts = read_all(folder)
    wanted = [
        "why is it me who has this",
        *(w for _, w, _ in learnable.example_lines(texts[CAUSES])),
    ]
    number = approved_draft(
        database, texts, {CAUSES: learnable.with_examples(texts[CAUSES], wanted)}
    )
    with switching.keeping():
        ask(database, number)
        carry_out(database, folder, learn=trained, ask_model=asked)
        asked_for = switching.asked()
        assert asked_for
        assert not asked_for.wide
        assert Path(asked_for.model) == train.model_path(project)
        switching.answer(Answer(asked_for.number, True))
        trainings.settle(database, folder)
        assert newest(database).state == "switched"
        with database.begin() as connection:
            trainings.ask_back(connection, "lee")
        carry_out(database, folder, learn=never, ask_model=never)
        back = switching.asked()
    assert back
    assert back.model != asked_for.model
    assert Path(back.model).read_text() == "the model of before"
    assert read_all(folder) == texts


def test_nothing_is_taken_back_over_what_somebody_changed_since(
    database: Database, folder: Path
) -> None:
    number = approved_topic(database, folder)
    ask(database, number)
    carry_out(database, folder, learn=trained, ask_model=asked)
    (folder / "good-chairs.md").write_text((folder / "good-chairs.md").read_text() + "\nMore.\n")
    with database.begin() as connection:
        trainings.ask_back(connection, "kim")
    carry_out(database, folder, learn=never, ask_model=never)
    assert "changed since" in str(newest(database).said)
    assert "More." in (folder / "good-chairs.md").read_text()


def test_the_command_does_the_same_and_says_what_became_of_it(
    database: Database, folder: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "TRAINING_COMMAND", f"{sys.executable} -c 'import sys; sys.exit(\"no disk\")'"
    )
    get_settings.cache_clear()
    number = approved_topic(database, folder)
    said = by_hand(database, folder, number)
    assert said
    assert "no disk" in said
    copy = "import sys; open(sys.argv[2], 'w').write('x')"
    monkeypatch.setenv("TRAINING_COMMAND", f'{sys.executable} -c "{copy}"')
    get_settings.cache_clear()
    said = by_hand(database, folder, number)
    assert said
    assert "the new model can't be used" in said  # a file of one letter is none
    assert of(database, number).state == "open"
    assert len(told(database)) == 2
