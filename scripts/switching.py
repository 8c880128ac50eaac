"""Goes over to another model while the product runs: a part of what keeps it up.

The new brain begins beside the old one, on the same socket, and takes messages as soon as it is
warm; then the old one ends what it has begun, and goes. Where there are other topics, new actions
begin before it, which it is led to, and door, desk and worker are started anew after it, on sockets
that outlive them. When the new one does not come up, the old one has never stopped.
"""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from clinic.publishing.switching import Answer, Switch, answer, answered, asked
from clinic.settings import Settings
from scripts.keep import Keeper, Process

LOOK_SECONDS, READY_SECONDS = 1.0, 300.0
BRAIN, ACTIONS = "brain", "actions"
# Those that are started anew where topics are others.
STARTED_ANEW = ("door", "desk", "worker")


class Switching:
    """Looks for what is asked, and does it.

    Args:
        keeper: of the processes.
        processes: those that run; changed as they are.
    """

    def __init__(self, keeper: Keeper, processes: list[Process], settings: Settings) -> None:
        self._keeper, self._settings = keeper, settings
        self._processes = {one.name: one for one in processes}
        self._ended = threading.Event()
        # What began with this start is run by it.
        before = asked()
        if before and (answered() is None or answered() != Answer(before.number, True)):
            answer(Answer(before.number, True))
        self._done = before

    def watch(self) -> None:
        """Until `stop`."""
        while not self._ended.wait(LOOK_SECONDS):
            wanted = asked()
            if wanted and wanted != self._done:
                self._done = wanted
                self.switch(wanted)

    def stop(self) -> None:
        """Ends watching."""
        self._ended.set()

    def switch(self, wanted: Switch) -> None:
        """Goes over to a model, and answers what became of it."""
        old = dict(self._processes)
        begun: list[Process] = []
        environment = dict(old[BRAIN].environment) | {"RASA_MODEL": wanted.model}
        try:
            if wanted.wide:
                environment |= self._begin_actions(begun)
            self._begin_brain(environment, begun)
        except NotUp as error:
            for one in reversed(begun):
                self._keeper.retire(one)
            answer(Answer(wanted.number, False, str(error)))
            return
        for one in reversed(begun):
            self._keeper.retire(old[one.name])
            self._processes[one.name] = one
        answer(Answer(wanted.number, True))
        for name in STARTED_ANEW if wanted.wide else ():
            self._keeper.renew(old[name])

    def _begin_actions(self, begun: list[Process]) -> dict[str, str]:
        """Other actions beside those that run; where a brain finds them."""
        port = _free_port()
        old = self._processes[ACTIONS]
        new = Process(ACTIONS, old.command, old.descriptors, {"ACTIONS_PORT": str(port)})
        url = f"http://{self._settings.host}:{port}"

        def answers() -> bool:
            with suppress(OSError), urllib.request.urlopen(f"{url}/health", timeout=1):
                return True
            return False

        self._begin(new, begun, answers)
        return {"ACTIONS_PORT": str(port), "ACTIONS_URL": f"{url}/webhook"}

    def _begin_brain(self, environment: dict[str, str], begun: list[Process]) -> None:
        ready = Path(self._settings.var_dir / "brain.ready")
        ready.unlink(missing_ok=True)
        old = self._processes[BRAIN]
        environment = {**environment, "READY_FILE": str(ready)}
        new = Process(BRAIN, old.command, old.descriptors, environment)
        try:
            self._begin(new, begun, ready.exists)
        finally:
            ready.unlink(missing_ok=True)

    def _begin(self, new: Process, begun: list[Process], is_ready: Callable[[], bool]) -> None:
        """Starts a process, and waits until it does its work.

        Raises:
            NotUp
        """
        begun.append(new)
        self._keeper.begin(new)
        until = time.monotonic() + READY_SECONDS
        while not is_ready():
            if self._ended.wait(0.2):
                raise NotUp("everything was stopped")
            if self._keeper.has_ended(new):
                raise NotUp(f"the new {new.name} ended at once; the log says why")
            if time.monotonic() > until:
                raise NotUp(f"the new {new.name} was not ready in {READY_SECONDS:.0f} seconds")


class NotUp(RuntimeError):
    """A process did not come up; the message says which."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
