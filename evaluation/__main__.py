"""Prints how well messages are understood, and writes it to docs/evaluation/.

Exits with 1 when a figure is under its floor (evaluation/floors.py).
"""

from __future__ import annotations

import sys

from clinic.settings import ROOT
from evaluation import corrections, facts, floors, spanish
from evaluation.confusion import draw
from evaluation.corpus import PARTS, corpus
from evaluation.hearing_report import write as write_hearing
from evaluation.measuring import measure
from evaluation.messages import find_set, held_out, read_set
from evaluation.product import Product
from evaluation.readme import note, of_messages
from evaluation.report import written
from evaluation.safety import measure_safety
from evaluation.talking import learned, own_clinic
from scripts.train import train

DOCS = ROOT / "docs" / "evaluation"
CONVERSING = """# Facts asked for, and corrections

Written by `make eval`; do not edit. By writers who saw neither the product nor its data: twenty
facts of the clinic in ten wordings each, and a hundred corrections at every step of every flow
(three in four of those were read while corrections were mended). In brackets stands the 95 %
interval (Wilson).
"""
SPANISH = """# Messages in Spanish

Written by `make eval`; do not edit. By two writers who saw neither the product nor its data; the
misses of writer 2 were read while the reading was mended, those of writer 3 were not. In brackets
stands the 95 % interval (Wilson).
"""


def main() -> int:
    """Measures everything that is there."""
    product_path = train()
    product = Product(product_path)
    own = held_out()
    ours = measure(product, own, noise=False), measure(product, own, noise=True)
    draw(ours[0].pairs, DOCS / "confusion.png")
    failed = floors.under("held out", ours[0], floors.HELD_OUT)
    path = find_set()
    theirs = None
    if path:
        messages = read_set(path)
        theirs = measure(product, messages, noise=False), measure(product, messages, noise=True)
        failed += floors.under("outside", theirs[0], floors.OUTSIDE)
        note(outside=of_messages(theirs[0]), outside_typos=of_messages(theirs[1]))
    else:
        print("No labelled set from outside: to measure one too, put its path into EVAL_SET.")
    safety = {part: measure_safety(product, corpus(part)) for part in PARTS}
    safety["together"] = safety["open"] + safety["kept"]
    failed += floors.unsafe(safety["together"])
    report = written(ours, theirs, safety)
    (DOCS / "README.md").write_text(report, encoding="utf-8")
    print(report)
    failed += write_hearing(product_path)
    with own_clinic():
        model = learned(product_path)
        tables = facts.table(facts.ask_all(model)), corrections.table(corrections.make_all(model))
        said = spanish.say_all(model)
    note(spanish=spanish.kept(said))
    (DOCS / "conversing.md").write_text("\n".join([CONVERSING, *tables, ""]), encoding="utf-8")
    (DOCS / "spanish.md").write_text(
        "\n".join([SPANISH, spanish.table(said), ""]), encoding="utf-8"
    )
    print("\n".join(failed) or "Every figure is above its floor.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
