"""What the channels can do, as far as the domain must know: declared by each in its folder.

`channels/<name>/channel.yml` says how the clinic reaches somebody there; no name of a channel
stands in code outside of its folder. A channel that declares nothing only answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from clinic.settings import ROOT, Settings, get_settings

FOLDER, FILE = ROOT / "channels", "channel.yml"


@dataclass(frozen=True)
class Way:
    """A channel, as it declares itself.

    Attributes:
        name: of its folder, under which its messages are stored.
        engine_name: what the engine knows it as.
        label: what the staff call it.
        reached_by: how the clinic writes first there: by the patient's "phone" number, or in a
            "conversation" that somebody may look at; None: it only answers.
        brief: its messages are short, and nothing is shown beside the words.
        needs: settings without which it is off.
        texts: names of what it says itself, in content/<name>.yml.
    """

    name: str
    engine_name: str
    label: str = ""
    reached_by: str | None = None
    brief: bool = False
    needs: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def is_on(self, settings: Settings | None = None) -> bool:
        """Whether this installation has what it needs."""
        settings = settings or get_settings()
        return all(_is_set(getattr(settings, name)) for name in self.needs)

    @property
    def by_phone(self) -> bool:
        """Whether its messages go to a phone number and come from one."""
        return self.reached_by == "phone"


@lru_cache(maxsize=1)
def ways() -> tuple[Way, ...]:
    """Every channel that declares something, by name."""
    return tuple(_declared(FOLDER))


def way(name: str | None) -> Way:
    """The channel of this name, or that the engine knows by it."""
    known = (one for one in ways() if name in (one.name, one.engine_name))
    return next(known, Way(name or "", name or ""))


def phone_ways() -> list[str]:
    """Names of the channels whose messages go to a phone number."""
    return [one.name for one in ways() if one.by_phone]


def shown_ways() -> list[str]:
    """Names of the channels whose messages stand in a transcript that the patient looks at."""
    return [one.name for one in ways() if one.reached_by == "conversation"]


def _declared(folder: Path) -> Iterator[Way]:
    # Imported when first needed, for the door's sake.
    from clinic.content.yaml_file import plain, read_yaml

    for path in sorted(folder.glob(f"*/{FILE}")):
        written: dict[str, Any] = plain(read_yaml(path))
        for name in ("needs", "texts"):
            written[name] = tuple(written.get(name, ()))
        yield Way(name=path.parent.name, **written)


def _is_set(value: Any) -> bool:
    return bool(value.get_secret_value() if hasattr(value, "get_secret_value") else value)
