"""Whole conversations by text message, read segment by segment as a person reads them.

`conversations/*.txt` hold them: a line that begins with ">" is the patient's, "[2]" says that the
text under it takes two segments, what changes from day to day stands in <angle brackets>. When a
text was changed on purpose, HOLD_CONVERSATIONS=1 writes the files anew; read what came of it.
"""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from channels.sms.gsm7 import segments
from clinic.content.facts import load_facts
from clinic.languages import speaking
from clinic.screenings.hours import is_closed
from clinic.screenings.wording import get_words
from clinic.settings import ROOT
from sandbox.twilio import TwilioStandIn
from tests.conftest import Product
from tests.integration.sms.texting import Phone, rows

FOLDER = Path(__file__).parent / "conversations"
CHANGING = (
    (r"[A-Z][a-z]+, [A-Z][a-z]+ \d+ at [\d:]+ [AP]M", "<day and time>"),
    (r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d+, [\d:]+ [AP]M", "<time>"),
    (r"\b[a-zé]{3} \d+ [a-z]{3}, [\d:]+ [AP]M", "<time>"),
    (r"\b[a-zé]{5,9} \d+ de [a-z]+ a las [\d:]+ [AP]M", "<day and time>"),
    (r"\b[a-zé]{5,9} \d+ de [a-z]+", "<day>"),
    (r"(?<=codigo es )\w{6}\b|(?<=odigo: )\w{6}\b", "<reference>"),
    (r"con (Alex|Robin) Example, D?PT", "con <therapist>"),
    (r"(Mon|Tues|Wednes|Thurs|Fri)day, [A-Z][a-z]+ \d+", "<day>"),
    (r"(?<=reference is )\w{6}|(?<=reference is still )\w{6}|(?<=eference: )\w{6}", "<reference>"),
    (r"with (Alex|Robin) Example, D?PT", "with <therapist>"),
    # At noon of every day the tests run on, also of one on which the clinic is closed.
    (
        r"We are (open now, so it should not take long"
        r"|closed now; they are back on <day and time>)",
        "<when we call>",
    ),
    (r"\((?!414\) 555-0142)\d{3}\) 555-01\d\d", "<patient's number>"),
)


def masked(text: str) -> str:
    for pattern, mask in CHANGING:
        text = re.sub(pattern, mask, text)
    return text


def a_day_next_week() -> tuple[str, str]:
    """A day on which the clinic is open, far enough ahead for a reminder, in English and in
    Spanish: "December 3", "3 de diciembre"."""
    facts = load_facts(ROOT / "content" / "clinic.yml")
    days = (date.today() + timedelta(days=ahead) for ahead in range(8, 20))  # noqa: DTZ011
    day = next(day for day in days if day.weekday() < 4 and not is_closed(facts, day))
    with speaking("es"):
        month = get_words().times.months[day.month - 1]
    return f"{day:%B} {day.day}", f"{day.day} de {month}"


def remind(phone: Phone) -> list[str]:
    """Lets the time of the reminder come."""
    due = "UPDATE outbox SET due_at = created_at, expires_at = NULL WHERE state = 'queued'"
    phone_is = "AND key LIKE 'reminder:%:day_before:sms'"
    rows(phone.product, f"{due} {phone_is}")
    return phone.wait_for_notice()


def hold(phone: Phone, said: list[str]) -> str:
    """What a conversation's file would be, with the patient's lines of it said now."""
    lines: list[str] = []
    for line in said:
        lines.append(f"> {line}")
        if line == "(a day before)":
            texts = remind(phone)
        else:
            day, in_spanish = a_day_next_week()
            texts = phone.texts(line.replace("<day>", day).replace("<día>", in_spanish))
        if not texts:
            lines += ["(no answer)", ""]
        for text in texts:
            lines += [f"[{segments(text)}]", masked(text), ""]
    return "\n".join(lines).strip() + "\n"


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_a_conversation_reads_as_it_is_held(
    texting: Product, twilio: TwilioStandIn, file: Path
) -> None:
    held = file.read_text(encoding="utf-8")
    said = [line[2:] for line in held.splitlines() if line.startswith("> ")]
    now = hold(Phone(texting, twilio), said)
    if os.environ.get("HOLD_CONVERSATIONS"):
        file.write_text(now, encoding="utf-8")
    assert now == held
