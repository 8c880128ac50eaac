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
from scripts.switching import Switching, ready_file
from tests.ports import free_port

NAMES = ("door", "brain", "actions", "desk", "worker")
SECONDS = 60


class House:
    """Five processes that are kept up, and what they wrote of their lives."""

    def __init__(self, var: Path, model: str = "old") -> None:
        self._lives = var / "lives"
        environment = {**os.environ, "VAR_DIR": str(var), "RASA_MODEL": model}
        environment["ACTIONS_PORT"] = str(free_port())
        module = "tests.integration.publishing.stand_in"
        told = {"brain": {"READY_FILE": str(ready_file(get_settings()))}}
        self.processes = [
            Process(name, [module, name], environment=told.get(name, {})) for name in NAMES
        ]
        self.keeper = Keeper(self.processes, environment)
        self.switching = Switching(self.keeper, self.processes, get_settings(), model)
        self._threads = [
            threading.Thread(target=run, daemon=True)
            for run in (self.keeper.run, self.switching.watch)
        ]

    def start(self) -> House:
        for thread in self._threads:
            thread.start()
        return self

    def up(self) -> House:
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
    house = House(get_settings().var_dir).start().up()
    yield house
    house.stop()


def test_a_new_brain_begins_beside_the_old_one_and_takes_over(house: House) -> None:
    (old,) = house.alive("brain")
    switching.ask(Switch(1, "new", "old", wide=False))
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
    switching.ask(Switch(1, "broken", "old", wide=True))
    until(lambda: switching.answered() is not None)
    answer = switching.answered()
    assert answer
    assert not answer.done
    assert "new brain ended" in answer.why
    assert [one for name in NAMES for one in house.alive(name)] == sorted(
        before, key=lambda one: NAMES.index(one[0])
    )
    switching.ask(Switch(2, "new", "old", wide=False))
    until(lambda: switching.answered() == Answer(2, True))


def test_with_other_topics_the_brain_is_led_to_new_actions_and_the_others_begin_anew(
    house: House,
) -> None:
    before = {one[0]: one for one in house.lives}
    switching.ask(Switch(1, "new", "old", wide=True))
    until(lambda: len(house.lives) == 2 * len(NAMES))
    assert switching.answered() == Answer(1, True)
    for name in NAMES:
        until(lambda name=name: len(house.alive(name)) == 1)  # type: ignore[misc]
        (now,) = house.alive(name)
        assert now != before[name]
    (brain,) = house.alive("brain")
    assert brain[2] == "new"
    assert brain[3].startswith("http://127.0.0.1:")


@pytest.fixture
def start() -> Iterator[Callable[[str], House]]:
    """Starts a house with a model, in a VAR_DIR that is there already."""
    houses: list[House] = []

    def begun(model: str) -> House:
        houses.append(House(get_settings().var_dir, model))
        return houses[-1].start()

    yield begun
    for house in houses:
        house.stop()


def test_a_new_brain_that_ends_while_it_loads_is_not_waited_for_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So long does loading take that it is begun again without a pause: nobody sees it gone.
    monkeypatch.setattr("scripts.keep.UP_SECONDS", 0.0)
    before = house.lives
    switching.ask(Switch(1, "broken late", "old", wide=False))
    until(lambda: switching.answered() is not None)
    answer = switching.answered()
    assert answer
    assert not answer.done
    assert "ended before it was ready" in answer.why
    assert house.lives == before
    (brain,) = house.alive("brain")
    assert brain[2] == "old"


@pytest.mark.parametrize("model", ["new", "another"])
def test_what_was_asked_before_a_start_is_answered_once_its_brain_is_up(
    start: Callable[[str], House], model: str
) -> None:
    get_settings().var_dir.mkdir()
    switching.ask(Switch(4, "new", "old", wide=True))
    house = start(model)
    assert switching.answered() is None
    until(lambda: switching.answered() == Answer(4, True))
    assert {one[2] for one in house.lives} == {model}
    assert len(house.alive("brain")) == 1


