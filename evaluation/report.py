"""Writes the figures down as docs/evaluation/README.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evaluation.measuring import ALL, Measured
from evaluation.safety import SafetyFigures

Pair = tuple[Measured, Measured]

HEAD = """# How well messages are understood

Written by `make eval`; do not edit. Each figure is the first reply of a fresh conversation, through
the trained model that the product serves. In brackets stands the 95 % interval (Wilson).

"Right" means: `answer`, the topic is among the wishes understood; `not_covered` and
`out_of_scope`, nothing of the article (for `out_of_scope` nothing of the clinic) is answered;
appointment wishes and `human`, that wish is among those understood; `emergency`, an alarm is
raised; `negated_red_flag`, no emergency is.
"""


SAFETY_HEAD = """`tests/safety/open.yml`, on which gate and learned opinion were made better, and
`tests/safety/kept.yml`, which was never looked at; through the model the product serves.
"Seen" is an alarm at least as urgent as the sign; a false alarm is E or C (for ordinary messages
U as well). Where a sign may be meant or denied, the patient is asked once, with the safety line.
"""


def _table(pair: Pair, origin: str) -> list[str]:
    clean, typos = pair
    labels = sorted(label for label, written_by in clean.shares if written_by == origin)
    lines = ["| label | as written | with typos |", "|---|---|---|"]
    for label in labels:
        lines.append(f"| {label} | {clean.shares[label, origin]} | {typos.shares[label, origin]} |")
    if origin == ALL:
        lines.append(
            f"| the four appointment wishes | {clean.share('appointments')} "
            f"| {typos.share('appointments')} |"
        )
    return [*lines, ""]


def written(held_out: Pair, outside: Pair | None, safety: dict[str, SafetyFigures]) -> str:
    """The whole report, in Markdown."""
    clean, typos = held_out
    lines = [HEAD, "## Our own held-out messages", ""]
    lines += [
        "Written for measuring (`tests/understanding/heldout.yml`); a test refuses near-duplicates "
        "of the training data.",
        "",
        "| | as written | with typos |",
        "|---|---|---|",
        f"| right intent | {clean.accuracy} | {typos.accuracy} |",
        f"| macro F1 | {clean.macro_f1:.3f} | {typos.macro_f1:.3f} |",
        f"| median parse | {clean.median:.1f} ms | {typos.median:.1f} ms |",
        "",
        *_table(held_out, ALL),
        "![Which intents are taken for which](confusion.png)",
        "",
    ]
    if outside:
        lines += ["## Messages from outside", ""]
        lines += ["A labelled set that is not kept in this repository (`EVAL_SET`).", ""]
        lines += [*_table(outside, ALL), "### Real messages", "", *_table(outside, "real")]
        lines += ["### Messages written for that set", "", *_table(outside, "authored")]
        lines += [f"Median parse: {outside[0].median:.1f} ms.", ""]
    lines += _safety(safety)
    return "\n".join(lines)


def _safety(parts: dict[str, SafetyFigures]) -> list[str]:
    """The section on the safety corpus, a column for each of its parts."""
    names = list(parts)
    lines = [
        "## Safety",
        "",
        SAFETY_HEAD,
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
    return [*lines, ""]
