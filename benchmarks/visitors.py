"""What a visitor of the website does, at a human pace; run by locust for `benchmarks.load`.

Locust runs this in an environment of its own, so it imports nothing of the product.
"""

from __future__ import annotations

import random
import time
import uuid

from locust import HttpUser, between, task

API = "/webhooks/webchat"
ANSWER_SECONDS = 60
QUESTIONS = (
    "what is sciatica",
    "what causes it",
    "how do you treat it",
    "what exercises can I do",
    "how long does it take to get better",
    "what is dry needling",
    "can I book a free screening",
    "do you take my insurance",
    "thanks",
)


class Visitor(HttpUser):
    """Opens the chat, asks, reads the answer, asks again; some leave and come back as new ones."""

    wait_time = between(6, 18)  # reading and typing

    def on_start(self) -> None:
        self.open()

    @task(12)
    def ask(self) -> None:
        """One question, timed until its answer is in the widget."""
        if not self.token:
            self.open()
            return
        started = time.perf_counter()
        body = {"client_id": str(uuid.uuid4()), "text": random.choice(QUESTIONS)}
        with self.client.post(
            f"{API}/messages",
            json=body,
            headers=self.headers,
            name="send a message",
            catch_response=True,
        ) as sent:
            if sent.status_code != 202:
                return
        failure = self.wait_for_answer(sent.json()["seq"])
        self.environment.events.request.fire(
            request_type="TURN",
            name="question to answer",
            response_time=(time.perf_counter() - started) * 1000,
            response_length=0,
            exception=failure,
            context={},
        )

    @task(1)
    def leave(self) -> None:
        """Clears the chat and begins again."""
        self.client.delete(f"{API}/conversation", headers=self.headers, name="clear the chat")
        self.open()

    def open(self) -> None:
        """A new conversation, as the widget begins one."""
        self.token, self.seen = "", 0
        self.client.get(f"{API}/config", name="open the chat")
        opened = self.client.post(f"{API}/conversations", json={}, name="begin a conversation")
        if opened.status_code == 201:
            self.token = opened.json()["token"]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def wait_for_answer(self, asked: int) -> Exception | None:
        """Polls as the widget does until the answer is there; what went wrong otherwise."""
        until = time.perf_counter() + ANSWER_SECONDS
        while time.perf_counter() < until:
            # Not among the rows: how long a poll takes is how long it was asked to wait.
            with self.client.get(
                f"{API}/messages?after={self.seen}&wait=20",
                headers=self.headers,
                name="poll (waits up to 20 s)",
                catch_response=True,
            ) as polled:
                if polled.status_code != 200:
                    return RuntimeError(f"the poll was refused: {polled.status_code}")
                messages = polled.json()["messages"]
            if messages:
                self.seen = messages[-1]["seq"]
            if any(one["from"] == "assistant" and one["seq"] > asked for one in messages):
                return None
        return TimeoutError(f"no answer within {ANSWER_SECONDS} s")
