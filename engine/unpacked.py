"""A model as a brain loads it: unpacked once, what was learned unpickled by C, its arrays mapped.

Rasa unpacks the archive at every start, and joblib inflates what was learned and reads it in
Python: four seconds of the processor's, and 130 MB of numbers of which a message needs some
thousand. So whoever loads an archive first leaves it beside it, in `unpacked`, with the arrays in
a file of their own. That file is mapped into memory: the system holds what is looked at, once for
all brains of the machine, and may drop it when it needs the room.

Where the folder can't be written, or what is in it is not what was written, the archive is loaded
as Rasa does it. What is left of archives that are gone is deleted when another one is unpacked.

    python -m engine.unpacked     does it beforehand, for all models, where brains can't write
"""

from __future__ import annotations

import contextlib
import json
import logging
import mmap
import os
import pickle
import shutil
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import joblib
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata

from clinic.settings import ROOT

logger = logging.getLogger(__name__)

FOLDER, COMPONENTS = "unpacked", "components"
# Beside them: every file there is, with its checksum. A folder without it was never whole.
WRITTEN = "written.json"
LEARNED = ".joblib"  # of each such file: what it holds, and its arrays
PICKLE, ARRAYS = ".pickle", ".arrays"
# Of each array in the file: where a cache line begins.
ALIGNED = 64
AT_A_TIME = 1024**2
# How a folder is called until it is whole, and how long that takes on no machine.
MAKING, LONGEST_SECONDS = ".making-", 3600.0


class Damaged(Exception):
    """What was unpacked is not what was written."""


class Mapped:
    """Unpickled, it is what stands in a pickle and its arrays."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return read_mapped, (str(self._path),)


def load(storage: Path, archive: Path) -> ModelMetadata | None:
    """Puts a model's components into Rasa's empty storage; None where Rasa has to unpack the
    archive itself, as before."""
    try:
        folder = unpacked(archive)
        try:
            put_into(storage, folder)
            return LocalModelStorage._load_metadata(folder)
        except Damaged as error:
            logger.error("%s is damaged; it is made anew with the next start", error)
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        logger.info("The model stays packed: %s", error)
    for left in storage.iterdir():  # Rasa unpacks into an empty folder only
        shutil.rmtree(left, ignore_errors=True)
    return None


def unpacked(archive: Path) -> Path:
    """The folder with an archive unpacked; made if it is not there.

    Raises:
        OSError: it can't be written, or the archive can't be read.
    """
    folder = _folder_of(archive)
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        _forget(archive.parent)
        making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=MAKING))
        try:
            _unpack(archive, making)
            making.rename(folder)
        except OSError:
            if not folder.exists():  # else another brain has made it meanwhile
                raise
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return folder


def put_into(storage: Path, folder: Path) -> None:
    """Puts an unpacked model's components where Rasa wants them; of what was learned, that it is
    to be mapped.

    Raises:
        OSError: some of it is not there.
        Damaged
    """
    _check(folder)
    shutil.copytree(
        folder / COMPONENTS,
        storage,
        ignore=shutil.ignore_patterns("*" + PICKLE, "*" + ARRAYS),
        dirs_exist_ok=True,
    )
    for path in (folder / COMPONENTS).rglob("*" + PICKLE):
        target = storage / path.relative_to(folder / COMPONENTS)
        target.with_suffix(LEARNED).write_bytes(pickle.dumps(Mapped(path.resolve())))


def read_mapped(path: str) -> Any:
    """What stands in a pickle, its arrays mapped from the file beside it; they can't be changed."""
    places, said = pickle.loads(Path(path).read_bytes())
    with Path(path).with_suffix(ARRAYS).open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    return pickle.loads(said, buffers=[mapped[start:end] for start, end in places])


def _unpack(archive: Path, folder: Path) -> None:
    LocalModelStorage._extract_archive_to_directory(archive, folder)
    for path in folder.rglob("*" + LEARNED):
        arrays: list[pickle.PickleBuffer] = []
        said = pickle.dumps(joblib.load(path), protocol=5, buffer_callback=arrays.append)
        path.unlink()
        with _on_disk(path.with_suffix(ARRAYS)) as file:
            places = [_put(file, array) for array in arrays]
            file.write(b"\0")  # nothing can be mapped of an empty file
        with _on_disk(path.with_suffix(PICKLE)) as file:
            pickle.dump((places, said), file)
    written = _checksums(folder)
    for name in written:
        with (folder / name).open("rb") as stored:
            os.fsync(stored.fileno())
    with _on_disk(folder / WRITTEN) as file:
        file.write(json.dumps(written).encode())
    # The archive's folders are for who made them; whoever may read it may read what was in it.
    readable = archive.stat().st_mode & 0o444
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 | readable | readable >> 2 if path.is_dir() else 0o600 | readable)


def _put(file: BinaryIO, array: pickle.PickleBuffer) -> tuple[int, int]:
    """Writes an array; where it begins and ends."""
    file.write(b"\0" * (-file.tell() % ALIGNED))
    start = file.tell()
    file.write(array.raw())
    return start, file.tell()


@contextlib.contextmanager
def _on_disk(path: Path) -> Iterator[BinaryIO]:
    """A file that is on the disk when it is closed: a machine that loses its power then has all of
    it or none."""
    with path.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _check(folder: Path) -> None:
    """Reads all of it once: a wrong number would change what is heard of signs, and a file that is
    missing would keep the brain from starting. So the arrays are in the system's cache as well,
    before a patient waits for them.

    Raises:
        OSError: it can't be read.
        Damaged: it is not, file by file, what was written.
    """
    try:
        written = json.loads((folder / WRITTEN).read_bytes())
    except (FileNotFoundError, ValueError) as error:
        raise Damaged(folder.name) from error
    if written != _checksums(folder):
        raise Damaged(folder.name)


def _checksums(folder: Path) -> dict[str, int]:
    """Every file of a folder, by its path in there, with its checksum."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != WRITTEN)
    return {path.relative_to(folder).as_posix(): _checksum(path) for path in files}


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while block := file.read(AT_A_TIME):
            found = zlib.crc32(block, found)
    return found


def _folder_of(archive: Path) -> Path:
    """Named after the archive as it is: one that is replaced is another."""
    status = archive.stat()
    name = f"{archive.name.partition('.')[0]}-{status.st_size}-{status.st_mtime_ns}"
    return archive.parent / FOLDER / name


def _forget(models: Path) -> None:
    """Deletes what is left of archives that are gone, and of who was killed in the middle. A brain
    that has it mapped keeps it."""
    kept = {_folder_of(path).name for path in models.glob("*.tar.gz")}
    for folder in (models / FOLDER).iterdir():
        with contextlib.suppress(OSError):
            is_making = folder.name.startswith(MAKING)
            if folder.name not in kept and not (is_making and _age(folder) < LONGEST_SECONDS):
                shutil.rmtree(folder)


def _age(folder: Path) -> float:
    return time.time() - folder.stat().st_ctime


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(map(str, (ROOT / "models").glob("*.tar.gz"))):
        unpacked(Path(name))
