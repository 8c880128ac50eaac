"""Talk to the assistant in the terminal: `make chat`.

Uses the running assistant when there is one, else starts its own and stops it at the end. What is
typed goes through Rasa's REST channel, so this is the real pipeline with the real actions; choices
are shown numbered and chosen by their number.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

from clinic.settings import ROOT, get_settings

# Of what the start says, this is for who waits; all of it stands in the log.
TOLD = ("[run]", "[train]")
LAST_LINES = 5
SUGGESTION = "why does my leg hurt"


def main() -> None:
    settings = get_settings()
    url = f"http://127.0.0.1:{settings.rasa_port}"
    started = None if is_up(url) else start(url)
    try:
        converse(url)
    finally:
        if started:
            started.send_signal(signal.SIGINT)
            started.wait(timeout=20)


def converse(url: str) -> None:
    """Reads lines and prints replies until the input ends."""
    sender = f"terminal-{uuid.uuid4().hex[:8]}"
    choices: list[dict[str, str]] = []
    print("Type a message, or the number of a choice. Ctrl-D ends.")
    print(f"Try: {SUGGESTION}\n")
    while True:
        try:
            line = input("you  > ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if not line:
            continue
        if line.isdecimal() and 0 < int(line) <= len(choices):
            line = choices[int(line) - 1]["payload"]
        replies = send(url, sender, line)
        choices = [button for reply in replies for button in reply.get("buttons", [])]
        for reply in replies:
            show(reply)


def send(url: str, sender: str, text: str) -> list[dict[str, Any]]:
    """One turn through the REST channel."""
    try:
        response = httpx.post(
            f"{url}/webhooks/rest/webhook", json={"sender": sender, "message": text}, timeout=60
        )
        response.raise_for_status()
    except httpx.HTTPError as error:
        return [{"text": f"(the assistant can't be reached: {error})"}]
    replies: list[dict[str, Any]] = response.json()
    return replies


def show(reply: dict[str, Any]) -> None:
    """Prints one reply with its choices."""
    if reply.get("text"):
        print("bot  > " + reply["text"].replace("\n", "\n       "))
    for number, button in enumerate(reply.get("buttons", []), 1):
        print(f"       {number} {button['title']}")


def start(url: str) -> subprocess.Popen[bytes]:
    """Starts the whole assistant and waits until it answers, as long as that takes: the first time
    it trains. How far it is, is shown.

    Raises:
        SystemExit: it ended; the last that it said is the message.
    """
    print("Starting the assistant, as none runs here.", flush=True)
    descriptor, log = tempfile.mkstemp(prefix="assistant-", suffix=".log")
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "scripts.run"],
        cwd=ROOT,
        stdout=descriptor,
        stderr=subprocess.STDOUT,
    )
    with open(log, encoding="utf-8", errors="replace") as said:
        while process.poll() is None:
            if is_up(url):
                return process
            print(*(line for line in said if line.startswith(TOLD)), sep="", end="", flush=True)
            time.sleep(0.3)
    last = Path(log).read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
    sys.exit("\n".join(["The assistant did not start:", *last, f"All of it: {log}"]))


def is_up(url: str) -> bool:
    """Whether Rasa's REST channel answers."""
    try:
        return httpx.get(f"{url}/webhooks/rest/", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    main()
