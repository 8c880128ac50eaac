"""Content that stands in one file: read into its model, and again when it changes."""

from __future__ import annotations

from clinic.content.watched import Watched
from clinic.content.yaml_file import Model, read_yaml, validate


def watched_file(file: str, model: type[Model]) -> Watched[Model]:
    """What a file of `content/` holds, in the form of a model."""
    return Watched(
        (file,),
        lambda folder: validate(folder / file, read_yaml(folder / file), model),
        layered=True,
    )
