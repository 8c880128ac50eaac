"""The web channel, /webhooks/webchat/: a small JSON API for the widget.

Described by webchat_openapi.yml, which is served as openapi.json. Every request can go to any
server process: what they share is the database.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from ruamel.yaml import YAML
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response
from sqlalchemy.engine import Connection

from channels import webchat_wire as wire
from channels.base import PatientChannel
from channels.bell import Bell
from channels.rasa_turn import Reply
from channels.webchat_http import (
    Refused,
    address_of,
    bearer_token,
    check_origin,
    finish_headers,
    read_body,
    read_json,
)
from channels.webchat_limits import Limits
from channels.webchat_tokens import TokenExpired, TokenInvalid, Tokens
from clinic.clock import now
from clinic.messages import (
    UnknownConversation,
    choices,
    inbound,
    open_thread,
    post_answer,
    threads,
    transcript,
)

logger = logging.getLogger(__name__)

# The same button twice within this time is a double click.
DOUBLE_CLICK = timedelta(seconds=2)
# Messages in one answer; a long conversation comes in several.
PAGE = 100

METHODS = ("GET", "POST", "DELETE", "PUT", "PATCH")
WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")
NAME = str.maketrans({" ": "_", "/": "_", ".": "_", "<": "", ">": "", ":": "_"})

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]


class WebChat(PatientChannel):
    """Rasa input channel `channels.webchat.WebChat` of credentials.yml."""

    channel: ClassVar[str] = "web"
    early: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tokens = Tokens(self.settings)
        self.limits = Limits(self.settings)
        self.bell = Bell(self._changed_since)

    @classmethod
    def name(cls) -> str:
        """Its place in the address: /webhooks/webchat/."""
        return "webchat"

    def routes(self, blueprint: Blueprint) -> None:
        """See webchat_openapi.yml."""
        for path, handlers in (
            ("/health", {"GET": self.health}),
            ("/openapi.json", {"GET": self.openapi}),
            ("/config", {"GET": self.config}),
            ("/conversations", {"POST": self.open}),
            ("/messages", {"GET": self.receive, "POST": self.send}),
            ("/conversation", {"DELETE": self.clear}),
            ("/<path:path>", dict.fromkeys(METHODS, self.not_found)),
        ):
            others = [method for method in METHODS if method not in handlers]
            refuse = self._method_refuser(", ".join(handlers))
            for method, handler in (
                *handlers.items(),
                *((method, refuse) for method in others),
                ("OPTIONS", self.preflight),
            ):
                served = self._guarded(handler)
                # A streamed body is read by the handler, which knows when it is too long.
                stream = method in WITH_BODY
                name = f"{method} {path}".lower().translate(NAME)
                blueprint.add_route(served, path, methods=[method], name=name, stream=stream)

        async def finish(request: Request, response: HTTPResponse) -> None:
            finish_headers(request, response, self.settings)

        async def close(app: Sanic, _: Any) -> None:
            self.bell.close()

        blueprint.middleware("response")(finish)
        blueprint.listener("before_server_stop")(close)

    def _guarded(self, handler: Handler) -> Handler:
        """Refuses foreign origins, and turns every failure into an answer the widget knows."""

        async def guarded(request: Request, path: str = "") -> HTTPResponse:
            try:
                check_origin(request, self.settings)
                return await handler(request)
            except Refused as refused:
                return refused.response()
            except UnknownConversation:
                return Refused(410, "conversation_closed").response()
            except Exception:
                logger.exception("%s %s could not be served", request.method, request.path)
                return Refused(503, "unavailable", {"Retry-After": "5"}).response()

        return guarded

    async def health(self, request: Request) -> HTTPResponse:
        """Whether messages can be stored and answered."""
        await asyncio.to_thread(self._changed_since, now())
        agent = self.agent()
        if agent is None or not agent.is_ready():
            raise Refused(503, "unavailable", {"Retry-After": "5"})
        return json_response({"status": "ok"})

    async def openapi(self, request: Request) -> HTTPResponse:
        """The description of this API."""
        return json_response(description())

    async def config(self, request: Request) -> HTTPResponse:
        """What the widget shows before a conversation begins."""
        return json_response(await asyncio.to_thread(wire.config))

    async def open(self, request: Request) -> HTTPResponse:
        """Begins a conversation."""
        _refuse_if(await self.limits.opening(address_of(request, self.settings)))
        await read_body(request)  # nothing is expected in it
        conversation, token, ends = self.tokens.issue()
        await asyncio.to_thread(self._open, conversation)
        return json_response({"token": token, "expires_at": wire.iso(ends)}, status=201)

    async def send(self, request: Request) -> HTTPResponse:
        """Stores a message; it is answered after this has been acknowledged."""
        conversation = self._conversation(request)
        address = address_of(request, self.settings)
        _refuse_if(await self.limits.message(conversation, address))
        message = wire.new_message(await read_json(request))
        text, payload = message.text, None
        if message.choice is not None:
            choice = await asyncio.to_thread(self._choice, conversation, message.choice)
            if choice is None:
                raise Refused(422, "unknown_choice")
            text, payload = choice.label, choice.payload
        receipt = await self.accept(
            conversation=conversation,
            external_id=message.client_id,
            text=text or "",
            payload=payload,
            same_within=DOUBLE_CLICK if payload else None,
        )
        self.bell.ring(conversation)
        body = {"seq": receipt.seq, "at": wire.iso(receipt.at), "duplicate": receipt.duplicate}
        return json_response(body, status=202)

    async def receive(self, request: Request) -> HTTPResponse:
        """What is new; waits for it up to the time the widget asks for."""
        conversation = self._conversation(request)
        _refuse_if(await self.limits.poll(conversation))
        poll = wire.poll(request)
        loop = asyncio.get_running_loop()
        ends = loop.time() + poll.wait
        with self.bell.listen(conversation) as rung:
            while True:
                rung.clear()
                body = await asyncio.to_thread(self._new, conversation, poll.after)
                left = ends - loop.time()
                if body["messages"] or body["closed"] or left <= 0 or self.bell.closed:
                    return json_response(body)
                try:
                    await asyncio.wait_for(rung.wait(), left)
                except asyncio.TimeoutError:
                    ends = loop.time()

    async def clear(self, request: Request) -> HTTPResponse:
        """Deletes the conversation here and in the engine."""
        conversation = self._conversation(request)
        await read_body(request)  # nothing is expected in it
        await self.forget(conversation)
        self.bell.ring(conversation)
        return empty()

    async def not_found(self, request: Request) -> HTTPResponse:
        """Any other address."""
        raise Refused(404, "not_found")

    async def preflight(self, request: Request) -> HTTPResponse:
        """A browser asks whether another site's page may ask."""
        return empty()

    def _method_refuser(self, allowed: str) -> Handler:
        async def refuse(request: Request) -> HTTPResponse:
            raise Refused(405, "method_refused", {"Allow": allowed})

        return refuse

    def deliver(self, connection: Connection, message: Any, replies: list[Reply]) -> None:
        """Puts the replies into the transcript, each once."""
        post_answer(connection, message, replies)

    def answered(self, conversation: str) -> None:
        """Wakes the widget."""
        self.bell.ring(conversation)

    def _conversation(self, request: Request) -> str:
        try:
            return self.tokens.read(bearer_token(request))
        except TokenExpired as error:
            raise Refused(401, "token_expired", {"WWW-Authenticate": "Bearer"}) from error
        except TokenInvalid as error:
            raise Refused(401, "token_invalid", {"WWW-Authenticate": "Bearer"}) from error

    def _open(self, conversation: str) -> None:
        with self.database.begin() as connection:
            open_thread(connection, conversation, self.channel)

    def _choice(self, conversation: str, token: str) -> Any:
        with self.database.read() as connection:
            return choices.find(connection, conversation, token)

    def _new(self, conversation: str, after: int) -> dict[str, Any]:
        with self.database.read() as connection:
            last = threads.last_seq(connection, conversation)
            messages = (
                transcript.since(connection, conversation, after, PAGE)
                if last is not None and last > after
                else []
            )
            typing = last is not None and inbound.is_waiting(connection, conversation)
        return {
            "messages": [wire.as_json(message) for message in messages],
            "typing": typing,
            "closed": last is None,
        }

    def _changed_since(self, at: Any) -> dict[str, int]:
        with self.database.read() as connection:
            return threads.changed_since(connection, at)


def _refuse_if(seconds: int) -> None:
    if seconds:
        raise Refused(429, "too_many_requests", {"Retry-After": str(seconds)})


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The OpenAPI description of this API."""
    data = YAML(typ="safe").load(Path(__file__).with_name("webchat_openapi.yml"))
    return dict(json.loads(json.dumps(data)))
