"""Whatever a message can be taken for has a name at the desk."""

from __future__ import annotations

import pytest
import yaml

from clinic.settings import ROOT
from frontdesk.meanings import MEANINGS, meaning_label, topic_labels

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
