"""What is measured on is apart from what is learned: wishes, signs, and other languages.

A text of a few words ("am I dying", "sign me up") is said alike by whoever says it; so are the
shorter turns of a conversation, which is right or wrong as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from clinic.reading.learned.after_alarm import load_after_alarm
from evaluation import after_alarm, corrections, facts, hearing, spanish
from evaluation.conversations.scripts import FOLDER, SPANISH, scripts
from evaluation.corpus import EXPLICIT, corpus
from evaluation.messages import DEVELOPMENT, held_out
from evaluation.spanish_conversations import conversations
from tests.understanding.nearness import everything_learned, near_pairs

# Texts of more words than these are to be apart.
OF_A_MESSAGE, OF_A_TURN = 3, 7
# So many of a writer's turns of more than `OF_A_MESSAGE` words may be what was learned as well.
EVERYDAY = 0.15

MESSAGES: dict[str, Callable[[], Iterable[str]]] = {
    "signs, by writers": lambda: (one.text for one in hearing.kept()),
    "signs, while booking": lambda: (one.text for one in hearing.said_while_booking()),
    "signs, as elsewhere": lambda: (one.text for one in hearing.said_elsewhere()),
    "signs, by kind": lambda: (one.text for one in hearing.kinds()),
    "signs, open corpus": lambda: implied("open"),
    "signs, kept corpus": lambda: implied("kept"),
    "held out": lambda: (one.text for one in held_out()),
    "chosen on": lambda: (one.text for one in held_out(DEVELOPMENT)),
    "facts": lambda: (words for *_, words in facts.questions()),
    "after an alarm": lambda: (one.text for one in load_after_alarm(after_alarm.FOLDER)),
    "corrections": lambda: (line["say"] for line in corrections.corrections()),
    "Spanish": lambda: (words for *_, words in spanish.messages()),
}
TURNS: dict[str, Callable[[], Iterable[str]]] = {
    "English": lambda: said_in(FOLDER),
    "Spanish": lambda: said_in(SPANISH),
    "Spanish, without a server": lambda: (
        words for *_, turns in conversations(spanish.FOLDER) for words, _ in turns
    ),
}


def implied(part: str) -> Iterable[str]:
    """The corpus without the plain statements: those the vocabulary hears, learned or not."""
    alarms = (alarm for alarm in corpus(part).alarms if alarm.manner != EXPLICIT)
    yield from (text for alarm in alarms for text in alarm.texts)
    yield from (item.text for item in corpus(part).quiet)


def said_in(folder: Path) -> Iterable[str]:
    return (turn.say for one in scripts(folder) for turn in one.turns if isinstance(turn.say, str))


def near(texts: Iterable[str], more_than: int) -> list[tuple[str, str]]:
    """Those texts of more words than that which are nearly what is learned from."""
    long = [text for text in dict.fromkeys(texts) if len(text.split()) > more_than]
    assert len(long) > 50
    return near_pairs(long, everything_learned())


@pytest.mark.parametrize("name", MESSAGES)
def test_no_message_that_is_measured_is_nearly_learned_from(name: str) -> None:
    assert near(MESSAGES[name](), OF_A_MESSAGE) == []


@pytest.mark.parametrize("name", TURNS)
def test_no_long_turn_of_a_conversation_is_nearly_learned_from(name: str) -> None:
    assert near(TURNS[name](), OF_A_TURN) == []


def test_no_writer_of_conversations_says_mostly_what_is_learned_from() -> None:
    said: dict[str, set[str]] = {}
    for one in (*scripts(FOLDER), *scripts(SPANISH)):
        said.setdefault(one.writer, set()).update(
            turn.say
            for turn in one.turns
            if isinstance(turn.say, str) and len(turn.say.split()) > OF_A_MESSAGE
        )
    known = {
        text for text, _ in near_pairs(sorted(set().union(*said.values())), everything_learned())
    }
    shares = {writer: len(texts & known) / len(texts) for writer, texts in said.items()}
    assert {writer: share for writer, share in shares.items() if share > EVERYDAY} == {}
