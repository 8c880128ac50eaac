"""Deletes what is older than the clinic keeps it (`retention_days` in content/clinic.yml)."""

from __future__ import annotations

import logging
from datetime import timedelta

from clinic import attention, conversations
from clinic.clock import now as current_time
from clinic.content import get_content
from clinic.messages import forget_before
from clinic.screenings.upkeep import Upkeep
from clinic.storage import Database

logger = logging.getLogger(__name__)


def prune(database: Database) -> None:
    """Deletes conversations nothing was written in, tasks that were seen, and screenings that were
    over, so long ago."""
    before = current_time() - timedelta(days=get_content().clinic.retention_days)
    with database.begin() as connection:
        threads = len(forget_before(connection, before))
        histories = conversations.forget_before(connection, before)
        attention.forget_people_before(connection, before)
        attention.forget_heard_before(connection, before)
        tasks = attention.forget_before(connection, before)
    screenings = Upkeep(database).prune(before)
    if threads or histories or tasks or screenings:
        logger.info(
            "Deleted %d chats, %d conversations, %d tasks and %d screenings",
            threads,
            histories,
            tasks,
            screenings,
        )
