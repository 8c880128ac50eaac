"""A phone in the terminal: `make sms-sandbox` starts everything, type and read texts."""

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

from clinic.settings import ROOT, get_settings
from clinic.texting.gsm7 import segments
from sandbox.twilio import TwilioStandIn

ACCOUNT, CLINIC, PHONE = "AC" + "0" * 32, "+14145550142", "+14145550123"
START_SECONDS = 180


def main() -> None:
    settings = get_settings()
    standin = TwilioStandIn(settings.port + 90, ACCOUNT, secrets.token_hex(16))
    standin.start()
    environment = {
        **os.environ,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": standin.token,
        "TWILIO_FROM": CLINIC,
        "TWILIO_API_URL": standin.url,
    }
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
        print(f"You are {PHONE}. Type a text and press Enter; Ctrl-D ends.\n")
        threading.Thread(target=show, args=(standin,), daemon=True).start()
        webhook = f"{settings.base_url}/webhooks/sms/webhook"
        for line in sys.stdin:
            if line.strip():
                answer = standin.text(webhook, PHONE, CLINIC, line.strip())
                if answer.status_code != 200:
                    print(f"(the webhook answered {answer.status_code})")
    except KeyboardInterrupt:
        pass
    finally:
        product.send_signal(signal.SIGINT)
        product.wait(timeout=20)
        standin.stop()


def wait_until_ready(log: str, product: subprocess.Popen[bytes]) -> None:
    """Waits for the line that says so."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and product.poll() is None:
        with open(log) as file:
            if "[run] Ready." in file.read():
                return
        time.sleep(0.3)
    sys.exit(f"The assistant did not start; see {log}")


def show(standin: TwilioStandIn) -> None:
    """Prints what arrives, with how many segments it was billed for."""
    while True:
        try:
            text = standin.arrived.get(timeout=1)
        except queue.Empty:
            continue
        print(f"\n[{segments(text.body)} segment(s)]\n{text.body}\n", flush=True)


if __name__ == "__main__":
    main()
