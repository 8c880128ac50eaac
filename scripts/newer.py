"""Lists newer releases of what security depends on: `make newer`, for a scheduled run.

Asks the package index. What the ranges in pyproject.toml allow is to be taken (`uv lock
--upgrade-package NAME`, then the tests); what is held back is named with why it stays. Ends with 1
when there is something to take, with 2 when the index can't be asked.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from clinic.settings import ROOT

UV = ROOT / ".uv" / "bin" / "uv"
# What reads what comes from outside, keeps secrets, or speaks with others.
RELEVANT = frozenset({
    "aiohttp", "anyio", "argon2-cffi", "certifi", "cryptography", "dateparser", "h11",
    "httpcore", "httpx", "icalendar", "idna", "itsdangerous", "jinja2", "jsonpickle", "jsonschema",
    "multidict", "networkx", "numpy", "onnx", "onnxruntime", "phonenumbers", "pillow", "protobuf",
    "psycopg2-binary", "pydantic", "pyjwt", "pymongo", "pyotp", "python-multipart", "pyyaml",
    "rasa", "rasa-sdk", "recurring-ical-events", "redis", "requests", "ruamel-yaml", "sanic",
    "sanic-cors", "sanic-jwt", "sanic-routing", "scikit-learn", "sentry-sdk", "setuptools",
    "spacy", "sqlalchemy", "starlette", "throttled-py", "tokenizers", "twilio", "ujson", "urllib3",
    "uvicorn", "websockets", "yarl",
})  # fmt: skip

_MODEL = "makes the model or reads it: another release reads the same weights otherwise"
# What stays behind its newest release, and why no path that is reached is affected. The table of
# docs/security.md says the same; a test compares them.
HELD = {
    "dateparser": "needs another `regex` than Rasa's range has; reads short words of a time",
    "jsonschema": "Rasa's range; reads Rasa's own schemas, nothing from outside",
    "multidict": "sanic's range; holds headers on this machine alone",
    "numpy": _MODEL,
    "onnx": _MODEL,
    "onnxruntime": _MODEL,
    "pydantic": "Rasa and our settings are written for 1.10, which still gets fixes",
    "pymongo": "Rasa's range; loaded only for a tracker store on MongoDB, which nobody has",
    "rasa-sdk": "goes with Rasa 3.6; listens on this machine alone",
    "redis": "Rasa's range; speaks with the clinic's own Redis, where there is one",
    "ruamel-yaml": "Rasa's range; reads the clinic's own content, never with code in it",
    "sanic": "Rasa's range; listens on 127.0.0.1, and patients reach the door, which is Starlette",
    "sanic-cors": "as sanic; no origin is let in",
    "sanic-jwt": "as sanic; Rasa's own API has no logins here",
    "sanic-routing": "as sanic",
    "scikit-learn": _MODEL,
    "sentry-sdk": "Rasa's range; never started, as telemetry is off",
    "setuptools": "Rasa asks it for versions in a way that 81 warns of and 82 has no more",
    "spacy": _MODEL,
    "sqlalchemy": "Rasa needs 1.4, whose line gets security fixes only; parameters are bound",
    "tokenizers": _MODEL,
    "ujson": "Rasa's range, whose newest is used; reads what our own processes send each other",
    "twilio": "Rasa's range; speaks with Twilio over TLS, and signatures are ours to check",
    "websockets": "Rasa's range; sanic opens no websocket here",
}


@dataclass(frozen=True)
class Newer:
    """A package with a newer release: the one in use, and the newest."""

    name: str
    used: str
    newest: str


def main() -> None:
    try:
        outdated = found_newer(_uv("pip", "list", "--outdated", "--format", "json"))
        allowed = allowed_newer(_uv("lock", "--dry-run", *_upgrades()))
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The package index can't be asked: {getattr(error, 'stderr', error)}")
        sys.exit(2)
    take = [one for one in allowed if one.name in RELEVANT]
    for one in take:
        print(f"take: {one.name} {one.used} -> {one.newest}")
    told = {one.name for one in take}
    for one in outdated:
        if one.name in RELEVANT and one.name not in told:
            why = HELD.get(one.name, "no reason is known: look why")
            print(f"held: {one.name} {one.used}, newest {one.newest}: {why}")
    sys.exit(1 if take else 0)


def found_newer(listed: str) -> list[Newer]:
    """What is behind, from `uv pip list --outdated --format json`."""
    return [Newer(one["name"], one["version"], one["latest_version"]) for one in json.loads(listed)]


def allowed_newer(said: str) -> list[Newer]:
    """What the ranges allow, from what `uv lock --dry-run` says."""
    lines = re.findall(r"^Update (\S+) v(\S+) -> v(\S+)$", said, re.MULTILINE)
    return [Newer(*line) for line in lines]


def not_as_locked(lock: Path = ROOT / "uv.lock") -> list[Newer]:
    """What is installed in another release than the locked one, of what security depends on."""
    locked = dict(re.findall(r'^name = "(\S+)"\nversion = "(\S+)"$', lock.read_text(), re.M))
    found = []
    for name in sorted(RELEVANT & set(locked)):
        used = _installed(name)
        if used and used != locked[name] and name != "numpy":  # locked twice, by platform
            found.append(Newer(name, used, locked[name]))
    return found


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _upgrades() -> Iterable[str]:
    return [part for name in sorted(RELEVANT) for part in ("--upgrade-package", name)]


def _uv(*arguments: str) -> str:
    done = subprocess.run(
        [str(UV), *arguments, "--python", sys.executable],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout if arguments[0] == "pip" else done.stdout + done.stderr


if __name__ == "__main__":
    main()
