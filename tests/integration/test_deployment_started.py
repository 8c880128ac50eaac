"""deploy/compose.yml as it is, without Docker: every service comes up and is well, and a patient
who comes by nginx is answered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import httpx
import pytest

from benchmarks.door import converse
from benchmarks.drill_house import until
from tests.integration.composed import GIVEN, Composed, composed
from tests.integration.servers import PostgresServer

OURS = ("door-1", "door-2", "brain-1", "brain-2", "actions", "frontdesk", "worker")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composed]:
    server = PostgresServer()
    try:
        with composed(tmp_path_factory.mktemp("composed"), server.start()) as started:
            yield started
    finally:
        server.stop()


def is_well(url: str) -> bool:
    """Whether a door or the desk says that every part of the product is."""
    try:
        return httpx.get(f"{url}/healthz", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def test_every_service_comes_up_and_all_parts_are_well(services: Composed) -> None:
    assert set(services.services) == {*OURS, "migrate", "nginx", "database", "redis"}
    for name in ("door-1", "door-2", "frontdesk"):
        url = f"http://127.0.0.1:{services.ports[name]}"
        until(partial(is_well, url))


@pytest.mark.parametrize("name", OURS)
def test_its_figures_are_there_for_who_has_the_token(services: Composed, name: str) -> None:
    url = f"http://127.0.0.1:{services.metrics[name]}/metrics"

    def status(token: str) -> int:
        try:
            return httpx.get(url, headers={"Authorization": f"Bearer {token}"}).status_code
        except httpx.TransportError:
            return 0

    until(lambda: status(GIVEN["METRICS_TOKEN"]) == 200)
    assert status("another") == 401


def test_a_patient_is_answered_through_nginx(
    services: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(lambda: is_well(f"http://127.0.0.1:{services.ports['door-1']}"))
    monkeypatch.setenv("SSL_CERT_FILE", str(services.nginx.certificate))
    acknowledged, answered = converse(services.url, 3)
    assert len(acknowledged) == len(answered) == 3
