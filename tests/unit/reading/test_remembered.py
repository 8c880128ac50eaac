"""Vectors of training texts are kept, so that the next training reads only what is new."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from clinic.reading.learned import remembered
from clinic.reading.learned.remembered import Floats, Remembered


class Encoder:
    """Counts what it is asked; a text's vector is its length and its first letter."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: list[str]) -> Floats:
        self.asked += texts
        return np.array([[len(text), ord(text[0])] for text in texts], np.float32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "build" / "english.npz"


def encode(path: Path, texts: list[str], encoder: str = "one") -> tuple[Floats, list[str]]:
    counting = Encoder()
    with Remembered(counting, path, encoder) as read:
        vectors = read(texts)
    return vectors, counting.asked


def test_the_same_vectors_come_back_without_the_encoder(path: Path) -> None:
    first, _ = encode(path, ["leg", "back", "leg"])
    again, asked = encode(path, ["leg", "back", "leg"])
    assert asked == []
    assert (first == again).all()


def test_only_what_is_new_is_encoded(path: Path) -> None:
    encode(path, ["leg", "back"])
    vectors, asked = encode(path, ["back", "hip", "leg"])
    assert asked == ["hip"]
    assert vectors[:, 0].tolist() == [4, 3, 3]


def test_what_was_not_asked_for_is_dropped(path: Path) -> None:
    encode(path, ["leg", "back"])
    encode(path, ["back"])
    assert encode(path, ["leg"])[1] == ["leg"]


def test_another_encoders_vectors_are_not_used(path: Path) -> None:
    encode(path, ["leg"])
    assert encode(path, ["leg"], encoder="two")[1] == ["leg"]


@pytest.mark.parametrize("damage", [b"", b"not a zip file", b"PK\x03\x04cut"])
def test_a_damaged_file_is_begun_anew(path: Path, damage: bytes) -> None:
    encode(path, ["leg"])
    path.write_bytes(damage)
    assert encode(path, ["leg"])[1] == ["leg"]


def test_a_training_that_fails_keeps_what_was_read(path: Path) -> None:
    def training() -> None:
        with Remembered(Encoder(), path, "one") as read:
            read(["leg"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        training()
    assert encode(path, ["leg"])[1] == []


def test_what_another_thread_read_meanwhile_is_not_read_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "AT_A_TIME", 1)
    asked: list[str] = []

    def encode_slowly(texts: list[str]) -> Floats:
        asked.append(texts[0])
        if len(asked) == 1:
            # The other thread reads both before this one comes to the second.
            with ThreadPoolExecutor(1) as other:
                other.submit(both, ["back"]).result()
        return np.ones((len(texts), 2), np.float32)

    with Remembered(encode_slowly, path, "one") as both:
        both(["leg", "back"])
    assert asked == ["leg", "back"]
