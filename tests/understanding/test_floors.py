"""No figure of understanding and safety falls under its floor (evaluation/floors.py)."""

from collections.abc import Callable, Sequence

import pytest

from clinic.reading.learned.model import IntentModel
from evaluation import after_alarm, corrections, facts, floors
from evaluation.corpus import PARTS, corpus
from evaluation.figures import Share
from evaluation.measuring import measure
from evaluation.messages import held_out
from evaluation.product import Product
from evaluation.safety import measure_safety
from evaluation.talking import Tried, learned, own_clinic
from scripts.train import train


@pytest.fixture(scope="module")
def product() -> Product:
    return Product(train())


@pytest.mark.parametrize("noise", [False, True], ids=["as written", "with typos"])
def test_held_out_messages_are_understood_as_often_as_promised(
    product: Product, noise: bool
) -> None:
    floor = floors.HELD_OUT_TYPOS if noise else floors.HELD_OUT
    assert floors.under("held out", measure(product, held_out(), noise), floor) == []


def test_signs_are_seen_and_quiet_messages_left_quiet(product: Product) -> None:
    figures = [measure_safety(product, corpus(part)) for part in PARTS]
    assert floors.unsafe(figures[0] + figures[1]) == []


@pytest.mark.parametrize(
    ("name", "try_all"),
    [
        ("facts", facts.ask_all),
        ("corrections", corrections.make_all),
        ("after_alarm", after_alarm.say_all),
    ],
    ids=["facts", "corrections", "after an alarm"],
)
def test_what_is_said_in_a_conversation_is_met_as_often_as_promised(
    name: str, try_all: Callable[[IntentModel], Sequence[Tried]]
) -> None:
    with own_clinic():
        tried = try_all(learned(train()))
    right = Share.among([one.right for one in tried])
    assert floors.below(name, right, floors.TALKED[name]) == []
