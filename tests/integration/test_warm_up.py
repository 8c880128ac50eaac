"""The server is warm before its port opens, and what it loaded is not looked through again."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from rasa.core.agent import Agent
from sqlalchemy import text

from clinic import language
from clinic.reading.learned.encoder.runtime import get_encoder
from clinic.reading.safety.assess import _alone
from clinic.settings import ROOT
from clinic.storage import Database
from engine import action_result
from engine.tracker_store import SqlTrackerStore
from engine.warm_up import warm_up
from scripts.train import train
from tests.ports import free_port

# A server whose warming up says whether its port is open yet, and ends the program.
SERVER = """
import os, socket
import engine.warm_up
from clinic.settings import get_settings

async def look(agent):
    with socket.socket() as probe:
        closed = probe.connect_ex(("127.0.0.1", get_settings().rasa_port))
    print("the port is", "closed" if closed else "open")
    print("threads of numpy's library:", os.environ["OPENBLAS_NUM_THREADS"], flush=True)
    os._exit(0)

engine.warm_up.warm_up = look
from engine import server
server.main()
"""


MADE = (language.model, get_encoder, action_result._by_kind)


@pytest.fixture()
async def agent(database: Database) -> AsyncIterator[Agent]:
    """The product's model on a database of its own, started anew."""
    for cached in (*MADE, _alone):
        cached.cache_clear()
    store = SqlTrackerStore(database=database)
    yield Agent.load(str(train()), tracker_store=store)
    gc.unfreeze()


async def test_everything_that_is_made_at_its_first_use_is_made(
    agent: Agent, database: Database
) -> None:
    await warm_up(agent)
    for cached in MADE:
        assert cached.cache_info().currsize > 0
    assert database.engine.pool.checkedin() > 0  # type: ignore[attr-defined]
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM conversation_turns")).scalar() == 0


async def test_what_was_loaded_is_left_out_of_looking_for_garbage(agent: Agent) -> None:
    gc.unfreeze()
    await warm_up(agent)
    assert gc.get_freeze_count() > 100_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


async def test_a_database_that_fails_is_logged_and_does_not_keep_it_from_starting(
    agent: Agent, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.begin() as connection:
        connection.execute(text("DROP TABLE conversation_turns"))
    await warm_up(agent)
    assert "make migrate" in caplog.text


def test_the_port_opens_after_that_and_a_message_is_not_divided_between_cores() -> None:
    environment = {"RASA_MODEL": str(train()), "RASA_PORT": str(free_port())}
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SERVER],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "the port is closed" in said
    assert "threads of numpy's library: 1" in said
