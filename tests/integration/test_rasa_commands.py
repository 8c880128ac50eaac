"""Each of Rasa's commands works without TensorFlow, on a small project of its own."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port

CONFIG = """
recipe: default.v1
assistant_id: small
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
policies:
  - name: MemoizationPolicy
  - name: RulePolicy
"""
DOMAIN = """
version: "3.1"
intents: [greet, goodbye]
responses:
  utter_greet: [{text: "Hello there"}]
  utter_goodbye: [{text: "Take care"}]
"""
DATA = """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - hi there
      - good morning
  - intent: goodbye
    examples: |
      - bye
      - see you later
      - good night
rules:
  - rule: goodbye
    steps: [{intent: goodbye}, {action: utter_goodbye}]
stories:
  - story: greet
    steps: [{intent: greet}, {action: utter_greet}]
"""
STORY = """
stories:
  - story: greet and leave
    steps:
      - user: |
          hello
        intent: greet
      - action: utter_greet
"""
SECONDS = 240


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small trained project."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "data").mkdir()
    (folder / "tests").mkdir()
    files = {
        "config.yml": CONFIG,
        "domain.yml": DOMAIN,
        "data/all.yml": DATA,
        "tests/test_greet.yml": STORY,
        "credentials.yml": "rest:\n",
        "endpoints.yml": "tracker_store:\n  type: in_memory\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    run(folder, "train")
    return folder


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "rasa", *arguments]


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "NO_COLOR": "1",
    }


def run(folder: Path, *arguments: str, typed: str | None = None, fails: bool = False) -> str:
    """Runs a Rasa command to its end and returns all it said."""
    result = subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(),
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert (result.returncode != 0) == fails, result.stdout
    return result.stdout


def test_train_makes_a_model(project: Path) -> None:
    assert list((project / "models").glob("*.tar.gz"))


def test_data_validate_finds_nothing_wrong(project: Path) -> None:
    run(project, "data", "validate", "--fail-on-warnings")


def test_test_nlu_reports_every_intent(project: Path) -> None:
    run(project, "test", "nlu", "--nlu", "data", "--no-plot")
    report = (project / "results" / "intent_report.json").read_text()
    assert "greet" in report
    assert "goodbye" in report


def test_test_core_plays_the_stories(project: Path) -> None:
    run(project, "test", "core", "--stories", "tests", "--no-plot", "--fail-on-prediction-errors")
    assert "1.0" in (project / "results" / "story_report.json").read_text()


def test_visualize_draws_the_stories(project: Path) -> None:
    run(project, "visualize", "--out", "stories.html")
    assert "utter_greet" in (project / "stories.html").read_text()


def test_shell_nlu_understands_what_is_typed(project: Path) -> None:
    assert '"goodbye"' in run(project, "shell", "nlu", typed="see you later\n/stop\n")


def test_run_answers_over_rest(project: Path) -> None:
    port = free_port()
    server = start(project, "run", "--port", str(port), "-i", "127.0.0.1")
    try:
        wait_until_it_answers(server, f"http://127.0.0.1:{port}/")
        reply = httpx.post(
            f"http://127.0.0.1:{port}/webhooks/rest/webhook",
            json={"sender": "test", "message": "see you later"},
            timeout=30,
        )
        assert [message["text"] for message in reply.json()] == ["Take care"]
    finally:
        stop(server)


def test_shell_answers_what_is_typed(project: Path) -> None:
    terminal, side = pty.openpty()
    port = str(free_port())
    shell = subprocess.Popen(
        command("shell", "--port", port),
        cwd=project,
        env={**environment(), "TERM": "dumb"},
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
    )
    try:
        read_until(terminal, "Your input")
        os.write(terminal, b"see you later\r")
        assert "Take care" in read_until(terminal, "Take care")
    finally:
        shell.kill()
        shell.wait()
        os.close(side)
        os.close(terminal)


def test_interactive_begins_a_learning_session(project: Path) -> None:
    port = free_port()
    model = next((project / "models").glob("*.tar.gz"))
    server = start(
        project, "interactive", "--port", str(port), "-m", str(model), "--skip-visualization"
    )
    try:
        wait_until_it_answers(server, f"http://127.0.0.1:{port}/")
    finally:
        said = stop(server)
    assert "TensorFlow" not in said


def test_adding_diet_says_what_to_install(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "diet"
    shutil.copytree(project, other)
    config = CONFIG.replace("LogisticRegressionClassifier", "DIETClassifier")
    (other / "config.yml").write_text(config)
    said = run(other, "train", fails=True)
    assert "this environment leaves it out on purpose" in said
    assert "pyproject.toml" in said


def read_until(terminal: int, words: str) -> str:
    """What a terminal shows until these words appear; fails when they do not."""
    said, until = "", time.monotonic() + SECONDS
    while words not in said:
        if time.monotonic() > until:
            pytest.fail(f"{words!r} did not appear in:\n{said}")
        if select.select([terminal], [], [], 1)[0]:
            said += os.read(terminal, 65536).decode(errors="replace")
            if "\x1b[6n" in said[-200:]:  # "where is the cursor?": a terminal answers that
                os.write(terminal, b"\x1b[1;1R")
    return said


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Starts a Rasa command that goes on; nothing is typed into it."""
    return subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def stop(process: subprocess.Popen[str]) -> str:
    """Ends it and returns all it said."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        return process.communicate(timeout=30)[0]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.communicate()[0]


def wait_until_it_answers(process: subprocess.Popen[str], url: str) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"It ended:\n{process.communicate()[0]}")
        try:
            httpx.get(url, timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail(f"Nothing answered:\n{stop(process)}")
