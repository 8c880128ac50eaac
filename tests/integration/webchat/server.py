"""The door and a brain in one process, with a scripted engine. Run by `harness.Server`."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from channels.intake import Intake
from clinic.messages import Receipt
from clinic.settings import get_settings
from door.app import create_app
from serving.server import Server
from tests.integration.webchat.dying import die_at
from tests.integration.webchat.scripted import ScriptedEngine, brain


async def _accept_and_die(intake: Intake, **message: Any) -> Receipt:
    receipt = await _accept(intake, **message)
    die_at("before it was acknowledged")
    return receipt


_accept = Intake.accept


def main(port: int) -> None:
    """Serves until it is told to stop."""
    Intake.accept = _accept_and_die  # type: ignore[assignment,method-assign]
    door = create_app()
    at_the_door = door.router.lifespan_context

    @asynccontextmanager
    async def both(app: Starlette) -> AsyncIterator[None]:
        async with at_the_door(app), brain(ScriptedEngine()):
            yield

    door.router.lifespan_context = both
    Server(door, "127.0.0.1", port, before_shutdown=door.state.let_go).run()


if __name__ == "__main__":
    Path(get_settings().var_dir).mkdir(parents=True, exist_ok=True)
    main(int(sys.argv[1]))
