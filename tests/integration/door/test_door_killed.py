"""Every process is killed without warning under a stream of texts: each is answered once."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

from clinic.reading import safety
from tests.integration.door.house import House, numbers
from tests.integration.webchat.harness import Server, Visitor, wait_until

EMERGENCY = "I can't pee and both my legs are numb"
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
    house = open_house(STAND_IN_SECONDS="120").start()
    [early, late] = numbers(2)
    assert house.text(early, "hello") == 200
    house.wait_until_all_is_quiet(1)
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    wait_until(house.is_down)  # the door first ends what it has begun
    assert house.text(late, "is anybody there") == 0
    missed = house.twilio.written[-1]
    # As long ago as Twilio's own tries take: from then on it counts as missed.
    house.twilio.written[-1] = house.twilio.earlier(missed, seconds=60)
    house.start()
    house.wait_until_all_is_quiet(2)
    [answer] = house.texts_to(late)
    assert "is anybody there" in answer.body


def test_a_restart_of_the_brain_under_twenty_open_chats_answers_all_in_order(
    open_house: Callable[..., House],
) -> None:
    house = open_house(STAND_IN_SECONDS="60", WEB_MESSAGES_PER_MINUTE="100").start()
    door = Server(house.var, port=house.port)
    visitors = [Visitor(door) for _ in range(20)]
    words = ("one", "two", "three", "four")
    for place, word in enumerate(words):
        if place == 1:
            house.kill("brain")
        for visitor in visitors:
            assert visitor.send(word).status_code == 202
        time.sleep(1)
    for visitor in visitors:
        visitor.wait_for_answers(len(words), 120)
        assert visitor.answers == [f"You said: {word}" for word in words]


def test_without_a_brain_the_door_answers_once_and_a_brain_that_comes_back_not_again(
    open_house: Callable[..., House],
) -> None:
    house = open_house(STAND_IN_SECONDS="3").start()
    emergency, question, stop = numbers(3)
    brain = house.pid("brain")
    os.kill(brain, signal.SIGSTOP)
    try:
        for number, body in ((emergency, EMERGENCY), (question, "what is it"), (stop, "STOP")):
            assert house.text(number, body) == 200
        house.wait_until_all_is_quiet(3)
    finally:
        os.kill(brain, signal.SIGCONT)
    time.sleep(3)
    [said] = house.texts_to(emergency)
    assert said.body == safety.reply("E")
    assert "can't answer right now" in house.texts_to(question)[0].body
    assert "opted out" in house.texts_to(stop)[0].body
    assert [len(house.texts_to(number)) for number in (emergency, question, stop)] == [1, 1, 1]
    [(kind,)] = house.rows("SELECT kind FROM staff_tasks WHERE kind = 'safety_alert'")
    assert kind
