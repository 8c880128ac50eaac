"""Starts the brain, a Rasa server: `python -m engine.server [--rest] [--fd N]`.

What `rasa run` does, with four differences: libraries nobody uses are left out
(`unused_imports`), the model runs once before messages are taken (`warm_up`), everything that
differs between machines comes from the settings, and it binds to this machine only, whatever they
say: patients' messages come from the database (`stored_messages`). `--rest` adds Rasa's REST
channel and tracker API for local use, which trust whoever calls them. `--fd` is a listening socket
it is given, so that one brain can begin beside another and take over from it; each takes patients'
messages from its start on, and `READY_FILE` says when that is.
"""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
from typing import Any

from clinic.processor import name_processor
from clinic.secret import stop_unless_right
from clinic.settings import ROOT, Settings, get_settings
from clinic.storage import get_database
from engine import unused_imports

LOOPBACK = "127.0.0.1"


def main() -> None:
    settings = get_settings()
    parser = argparse.ArgumentParser(prog="python -m engine.server", description=__doc__)
    parser.add_argument("--rest", action="store_true", help="with Rasa's REST channel and API")
    parser.add_argument("--fd", type=int, help="a listening socket, inherited")
    given = parser.parse_args()
    stop_unless_right(get_database())
    model = os.environ.get("RASA_MODEL") or _newest_model()
    os.environ["SANIC_HOST"] = LOOPBACK
    os.environ.setdefault("ACTIONS_URL", f"http://{settings.host}:{settings.actions_port}/webhook")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # A message is too small to be worth dividing between cores: the second thread of numpy's
    # library would do nothing but wait, and take as much of the other core as the turn itself.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    name_processor()
    os.chdir(ROOT)
    unused_imports.leave_out()
    _serve(settings, model, given.rest, given.fd)


def _serve(settings: Settings, model: str, rest: bool, listening: int | None) -> None:
    # Imported late: what is wrong above is said before Rasa's seconds are spent.
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints
    from rasa.exceptions import ModelNotFound
    from rasa.shared.exceptions import RasaException
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    from clinic.health import keep_noting
    from clinic.telemetry.start import start
    from engine import private_logs
    from engine.warm_up import warm_up

    load_agent = rasa.core.run.load_agent_on_start

    async def load_and_warm(*args: Any, **kwargs: Any) -> Any:
        agent = await load_agent(*args, **kwargs)
        if not agent.is_ready():  # Rasa would listen, and ignore every message
            raise ModelNotFound(f"{model} can't be loaded; run `make train`.")
        await warm_up(agent)
        keep_noting(get_database(), "brain")
        return agent

    if settings.log_format == "json":
        os.environ.setdefault("FORCE_JSON_LOGGING", "true")
    configure_logging_and_warnings(None, None, warn_only_once=False, filter_repeated_logs=True)
    configure_structlog(None)
    private_logs.apply()
    start(settings, "brain", get_database())
    rasa.core.run.load_agent_on_start = load_and_warm
    if listening is not None:
        _listen_on(socket.socket(fileno=listening))
    try:
        rasa.core.run.serve_application(
            model_path=model,
            interface=LOOPBACK,
            port=settings.rasa_port,
            credentials=str(ROOT / ("credentials.yml" if rest else "deploy/credentials.yml")),
            endpoints=AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml")),
            enable_api=rest,
        )
    except (RasaException, ValueError) as error:
        logging.getLogger(__name__).debug("The server did not start", exc_info=error)
        sys.exit(f"The Rasa server did not start: {error}")


def _listen_on(given: socket.socket) -> None:
    """Has Rasa's server listen on a socket, where it would open one itself."""
    from sanic import Sanic

    run = Sanic.run

    def run_on_socket(app: Sanic, *args: Any, **kwargs: Any) -> None:
        run(app, *args, **{**kwargs, "host": None, "port": None, "sock": given})

    setattr(Sanic, "run", run_on_socket)  # noqa: B010 - its type says more than ours does


def _newest_model() -> str:
    models = sorted((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return str(models[-1]) if models else sys.exit("There is no model yet; run `make train`.")


if __name__ == "__main__":
    main()
