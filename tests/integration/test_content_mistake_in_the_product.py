"""The running product after a typing mistake and a restart: nothing patients see is gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import httpx

from clinic.settings import ROOT
from tests.conftest import Product

EMERGENCY = "i cant pee and my groin is numb"


def test_a_mistake_and_a_restart_take_nothing_away(
    start_product: Callable[..., Product], tmp_path: Path
) -> None:
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    product = start_product(CONTENT_DIR=str(folder))
    before = product.chat().say("what is sciatica")
    product.stop()
    for name in ("clinic.yml", "safety.yml", "channel.yml"):
        with (folder / name).open("a") as file:
            file.write("\nbroken: [\n")
    product.log.clear()
    product.start()
    assert product.chat().say("what is sciatica") == before
    assert "911" in product.chat().say(EMERGENCY)
    assert httpx.get(f"{product.front}/", timeout=30).status_code == 200
    config = httpx.get(f"{product.front}/webhooks/webchat/config", timeout=30)
    assert config.status_code == 200
    log = "\n".join(product.log)
    for name in ("clinic.yml", "safety.yml", "channel.yml"):
        assert f"content/{name}:" in log
