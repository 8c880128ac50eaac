"""Stands in TensorFlow's place, so that Rasa can be imported without it.

Rasa 3.6 imports TensorFlow in many modules and uses it in six components only:
DIETClassifier, TEDPolicy, UnexpecTEDIntentPolicy, ResponseSelector,
ConveRTFeaturizer and LanguageModelFeaturizer. None of them is in our config.yml,
so the 1.4 GB of TensorFlow are left out of the environment. This package answers
every attribute and every sub-module with a placeholder that can be subclassed,
subscripted and used as a decorator, which is all that importing Rasa asks for.
Whoever really calls TensorFlow gets `TensorFlowNotInstalled`, which says what to do.
"""

import importlib.abc
import importlib.machinery
import sys
import types

__version__ = "2.12.0"


class TensorFlowNotInstalled(ImportError):
    """Raised when something really uses TensorFlow, which is not installed here."""

    def __init__(self, name):
        super().__init__(
            f"{name} needs TensorFlow, and this environment leaves it out on purpose.\n"
            "  A component in config.yml (DIETClassifier, TEDPolicy, UnexpecTEDIntentPolicy,\n"
            "  ResponseSelector, ConveRTFeaturizer or LanguageModelFeaturizer) asked for it.\n"
            "  Either take the component out of config.yml again, or install the real one:\n"
            "  in pyproject.toml remove `tensorflow` from [tool.uv.sources] and the tensorflow*\n"
            "  lines from override-dependencies, then run `uv lock` and `make setup`."
        )


class _Placeholder(type):
    """The type of every attribute of the stand-in: a class whose attributes are more of the same."""

    def __getattr__(cls, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        placeholder = _placeholder(f"{cls.__qualname__}.{name}")
        setattr(cls, name, placeholder)
        return placeholder

    def __call__(cls, *args, **kwargs):
        # `@tf.function` and `@tf.function(...)` decorate at import time: hand the function
        # back, or a decorator that does.
        if cls.__dict__.get("_is_placeholder"):
            leaf = cls.__qualname__.rsplit(".", 1)[-1]
            if leaf in _DECORATORS:
                if len(args) == 1 and callable(args[0]) and not kwargs:
                    return args[0]
                return lambda decorated: decorated
        raise TensorFlowNotInstalled(cls.__qualname__)

    def __getitem__(cls, item):
        return cls

    def __or__(cls, other):
        return cls

    __ror__ = __or__


_DECORATORS = {"function", "register_keras_serializable", "custom_gradient"}


def _placeholder(qualified_name):
    return _Placeholder(
        qualified_name.rsplit(".", 1)[-1],
        (),
        {"_is_placeholder": True, "__module__": "tensorflow", "__qualname__": qualified_name},
    )


class _Module(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        placeholder = _placeholder(f"{self.__name__}.{name}")
        setattr(self, name, placeholder)
        return placeholder


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds any `tensorflow.x.y` or `keras.x.y` and makes an empty module of placeholders of it."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname.split(".", 1)[0] in ("tensorflow", "keras") and "." in fullname:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        module = _Module(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module):
        pass


if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
    sys.meta_path.append(_Finder())

sys.modules[__name__].__class__ = _Module
