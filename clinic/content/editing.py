"""Changes opening hours in `clinic.yml`, and nothing else in it: comments and order stay."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from clinic.content.clock_times import read_span
from clinic.content.errors import ContentError
from clinic.content.facts import WEEKDAYS, load_facts

FILE = "clinic.yml"


class BadHours(ValueError):
    """These are no opening hours; the words say what to do."""


def can_change(folder: Path) -> bool:
    """Whether this process may write there: a deployment may have the content to read only."""
    return os.access(folder / FILE, os.W_OK) and os.access(folder, os.W_OK)


def change_hours(folder: Path, wanted: Mapping[str, str]) -> list[str]:
    """Writes opening hours, whole or not at all.

    Args:
        folder: of the content.
        wanted: by weekday, such as "9:00 AM-12:00 PM, 1:00 PM-5:00 PM"; empty: closed. A weekday
            that is not named stays.

    Returns:
        The weekdays whose hours are others now.

    Raises:
        BadHours
        OSError: the file can't be written.
    """
    before = load_facts(folder / FILE).hours
    yaml: Any = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load((folder / FILE).read_text(encoding="utf-8"))
    for day in WEEKDAYS:
        if day not in wanted:
            continue
        spans = _spans(day, wanted[day])
        known = [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in before.get(day, ())]
        if spans == known:
            continue
        if spans:
            row = CommentedSeq(DoubleQuotedScalarString(span) for span in spans)
            row.fa.set_flow_style()
            data["hours"][day] = row
        else:
            data["hours"].pop(day, None)
    draft = folder / f".{FILE}-{os.getpid()}"
    try:
        with draft.open("w", encoding="utf-8") as file:
            yaml.dump(data, file)
            file.flush()
            os.fsync(file.fileno())
        after = load_facts(draft).hours
        os.chmod(draft, (folder / FILE).stat().st_mode & 0o777)
        os.replace(draft, folder / FILE)
    except ContentError as error:
        raise BadHours(error.message) from error
    finally:
        draft.unlink(missing_ok=True)
    return [day for day in WEEKDAYS if before.get(day, ()) != after.get(day, ())]


def _spans(day: str, text: str) -> list[str]:
    """A day's hours as they stand in the file.

    Raises:
        BadHours
    """
    spans: list[tuple[time, time]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        span = read_span(part)
        on = f"{day.capitalize()}: “{part}”"
        if span is None:
            raise BadHours(
                f"{on} can't be read, or may mean two things: write hours such as "
                "9:00 AM-12:00 PM, 1:00 PM-5:00 PM, or 9-17."
            )
        if span[0] >= span[1]:
            raise BadHours(f"{on} ends before it begins. Write first when you open.")
        if spans and span[0] < spans[-1][1]:
            raise BadHours(
                f"{on} begins before the hours in front of it end. Write the earlier hours first, "
                "and none twice."
            )
        spans.append(span)
    return [f"{begin:%H:%M}-{end:%H:%M}" for begin, end in spans]
