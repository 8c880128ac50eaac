"""The channels there are: every folder here registers its own, and stands nowhere else.

    @register
    class Pager(Channel):
        name = engine_name = "pager"
        ...

in `channels/pager/__init__.py` is all it takes for the door, the brain and the worker to have it.
"""

from __future__ import annotations

import importlib
import pkgutil

import channels
from channels.base import Channel
from clinic.settings import Settings
from clinic.storage import Database

_classes: dict[str, type[Channel]] = {}


def register(channel: type[Channel]) -> type[Channel]:
    """Adds a channel, as a decorator of its class.

    Raises:
        ValueError: another channel has its name.
    """
    known = _classes.setdefault(channel.name, channel)
    if (known.__module__, known.__qualname__) != (channel.__module__, channel.__qualname__):
        raise ValueError(f"Two channels are called {channel.name!r}: {known}, {channel}")
    return channel


def load(settings: Settings, database: Database) -> list[Channel]:
    """Every channel, for one process."""
    for module in pkgutil.iter_modules(channels.__path__):
        if module.ispkg:
            importlib.import_module(f"channels.{module.name}")
    return [channel(settings, database) for _, channel in sorted(_classes.items())]
