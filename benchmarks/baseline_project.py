"""Writes the baseline: a project as `rasa init` leaves it, with our intents and our examples.

The examples of data/nlu/ are taken over as they are. Every intent is answered by a rule, all but
one by the custom action; two short stories let Rasa's policies learn as they do after `rasa init`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from clinic.settings import ROOT

SOURCES = ROOT / "benchmarks" / "rasa_default"
# The intent that is answered without the action server.
GREETING = "greet"
# What DIETClassifier trains for after `rasa init`.
EPOCHS = 100


def write(folder: Path, epochs: int = EPOCHS) -> None:
    """Writes the project; what was in the folder's data/ is replaced.

    Args:
        epochs: of DIETClassifier, where nearly all of the training's time goes.
    """
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    for name in ("config.yml", "endpoints.yml", "credentials.yml", "actions.py"):
        shutil.copy(SOURCES / name, folder / name)
    config = yaml.safe_load((SOURCES / "config.yml").read_text())
    for component in config["pipeline"]:
        if component["name"] == "DIETClassifier":
            component["epochs"] = epochs
    _dump(folder / "config.yml", config)
    intents = []
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        shutil.copy(path, data / f"nlu_{path.name}")
        for item in yaml.safe_load(path.read_text()).get("nlu", []):
            if "intent" in item and item["intent"] not in intents:
                intents.append(item["intent"])
    _dump(folder / "domain.yml", _domain(intents))
    _dump(data / "rules.yml", _rules(intents))
    _dump(data / "stories.yml", _stories())


def _domain(intents: list[str]) -> dict[str, Any]:
    return {
        "version": "3.1",
        "intents": intents,
        "slots": {
            "last_topic": {
                "type": "text",
                "influence_conversation": False,
                "mappings": [{"type": "custom"}],
            }
        },
        "actions": ["action_answer"],
        "responses": {"utter_greet": [{"text": "Hello! How can I help?"}]},
        "session_config": {
            "session_expiration_time": 720,
            "carry_over_slots_to_new_session": False,
        },
    }


def _rules(intents: list[str]) -> dict[str, Any]:
    return {
        "version": "3.1",
        "rules": [
            {
                "rule": f"answer {intent}",
                "steps": [
                    {"intent": intent},
                    {"action": "utter_greet" if intent == GREETING else "action_answer"},
                ],
            }
            for intent in (*intents, "nlu_fallback")
        ],
    }


def _stories() -> dict[str, Any]:
    def story(*asked: str) -> dict[str, Any]:
        steps: list[dict[str, str]] = [{"intent": GREETING}, {"action": "utter_greet"}]
        for intent in asked:
            steps += [{"intent": intent}, {"action": "action_answer"}]
        return {"story": "ask " + ", ".join(asked), "steps": steps}

    return {
        "version": "3.1",
        "stories": [story("ask_causes", "ask_symptoms"), story("ask_treatment_overview")],
    }


def _dump(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
