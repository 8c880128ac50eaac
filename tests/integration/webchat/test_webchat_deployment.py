"""The channel as it is deployed: several processes on PostgreSQL, limits counted in Redis."""

from __future__ import annotations

from tests.integration.webchat.conftest import StartServer
from tests.integration.webchat.harness import Visitor


def test_two_processes_on_postgresql_serve_one_conversation(
    start_server: StartServer, postgres_url: str
) -> None:
    first = start_server(DATABASE_URL=postgres_url)
    second = start_server(beside=first)
    here = Visitor(first)
    there = here.at(second)
    for number in range(8):
        (here, there)[number % 2].send(f"word {number}")
    expected = [f"You said: word {number}" for number in range(8)]
    assert there.wait_for_answers(8) == expected
    first.stop()
    there.choose(there.ask("buttons")["choices"][0]["token"])
    there.wait_for_answers(10)
    second.stop()


def test_a_process_killed_on_postgresql_loses_nothing(
    start_server: StartServer, postgres_url: str
) -> None:
    server = start_server(DATABASE_URL=postgres_url)
    visitor = Visitor(server)
    server.crash_at("before the answer was committed")
    assert visitor.send("hello").status_code == 202
    server.wait_until_dead()
    server.start()
    assert visitor.wait_for_answers(1) == ["You said: hello"]
    server.stop()


def test_limits_in_redis_hold_for_all_processes_together(
    start_server: StartServer, redis_url: str
) -> None:
    first = start_server(REDIS_URL=redis_url, WEB_MESSAGES_PER_MINUTE="6")
    second = start_server(beside=first)
    visitor = Visitor(first)
    elsewhere = visitor.at(second)
    sent = [(visitor, elsewhere)[number % 2].send("hello").status_code for number in range(10)]
    assert sent.count(202) in (6, 7)  # one more when a tenth of the minute has passed meanwhile
    assert sent.count(429) == 10 - sent.count(202)


def test_without_redis_the_chat_goes_on_unlimited(start_server: StartServer) -> None:
    server = start_server(REDIS_URL="redis://127.0.0.1:1/0", WEB_MESSAGES_PER_MINUTE="1")
    visitor = Visitor(server)
    assert [visitor.send("hello").status_code for _ in range(3)] == [202, 202, 202]
