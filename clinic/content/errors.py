"""The one error of content: it names the file and the line, and says what to do."""

from __future__ import annotations

from pathlib import Path


class Misplaced(ValueError):
    """A mistake inside a field that is read as a whole.

    Args:
        message: what is wrong.
        place: where in the field it is: keys and positions.
    """

    def __init__(self, message: str, *place: str | int) -> None:
        self.place = place
        super().__init__(message)


class ContentError(ValueError):
    """A content file can't be used as it stands.

    Args:
        path: the file.
        line: the line the mistake is on, counted from 1; None when it is about the whole file.
        message: what is wrong and what to write instead.
    """

    is_mistake = True

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        where = f"{path.parent.name}/{path.name}" + (f":{line}" if line else "")
        super().__init__(f"{where}: {message}")


class NotYet(ContentError):
    """Nothing is wrong with it: it counts from the next start on, as a topic that is new."""

    is_mistake = False
