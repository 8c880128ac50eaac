"""What other thresholds of the alarm would lead to, on the open part of the safety corpus."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from clinic.reading.context import Before
from clinic.reading.learned.model import IntentModel
from clinic.reading.learned.second_opinion import Opinion
from clinic.reading.safety import Context, assess
from clinic.reading.safety.alarm import IN_FORCE, Thresholds, Verdict, judge
from evaluation.corpus import EXPLICIT, corpus
from evaluation.figures import Share

ALARM = (0.2, 0.3, 0.45, 0.6, 0.8)
# The gate alone: nothing the learned opinion hears is ever enough.
NEVER = Thresholds(alarm=1.1)
SOON = 20.0
HEAD = (
    "| the learned opinion alone is enough at | signs in other words seen | asked about instead "
    "| false alarms, ordinary | negated | asked needlessly, negated |\n|---|---|---|---|---|---|"
)


def tabled(model: IntentModel) -> list[str]:
    """A row for each threshold, as a Markdown table."""

    @cache
    def opinion(text: str) -> Opinion:
        return model.opinions([text])[0]

    def verdicts(texts: tuple[str, ...], thresholds: Thresholds) -> list[Verdict]:
        found: list[Verdict] = []
        for place, text in enumerate(texts):
            before = Before(texts[place - 1], SOON, found[-1].suspicion) if place else None
            context = Context(before.text, SOON) if before else Context()
            hear = lambda parts: [opinion(part) for part in parts]  # noqa: E731
            assessment = assess(text, context)
            found.append(judge(text, assessment, opinion(text), hear, before, thresholds))
        return found

    def row(name: str, thresholds: Thresholds) -> str:
        seen, asked = [], []
        for alarm in corpus("open").alarms:
            if alarm.manner != EXPLICIT:
                said = verdicts(alarm.texts, thresholds)
                tiers = {item.tier for item in said}
                seen.append(bool(tiers & {alarm.tier, "E" if alarm.tier == "U" else alarm.tier}))
                asked.append(not any(tiers) and any(item.in_doubt for item in said))
        cried, doubted = defaultdict(list), []
        for item in corpus("open").quiet:
            verdict = verdicts((item.text,), thresholds)[0]
            alarms = ("E", "C", "U") if item.kind == "ordinary" else ("E", "C")
            cried[item.kind].append(verdict.tier in alarms)
            if item.kind == "negated":
                doubted.append(verdict.in_doubt)
        shares = [seen, asked, cried["ordinary"], cried["negated"], doubted]
        return f"| {name} | " + " | ".join(str(Share.among(share)) for share in shares) + " |"

    rows = [row("never: the gate alone", NEVER)]
    rows += [
        row(f"**{alarm}, in force**" if alarm == IN_FORCE.alarm else str(alarm), Thresholds(alarm))
        for alarm in ALARM
    ]
    return [HEAD, *rows]
