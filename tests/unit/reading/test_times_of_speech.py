"""Days and hours as they are told in passing: the latest there is, what is preferred, what else
somebody has to do."""

from __future__ import annotations

import pytest

from clinic.reading.when import read_wish
from tests.unit.reading.test_read_wish import NOW, ZONE, said_back


@pytest.mark.parametrize(
    ("words", "latest"),
    [
        ("thursday late as possible", True),
        ("late as u can thurs", True),
        ("as late in the day as you have", True),
        ("as late as you've got on friday", True),
        ("whats the latest slot u got weds or fri", True),
        ("late afternoon thursday", False),
        ("sorry I am late with this, thursday is fine", False),
    ],
)
def test_the_latest_there_is(words: str, latest: bool) -> None:
    wish = read_wish(words, NOW, ZONE, 30).wish
    assert wish
    assert wish.latest is latest


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("i said 3:30 or LATER", "any day after 3:30 PM"),
        ("3:30 or any time later", "any day after 3:30 PM"),
        ("after school, like 3:30 or later", "any day after 3:30 PM"),
        ("3:30 or later. thursday 4ish?", "Thursday between 3:30 PM and 5 PM"),
        ("my dad works untill 4 o'clock so after that", "any day after 4 PM"),
        ("she sleeps till 2", "any day after 2 PM"),
        ("mornings, or thursday at 5", "any day in the morning or Thursday, November 26 at 5 PM"),
        ("evenings, or tuesday after 3", "any day in the evening or Tuesday after 3 PM"),
    ],
)
def test_from_an_hour_on(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("thurs btw 5 and 7", "Thursday between 5 PM and 7 PM"),
        ("between 6 and 8", "any day between 6 PM and 8 PM"),
        ("from 4 to 7 on thursday", "Thursday between 4 PM and 7 PM"),
        ("between 9 and 3", "any day between 9 AM and 3 PM"),
        ("between 8 and 10", "any day between 8 AM and 10 AM"),
        ("between 5 and 7 am", "any day between 5 AM and 7 AM"),
        ("thursday btw 5 and 7, it hurts like 3 mo", "Thursday between 5 PM and 7 PM"),
        ("5 and 7 PM", "any day at 5 PM or any day at 7 PM"),
    ],
)
def test_between_two_hours(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("wed or thurs, prefer thurs after lunch", "Thursday after 1 PM"),
        ("monday or tuesday. tuesday is better", "Tuesday"),
        ("monday or friday, preferably friday before noon", "Friday in the morning"),
        ("next week. tuesday at 2", "Tuesday, December 1 at 2 PM"),
        ("next week, or friday", "November 30 to December 6 or Friday"),
        ("any afternoon or friday morning", "any day in the afternoon or Friday in the morning"),
    ],
)
def test_what_narrows_what_was_said(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("i see my doctor at 4 today. can i come next week", "November 30 to December 6"),
        ("I have an appointment with my dentist at 9 tomorrow, so friday", "Friday"),
        ("i have a meeting at 3 today, how about thursday", "Thursday"),
        ("an appointment with you thursday at 3", "Thursday, November 26 at 3 PM"),
        ("my appointment is thursday at 3", "Thursday, November 26 at 3 PM"),
        ("i see my surgeon thursday, what else is there", "any day, but not Thursday"),
        ("took 6 pills today it hurts so bad. friday?", "Friday"),
        ("i slipped today, can you see me tomorrow", "Wednesday, November 25"),
        ("i fell, can i come today", "Tuesday, November 24"),
        ("i woke up and want to come today", "Tuesday, November 24"),
    ],
)
def test_what_is_told_of_another_day_is_no_wish(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("11 thursday", "Thursday, November 26 at 11 AM"),
        ("3 this friday", "Friday, November 27 at 3 PM"),
        ("can i do 6 instead", "any day at 6 PM"),
        ("december 11 friday", "Friday, December 11"),
        ("no wed the 9th at 1 like before", "Wednesday, December 9 at 1 PM"),
        ("no, friday at 10", "Friday, November 27 at 10 AM"),
        ("no thursday", "any day, but not Thursday"),
        ("no mondays after 3", "any day, but not Monday after 3 PM"),
        (
            "next week, but not monday and only after 3 bc i work",
            "November 30 to December 6 after 3 PM, but not Monday",
        ),
        ("move it to the afternoon, like 4", "any day between 3 PM and 5 PM"),
        ("thursday afternoon around 5", "Thursday between 4 PM and 6 PM"),
        ("thursday afternoon after 3", "Thursday between 3 PM and 5 PM"),
    ],
)
def test_an_hour_or_a_day_said_shortly(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize("words", ["3 visits instead of 2", "2 or 3 days", "3 instead of 4"])
def test_a_number_of_something_is_no_hour(words: str) -> None:
    assert said_back(words) == "UNREAD"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("thursday at 3, I pick him up from dialysis at 2", "Thursday, November 26 at 3 PM"),
        ("can we make it 11 instead, he naps at 10", "any day at 11 AM"),
        ("i take my pills at 8, can i come at 9", "any day at 9 AM"),
        ("friday before noon, i drop my load at 10", "Friday between 10 AM and noon"),
        ("thursday, but my shift ends at 4", "Thursday after 4 PM"),
        ("after work, i finish at 4", "any day after 4 PM"),
        ("after work? 5:15 or later", "any day after 5:15 PM"),
        ("i work 7a-7p monday through wednesday, what about thursday", "Thursday"),
        ("only tue or thu and after 2pm", "Tuesday or Thursday after 2 PM"),
        ("my ride can only do 11", "any day at 11 AM"),
    ],
)
def test_what_else_somebody_does_then_is_no_wish(words: str, meant: str) -> None:
    assert said_back(words) == meant
