"""Patients are told that a machine answers, and nothing implies that a licensed person does."""

from __future__ import annotations

import re

import pytest

from channels.sms.texts import say
from clinic.settings import ROOT
from scripts.patient_texts import all_texts

PROFESSION = r"doctor|nurse|clinician|therapist|physical therapist|pt|provider|counselor"
# "I'm your therapist", "as a nurse", "our licensed assistant", "my diagnosis", "I diagnose".
IMPLIED = re.compile(
    rf"\b(i am|i'm|this is|as) (a|an|your|the) (licensed )?({PROFESSION})\b"
    r"|\blicensed (assistant|helper)\b"
    r"|\bmy (diagnosis|medical advice|professional opinion)\b|\bi (diagnose|prescribe|treat)\b",
    re.I,
)


@pytest.mark.parametrize(
    "text",
    [
        "I'm your therapist.",
        "As a licensed physical therapist I say so",
        "our licensed helper",
        "I diagnose a disc",
    ],
)
def test_what_would_imply_it_is_found(text: str) -> None:
    assert IMPLIED.search(text)


def test_no_text_implies_that_a_licensed_person_answers() -> None:
    every = [one for one in all_texts(ROOT) if one.reader == "patient"]
    assert len(every) > 200
    assert [(one.where, one.text) for one in every if IMPLIED.search(one.text)] == []


def test_what_greets_patients_says_that_it_is_a_machine() -> None:
    """In the chat each greeting says so; by text the introduction before it does."""
    names = ("content/replies.yml: greet", "content/replies.yml: greet_plain")
    greetings = [one for one in all_texts(ROOT) if one.where in names and one.channel != "sms"]
    assert len(greetings) >= 4
    for one in greetings:
        assert re.search(r"automated|I'm a bot", one.text), one.text
    assert "automated assistant" in say("introduction")
