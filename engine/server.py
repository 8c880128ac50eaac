"""Starts the Rasa server: `python -m engine.server [--rest]`.

Everything comes from the settings. The model is loaded and the first database query made before
the port opens, so that the first patient waits no longer than the hundredth. `--rest` adds Rasa's
REST channel and tracker API for local use; they trust whoever calls them, so they are refused on
any other address than this machine's own.
"""

from __future__ import annotations

import ipaddress
import os
import sys

from clinic.settings import ROOT, get_settings


def main() -> None:
    settings = get_settings()
    rest = "--rest" in sys.argv[1:]
    if rest and not _is_local(settings.host):
        sys.exit(
            "--rest opens every conversation to whoever can reach the port, so it needs "
            f"HOST=127.0.0.1 (now {settings.host}). Leave --rest out in a deployment."
        )
    model = os.environ.get("RASA_MODEL") or _newest_model()
    credentials = "credentials.yml" if rest else "deploy/credentials.yml"
    os.environ["SANIC_HOST"] = settings.host
    os.environ.setdefault("ACTIONS_URL", f"http://{settings.host}:{settings.actions_port}/webhook")
    sys.argv = [
        "rasa",
        "run",
        "--model",
        model,
        "--endpoints",
        str(ROOT / "endpoints.yml"),
        "--credentials",
        str(ROOT / credentials),
        "--interface",
        settings.host,
        "--port",
        str(settings.rasa_port),
        *(["--enable-api"] if rest else []),
    ]
    os.chdir(ROOT)
    # Imported late: the settings may end the program before Rasa's seconds are spent.
    from rasa.__main__ import main as rasa_main

    import engine  # noqa: F401 - applies the adjustments

    rasa_main()


def _newest_model() -> str:
    models = sorted((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return str(models[-1]) if models else sys.exit("There is no model yet; run `make train`.")


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    main()
