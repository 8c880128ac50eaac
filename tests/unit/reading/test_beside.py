"""Two threads at one message: the same vectors, in their order, and what fails is seen."""

from __future__ import annotations

import os
import signal
import threading
from contextvars import ContextVar

import numpy as np
import pytest

from clinic.reading.beside import WORTH_SHARING, begin, shared
from clinic.reading.safety.signs import Floats

SECONDS = 20
spoken: ContextVar[str] = ContextVar("spoken", default="en")


class Lengths:
    """An encoder of lengths; its first two calls wait for each other, so that two are at work."""

    def __init__(self, together: bool = True) -> None:
        self.threads: set[str] = set()
        self._meeting = threading.Barrier(2)
        self._left = 2 if together else 0

    def __call__(self, texts: list[str]) -> Floats:
        self.threads.add(threading.current_thread().name)
        if self._left:
            self._left -= 1
            self._meeting.wait(SECONDS)
        return np.array([[len(text), 1] for text in texts], np.float32)


def test_two_threads_encode_and_the_order_stays() -> None:
    encode = Lengths()
    texts = ["x" * size for size in range(40)]
    assert shared(encode)(texts).tolist() == [[size, 1] for size in range(40)]
    assert len(encode.threads) == 2


def test_few_texts_are_not_worth_it() -> None:
    encode = Lengths(together=False)
    texts = ["pain"] * (WORTH_SHARING - 1)
    assert shared(encode)(texts).tolist() == [[4, 1]] * len(texts)
    assert encode.threads == {threading.current_thread().name}


@pytest.mark.parametrize("where", ["here", "beside"])
def test_what_fails_is_seen_whoever_it_fails_for(where: str) -> None:
    here, both_at_work = threading.current_thread(), Lengths()

    def encode(texts: list[str]) -> Floats:
        vectors = both_at_work(texts)
        if (threading.current_thread() is here) == (where == "here"):
            raise ValueError("no encoder")
        return vectors

    with pytest.raises(ValueError, match="no encoder"):
        shared(encode)(["numb", "weak"] * 2)


def test_what_is_begun_beside_has_the_callers_context() -> None:
    token = spoken.set("es")
    try:
        begun = begin(lambda: (spoken.get(), threading.current_thread().name))
    finally:
        spoken.reset(token)
    language, thread = begun.result(SECONDS)
    assert language == "es"
    assert thread != threading.current_thread().name


def test_a_forked_process_reads_with_threads_of_its_own() -> None:
    assert begin(lambda: 1).result(timeout=60) == 1
    child = os.fork()
    if child == 0:
        # What is left of pytest in here must not go on, whatever comes.
        signal.alarm(30)
        os._exit(0 if begin(lambda: 2).result(timeout=20) == 2 else 1)
    assert os.waitpid(child, 0)[1] == 0
