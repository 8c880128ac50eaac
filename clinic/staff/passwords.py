"""What a password must be, and how it is kept: Argon2id, few at a time."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# NIST SP 800-63B asks for at least 8 characters, and for 15 where the password stands alone; and
# that common ones are refused.
SHORTEST_PASSWORD, LONGEST_PASSWORD = 15, 1000
# So much has to be left when everything is taken out that a guesser tries first.
LEAST_OWN, LEAST_DIFFERENT = 6, 6
COMMON = Path(__file__).with_name("common_passwords.txt")
# One check takes 64 MiB and a tenth of a second of a core; more at once would take the machine.
AT_ONCE = 2
WAIT_SECONDS = 10.0
_LEET = str.maketrans("@4301!$57", "aaeoiisst")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_RUN = 3
_hasher = PasswordHasher()
_turns = threading.BoundedSemaphore(AT_ONCE)


class WeakPassword(ValueError):
    """A password that is too short, or that somebody would guess."""


class TooBusy(RuntimeError):
    """So many passwords are being checked that this one would wait too long."""


def check_password(name: str, password: str) -> None:
    """Lets a password pass that is good enough for an account of this name.

    Raises:
        WeakPassword: the message says what to do.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(f"choose a password of at least {SHORTEST_PASSWORD} characters")
    if len(own_part(name, password)) < LEAST_OWN or len(set(password.lower())) < LEAST_DIFFERENT:
        raise WeakPassword(
            "choose another password: this one is made of common words, names, rows of keys or "
            "repetitions. Four words that have nothing to do with each other are good"
        )


def hash_password(name: str, password: str) -> str:
    """What is kept of a password.

    Raises:
        WeakPassword
    """
    check_password(name, password)
    with _turn():
        return _hasher.hash(password)


def own_part(name: str, password: str) -> str:
    """What is left of a password without what a guesser tries first: common passwords, the name,
    figures, rows of keys, and anything a second time."""
    left = password.lower()
    for text in (left, left.translate(_LEET)):
        rest = _without_common(name, text)
        left = min(left, rest, key=len)
    return left


def _without_common(name: str, text: str) -> str:
    text = re.sub(r"[\W_]+", "", text)
    of_the_name = re.split(r"[\W_]+", name.lower())
    for word in ("".join(of_the_name), *of_the_name, *_common()):
        if len(word) > 2:
            text = text.replace(word, "")
    text = re.sub(r"\d", "", text)
    text = re.sub(r"(.+?)\1+", r"\1", text)  # "abcabcabc": once
    return "".join(letter for place, letter in enumerate(text) if not _in_row(text, place))


def _in_row(text: str, place: int) -> bool:
    """Whether a letter stands in a row of keys or of the alphabet, forwards or back."""
    pieces = (text[start : start + _RUN] for start in range(max(place - _RUN + 1, 0), place + 1))
    return any(
        len(piece) == _RUN and (piece in row or piece[::-1] in row)
        for piece in pieces
        for row in _ROWS
    )


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    """The common ones, the longest first, so that none hides in a shorter one's place."""
    lines = COMMON.read_text(encoding="utf-8").split("\n")
    words = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def decoy() -> str:
    """A hash nobody knows the password of: checked where there is no such account, so that an
    unknown name takes as long as a known one."""
    return _hasher.hash("nobody has this password")


def is_right(hashed: str, password: str) -> bool:
    """Whether a password is the one that was kept.

    Raises:
        TooBusy
    """
    with _turn():
        try:
            return _hasher.verify(hashed, password[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False


class _turn:
    """One of the few checks that are made at a time."""

    def __enter__(self) -> None:
        if not _turns.acquire(timeout=WAIT_SECONDS):
            raise TooBusy("too many passwords are being checked")

    def __exit__(self, *_: object) -> None:
        _turns.release()
