"""Every process is killed without warning under a stream of texts: each is answered once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tests.integration.door.house import House, numbers

TEXTS, PER_SECOND = 60, 2.0


def test_each_text_is_answered_once_while_each_process_is_killed(
    open_house: Callable[..., House],
) -> None:
    house = open_house(STAND_IN_SECONDS="20").start()

    def kill_each() -> None:
        for name in ("door", "brain", "worker", "door"):
            time.sleep(5)
            house.kill(name)

    killing = threading.Thread(target=kill_each)
    killing.start()
    patients = numbers(TEXTS)
    statuses = house.send_all(patients, PER_SECOND)
    killing.join()
    house.wait_until_all_is_quiet(TEXTS)
    assert statuses.count(200) >= TEXTS - 3, statuses  # what was cut off is fetched
    for patient in patients:
        [answer] = house.texts_to(patient)
        assert f"word {patient}" in answer.body or "can't answer right now" in answer.body


def test_what_was_started_ends_with_the_supervisor_and_missed_texts_are_fetched(
    open_house: Callable[..., House],
) -> None:
    house = open_house(STAND_IN_SECONDS="20").start()
    [early, late] = numbers(2)
    assert house.text(early, "hello") == 200
    house.wait_until_all_is_quiet(1)
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    assert house.text(late, "is anybody there") == 0
    missed = house.twilio.written[-1]
    # As long ago as Twilio's own tries take: from then on it counts as missed.
    house.twilio.written[-1] = house.twilio.earlier(missed, seconds=60)
    house.start()
    house.wait_until_all_is_quiet(2)
    [answer] = house.texts_to(late)
    assert "is anybody there" in answer.body
