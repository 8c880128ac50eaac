"""What we last wrote to a number about a visit, and what an answer to that means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.engine import Connection

from channels.sms.effects import Reply, effect
from clinic.messages import Inbound, outbox
from clinic.messages.models import ANSWER
from clinic.reading.visit_replies import read_visit_reply
from clinic.screenings import Screening

# Notices about a visit that stands or stood: `kind:reference:...` are their keys.
ABOUT_A_VISIT = ("reminder:", "moved:", "cancelled:")
# Kinds of replies: an answer of ours came after the notice, so a bare "ok" is to that.
ANSWERS = (ANSWER,)
# So long after a notice an answer may be to it.
REMEMBERED = timedelta(days=14)


@dataclass(frozen=True)
class Noticed:
    """A notice about a visit that a number got.

    Attributes:
        reference: of the visit.
        last: nothing was said after it.
    """

    reference: str
    last: bool


def noticed(connection: Connection, message: Inbound) -> Noticed | None:
    """The notice a message may be an answer to; None when there was none lately."""
    phone, at = message.reach or "", message.received_at
    channel = message.channel
    notice = outbox.last_sent(connection, phone, channel, ABOUT_A_VISIT, at)
    if notice is None or at - notice.due_at > REMEMBERED:
        return None
    last = outbox.last_sent(connection, phone, channel, (*ABOUT_A_VISIT, *ANSWERS), at)
    return Noticed(notice.key.split(":")[1], last is not None and last.id == notice.id)


def answer_to(
    message: Inbound, about: Noticed | None, visits: list[Screening]
) -> tuple[list[Reply], Inbound] | None:
    """What is done with a message that answers a notice, or a visit's very existence: effects, and
    the message as the engine gets it. None: it is something else."""
    if about is None and not visits:
        return None
    theirs = next((one for one in visits if about and one.reference == about.reference), None)
    visit = theirs or (visits[0] if visits else None)
    last = about is not None and about.last
    meant = read_visit_reply(message.text, visit.name if visit else None, last)
    if meant is None:
        return None
    effects = []
    if meant == "not_me":
        reference = about.reference if about else visit.reference if visit else ""
        effects = [effect("disown", reference=reference)]
    return effects, replace(message, payload=f"/{meant}")
