"""Conversations that have come so far: to the time, the number, the summary, a booked visit."""

from __future__ import annotations

from typing import Any

from tests.unit.dialogue.world import Talk, content, read

CONTENT = content()
ANA, PHONE, OTHER_PHONE = "Ana Diaz", "+14145550183", "+14145550142"


def passage(topic: str) -> str:
    """The article's words on a topic."""
    return CONTENT.passage(topic).text


def hours(talk: Talk) -> list[tuple[int, str]]:
    """Hour of day and weekday of each time on offer, by the clinic's clock."""
    frame, zone = talk.state.frame, talk.world.content.clinic.tz
    assert frame is not None
    starts = [talk.world.slot(code).starts_at.astimezone(zone) for code in frame.offered]
    return [(start.hour, f"{start:%a}") for start in starts]


def at_the_time(**fields: Any) -> Talk:
    """A booking with what a first message gives."""
    talk = Talk()
    talk.say(read("book_screening", **fields))
    return talk


def chosen_time(talk: Talk) -> str:
    """The code of the time that was chosen."""
    frame = talk.state.frame
    assert frame is not None
    assert frame.slot is not None
    return frame.slot


def at_the_phone() -> Talk:
    """A booking in which the number is asked for."""
    talk = at_the_time(time="wednesday at 9", name=ANA)
    assert talk.state.asked == "phone"
    return talk


def at_the_summary() -> Talk:
    """A booking that waits for the last yes."""
    talk = at_the_time(time="wednesday at 9", name=ANA, phone=PHONE)
    talk.say(read(stance="no"))
    assert talk.state.asked == "confirm"
    return talk


def booked() -> Talk:
    """A conversation in which a visit was just booked."""
    talk = at_the_summary()
    talk.say(read(stance="yes"))
    assert talk.world.booked
    return talk
