"""Deletes what is older than the clinic keeps it, and looks after what privacy asks for daily."""

from __future__ import annotations

import logging

from clinic.clock import now as current_time
from clinic.content import get_content
from clinic.privacy.erasure import erase_again
from clinic.privacy.ledger import ledger, write_ledger
from clinic.privacy.retention import purge
from clinic.privacy.verify import anchor
from clinic.settings import get_settings
from clinic.storage import Database

logger = logging.getLogger(__name__)


def prune(database: Database) -> None:
    """Deletes what is over by `clinic.privacy.retention`, with one line for all of it."""
    gone = purge(database, current_time(), get_content().clinic.retention_days)
    if gone:
        logger.info("Deleted %s", ", ".join(f"{count} of {name}" for name, count in gone.items()))


def keep_erased(database: Database) -> None:
    """Erases again what a turn stored after its person was erased, and has each erasure stand in a
    file that outlives the database."""
    write_ledger(database, ledger())
    if again := erase_again(database):
        logger.warning("Erased %d rows that came back after an erasure", again)


def keep_anchored(database: Database) -> None:
    """Writes what the log is today into a file outside the database."""
    anchor(database, get_settings().anchor_file)
