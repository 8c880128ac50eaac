"""Names in braces, filled in when a text is used: a wrong one is found when the file is read."""

from __future__ import annotations

from collections.abc import Iterable


def only_names(text: str, names: Iterable[str]) -> str:
    """The text, when everything in braces in it is one of the names.

    Raises:
        ValueError: another name, or a brace that is not closed.
    """
    known = sorted(names)
    try:
        text.format(**dict.fromkeys(known, ""))
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        listed = ", ".join("{" + name + "}" for name in known) or "nothing"
        raise ValueError(f"only {listed} can be filled in") from error
    return text
