"""Asks a new model whether it hears what the one of before hears:
`python -m scripts.check_model NEW BEFORE TOPIC ...`, the topics those whose examples changed.
Prints JSON: `findings`, sentences on what keeps it from being used, and `otherwise`, the messages
of the evaluation that are heard otherwise: {"text", "before", "after"}.

Quick on purpose, some seconds a model: of the safety messages one for each sign and manner.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from clinic.content import topic_intent
from clinic.learning.examples import Examples
from clinic.reading.codec import read_from_json
from clinic.settings import ROOT, get_settings
from evaluation.corpus import PARTS, corpus

# Of a topic's own examples so many are to be heard as it: an example that is not is unclear, or
# another topic's. Of those of other topics, and of quiet messages, so many may be heard otherwise.
OWN, OTHERS, QUIET = 0.8, 0.03, 0.01
EXAMPLES_EACH, QUIET_EVERY, MOST_NAMED = 4, 8, 5
MESSAGES = ROOT / "tests" / "understanding" / "development.yml"

Heard = dict[str, tuple[list[str], str]]  # by message: the intents; alarm, ask or quiet


def main() -> None:
    new, before, topics = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    logging.disable(logging.WARNING)
    print(json.dumps(asyncio.run(compared(new, before, topics))))


async def compared(new: Path, before: Path, topics: Sequence[str]) -> dict[str, Any]:
    """What the new model hears otherwise."""
    examples = Examples(get_settings().training_dir)
    own = [
        (topic, what, [text for text, intent in known if intent == topic_intent(topic)])
        for topic in topics
        for what, known in (("examples", examples.texts), ("held-out wordings", examples.held_out))
    ]
    mine = {topic_intent(topic) for topic in topics}
    others = list(_some_of_each((t, i) for t, i in examples.texts if i not in mine))
    alarms, quiet = _alarms(), _quiet()
    asked = _evaluated()
    texts = [*others, *alarms, *quiet, *asked]
    was = await heard(before, texts) if before.exists() else {}
    now = await heard(new, [*texts, *(text for _, _, said in own for text in said)])
    intents = dict(examples.texts)
    lost = [one for one in alarms if was and was[one][1] != "quiet" and now[one][1] == "quiet"]
    weaker = [one for one in alarms if was and was[one][1] == "alarm" and now[one][1] == "ask"]
    louder = [one for one in quiet if was and was[one][1] != "alarm" and now[one][1] == "alarm"]
    confused = [
        one
        for one in others
        if was and intents[one] in was[one][0] and intents[one] not in now[one][0]
    ]
    findings: list[str] = []
    if lost:
        findings.append(f"{_named(lost)} told of an emergency, and would raise no alarm any more.")
    if len(weaker) > QUIET * len(alarms):
        findings.append(f"{_named(weaker)} raised an alarm, and would only be asked about.")
    if len(louder) > QUIET * len(quiet):
        findings.append(f"{_named(louder)} tell of no emergency, and would raise an alarm.")
    if len(confused) > OTHERS * len(others):
        findings.append(f"{_named(confused)} would be taken for something else than they are.")
    for topic, what, said in own:
        missed = [one for one in said if topic_intent(topic) not in now[one][0]]
        if len(missed) > (1 - OWN) * len(said):
            findings.append(
                f"Of the {len(said)} {what} of {topic} {len(missed)} are not heard as it: "
                f"{_named(missed)}. They are too near to another topic, or too few."
            )
    otherwise = [
        {"text": one, "before": ", ".join(was[one][0]), "after": ", ".join(now[one][0])}
        for one in asked
        # Where an alarm answers, nobody sees what else was heard.
        if was and was[one] != now[one] and {was[one][1], now[one][1]} != {"alarm"}
    ]
    return {"findings": findings, "otherwise": otherwise}


async def heard(model: Path, texts: Iterable[str]) -> Heard:
    """What a model makes of messages."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    from clinic.processor import name_processor

    name_processor()
    configure_structlog(logging.ERROR)  # it would print each message, several times
    agent = Agent.load(str(model))
    found: Heard = {}
    for text in texts:
        if text not in found:
            said = await agent.parse_message(text)
            read = read_from_json(said["read"])
            wishes = [wish.intent for wish in read.wishes] or [said["intent"]["name"]]
            found[text] = wishes, read.safety.decision
    return found


def _alarms() -> list[str]:
    """One message for each sign and manner of the safety messages."""
    first: dict[tuple[str, str], str] = {}
    for part in PARTS:
        for alarm in corpus(part).alarms:
            if len(alarm.texts) == 1:
                first.setdefault((alarm.line, alarm.manner), alarm.texts[0])
    return list(dict.fromkeys(first.values()))


def _quiet() -> list[str]:
    texts = [one.text for part in PARTS for one in corpus(part).quiet]
    return list(dict.fromkeys(texts[::QUIET_EVERY]))


def _evaluated() -> list[str]:
    """The messages the evaluation is developed on; those it is measured on are not shown to who
    writes examples."""
    if not MESSAGES.exists():
        return []
    labels = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))
    return list(dict.fromkeys(_texts(labels)))


def _texts(node: Any) -> Iterable[str]:
    if isinstance(node, str):
        yield node
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _texts(item)


def _some_of_each(texts: Iterable[tuple[str, str]]) -> Iterable[str]:
    count: dict[str, int] = {}
    for text, intent in texts:
        count[intent] = count.get(intent, 0) + 1
        if intent.startswith("ask_") and count[intent] <= EXAMPLES_EACH:
            yield text


def _named(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - MOST_NAMED} others" if len(texts) > MOST_NAMED else ""
    return "; ".join(f"“{text}”" for text in texts[:MOST_NAMED]) + more


if __name__ == "__main__":
    main()
