"""Each kind of sign: said, denied, asked about, a figure of speech; and writers kept aside."""

from __future__ import annotations

import pytest

from clinic import clock
from clinic.reading.context import Before, Context
from clinic.reading.learned.model import IntentModel
from clinic.reading.safety.groups import get_groups
from clinic.reading.safety.judging import judge
from evaluation import floors
from evaluation.corpus import EXPLICIT, corpus
from evaluation.hearing import Judged, hearing, judged, kept, said_elsewhere, said_while_booking

GROUPS = sorted(get_groups().groups)


@pytest.fixture(scope="module")
def of_writers(learned: IntentModel) -> list[Judged]:
    return judged(kept(), learned)


@pytest.mark.parametrize("group", GROUPS)
def test_a_kind_is_heard_and_its_denials_questions_and_figures_are_not(
    of_kinds: dict[str, list[Judged]], group: str
) -> None:
    items = of_kinds[group]
    assert len(items) == 30
    figures = hearing(items)
    missed = [item.example.text for item in items if item.example.present and not item.heard]
    assert figures.heard.right >= floors.KIND_HEARD, missed
    cried = [item.example.text for item in items if not item.example.present and item.alarm]
    assert len(cried) <= floors.KIND_CRIED, cried


def test_all_kinds_together_are_heard_as_often_as_promised(
    of_kinds: dict[str, list[Judged]],
) -> None:
    everything = [item for items in of_kinds.values() for item in items]
    assert floors.unheard(hearing(everything), floors.KINDS) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_writers_kept_aside_are_heard_as_often_as_promised(
    of_writers: list[Judged], language: str
) -> None:
    items = [item for item in of_writers if item.example.language == language]
    assert floors.unheard(hearing(items), floors.WRITERS[language]) == []


def test_every_writer_kept_aside_has_a_floor() -> None:
    assert set(floors.WRITER_ALARMS) == {example.writer for example in kept()}


@pytest.mark.parametrize("writer", floors.WRITER_ALARMS)
def test_each_writer_kept_aside_is_heard_as_often_as_promised(
    of_writers: list[Judged], writer: str
) -> None:
    items = [item for item in of_writers if item.example.writer == writer]
    assert floors.below(writer, hearing(items).alarm, floors.WRITER_ALARMS[writer]) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_sounds_final_while_booking_is_told_apart_as_often_as_promised(
    learned: IntentModel, language: str
) -> None:
    found = [example for example in said_while_booking() if example.language == language]
    assert floors.unheard(hearing(judged(found, learned)), floors.BOOKING[language]) == []


@pytest.mark.parametrize("writer", floors.ELSEWHERE)
def test_posts_and_dictated_messages_are_heard_as_often_as_promised(
    learned: IntentModel, writer: str
) -> None:
    found = [example for example in said_elsewhere() if example.writer == writer]
    assert floors.unheard(hearing(judged(found, learned)), floors.ELSEWHERE[writer]) == []


def test_every_plain_statement_is_an_alarm_alone_or_as_the_second_message(
    learned: IntentModel,
) -> None:
    plain = [alarm for alarm in corpus("open").alarms if alarm.manner == EXPLICIT]
    missed = []
    for alarm in plain:
        text = " ".join(alarm.texts)
        before = Before("what are your hours?", 20.0)
        for context in (Context(clock.now()), Context(clock.now(), before=before)):
            if judge(text, context, learned.signs).decision != "alarm":
                missed.append(text)
    assert missed == []
