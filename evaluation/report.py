"""Writes the figures down as docs/evaluation/README.md."""

from __future__ import annotations

from evaluation.figures import Share
from evaluation.measuring import ALL, Measured

Pair = tuple[Measured, Measured]

HEAD = """# How well messages are understood

Written by `make eval`; do not edit. Each figure is the first reply of a fresh conversation, through
the trained model that the product serves. In brackets stands the 95 % interval (Wilson).

"Right" means: `answer`, the topic is among the wishes understood; `not_covered` and
`out_of_scope`, nothing of the article (for `out_of_scope` nothing of the clinic) is answered;
appointment wishes and `human`, that wish is among those understood; `emergency`, an alarm is
raised; `negated_red_flag`, no emergency is.
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


def written(held_out: Pair, outside: Pair | None, safety: dict[str, Share]) -> str:
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
    if safety:
        lines += ["## Safety", "", "`tests/safety/corpus.yml`, through the whole product.", ""]
        lines += ["| | share |", "|---|---|"]
        lines += [f"| {name} | {share} |" for name, share in safety.items()]
        lines.append("")
    return "\n".join(lines)
