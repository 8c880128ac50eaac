"""The one error of content: it names the file and the line, and says what to do."""

from __future__ import annotations

from pathlib import Path


class ContentError(ValueError):
    """A content file can't be used as it stands.

    Args:
        path: the file.
        line: the line the mistake is on, counted from 1; None when it is about the whole file.
        message: what is wrong and what to write instead.
    """

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        where = f"{path.parent.name}/{path.name}" + (f":{line}" if line else "")
        super().__init__(f"{where}: {message}")
