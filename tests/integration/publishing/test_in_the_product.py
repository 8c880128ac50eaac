"""Other examples are learned beside the running product, which goes over to them and back.

The training alone is a stand-in: it takes the model there is, which hears these examples already.
What is asked of it, published and switched to is all real, while somebody goes on chatting."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from clinic.settings import ROOT
from scripts import train
from tests.conftest import Chat, Product

SECONDS = 540
NAME, NEW = "examples/ask_causes.yml", "so why do people get this leg thing"
MAKE = f"""
from clinic import staff
from clinic.publishing import drafts, judging, learnable, publishing, trainings
from clinic.publishing.files import read_all
from clinic.publishing.versions import Note
from clinic.settings import get_settings
from clinic.staff.roles import give_licence
from clinic.storage import get_database
database, folder = get_database(), get_settings().content_dir
for name in ("kim", "lee"):
    staff.add_account(database, name, "a long and quiet river", "reviewer")
now = publishing.notice(database, folder)
text = now[{NAME!r}]
lines = [words for _, words, _ in learnable.example_lines(text)]
with database.begin() as connection:
    give_licence(connection, "lee", "PT 1")
    changed = {{{NAME!r}: learnable.with_examples(text, [{NEW!r}, *lines])}}
    number = drafts.make(connection, changed, now, Note("kim", "more ways to ask"))
    judging.checked(connection, drafts.get(connection, number), {{"findings": [], "previews": []}})
    draft = drafts.get(connection, number)
    judging.approve(connection, draft, "lee", draft.digest)
    trainings.ask(connection, number, "kim")
"""
BACK = """
from clinic.publishing import trainings
from clinic.storage import get_database
with get_database().begin() as connection:
    trainings.ask_back(connection, "kim")
"""
LOOK = """
import json
from clinic.publishing import trainings
from clinic.storage import get_database
with get_database().read() as connection:
    one = trainings.newest(connection)
print(json.dumps([one.state, one.back, one.said, one.model]))
"""


def run(product: Product, script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT, env=product.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def brains(product: Product) -> list[psutil.Process]:
    assert product.process
    children = psutil.Process(product.process.pid).children(recursive=True)
    return [one for one in children if "engine.server" in one.cmdline()]


def over(product: Product, back: bool) -> str:
    """Waits until it is in use; the model."""
    until = time.monotonic() + SECONDS
    while True:
        state, was_back, said, model = json.loads(run(product, LOOK))
        assert state != "failed", said
        if (state, was_back) == ("switched", back):
            return str(model)
        assert time.monotonic() < until, state
        time.sleep(1)


def goes_on(product: Product, ended: threading.Event, chats: list[Chat]) -> Callable[[], None]:
    """Somebody asks one thing after the other until it is over."""

    def talk() -> None:
        while not ended.is_set():
            chat = product.chat()
            chats.append(chat)
            if "parking" not in chat.say("where can I park?").lower():
                raise AssertionError("asked while it went over, and not answered")

    return talk


def test_examples_are_learned_switched_to_and_taken_back_while_a_patient_books(
    start_product: Callable[..., Product], tmp_path: Path
) -> None:
    project = tmp_path / "project"
    for name in ("data", "content"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, project)
    model = train.model_path()
    assert train.model_path(project) == model
    copy = f"import shutil, sys; shutil.copy({str(model)!r}, sys.argv[2])"
    (tmp_path / "copy.py").write_text(copy)
    product = start_product(
        CONTENT_DIR=str(project / "content"),
        TRAINING_DIR=str(project / "data" / "nlu"),
        TRAINING_COMMAND=f"{sys.executable} {tmp_path / 'copy.py'}",
    )
    patient = product.chat()
    patient.book_up_to("phone", "414-555-0137")
    (before,) = brains(product)
    ended, failed = threading.Event(), []
    chats: list[Chat] = []
    talk = goes_on(product, ended, chats)

    def talking() -> None:
        try:
            talk()
        except Exception as error:  # told by the test's own thread
            failed.append(error)

    thread = threading.Thread(target=talking)
    thread.start()
    run(product, MAKE)
    made = Path(over(product, back=False))
    try:
        (after,) = brains(product)
        assert after.pid != before.pid
        assert after.environ()["RASA_MODEL"] == str(made) == str(train.model_path(project))
        assert NEW in (project / "data/nlu/article/ask_causes.yml").read_text()
        # The patient's booking goes on with the new brain where it was.
        patient.say("414-555-0137")
        assert patient.asked == "signs"
        run(product, BACK)
        assert over(product, back=True) == str(model)
        (now,) = brains(product)
        assert now.environ()["RASA_MODEL"] == str(model)
        assert NEW not in (project / "data/nlu/article/ask_causes.yml").read_text()
    finally:
        ended.set()
        thread.join(120)
        made.unlink(missing_ok=True)
    assert failed == []
    assert len(chats) > 3
