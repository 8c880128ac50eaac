"""Goes over to another model while the product runs: a part of what keeps it up.

The new brain begins beside the old one, on the same socket, and takes messages as soon as it is
warm; then the old one ends what it has begun, and goes. Where there are other topics, new actions
begin before it, which it is led to, and door, desk and worker are started anew after it, on sockets
that outlive them. When the new one does not come up, the old one has never stopped; where all was
started anew in the middle, so that there is no old one, the model before begins again.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from clinic.publishing.switching import Answer, Switch, answer, answered, asked
from clinic.settings import Settings
from scripts.keep import Keeper, Process

logger = logging.getLogger(__name__)

LOOK_SECONDS, READY_SECONDS = 1.0, 300.0
# Longer than the worker takes to begin and to put back what was published.
PUT_BACK_SECONDS = 60.0
BRAIN, ACTIONS = "brain", "actions"
# Those that are started anew where topics are others.
STARTED_ANEW = ("door", "desk", "worker")


class Switching:
    """Looks for what is asked, and does it.

    Args:
        keeper: of the processes.
        processes: those that run; changed as they are.
        model: that the brain begins with.
    """

    def __init__(
        self, keeper: Keeper, processes: list[Process], settings: Settings, model: str
    ) -> None:
        self._keeper, self._settings, self._model = keeper, settings, model
        self._processes = {one.name: one for one in processes}
        self._first = self._processes[BRAIN]
        self._known = self._topics()
        self._ended = threading.Event()
        with suppress(OSError):
            ready_file(settings).unlink(missing_ok=True)
        self._before_start, said = asked(), answered()
        self._done, self._said = self._before_start, said
        if before := self._before_start:
            # What nobody said the end of began with this start; so did what was to be put back,
            # where the start found it in place still.
            is_over = said and said.number == before.number
            if not is_over or (said and not said.done and before.model == model):
                self._done = None

    def watch(self) -> None:
        """Until `stop`; whatever happens meanwhile."""
        while not self._ended.wait(LOOK_SECONDS):
            try:
                self._look()
            except Exception:
                logger.exception("What is asked of who keeps the processes up could not be done")

    def stop(self) -> None:
        """Ends watching."""
        self._ended.set()

    def _look(self) -> None:
        wanted = asked()
        if wanted and wanted != self._done:
            self._done = wanted
            self.switch(wanted)
        elif self._said and ((said := answered()) is None or said.number != self._said.number):
            answer(self._said)

    def switch(self, wanted: Switch) -> None:
        """Goes over to a model, and answers what became of it."""
        old = dict(self._processes)
        begun: list[Process] = []
        runs = old[BRAIN] is self._first and (
            wanted == self._before_start or wanted.model == self._model
        )
        try:
            if runs:
                self._see_first(wanted)
            else:
                self._begin_new(wanted, begun)
        except Exception as error:
            if not isinstance(error, NotUp):
                logger.exception("Switch %d could not be made", wanted.number)
            for one in reversed(begun):
                self._keeper.retire(one)
            if self._ended.is_set():  # the next start says what became of it
                return
            self._tell(Answer(wanted.number, False, str(error)))
            if runs:
                self._fall_back(wanted)
            return
        for one in reversed(begun):
            self._keeper.retire(old[one.name])
            self._processes[one.name] = one
        self._tell(Answer(wanted.number, True))
        if runs:  # with everything else
            return
        self._model = wanted.model
        if wanted.wide:
            self._renew(STARTED_ANEW)

    def _tell(self, given: Answer) -> None:
        """Answers; what can't be written now is written when it can."""
        self._said = given
        try:
            answer(given)
        except OSError as error:
            logger.error("What became of switch %d can't be written: %s", given.number, error)

    def _see_first(self, wanted: Switch) -> None:
        """Sees whether the brain of the start, which has the model already, does its work.

        Raises:
            NotUp
        """
        said, ready = answered(), ready_file(self._settings)
        if said and said.number == wanted.number:
            raise NotUp(said.why)
        if not ready.exists():  # it was up, whatever became of it since
            self._wait_for(self._first, ready.exists)

    def _fall_back(self, wanted: Switch) -> None:
        """Has the brain begin anew with the model before, as the new one does not run. With other
        topics, once the files are put back; and so does everybody else who knows the topics."""
        until = time.monotonic() + PUT_BACK_SECONDS
        while wanted.wide and self._topics() == self._known and time.monotonic() < until:
            if self._ended.wait(0.2):
                return
        old = self._processes[BRAIN]
        self._keeper.retire(old)
        environment = {**old.environment, "RASA_MODEL": wanted.before}
        new = Process(BRAIN, old.command, old.descriptors, environment)
        self._processes[BRAIN], self._model = new, wanted.before
        self._keeper.begin(new)
        if wanted.wide:
            self._renew((ACTIONS, *STARTED_ANEW))

    def _topics(self) -> bytes | None:
        try:
            return (self._settings.content_dir / "topics.yml").read_bytes()
        except OSError:
            return None

    def _renew(self, names: Sequence[str]) -> None:
        for name in names:
            self._keeper.renew(self._processes[name])

    def _begin_new(self, wanted: Switch, begun: list[Process]) -> None:
        environment = dict(self._processes[BRAIN].environment) | {"RASA_MODEL": wanted.model}
        if wanted.wide:
            environment |= self._begin_actions(begun)
        self._begin_brain(wanted.number, environment, begun)

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

    def _begin_brain(self, number: int, environment: dict[str, str], begun: list[Process]) -> None:
        # Each has a file of its own: an older one that begins again makes its own again.
        ready = ready_file(self._settings).with_suffix(f".ready-{number}")
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
        self._wait_for(new, is_ready)

    def _wait_for(self, one: Process, is_ready: Callable[[], bool]) -> None:
        """Until then its first end is final.

        Raises:
            NotUp
        """
        until = time.monotonic() + READY_SECONDS
        while True:
            if self._keeper.ends(one):
                raise NotUp(f"the new {one.name} ended before it was ready; the log says why")
            if is_ready():
                return
            if self._ended.wait(0.2):
                raise NotUp("everything was stopped")
            if time.monotonic() > until:
                raise NotUp(f"the new {one.name} was not ready in {READY_SECONDS:.0f} seconds")


class NotUp(RuntimeError):
    """A process did not come up; the message says which."""


def ready_file(settings: Settings) -> Path:
    """What the brain of a start makes when it takes messages."""
    return settings.var_dir / "brain.ready"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
