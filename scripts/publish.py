"""Publishes an approved draft that has to be learned first: `make publish DRAFT=7`.

The desk does the same with one press: the worker runs `python -m scripts.publish --waiting` beside
the product, at the lowest priority. It trains from a copy of the sources with the draft in them,
asks the new model whether it hears what the old one heard (`scripts/check_model.py`), writes the
draft into the content, and has the processes go over to the new model. Whatever fails before the
writing has changed nothing.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clinic.publishing import drafts, learnable, publishing, trainings
from clinic.publishing.drafts import Draft, NotThisWay
from clinic.publishing.files import (
    EXAMPLES,
    Texts,
    is_examples,
    path_of,
    read_all,
    sources_folder,
)
from clinic.publishing.learnable import NotLearnable, is_learned
from clinic.publishing.publishing import Learned, ReadOnly
from clinic.publishing.trainings import Training
from clinic.settings import ROOT, get_settings
from clinic.storage import Database, get_database
from scripts import train
from scripts.keep import die_with_parent
from scripts.plainly import plainly
from scripts.train import TrainingFailed

LOWEST = 19
CHECK_SECONDS = 900
STAGE = "training"
LONGEST_REASON = 800  # with what stands before it not more than is kept

Train = Callable[[Path, Path], None]
Check = Callable[[Path, Path, Path, list[str]], dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.publish", description=__doc__)
    parser.add_argument("draft", type=int, nargs="?", help="its number, as the desk names it")
    parser.add_argument("--waiting", action="store_true", help="the one that waits, if one does")
    given = parser.parse_args()
    database, folder = get_database(), get_settings().content_dir
    os.nice(LOWEST)
    # Ended in the middle, it ends what it has begun.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    if given.waiting:
        die_with_parent()
        carry_out(database, folder)
        return
    if given.draft is None:
        parser.error("which draft?")
    sys.exit(by_hand(database, folder, given.draft))


def by_hand(database: Database, folder: Path, number: int) -> str | None:
    """Publishes one draft from the command line; what went wrong, None where nothing did."""
    try:
        trainings.settle(database, folder)
        with database.begin() as connection:
            draft = drafts.get(connection, number)
            publishing.check(connection, folder, draft)
            who = f"command by {getpass.getuser()}"
            asked = trainings.ask(connection, number, who) if is_learned(draft) else None
        if asked is None:
            print(publishing.publish(database, folder, number, who))
            return None
    except (drafts.NoSuchDraft, NotThisWay) as error:
        return f"Nothing was published: {error}"
    print("Learning it takes a few minutes ...", flush=True)
    carry_out(database, folder, number=asked)
    with database.read() as connection:
        done = trainings.get(connection, asked)
    if done.state == "failed":
        return f"Nothing was published: {done.said}"
    print(f"Draft {number} is published and learned. {done.said or ''}")
    return None


def learn(stage: Path, model: Path) -> None:
    """Trains, by what `TRAINING_COMMAND` says where it says something.

    Raises:
        TrainingFailed
    """
    if command := get_settings().training_command:
        train.learn_by(shlex.split(command), stage, model)
    else:
        train.learn(stage, model)


def ask_model(stage: Path, model: Path, before: Path, topics: list[str]) -> dict[str, Any]:
    """What the new model hears otherwise than the one of before: see `scripts/check_model.py`."""
    module = [sys.executable, "-W", "ignore", "-m", "scripts.check_model"]
    own = {
        "CONTENT_DIR": str(stage / "content"),
        "TRAINING_DIR": str(stage / "data" / "nlu"),
        "VAR_DIR": str(stage / "var"),
        "CONTENT_REVIEW": "off",
    }
    try:
        done = subprocess.run(
            [*module, str(model), str(before), *topics],
            cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True, check=False,
            timeout=CHECK_SECONDS, preexec_fn=die_with_parent,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"findings": [f"the checks took longer than {CHECK_SECONDS} seconds"]}
    if done.returncode != 0:
        last = (done.stderr.strip().split("\n") or ["no reason given"])[-1]
        return {"findings": [f"the new model can't be used: {last[:300]}"]}
    found: dict[str, Any] = json.loads(done.stdout.strip().split("\n")[-1])
    return found


def carry_out(
    database: Database,
    folder: Path,
    number: int | None = None,
    learn: Train = learn,
    ask_model: Check = ask_model,
) -> None:
    """Publishes, or takes back, what waits for it; nothing where nothing waits.

    Args:
        number: only this training.
        learn: given the sources and the file to make; raises TrainingFailed.
        ask_model: given the sources, the new model, the one of before, and the topics whose
            examples changed; returns `findings` and `otherwise`.
    """
    with database.begin() as connection:
        one = trainings.claim(connection, number)
    if one is None:
        return
    try:
        if one.back:
            _take_back(database, folder, one)
        else:
            _publish(database, folder, one, learn, ask_model)
    except (TrainingFailed, NotThisWay, NotLearnable, drafts.NoSuchDraft, OSError) as error:
        with database.begin() as connection:
            trainings.fail(connection, one.id, f"Nothing was changed: {_reason(error)}")
        return
    finally:
        shutil.rmtree(get_settings().var_dir / STAGE, ignore_errors=True)
    trainings.have_switched(database, one.id)


def _publish(
    database: Database, folder: Path, one: Training, learn: Train, ask_model: Check
) -> None:
    stage = get_settings().var_dir / STAGE
    publishing.finish(database, folder)
    with database.read() as connection:
        draft = drafts.get(connection, one.draft)
        publishing.check(connection, folder, draft)
    root, now = sources_folder(), read_all(folder)
    texts = publishing.signed(draft)
    sources = learnable.sources(root, now, texts)
    after = Learned(texts, sources)
    before = Learned(
        {name: now.get(name) for name in texts},
        {name: (root / name).read_text(encoding="utf-8") for name in sources},
    )
    _can_be_written(folder, root, after)
    _stage(stage, root, folder, after)
    old, new = train.model_path(root), train.model_path(stage)
    models = {"model_before": str(old), "model": str(new)}
    with database.begin() as connection:
        trainings.step(connection, one.id, "training", before=before, after=after, **models)
    if not new.exists():
        learn(stage, new)
    with database.begin() as connection:
        trainings.step(connection, one.id, "checking")
    try:
        found = ask_model(stage, new, old, _topics_with_other_examples(draft, now))
        with database.begin() as connection:
            trainings.step(connection, one.id, "checking", found=found)
        if found["findings"]:
            raise NotThisWay(" ".join(found["findings"]))
    except Exception:
        # Kept, it would be what every other try of the same words finds, and learns nothing anew.
        if new != old:
            new.unlink(missing_ok=True)
        raise
    publishing.publish(database, folder, one.draft, one.who, after)
    train.forget_models(but=(old, new))


def _take_back(database: Database, folder: Path, one: Training) -> None:
    if one.before is None or one.after is None or not Path(one.model or "").exists():
        raise NotThisWay("What was learned before is not kept any more.")
    # What it takes back is, from its own side, what was before it.
    publishing.put_back(database, folder, one.draft, one.who, (one.after, one.before))


def _topics_with_other_examples(draft: Draft, now: Texts) -> list[str]:
    changed = {one.file for one in draft.files if one.base != one.text and one.text}
    topics = learnable.topics_of(draft.over(now).get(learnable.TOPICS))
    return [topic for topic in topics if learnable.examples_name(topic) in changed]


def _can_be_written(folder: Path, root: Path, after: Learned) -> None:
    """Whether all that is published afterwards could be written: better known before a training
    of minutes.

    Raises:
        ReadOnly
    """
    places = [folder, *(path_of(folder, name).parent for name in after.texts)]
    places += [(root / name).parent for name in after.sources]
    train.MODELS.mkdir(exist_ok=True)
    if not all(os.access(place, os.W_OK) for place in [*places, train.MODELS]):
        raise ReadOnly


def _stage(stage: Path, root: Path, folder: Path, after: Learned) -> None:
    """A copy of all that a model is trained from, with the draft in it."""
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    for name in ("config.yml", "domain.yml"):
        shutil.copy(root / name, stage)
    shutil.copytree(root / "data", stage / "data")
    shutil.copytree(folder, stage / "content")
    article = stage / "data" / "nlu" / "article"
    places = {
        article / name.removeprefix(EXAMPLES)
        if is_examples(name)
        else stage / "content" / name: words
        for name, words in after.texts.items()
    }
    places |= {stage / name: words for name, words in after.sources.items()}
    for path, words in places.items():
        if words is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(words, encoding="utf-8")


def _reason(error: BaseException) -> str:
    lines = [line for line in str(error).strip().split("\n") if line.strip()]
    return lines[-1][-LONGEST_REASON:] if lines else type(error).__name__


if __name__ == "__main__":
    plainly(main)