@pytest.mark.parametrize("said", [None, Answer(4, False, "it ended")])
@pytest.mark.parametrize("wide", [False, True])
def test_a_start_in_the_middle_whose_brain_does_not_come_up_has_the_one_before_again(
    start: Callable[[str], House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    said: Answer | None, wide: bool,
) -> None:  # fmt: skip
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))
    get_settings.cache_clear()
    (tmp_path / "topics.yml").write_text("as published")
    get_settings().var_dir.mkdir()
    switching.ask(Switch(4, "broken late", "old", wide=wide))
    if said:
        switching.answer(said)
    house = start("broken late")
    until(lambda: (found := switching.answered()) is not None and not found.done)
    if wide:  # what is answered has the files put back
        assert house.alive("brain") == []
        (tmp_path / "topics.yml").write_text("as before")
    until(lambda: [one[2] for one in house.alive("brain")] == ["old"])
    found = switching.answered()
    assert found
    assert "ended" in found.why


def test_asked_for_the_model_that_runs_already_nothing_begins_a_second_time(
    start: Callable[[str], House],
) -> None:
    get_settings().var_dir.mkdir()
    house = start("new").up()
    switching.ask(Switch(4, "new", "old", wide=True))
    until(lambda: switching.answered() == Answer(4, True))
    assert len(house.lives) == len(NAMES)


SHAPES = [
    "", "null", "3", "[]", "{}", '"x"', '{"number": 4}', "[" * 9999, b"\xff",
    '{"number": "4", "model": "new", "before": "old", "wide": true}',
    '{"number": 4, "model": ["new"], "before": "old", "wide": true}',
    '{"number": 4, "model": "new", "before": "old", "wide": 1}',
    '{"number": 4, "model": "new", "before": "old", "wide": true, "more": 1}',
    '{"number": true, "done": true, "why": ""}', '{"number": 4, "done": "yes"}',
    '{"number": 4, "done": true, "why": null}',
]  # fmt: skip


@pytest.mark.parametrize("words", SHAPES)
def test_what_has_another_shape_is_nothing(words: str | bytes) -> None:
    get_settings().var_dir.mkdir()
    for name in (switching.ASKED, switching.ANSWERED):
        place = get_settings().var_dir / name
        place.write_bytes(words if isinstance(words, bytes) else words.encode())
    assert switching.asked() is None
    assert switching.answered() is None
    House(get_settings().var_dir)  # what patients are answered by starts


def test_whoever_spoils_its_files_keeps_nobody_from_being_asked_and_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (switching.ASKED, switching.ANSWERED):
        (get_settings().var_dir / name).write_text('{"number": 4}')

    def broken() -> None:
        seen.set()
        raise RuntimeError("of no kind anybody thought of")

    seen = threading.Event()
    with monkeypatch.context() as patch:
        patch.setattr("scripts.switching.asked", broken)
        assert seen.wait(SECONDS)
    switching.ask(Switch(1, "new", "old", wide=False))
    until(lambda: switching.answered() == Answer(1, True))
    (get_settings().var_dir / switching.ANSWERED).write_text("[]")
    until(lambda: switching.answered() == Answer(1, True))


def test_what_nobody_thought_of_is_answered_and_the_disk_may_be_full_then(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = threading.Event()

    def no_port() -> int:
        raise RuntimeError("no port is free")

    def no_space(_: Answer) -> None:
        full.set()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("scripts.switching._free_port", no_port)
    with monkeypatch.context() as patch:
        patch.setattr("scripts.switching.answer", no_space)
        switching.ask(Switch(1, "new", "old", wide=True))
        assert full.wait(SECONDS)
    until(lambda: switching.answered() == Answer(1, False, "no port is free"))


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
        switching.ask(Switch(1, "new", "old", wide=False))
        switching.answer(Answer(1, True))
    assert {file.name for file in var.iterdir()} == {"keeper.lock", "switch.json", "switched.json"}
    assert not [file for file in var.iterdir() if file.stat().st_mode & 0o077]
