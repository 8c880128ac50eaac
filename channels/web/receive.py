"""The web channel at the door, /webhooks/webchat/: a small JSON API for the widget.

Described by openapi.yml, which is served as openapi.json. Every request can go to any door: what
they share is the database. A message that can't be stored while the browser waits is answered in
the refusal: an alarm with its own words, everything else with our number. The widget shows that,
and sends the message again under the same id until it is stored.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Connection
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from channels import fallback
from channels.http import address_of
from channels.intake import CannotStore, Intake
from channels.web import wire
from channels.web.bell import Bell
from channels.web.http import (
    RETRY,
    Refused,
    bearer_token,
    check_origin,
    finish_headers,
    language_of,
    read_body,
    read_json,
)
from channels.web.tokens import TokenExpired, TokenInvalid, Tokens
from clinic import conversations
from clinic.clock import now
from clinic.languages import ENGLISH, speaking, spoken
from clinic.messages import (
    UnknownConversation,
    choices,
    forget,
    inbound,
    open_thread,
    threads,
    transcript,
)
from clinic.messages.typing_hints import Beat, TypingHints
from clinic.settings import Settings

if TYPE_CHECKING:
    from channels.web.limits import Limits

logger = logging.getLogger(__name__)

CHANNEL = "web"
# The same button twice within this time is a double click.
DOUBLE_CLICK = timedelta(seconds=2)
# Messages in one answer; a long conversation comes in several.
PAGE = 100
# How long the browser is kept waiting for a database that can't take a message, and for one that
# can't begin a conversation: the first message begins it then.
PATIENCE_SECONDS, OPENING_PATIENCE_SECONDS = 11.5, 2.0

Handler = Callable[[Request], Awaitable[Response]]


class WebApi:
    """The API, an ASGI application.

    Args:
        settings: origins, limits, keys.
        intake: stores what comes in.
        bell: rung when something is new.
        hints: who is typing.
    """

    def __init__(self, settings: Settings, intake: Intake, bell: Bell, hints: TypingHints) -> None:
        self._settings, self._intake, self._bell, self._hints = settings, intake, bell, hints
        self._tokens = Tokens(settings)
        self._handlers: dict[str, dict[str, Handler]] = {
            "/health": {"GET": self.health},
            "/openapi.json": {"GET": self.openapi},
            "/config": {"GET": self.config},
            "/conversations": {"POST": self.open},
            "/messages": {"GET": self.receive, "POST": self.send},
            "/typing": {"POST": self.typing},
            "/times": {"GET": self.times},
            "/ratings": {"POST": self.rate},
            "/conversation": {"DELETE": self.clear},
        }

    @cached_property
    def _limits(self) -> Limits:
        # Made with the first request: it brings a client for Redis with it.
        from channels.web.limits import Limits

        return Limits(self._settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        with speaking(language_of(request)):
            response = await self._serve(request, path)
        finish_headers(request, response, self._settings)
        await response(scope, receive, send)

    async def _serve(self, request: Request, path: str) -> Response:
        """Refuses foreign origins, and turns every failure into an answer the widget knows."""
        try:
            check_origin(request, self._settings)
            return await self._handler(request.method, path)(request)
        except Refused as refused:
            return refused.response()
        except UnknownConversation:
            return Refused(410, "conversation_closed").response()
        except CannotStore:
            return Refused(503, "unavailable", RETRY).response()
        except ClientDisconnect:  # who hung up in the middle reads no answer, and is no fault
            return Refused(400, "invalid_json").response()
        except Exception:
            logger.exception("A %s of the chat could not be served", request.method)
            return Refused(503, "unavailable", RETRY).response()

    def _handler(self, method: str, path: str) -> Handler:
        handlers = self._handlers.get(path)
        if method == "OPTIONS":
            return self.preflight
        if handlers is None:
            raise Refused(404, "not_found")
        if method not in handlers:
            raise Refused(405, "method_refused", {"Allow": ", ".join(handlers)})
        return handlers[method]

    async def health(self, request: Request) -> Response:
        """Whether messages can be stored."""
        await self._intake.look(lambda connection: threads.last_seq(connection, ""))
        return JSONResponse({"status": "ok"})

    async def openapi(self, request: Request) -> Response:
        """The description of this API."""
        return JSONResponse(description())

    async def config(self, request: Request) -> Response:
        """What the widget shows before a conversation begins."""
        return JSONResponse(await self._intake.in_thread(wire.config))

    async def open(self, request: Request) -> Response:
        """Begins a conversation; while the database can't, its first message begins it."""
        address = address_of(request, self._settings)
        _refuse_if(await self._limits.opening(address))
        await read_body(request)  # nothing is expected in it
        conversation, token, ends = self._tokens.issue()
        try:
            await self._intake.change(
                lambda connection: open_thread(connection, conversation, CHANNEL),
                OPENING_PATIENCE_SECONDS,
            )
        except CannotStore:
            _, token, ends = self._tokens.issue(begun=False)
        return JSONResponse({"token": token, "expires_at": wire.iso(ends)}, status_code=201)

    async def send(self, request: Request) -> Response:
        """Stores a message; it is answered after this has been acknowledged."""
        token = bearer_token(request)
        conversation = self._conversation(token)
        address = address_of(request, self._settings)
        limited = await self._limits.message(conversation, address)
        try:
            message = wire.new_message(await read_json(request))
        except Refused:
            _refuse_if(limited)
            raise
        if limited:
            await self._let_only_alarms_through(limited, conversation, address, message.text or "")

        def words(connection: Connection) -> tuple[str, str | None]:
            if message.choice is None:
                return message.text or "", None
            choice = choices.find(connection, conversation, message.choice)
            if choice is None:
                raise Refused(422, "unknown_choice")
            return choice.label, choice.payload

        try:
            receipt = await self._intake.accept(
                channel=CHANNEL,
                conversation=conversation,
                external_id=message.client_id,
                text=words,
                open_if_new=not self._tokens.is_begun(token),
                same_within=DOUBLE_CLICK if message.choice is not None else None,
                same_as=message.choice,
                shown=True,
                patience=PATIENCE_SECONDS,
            )
        except CannotStore:
            raise await self._refused_with_words(message.text or "") from None
        self._hints.stopped(conversation)
        body = {"seq": receipt.seq, "at": wire.iso(receipt.at), "duplicate": receipt.duplicate}
        return JSONResponse(body, status_code=202)

    async def _let_only_alarms_through(
        self, seconds: int, conversation: str, address: str, text: str
    ) -> None:
        """Refuses a message that is one too many, unless the gate hears an alarm in it: that one
        is stored and alerts the staff; where even those are too many, it is answered here.

        Raises:
            Refused: 429.
        """
        own = await self._intake.in_thread(lambda: fallback.answer(text)) if text else None
        if own is None or own.tier is None:
            _refuse_if(seconds)
            return
        seconds = await self._limits.alarm(conversation, address)
        if seconds:
            wait = {"Retry-After": str(seconds)}
            words = own.reply["text"]
            raise Refused(429, "too_many_requests", wait, words=words, banner=own.tier)

    async def _refused_with_words(self, text: str) -> Refused:
        own = await self._intake.in_thread(lambda: fallback.answer(text))
        logger.error("A message could not be stored and was answered over the open request.")
        return Refused(503, "unavailable", RETRY, words=own.reply["text"], banner=own.tier)

    async def receive(self, request: Request) -> Response:
        """What is new; waits for it up to the time the widget asks for."""
        conversation = self._conversation(bearer_token(request))
        _refuse_if(await self._limits.poll(conversation))
        poll = wire.poll(request)
        loop = asyncio.get_running_loop()
        ends, woken = loop.time() + poll.wait, False
        with self._bell.listen(conversation) as rung:
            while True:
                rung.clear()
                body = await self._new(conversation, poll.after, bearer_token(request))
                left = ends - loop.time()
                # That a person is typing is said at once when it is heard, and then when the
                # widget asks again: not over and over.
                new = body["messages"] or body["closed"] or (woken and "person" in body)
                if new or left <= 0 or self._bell.closed:
                    return JSONResponse(body)
                try:
                    await asyncio.wait_for(rung.wait(), left)
                    woken = True
                except asyncio.TimeoutError:
                    ends = loop.time()

    async def typing(self, request: Request) -> Response:
        """Takes in that the patient is typing, and nothing of what; nothing waits for it."""
        conversation = self._conversation(bearer_token(request))
        _refuse_if(await self._limits.beat(address_of(request, self._settings)))
        await read_body(request)  # nothing is expected in it
        self._hints.typing(Beat(conversation, "patient"))
        return Response(status_code=204)

    async def times(self, request: Request) -> Response:
        """Every time that can be booked now, to pick one from."""
        conversation = self._conversation(bearer_token(request))
        _refuse_if(await self._limits.poll(conversation))
        from channels.web.times import free_times

        database = self._intake.database

        def look(connection: Connection) -> dict[str, Any]:
            own = threads.language_of(connection, conversation)
            with speaking(spoken() if own == ENGLISH else own):
                return free_times(database, conversation)

        return JSONResponse(await self._intake.look(look))

    async def rate(self, request: Request) -> Response:
        """Counts whether an answer helped, once, without whose it was; the question that an answer
        did not help is kept for the clinic to look at, like one without an answer."""
        conversation = self._conversation(bearer_token(request))
        _refuse_if(await self._limits.poll(conversation))
        rating = wire.rating(await read_json(request))

        def count(connection: Connection) -> None:
            # Imported when first asked for: most of what the door does needs none of it.
            from clinic.attention.unanswered import mark_answer
            from clinic.content import topic_intent
            from clinic.learning.ratings import rate

            topic = transcript.note_rated(connection, conversation, rating.seq)
            if topic is None:
                return
            rate(connection, topic, rating.helpful, now().date())
            asked = transcript.asked_before(connection, conversation, rating.seq)
            if asked and not rating.helpful:
                mark_answer(
                    connection, conversation, asked, reason="not_helped", intent=topic_intent(topic)
                )

        await self._intake.change(count, OPENING_PATIENCE_SECONDS)
        return Response(status_code=204)

    async def clear(self, request: Request) -> Response:
        """Deletes the conversation here and in the engine. A turn that is running meanwhile is
        deleted when it ends."""
        conversation = self._conversation(bearer_token(request))
        await read_body(request)  # nothing is expected in it

        def delete(connection: Connection) -> None:
            forget(connection, conversation)
            conversations.forget(connection, conversation)

        await self._intake.change(delete, OPENING_PATIENCE_SECONDS)
        return Response(status_code=204)

    async def preflight(self, request: Request) -> Response:
        """A browser asks whether another site's page may ask."""
        return Response(status_code=204)

    def _conversation(self, token: str) -> str:
        try:
            return self._tokens.read(token)
        except TokenExpired as error:
            raise Refused(401, "token_expired", {"WWW-Authenticate": "Bearer"}) from error
        except TokenInvalid as error:
            raise Refused(401, "token_invalid", {"WWW-Authenticate": "Bearer"}) from error

    async def _new(self, conversation: str, after: int, token: str) -> dict[str, Any]:
        def look(connection: Connection) -> dict[str, Any]:
            last = threads.last_seq(connection, conversation)
            messages = (
                transcript.since(connection, conversation, after, PAGE)
                if last is not None and last > after
                else []
            )
            person = self._hints.is_answering(conversation) and threads.is_taken(
                connection, conversation
            )
            waits = last is not None and inbound.is_waiting(connection, conversation)
            body = {
                "messages": [wire.as_json(message) for message in messages],
                "typing": person or waits,
                "closed": last is None and self._tokens.is_begun(token),
            }
            if person:
                body["person"] = True
            said = [message for message in messages if message.sender == "assistant"]
            if said:
                # What is said without the engine is in English also where nobody knows better:
                # that turns no chat into it.
                own = said[-1].details.get("language")
                if own != ENGLISH:
                    body["language"] = own or threads.language_of(connection, conversation)
            return body

        return await self._intake.look(look)


def _refuse_if(seconds: int) -> None:
    if seconds:
        raise Refused(429, "too_many_requests", {"Retry-After": str(seconds)})


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The OpenAPI description of this API."""
    from ruamel.yaml import YAML

    data = YAML(typ="safe").load(Path(__file__).with_name("openapi.yml"))
    return dict(json.loads(json.dumps(data)))
