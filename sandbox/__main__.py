"""A phone in the terminal: `make sms-sandbox` starts everything, type and read texts.

Also takes texts from a pipe: it then waits for the last answer before it ends.
"""

from __future__ import annotations

import os
import queue
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time

from channels.sms.gsm7 import segments
from clinic.settings import ROOT, get_settings
from sandbox.twilio import TwilioStandIn

ACCOUNT, CLINIC, PHONE = "AC" + "0" * 32, "+14145550142", "+14145550123"
START_SECONDS = 180
# Why it did not start, where it does not.
LAST_LINES = 4
# At the end of the input: how long an answer may take, and how long the rest of it.
ANSWER_SECONDS, REST_SECONDS = 15, 2
READING_SECONDS = 3.5


class Phone:
    """Shows what arrives, and knows when something last did.

    Args:
        standin: where texts arrive.
        number: the phone's own; what goes to others, a reminder say, is shown with theirs.
    """

    def __init__(self, standin: TwilioStandIn, number: str) -> None:
        self._standin, self._number = standin, number
        self._shown_at = 0.0
        threading.Thread(target=self._show, daemon=True).start()

    def wait_for_answers(self, since: float) -> None:
        """Waits until something has arrived since then, and nothing more comes."""
        until = time.monotonic() + ANSWER_SECONDS
        while self._shown_at < since and time.monotonic() < until:
            time.sleep(0.1)
        while self._shown_at >= since and time.monotonic() < self._shown_at + REST_SECONDS:
            time.sleep(0.1)

    def _show(self) -> None:
        while True:
            try:
                text = self._standin.arrived.get(timeout=1)
            except queue.Empty:
                continue
            count = segments(text.body)
            to = "" if text.to == self._number else f" to {text.to}"
            print(f"\n[{count} segment{'s' * (count > 1)}{to}]\n{text.body}\n", flush=True)
            self._shown_at = time.monotonic()


def main() -> None:
    settings = get_settings()
    standin = TwilioStandIn(settings.port + 90, ACCOUNT, secrets.token_hex(16))
    try:
        standin.start()
    except (OSError, SystemExit):
        sys.exit(f"Port {settings.port + 90} is taken. Choose others: PORT=9000 make sms-sandbox")
    environment = {
        **os.environ,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": standin.token,
        "TWILIO_FROM": CLINIC,
        "TWILIO_API_URL": standin.url,
        # Texts that are tried out are not among those of patients.
        "VAR_DIR": os.environ.get("VAR_DIR") or str(settings.var_dir / "sandbox"),
        "DATABASE_URL": "",
        # The stand-in reaches the assistant on this machine, wherever patients do.
        "PUBLIC_URL": "",
        "SMS_WEBHOOK_URL": "",
    }
    webhook = f"http://{settings.host}:{settings.port}/webhooks/sms/webhook"
    descriptor, log = tempfile.mkstemp(prefix="sms-sandbox-", suffix=".log")
    print(f"Starting the assistant (its log: {log}) ...", flush=True)
    product = subprocess.Popen(
        [sys.executable, "-m", "scripts.run"],
        cwd=ROOT,
        env=environment,
        stdout=descriptor,
        stderr=descriptor,
    )
    try:
        wait_until_ready(log, product)
        print(f"You are {PHONE}. Type a text and press Enter; Ctrl-D ends.\n", flush=True)
        converse(standin, webhook)
    except KeyboardInterrupt:
        pass
    finally:
        product.send_signal(signal.SIGINT)
        product.wait(timeout=20)
        standin.stop()


def converse(standin: TwilioStandIn, webhook: str) -> None:
    """Sends each line of the input as a text, until it ends."""
    phone = Phone(standin, PHONE)
    sent_at = None
    for line in sys.stdin:
        if not line.strip():
            continue
        if not sys.stdin.isatty() and sent_at is not None:
            # A person reads the answer first, which takes a while; the same words at once would
            # count as one message.
            phone.wait_for_answers(sent_at)
            time.sleep(max(sent_at + READING_SECONDS - time.monotonic(), 0))
        sent_at = time.monotonic()
        answer = standin.text(webhook, PHONE, CLINIC, line.strip())
        if answer.status_code != 200:
            print(f"(the webhook answered {answer.status_code})", flush=True)
    if sent_at is not None:
        phone.wait_for_answers(sent_at)


def wait_until_ready(log: str, product: subprocess.Popen[bytes]) -> None:
    """Waits for the line that says so."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and product.poll() is None:
        with open(log) as file:
            if "[run] Ready." in file.read():
                return
        time.sleep(0.3)
    with open(log) as file:
        why = "".join(file.readlines()[-LAST_LINES:])
    sys.exit(f"{why}The assistant did not start; its whole log: {log}")


if __name__ == "__main__":
    main()
