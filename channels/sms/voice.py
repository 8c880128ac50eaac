"""What somebody hears who calls the texting number, as TwiML.

https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape

from channels.sms.texts import say
from clinic.content import ClinicFacts
from clinic.screenings import opening, times


def answer(clinic: ClinicFacts, texting_number: str, now: datetime) -> str:
    """While the clinic is open the caller is put through; else told when somebody is there.

    Args:
        texting_number: never dialled: the call would come back here.
    """
    if clinic.phone and clinic.phone != texting_number and opening.open_until(clinic, now):
        return f"{_said(say('voice_open'))}<Dial>{escape(clinic.phone)}</Dial>"
    following = opening.opens_next(clinic, now)
    if following is None or opening.open_until(clinic, now):
        return _said(say("voice_unknown"))
    hours = f"on {times.say_day(following[0])} at {times.say_clock(following[1])}"
    return _said(say("voice_closed", hours=hours))


def _said(words: str) -> str:
    return f"<Say>{escape(words)}</Say>"
