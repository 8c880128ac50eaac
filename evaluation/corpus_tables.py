"""The tables of the safety corpus in docs/evaluation/safety.md, a column for each of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evaluation.safety import SafetyFigures

HEAD = """## Our corpus, by manner

`tests/safety/open.yml`, on which gate and learned opinion were made better, and
`tests/safety/kept.yml`, which was never looked at; through the whole model the product serves.
"Seen" is an alarm at least as urgent as the sign; a false alarm is E or C (for ordinary messages
U as well). Where a sign may be meant or denied, the patient is asked once, with the safety line.
"""


def section(parts: Mapping[str, SafetyFigures]) -> list[str]:
    """The section on the safety corpus; of the open part what went wrong is printed whole."""
    names = list(parts)
    lines = [
        HEAD,
        f"| | {' | '.join(names)} |",
        "|---|" + "---|" * len(names),
    ]
    first = parts[names[0]]

    def rows(title: str, keys: Iterable[Any], attribute: str) -> None:
        for key in keys:
            cells = [str(getattr(part, attribute).get(key, "")) for part in parts.values()]
            lines.append(f"| {title} {' '.join(key) if isinstance(key, tuple) else key} | "
                         f"{' | '.join(cells)} |")  # fmt: skip

    for how in ("explicit", "paraphrased"):
        cells = " | ".join(f"**{part.recall(how)}**" for part in parts.values())
        lines.append(f"| **seen, {how}** | {cells} |")
    rows("seen,", sorted(first.seen), "seen")
    rows("asked about instead, tier", sorted(first.asked), "asked")
    rows("false alarm,", sorted(first.cried), "cried")
    rows("asked about needlessly,", sorted(first.asked_quiet), "asked_quiet")
    lines += ["", "Any alarm, by the manner in which the sign is told:", ""]
    lines += [f"| | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    rows("", sorted(first.by_manner), "by_manner")
    lines += ["", "### Of the open part: missed, and cried wolf", ""]
    return [*lines, *([f"- {line}" for line in parts["open"].wrong] or ["None."]), ""]
