"""Who keeps the processes up goes over to another model without one moment without a brain."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from clinic.publishing import switching
from clinic.publishing.switching import Answer, Switch
from clinic.settings import get_settings
from scripts.keep import Keeper, Process
from scripts.switching import Switching
from tests.ports import free_port

NAMES = ("door", "brain", "actions", "desk", "worker")
SECONDS = 60


class House:
    """Five processes that are kept up, and what they wrote of their lives."""

    def __init__(self, var: Path) -> None:
        self._lives = var / "lives"
        environment = {**os.environ, "VAR_DIR": str(var), "RASA_MODEL": "old"}
        environment["ACTIONS_PORT"] = str(free_port())
        module = "tests.integration.publishing.stand_in"
        self.processes = [Process(name, [module, name]) for name in NAMES]
        self.keeper = Keeper(self.processes, environment)
        self.switching = Switching(self.keeper, self.processes, get_settings())
        self._threads = [
            threading.Thread(target=run, daemon=True)
            for run in (self.keeper.run, self.switching.watch)
        ]

    def start(self) -> House:
        for thread in self._threads:
            thread.start()
        until(lambda: {name for name, *_ in self.lives} == set(NAMES))
        return self

    def stop(self) -> None:
        self.switching.stop()
        self.keeper.stop()
        for thread in self._threads:
            thread.join(30)

    @property
    def lives(self) -> list[list[str]]:
        """Name, process, model and where the actions are, of each that ever was."""
        text = self._lives.read_text() if self._lives.exists() else ""
        return [line.split(" ") for line in text.splitlines()]

    def alive(self, name: str) -> list[list[str]]:
        return [one for one in self.lives if one[0] == name and psutil.pid_exists(int(one[1]))]


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    get_settings().var_dir.mkdir()
    house = House(get_settings().var_dir).start()
    yield house
    house.stop()


def test_a_new_brain_begins_beside_the_old_one_and_takes_over(house: House) -> None:
    (old,) = house.alive("brain")
    switching.ask(Switch(1, "new", wide=False))
    until(lambda: switching.answered() == Answer(1, True))
    (new,) = house.alive("brain")
    assert (old[2], new[2]) == ("old", "new")
    # Nobody else was touched; and it is kept up with the new model.
    assert len(house.lives) == len(NAMES) + 1
    psutil.Process(int(new[1])).kill()
    until(lambda: len(house.lives) == len(NAMES) + 2)
    assert house.lives[-1][2] == "new"


def test_a_model_that_does_not_start_leaves_everything_as_it_was(house: House) -> None:
    before = house.lives
    switching.ask(Switch(1, "broken", wide=True))
    until(lambda: switching.answered() is not None)
    answer = switching.answered()
    assert answer
    assert not answer.done
    assert "new brain ended" in answer.why
    assert [one for name in NAMES for one in house.alive(name)] == sorted(
        before, key=lambda one: NAMES.index(one[0])
    )
    switching.ask(Switch(2, "new", wide=False))
    until(lambda: switching.answered() == Answer(2, True))


def test_with_other_topics_the_brain_is_led_to_new_actions_and_the_others_begin_anew(
    house: House,
) -> None:
    before = {one[0]: one for one in house.lives}
    switching.ask(Switch(1, "new", wide=True))
    until(lambda: len(house.lives) == 2 * len(NAMES))
    assert switching.answered() == Answer(1, True)
    for name in NAMES:
        until(lambda name=name: len(house.alive(name)) == 1)  # type: ignore[misc]
        (now,) = house.alive(name)
        assert now != before[name]
    (brain,) = house.alive("brain")
    assert brain[2] == "new"
    assert brain[3].startswith("http://127.0.0.1:")


def test_what_was_asked_before_a_start_is_answered_by_the_start(tmp_path: Path) -> None:
    get_settings().var_dir.mkdir()
    switching.ask(Switch(4, "new", wide=True))
    House(get_settings().var_dir)
    assert switching.answered() == Answer(4, True)


def test_whether_somebody_keeps_the_processes_up_is_known(tmp_path: Path) -> None:
    get_settings().var_dir.mkdir()
    assert not switching.is_kept()
    with switching.keeping():
        assert switching.is_kept()
    assert not switching.is_kept()


def test_nobody_but_their_owner_reads_its_files(tmp_path: Path) -> None:
    var = get_settings().var_dir
    var.mkdir()
    with switching.keeping():
        switching.ask(Switch(1, "new", wide=False))
        switching.answer(Answer(1, True))
    assert {file.name for file in var.iterdir()} == {"keeper.lock", "switch.json", "switched.json"}
    assert not [file for file in var.iterdir() if file.stat().st_mode & 0o077]
