"""Does everything once before the port opens, so that the first patient waits no longer.

Loading a model reads its files; the first message still costs what is done lazily: encoder and
spaCy run for the first time, rules are looked up, the database's first connection is made. And
every few hundred turns Python would look through all that was loaded for something to free, a
fifth of a second each time: what is there when the port opens is left out of that from then on.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import time
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered

from engine import action_result

logger = logging.getLogger(__name__)

# Nothing is stored under it, and no channel gives out such an id.
NOBODY = "nobody: warming up"
MESSAGES = (
    "Hello",
    "What causes sciatica, and can I come in next Tuesday?",
    "Can I come in on December 14th?",
)


async def warm_up(agent: Agent) -> None:
    """Takes an agent through messages of nobody, as far as nothing is stored or sent.

    A database that fails does not keep the server from starting: its channels answer with the
    clinic's number until it is back.
    """
    started = time.monotonic()
    action_result.is_valid({"events": [{"event": "slot"}]})
    try:
        await agent.tracker_store.retrieve(NOBODY)
    except Exception as error:  # whatever it is, turns will say it again
        logger.error("The server starts, but: %s", error)
    processor: Any = agent.processor
    if processor is None:
        return
    for text in MESSAGES:
        tracker = agent.tracker_store.init_tracker(NOBODY)
        tracker.update_with_events(
            [SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)], agent.domain
        )
        parsed = await processor.parse_message(UserMessage(text, sender_id=NOBODY), tracker)
        tracker.update(
            UserUttered(text, parsed["intent"], parsed["entities"], parsed), agent.domain
        )
        processor.predict_next_with_tracker_if_should(tracker)
    gc.collect()
    gc.freeze()
    _give_back()
    logger.info("Warm after %.1f s.", time.monotonic() - started)


def _give_back() -> None:
    """Gives memory that loading needed back to the system, where the C library can (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
