"""Writes the figures down as docs/evaluation/README.md."""

from __future__ import annotations

from evaluation.measuring import ALL, Measured
from evaluation.outside import MESSAGES, QUESTIONS, SETS, Outside

Pair = tuple[Measured, Measured]

HEAD = """# How well messages are understood

Written by `make eval`; do not edit. Each figure is the first reply of a fresh conversation, through
the trained model that the product serves. In brackets stands the 95 % interval (Wilson).

How signs of an emergency are heard: [safety](safety.md). What comes of whole conversations:
[conversations](conversations.md). Facts asked for and corrections: [conversing](conversing.md). In
Spanish: [spanish](spanish.md).

"Right" means: `answer`, the topic is among the wishes understood; `not_covered` and
`out_of_scope`, nothing of the article (for `out_of_scope` nothing of the clinic) is answered;
appointment wishes and `human`, that wish is among those understood; `emergency`, an alarm is
raised; `negated_red_flag`, no emergency is.
"""

REAL_HEAD = """Apart from the set above, of which most was written for it: what people wrote, as
it stands in its source (real), or with words changed (edited). Messages that came before are said
first; where two labels are right, either counts.
"""
ORIGINS = {
    "real": "Real ones",
    "edited": "Edited ones",
    "authored": "Written for that set",
}


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


def written(held_out: Pair, outside: Pair | None, real: Pair | None) -> str:
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
        "## Messages from outside",
        "",
        *_outside(outside, MESSAGES),
        "## Real questions and wishes from outside",
        "",
        REAL_HEAD,
        *_outside(real, QUESTIONS),
        "## What was not measured",
        "",
        *([f"- {one.missing}" for one in SETS if not one.path] or ["All sets were here."]),
        "",
    ]
    return "\n".join(lines)


def _outside(pair: Pair | None, which: Outside) -> list[str]:
    """The tables of a set from outside: all of it, and by where its texts come from."""
    if pair is None:
        return [which.missing, ""]
    lines = [f"A labelled set that is not kept in this repository (`{which.variable}`).", ""]
    lines += _table(pair, ALL)
    for origin, title in ORIGINS.items():
        if any(name == origin for _, name in pair[0].shares):
            lines += [f"### {title}", "", *_table(pair, origin)]
    return [*lines, f"Median parse: {pair[0].median:.1f} ms.", ""]
