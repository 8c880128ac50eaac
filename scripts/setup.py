"""Sets up everything the project needs: uv, Python 3.10, the locked dependencies.

Runs on any Python 3.6 or later with nothing installed. A second call does nothing when the lock
has not changed.

    python3 scripts/setup.py            what running needs
    python3 scripts/setup.py --dev      and what testing needs
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time
from typing import NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
UV_VERSION = "0.13.9"
UV_HOME = os.path.join(ROOT, ".uv")
UV = os.path.join(UV_HOME, "bin", "uv")
VENV = os.path.join(ROOT, ".venv")
PYTHON_SERIES = "3.10"
# Gigabytes. The environment and the built encoder take 1.4; uv's cache may take as much again.
DISK_NEEDED = 3
# So often somebody who waits is told that it goes on.
TOLD_SECONDS = 8.0


def main() -> None:
    dev = "--dev" in sys.argv[1:]
    stamp = os.path.join(VENV, ".locked-dev" if dev else ".locked")
    wanted = lock_digest()
    if read(stamp) == wanted or (not dev and read(os.path.join(VENV, ".locked-dev")) == wanted):
        return
    check_disk()
    uv = find_uv()
    python = find_python(uv)
    say("Installing the locked dependencies (a minute or two the first time) ...")
    command = [uv, "sync", "--locked", "--python", python]
    command += [] if dev else ["--no-dev", "--inexact"]
    if call(command, env=dict(os.environ, VIRTUAL_ENV="")) != 0:
        stop(
            "uv could not install the dependencies; its message stands above.\n"
            "  If it is about the network, check the connection (or your proxy) and try again.\n"
            "  If it says that the lock needs an update, run `.uv/bin/uv lock`."
        )
    with open(stamp, "w") as file:
        file.write(wanted)


def find_uv() -> str:
    """The project's own uv, from PyPI into .uv/, so that the system stays as it is."""
    if read(os.path.join(UV_HOME, "version")) == UV_VERSION and os.path.exists(UV):
        return UV
    say("Installing uv " + UV_VERSION + " into .uv/ ...")
    shutil.rmtree(UV_HOME, ignore_errors=True)
    if subprocess.call([sys.executable, "-m", "venv", UV_HOME]) != 0:
        stop(
            "python3 can't make a virtual environment. On Debian or Ubuntu: "
            "apt-get install python3-venv"
        )
    pip = os.path.join(UV_HOME, "bin", "pip")
    if call([pip, "install", "--quiet", "uv==" + UV_VERSION]) != 0:
        stop("pip could not install uv from PyPI; check the connection and try again.")
    with open(os.path.join(UV_HOME, "version"), "w") as file:
        file.write(UV_VERSION)
    return UV


def find_python(uv: str) -> str:
    """A Python 3.10: one that is active, else one of pyenv's, else one that uv has or can fetch.

    pyenv's shim answers 127 for a version that is installed but not active, which makes uv give
    up on a Python that is there; so each candidate is started once to see.
    """
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    series = os.path.join(pyenv, "versions", PYTHON_SERIES + ".*")
    installed = glob.glob(os.path.join(series, "bin", "python3.10"))
    which = shutil.which("python3.10")
    for candidate in ([which] if which else []) + sorted(installed, reverse=True):
        if is_python_310(candidate):
            return candidate
    if shutil.which("pyenv") or installed:
        say("No Python 3.10 that starts was found; asking uv for one ...")
    if call([uv, "python", "install", "--quiet", PYTHON_SERIES]) == 0:
        return PYTHON_SERIES
    stop(
        "Rasa 3.6 needs Python 3.10, and none was found or could be fetched. Any of these helps:\n"
        "  pyenv install 3.10\n"
        "  apt-get install python3.10 python3.10-venv     (Ubuntu 22.04)\n"
        "  .uv/bin/uv python install 3.10                 (needs the internet)"
    )


def call(command: "list[str]", env: "dict[str, str] | None" = None) -> int:
    """Runs a command, and says every few seconds that it still runs; what it ended with."""
    began = time.time()
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    while True:
        try:
            return process.wait(TOLD_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"  ... still installing, {time.time() - began:.0f} s so far")


def is_python_310(path: str) -> bool:
    try:
        version = subprocess.check_output(
            [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return version.decode().strip() == PYTHON_SERIES


def lock_digest() -> str:
    digest = hashlib.sha256()
    standin = os.path.join(ROOT, "engine", "tensorflow_standin")
    sources = [os.path.join(ROOT, "uv.lock"), os.path.join(ROOT, "pyproject.toml")]
    for name in sources + sorted(glob.glob(os.path.join(standin, "*", "__init__.py"))):
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def check_disk() -> None:
    gigabyte = 1024.0**3
    free = shutil.disk_usage(ROOT).free / gigabyte
    if free < DISK_NEEDED:
        stop(f"There are {free:.1f} GB free here; setting up takes about {DISK_NEEDED} GB.")


def read(path: str) -> "str | None":
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return None


def say(text: str) -> None:
    print("[setup] " + text, flush=True)


def stop(text: str) -> NoReturn:
    sys.exit("[setup] " + text)


if __name__ == "__main__":
    main()
