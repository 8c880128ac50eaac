"""A new channel is one new folder: nothing else has to know of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import channels
from channels import registry
from clinic.messages.tables import inbound
from clinic.settings import get_settings
from clinic.storage import Database, metadata

ECHO = """
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from channels.base import Channel
from channels.registry import register
from clinic.messages import enqueue


@register
class Echo(Channel):
    name = engine_name = "echo"

    def routes(self, intake):
        async def take(request):
            await intake.accept(
                channel=self.name,
                conversation="echo-" + request.path_params["who"],
                external_id=request.headers["x-id"],
                text=(await request.body()).decode(),
                open_if_new=True,
            )
            return PlainTextResponse("taken")

        return [Route("/webhooks/echo/{who}", take, methods=["POST"])]

    def deliver(self, connection, message, replies):
        for place, reply in enumerate(replies):
            key = f"answer:{message.message_id}:{place}"
            to = message.conversation
            enqueue(
                connection, channel="echo", to=to, conversation=to, reply=reply, key=key
            )

    def poster(self):
        return lambda connection, item: print("ECHO", item.reply["text"])
"""


@pytest.fixture
def _with_echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The channels, and one folder more."""
    folder = tmp_path / "more" / "echo"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(ECHO)
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(folder.parent)])
    monkeypatch.setattr(registry, "_classes", dict(registry._classes))
    yield
    sys.modules.pop("channels.echo", None)


@pytest.mark.usefixtures("_with_echo")
async def test_door_brain_and_worker_have_a_channel_that_is_only_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from channels.turns import TurnRunner
    from door.app import create_app
    from engine.stored_messages import lines_of
    from worker.loop import Worker

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    get_settings.cache_clear()
    database = Database(get_settings().database)
    made = registry.load(get_settings(), database)
    assert {"echo", "sms", "web"} <= {channel.name for channel in made}
    import clinic.conversations  # noqa: F401 - declare their tables, with all the others
    from channels.sms import tables  # noqa: F401

    metadata.create_all(database.engine)
    with TestClient(create_app()) as door:
        answer = door.post("/webhooks/echo/ana", content="hello", headers={"X-Id": "1"})
        assert answer.text == "taken"

    async def engine(message: object) -> None:
        await message.output_channel.send_response("", {"text": f"re: {message.text}"})  # type: ignore[attr-defined]

    runner = TurnRunner(database, lines_of(made, engine, lambda: None), 5)
    runner.wake("echo-ana")
    await runner.stop(grace=5)
    with database.read() as connection:
        assert connection.execute(inbound.select()).one().outcome == "turn"
    Worker(database, made).once()
    assert "ECHO re: hello" in capsys.readouterr().out
