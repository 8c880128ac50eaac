"""Two cores for one message: what is read of it at once, and its encodings shared between threads.

Reading is mostly the encoder, which leaves Python to others while it works. Of a long message many
parts are encoded, each alone, as in a batch the rounding would be another; so several threads take
the next one that is left.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

import numpy as np

from clinic.reading.safety.signs import Encode, Floats

Result = TypeVar("Result")
# Fewer texts are encoded before another thread has begun.
WORTH_SHARING = 3


class _Threads:
    """Two threads that begin with the first message. The reading one waits for the encoding one:
    never the other way round."""

    def __init__(self) -> None:
        self.anew()

    def anew(self) -> None:
        self.reading = ThreadPoolExecutor(1, "reading")
        self.encoding = ThreadPoolExecutor(1, "encoding")


_threads = _Threads()
# A forked process has no threads of its parent's: what it handed to them would never be done.
os.register_at_fork(after_in_child=_threads.anew)


def begin(what: Callable[[], Result]) -> Future[Result]:
    """Begins something beside what the caller does meanwhile, in the caller's context."""
    return _threads.reading.submit(copy_context().run, what)


def shared(encode: Encode) -> Encode:
    """An encoder whose texts another thread takes a part of: the same vectors.

    Args:
        encode: encodes each text as if it were alone, and may be called by two threads.
    """

    def encode_shared(texts: list[str]) -> Floats:
        if len(texts) < WORTH_SHARING:
            return encode(texts)
        left = deque(enumerate(texts))
        vectors: dict[int, Floats] = {}

        def take() -> None:
            while left:
                try:
                    place, text = left.popleft()
                except IndexError:  # the other one took the last
                    return
                vectors[place] = encode([text])

        helper = _threads.encoding.submit(take)
        try:
            take()
        finally:
            left.clear()
            if not helper.cancel():
                helper.result()
        return np.concatenate([vectors[place] for place in range(len(texts))])

    return encode_shared
