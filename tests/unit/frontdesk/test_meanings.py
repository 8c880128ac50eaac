"""Whatever a message can be taken for has a name at the desk."""

from __future__ import annotations

from typing import get_args

import pytest
import yaml

from clinic.content import get_content
from clinic.inbox.understood import _given
from clinic.reading.read import Feeling, Named, Phone, Read, Stance, TimeSaid
from clinic.settings import ROOT
from frontdesk.meanings import (
    GIVEN,
    MEANINGS,
    given_label,
    meaning_label,
    subject_label,
    topic_labels,
)

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "intent", [one if isinstance(one, str) else next(iter(one)) for one in DOMAIN["intents"]]
)
def test_every_intent_is_named_in_words(intent: str) -> None:
    known = {**topic_labels(), **{one: "" for some in MEANINGS.values() for one in some}}
    assert intent in known
    assert "_" not in meaning_label(intent)


def test_topics_and_facts_are_named_by_their_own_names_too() -> None:
    assert meaning_label("causes") == meaning_label("ask_causes") == "Causes"
    assert meaning_label("parking") == "Parking"
    assert meaning_label("ask_riding_a_bike") == "Riding a bike"  # of a draft


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("parking", "Parking"),
        ("alex", "Alex Example, PT"),
        ("2026-12-24", "Thursday, December 24"),
        ("saturday", "Saturdays"),
        ("now", "right now"),
        ("knee", "knee"),
        ("alarm", "the alarm"),
    ],
)
def test_what_a_message_is_about_is_named_in_words(subject: str, words: str) -> None:
    assert subject_label(subject) == words


def test_every_topic_is_named_by_its_label() -> None:
    for topic in get_content().topics.values():
        assert subject_label(topic.id) == topic.label


def test_all_that_a_message_gives_has_a_name_and_is_told_in_words() -> None:
    read = Read(
        names=(Named("Ana Diaz"),), phones=(Phone("+14145550175"),), reference="K7M2QX",
        time=TimeSaid(therapist="alex"), stance="yes", call_when="not before noon", feeling="fear",
    )  # fmt: skip
    given = dict(_given(read))
    assert given.keys() == GIVEN.keys()
    told = {given_label(what, value) for what, value in given.items()}
    assert told == {
        "Ana Diaz", "(414) 555-0175", "Alex Example, PT", "K7M2QX", "yes", "not before noon",
        "afraid",
    }  # fmt: skip
    # Words that are said so anyway stay.
    same = {"yes", "no", "stop", "sad"}
    for what, values in (("answer", get_args(Stance)), ("feeling", get_args(Feeling))):
        for value in values:
            assert (given_label(what, value) == value) is (value in same), (what, value)
