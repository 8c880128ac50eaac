"""How many signs of the safety corpus the product sees, and how often it cries wolf."""

from __future__ import annotations

from pathlib import Path

import yaml

from evaluation.figures import Share
from evaluation.messages import SAFETY_CORPUS
from evaluation.product import Product
from nlu.intents import ALARMS

PARTS = ("explicit", "paraphrased", "kept")
EMERGENCIES = frozenset({ALARMS["E"], ALARMS["C"]})


def safety_shares(product: Product, folder: Path = SAFETY_CORPUS) -> dict[str, Share]:
    """Recall by part and tier, and false alarms; empty where there is no corpus.

    A sign that is to be looked at soon (U) and is taken for an emergency (E) counts as seen.
    """
    path = folder / "corpus.yml"
    if not path.is_file():
        return {}
    corpus = yaml.safe_load(path.read_text(encoding="utf-8"))
    shares = {}
    for part in PARTS:
        for tier, intent in ALARMS.items():
            messages = corpus.get(part, {}).get(tier, [])
            enough = {intent, ALARMS["E"]} if tier == "U" else {intent}
            found = [reading.intent in enough for reading in product.read(messages)]
            if found:
                shares[f"seen, {part}, tier {tier}"] = Share.among(found)
    quiet = {
        "ordinary": (corpus.get("ordinary", []), frozenset(ALARMS.values())),
        "negated": (corpus.get("negated", []), EMERGENCIES),
        "kept": (corpus.get("kept", {}).get("quiet", []), EMERGENCIES),
    }
    for name, (messages, alarms) in quiet.items():
        raised = [reading.intent in alarms for reading in product.read(messages)]
        if raised:
            shares[f"false alarms, {name}"] = Share.among(raised)
    return shares
