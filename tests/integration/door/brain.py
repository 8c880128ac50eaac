"""A scripted brain as a process of its own: `python -m tests.integration.door.brain`."""

from __future__ import annotations

import asyncio
import signal

from tests.integration.webchat.scripted import ScriptedEngine, brain


def main(port: int = 0) -> None:
    """Answers until it is told to stop. It needs no port."""
    asyncio.run(_answer())


async def _answer() -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with brain(ScriptedEngine()):
        print("The brain is awake.", flush=True)
        await ended.wait()


if __name__ == "__main__":
    main()
