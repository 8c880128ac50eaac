"""Libraries that Rasa's server imports and this product never uses.

Rasa imports every channel and tracker store it knows: Telegram's, Slack's and Facebook's
libraries, Amazon's and MongoDB's, plotting, scikit-learn, questions at a terminal; spaCy its
commands; what trains, the solver that it trains with. Together they
take a quarter of the time until the server listens, and memory for as long as it runs. While the
server is started, an empty module stands in place of each. Names taken from it are placeholders;
whoever calls one is told why.

Only `engine.server` does this; `rasa train`, `rasa shell` and the others have the real libraries.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import itertools
import sys
import types
from collections.abc import Sequence

LIBRARIES = (
    "aio_pika",
    "aiogram",
    "apscheduler",
    "boto3",
    "botocore",
    "engineio",
    "fbmessenger",
    "mattermostwrapper",
    "matplotlib",
    "prompt_toolkit",
    "pymongo",
    "questionary",
    "rocketchat_API",
    "scipy.optimize",
    "scipy.sparse.csgraph",
    "sklearn",
    "slack_sdk",
    "socketio",
    "spacy.cli",
    "webexteamssdk",
)


class LibraryLeftOut(ImportError):
    """Something uses a library that the server leaves out."""


def leave_out(libraries: Sequence[str] = LIBRARIES) -> None:
    """Puts an empty module in place of each library, or part of one ("spacy.cli"), that is not
    imported yet."""
    wanted = frozenset(name for name in libraries if name not in sys.modules)
    sys.meta_path.insert(0, _Finder(wanted))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, libraries: frozenset[str]) -> None:
        self._libraries = libraries

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        parts = itertools.accumulate(fullname.split("."), lambda *names: ".".join(names))
        if self._libraries.isdisjoint(parts):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _LeftOut(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """There is nothing in it."""


class _LeftOut(types.ModuleType):
    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        qualified = f"{self.__name__}.{name}"
        # Rasa names their errors in `except` clauses, which take classes of exceptions only.
        is_error = name.endswith(("Error", "Exception", "Failure", "Timeout"))
        placeholder = (
            type(name, (Exception,), {})
            if is_error
            else _Placeholder(name, (), {"name": qualified})
        )
        setattr(self, name, placeholder)
        return placeholder


class _Placeholder(type):
    name: str

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Placeholder(name, (), {"name": f"{cls.name}.{name}"})

    def __call__(cls, *args: object, **kwargs: object) -> object:
        if cls.__dict__.get("name") is None:  # a subclass that Rasa defined
            return super().__call__(*args, **kwargs)
        raise LibraryLeftOut(
            f"{cls.name} is called, but the server leaves this library out to start faster. "
            "Take it off the list in engine/unused_imports.py."
        )
