"""A model that is unpacked once: the same values, mapped, and the archive where it can't be."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import joblib
import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage

from clinic.settings import ROOT
from engine import unpacked

LEARNED = {
    "weights": np.arange(200_000, dtype=np.float32).reshape(1000, 200),
    "turned": np.asfortranarray(np.eye(30)),
    "none": np.empty((0, 3), np.float16),
    "labels": np.array(["affirm", "deny"]),
    "words": {"leg pain": 1, "numb": 2},
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return packed(tmp_path / "models", LEARNED)


@pytest.fixture
def storage(tmp_path: Path) -> Path:
    folder = tmp_path / "storage"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LocalModelStorage, "_load_metadata", lambda folder: "metadata")


def packed(folder: Path, learned: object) -> Path:
    """An archive like those of Rasa's: folders for who made them only."""
    made = folder / "made"
    (made / "components" / "learner").mkdir(parents=True)
    (made / "components" / "domain").mkdir()
    (made / "components" / "domain" / "domain.yml").write_text("intents: []")
    joblib.dump(learned, made / "components" / "learner" / "intents.joblib", compress=3)
    (made / "metadata.json").write_text("{}")
    for path in (made, made / "components"):
        path.chmod(0o700)
    with tarfile.open(folder / "model.tar.gz", "w:gz") as tar:
        tar.add(made, "")
    return folder / "model.tar.gz"


def loaded(storage: Path) -> dict[str, object]:
    found: dict[str, object] = joblib.load(storage / "learner" / "intents.joblib")
    return found


def assert_same(found: dict[str, object]) -> None:
    assert found.keys() == LEARNED.keys()
    for name, value in LEARNED.items():
        if isinstance(value, np.ndarray):
            other = found[name]
            assert isinstance(other, np.ndarray)
            assert other.dtype == value.dtype
            assert np.array_equal(other, value)
            assert other.flags.f_contiguous == value.flags.f_contiguous
        else:
            assert found[name] == value


def mapped_megabytes() -> float:
    """What this process holds of files named so."""
    lines = Path("/proc/self/smaps").read_text().splitlines()
    sizes = [
        int(lines[place + 1].split()[1])
        for place, line in enumerate(lines)
        if line.endswith("intents.arrays")
    ]
    return sum(sizes) / 1024


def test_what_was_learned_is_the_same_and_its_arrays_are_mapped(
    archive: Path, storage: Path
) -> None:
    assert unpacked.load(storage, archive) == "metadata"
    assert (storage / "domain" / "domain.yml").read_text() == "intents: []"
    found = loaded(storage)
    assert_same(found)
    weights = found["weights"]
    assert isinstance(weights, np.ndarray)
    assert not weights.flags.writeable
    assert weights.ctypes.data % unpacked.ALIGNED == 0
    assert mapped_megabytes() > 0.7


def test_the_archive_is_read_once(
    archive: Path, storage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked.load(storage, archive)
    monkeypatch.setattr(LocalModelStorage, "_extract_archive_to_directory", never)
    other = tmp_path / "other"
    other.mkdir()
    assert unpacked.load(other, archive) == "metadata"
    assert_same(loaded(other))


def never(*_: object) -> None:
    raise AssertionError("the archive was read again")


@pytest.mark.parametrize("suffix", [unpacked.ARRAYS, unpacked.PICKLE])
def test_what_is_damaged_is_not_used_and_is_made_anew(
    archive: Path, storage: Path, suffix: str
) -> None:
    unpacked.load(storage, archive)
    (file,) = archive.parent.rglob("*" + suffix)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    empty(storage)
    assert unpacked.load(storage, archive) is None
    assert list(storage.iterdir()) == []  # Rasa unpacks into an empty folder only
    assert unpacked.load(storage, archive) == "metadata"
    assert_same(loaded(storage))


def empty(storage: Path) -> None:
    for path in sorted(storage.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"")])
@pytest.mark.parametrize(
    "name", ["domain.yml", "metadata.json", "intents.*ickle", "intents.arr*", "written.json"]
)
def test_whatever_is_missing_or_empty_is_made_anew(
    archive: Path, storage: Path, spoil: Callable[[Path], object], name: str
) -> None:
    unpacked.load(storage, archive)
    (file,) = (archive.parent / unpacked.FOLDER).rglob(name)
    spoil(file)
    empty(storage)
    assert unpacked.load(storage, archive) is None
    assert list(storage.iterdir()) == []
    assert unpacked.load(storage, archive) == "metadata"
    assert_same(loaded(storage))


def test_where_nothing_can_be_written_the_archive_is_left_to_rasa(
    archive: Path, storage: Path
) -> None:
    (archive.parent / unpacked.FOLDER).write_text("no folder")
    assert unpacked.load(storage, archive) is None
    assert list(storage.iterdir()) == []


def test_an_archive_that_is_replaced_is_unpacked_anew_and_the_old_one_forgotten(
    archive: Path, storage: Path
) -> None:
    first = unpacked.unpacked(archive)
    joblib.dump({"other": 1}, archive.parent / "made" / "components" / "learner" / "intents.joblib")
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(archive.parent / "made", "")
    unpacked.load(storage, archive)
    assert loaded(storage) == {"other": 1}
    assert not first.exists()


def test_two_that_unpack_at_once_make_one(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = unpacked._unpack

    def beside_another(archive: Path, folder: Path) -> None:
        monkeypatch.setattr(unpacked, "_unpack", real)
        unpacked.unpacked(archive)
        real(archive, folder)

    monkeypatch.setattr(unpacked, "_unpack", beside_another)
    folder = unpacked.unpacked(archive)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_whoever_may_read_the_archive_may_read_what_was_in_it(archive: Path) -> None:
    archive.chmod(0o640)
    for path in (folder := unpacked.unpacked(archive), *folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o750 if path.is_dir() else 0o640)


def test_a_killed_one_leaves_nothing_that_is_taken_for_a_model(
    archive: Path, storage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is killed where all is written, before it has its name."""
    program = (
        "import os, sys; from pathlib import Path; from engine import unpacked;"
        "Path.rename = lambda *_: os._exit(9); unpacked.unpacked(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-W", "ignore", "-c", program, str(archive)]
    assert subprocess.run(command, cwd=ROOT, check=False, env={**os.environ}).returncode == 9
    assert unpacked.load(storage, archive) == "metadata"
    assert_same(loaded(storage))
    unfinished = len(list((archive.parent / unpacked.FOLDER).glob(unpacked.MAKING + "*")))
    assert unfinished == 1  # it may be a brain that is at it
    monkeypatch.setattr(unpacked, "LONGEST_SECONDS", 0.0)
    unpacked._forget(archive.parent)
    assert len(list((archive.parent / unpacked.FOLDER).iterdir())) == 1
