"""Writes into the audit log what nobody at the desk does: settings and content that are others now.

The worker looks. A setting's value stands in the line, a secret's never: of it, as of a file of the
content, the line holds a hash, which tells only whether it is another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import or_, select

from clinic.settings import Settings
from clinic.staff import audit
from clinic.staff.tables import audit_log
from clinic.storage import Database, blind_indexes

WHO = "system"
SETTING, CONTENT = "set ", "content "
GONE = "is gone"
_DIGITS = 12
_LONGEST = 80


class Changes:
    """What was noted so far, and how things are now.

    Args:
        settings: of this process.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._noted: dict[str, str] | None = None

    def note(self) -> list[str]:
        """Writes a line for each thing that is another than in its last line; which these are."""
        if self._noted is None:
            self._noted = self._read()
        now = {**dict(self._of_settings()), **dict(self._of_content())}
        gone = {what: (GONE,) for what in self._noted if what not in now}
        changed = {
            what: told[0]
            for what, told in {**now, **gone}.items()
            if self._noted.get(what) not in told
        }
        if changed:
            with self._database.begin() as connection:
                for what, about in sorted(changed.items()):
                    audit(connection, WHO, what, about)
            self._noted.update(changed)
        return sorted(changed)

    def _read(self) -> dict[str, str]:
        ours = or_(audit_log.c.what.startswith(SETTING), audit_log.c.what.startswith(CONTENT))
        lines = select(audit_log.c.what, audit_log.c.about).where(audit_log.c.staff == WHO, ours)
        with self._database.read() as connection:
            return {
                row.what: row.about for row in connection.execute(lines.order_by(audit_log.c.id))
            }

    def _of_settings(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What is set otherwise than it ships, or was once: each with how the line may say it, the
        present way first (a secret's hash is another under another key)."""
        known = self._noted or {}
        for name, field in Settings.__fields__.items():
            value, what = getattr(self._settings, name), f"{SETTING}{name.upper()}"
            secret = isinstance(value, SecretStr) or not field.field_info.repr
            if isinstance(value, SecretStr):
                value = value.get_secret_value()
            if value == field.default and what not in known:
                continue
            yield what, _hashes(str(value)) if secret else (f"is {value}",)

    def _of_content(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        folder = self._settings.content_dir
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield (
                    f"{CONTENT}{path.relative_to(folder)}"[:_LONGEST],
                    (f"is {_hash(path)}, a hash",),
                )


def _hashes(secret: str) -> tuple[str, ...]:
    if not secret:
        return ("is not",)
    return tuple(f"is {one[:_DIGITS]}, a hash" for one in blind_indexes(secret, "settings"))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS]
