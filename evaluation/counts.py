"""What was measured, kept in docs/evaluation/figures.json: counts by what they are of.

Each evaluation notes its own figures; those that were not measured again stay, with their date.
Beside each stands what was published: the most that a run reached that was no worse than the one
before it. A run that is worse leaves it, so that measuring again hides nothing; `python -m
evaluation --publish` takes what is measured as published, whatever it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from clinic import clock
from clinic.settings import ROOT
from evaluation.figures import Share

KEPT = ROOT / "docs" / "evaluation" / "figures.json"
MEASURED, PUBLISHED = "measured", "published"
# So much less than what was published is no accident: half a point, and one message more, which is
# much of a small set.
HALF_A_POINT = 0.005
# The fewer the better.
FEWER = frozenset({"in_vain", "no_crisis_988", "no_crisis_alarm", "no_crisis_heard"})
# What is held with a running product differs a little from day to day, as its clinic's diary does:
# half a point is too fine for it.
BY_INTERVAL = frozenset({"conversations", "journeys"})
# English must not get worse for the sake of another language; that one is held by its floors.
OTHER_LANGUAGES = ("_es", "spanish")

Json = dict[str, Any]


def read() -> Json:
    """What was measured so far."""
    found: Json = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return found


def write(figures: Mapping[str, Json], publish: bool = False) -> list[str]:
    """Keeps figures by what they are of; a sentence for each that is worse than was published.

    Args:
        figures: by name; those without counts are left out.
        publish: take all as published.
    """
    kept = read()
    today, worse = f"{clock.now():%Y-%m-%d}", []
    for name, found in figures.items():
        if not found:
            continue
        before = {**kept.get(name, {})}
        published = before.pop(PUBLISHED, {key: before[key] for key in before if key != MEASURED})
        fallen = [] if publish else compared(name, published, found)
        worse += fallen
        best = found if publish else _best(published, found)
        kept[name] = {MEASURED: today, **found, PUBLISHED: published if fallen else best}
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return worse


def compared(name: str, published: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """A sentence for each English figure that is worse than the published one, by more than half a
    point and one message, or beyond the published one's interval."""
    if name.endswith(OTHER_LANGUAGES):
        return []
    before = dict(shares(published))
    told = []
    for label, now in shares(found):
        was = before.get(label)
        bound = _crossed(was, now, label, name in BY_INTERVAL) if was else None
        if was and bound:
            told.append(f"{name}, {label}: {now}, published was {was}: worse by more than {bound}")
    return told


def _crossed(was: Share, now: Share, label: str, by_interval: bool) -> str | None:
    """Which bound a figure is beyond, if any."""
    if not was.of or not now.of:
        return None
    fewer = label.rpartition(" ")[2] in FEWER
    loss = now.value - was.value if fewer else was.value - now.value
    low, high = was.interval
    least = HALF_A_POINT + 1 / now.of
    if not by_interval and loss > least + 1e-9:
        return f"half a point and one message ({least:.3f})"
    if now.value > high if fewer else now.value < low:
        return f"its interval ({low:.3f}-{high:.3f})"
    return None


def _best(published: Mapping[str, Any], found: Mapping[str, Any]) -> Json:
    """Each figure's better one, so that many small losses are seen together."""
    best: Json = {}
    for key, value in found.items():
        was = published.get(key)
        if isinstance(value, dict):
            best[key] = _best(was if isinstance(was, dict) else {}, value)
        elif is_share(value):
            now = Share(*value)
            before = Share(*was) if is_share(was) and was[1] else now
            better = min if key in FEWER else max
            best[key] = pair(better(before, now, key=lambda share: share.value))
        else:
            best[key] = value
    return best


def is_share(value: Any) -> TypeGuard[list[int]]:
    """Whether a value is a share as it is kept: how many, of how many."""
    return isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) for n in value)


def shares(found: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, Share]]:
    """Every share of kept figures, by its name, with the names it stands under."""
    for key, value in found.items():
        if key == PUBLISHED:
            continue
        if isinstance(value, dict):
            yield from shares(value, f"{under}{key} ")
        elif is_share(value):
            yield f"{under}{key}", Share(*value)


def told(name: str) -> str:
    """When figures were measured, and the first of them, in words; "" when they never were."""
    found = read().get(name)
    if not found:
        return ""
    named = "; ".join(f"{label} {share}" for label, share in shares(found))
    return f"on {found[MEASURED]}: {named}"


def pair(share: Share) -> list[int]:
    """A share as it is kept."""
    return [share.right, share.of]
