"""Rasa's REST channel for local tests, with requests it can't read refused instead of failing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json


class LocalRest(RestInput):
    """`/webhooks/rest/webhook` as Rasa has it; see `engine.server --rest` for where it is open."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint: Blueprint = super().blueprint(on_new_message)

        async def check(request: Request) -> HTTPResponse | None:
            """Lets through what has a text message and, where there is one, a text sender."""
            if request.method != "POST":
                return None
            body = request.json  # Sanic answers 400 itself when it is not JSON
            if isinstance(body, dict) and all(
                isinstance(body.get(name, ""), str) for name in ("message", "sender")
            ):
                return None
            problem = 'send {"sender": "…", "message": "…"}'
            return json({"error": {"code": "invalid_fields", "message": problem}}, status=422)

        blueprint.middleware(check, "request")
        return blueprint
