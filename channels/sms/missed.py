"""Fetches texts that never reached the door, from Twilio's list of messages.

A text whose webhook could not be delivered is lost to us, but Twilio keeps it. Each is stored
once, under its MessageSid, and answered like any other. Two kinds are not: a text that was
answered over the open request while the database was away, which the same list shows as a reply
("outbound-reply", https://www.twilio.com/docs/messaging/api/message-resource); and one so old
that an answer would puzzle whoever sent it: the staff see that one. An alarm, and a wish to get no
more texts, are answered however late they come.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection

from channels import fallback
from channels.intake import store_message
from channels.sms import elsewhere
from channels.sms.keywords import read_keyword
from channels.sms.receive import CHANNEL, SAME_WITHIN, arrived
from channels.sms.twilio_sender import client
from clinic.clock import now
from clinic.messages import inbound
from clinic.settings import Settings
from clinic.storage import Database

logger = logging.getLogger(__name__)

# A webhook may still be on its way for so long: both of Twilio's tries, 15 s each.
SETTLED = timedelta(seconds=35)
# How far back is looked after a start or a failure, and while all goes well.
FIRST_LOOK, LATER_LOOKS = timedelta(days=1), timedelta(hours=1)
# A reply over the open request leaves while Twilio waits for it, on the second try at the latest.
REPLY_WITHIN = timedelta(seconds=45)


@dataclass(frozen=True)
class MissedText:
    """A text that Twilio has and we have not.

    Attributes:
        sid, phone, body: as Twilio has them.
        media: whether something came with it.
        at: when it was sent.
        replied: it was answered over the open request.
    """

    sid: str
    phone: str
    body: str
    media: bool
    at: datetime
    replied: bool


class MissedTexts:
    """Looks for missed texts.

    Args:
        settings: credentials, the clinic's number, after which time staff get a text instead.
        database: where texts are stored.
    """

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self._client = client(settings)

    def run(self, first: bool) -> int:
        """Stores what was missed; how many texts that were.

        Args:
            first: look back as far as is useful; else only for what little can have been missed.
        """
        since = self._since(FIRST_LOOK if first else LATER_LOOKS)
        missed = self._missed(since)
        for text in missed:
            with self._database.begin() as connection:
                self._store(connection, text)
        if missed:
            logger.warning("%d texts had not reached us and were fetched.", len(missed))
        return len(missed)

    def _since(self, look: timedelta) -> datetime:
        """Never before the first text we have: a number that had another use before brings its
        old texts with it."""
        with self._database.read() as connection:
            first = inbound.first_received(connection, CHANNEL)
        late = timedelta(minutes=self._settings.missed_text_minutes)
        return max(now() - look, (first or now()) - late)

    def _missed(self, since: datetime) -> list[MissedText]:
        arrived_there = self._listed("inbound", since, to=True)
        with self._database.read() as connection:
            known = inbound.known(connection, CHANNEL, [one.sid for one in arrived_there])
        settled = now() - SETTLED
        new = [one for one in arrived_there if one.sid not in known and one.date_sent <= settled]
        if not new:
            return []
        replies = self._listed("outbound-reply", since, to=False)
        return list(_once(_with_replies(new, replies)))

    def _listed(self, direction: str, since: datetime, *, to: bool) -> list[Any]:
        """The messages of one direction, oldest first."""
        ours, query = self._settings.twilio_from, {}
        if ours.startswith("+"):  # a Messaging Service has several numbers
            query = {"to": ours} if to else {"from_": ours}
        found = self._client.messages.list(date_sent_after=since, page_size=1000, **query)
        wanted = [one for one in found if one.direction == direction and one.date_sent]
        return sorted(wanted, key=lambda one: one.date_sent)

    def _store(self, connection: Connection, text: MissedText) -> None:
        fields = {"MessageSid": text.sid, "From": text.phone, "Body": text.body}
        media = {"NumMedia": "1" if text.media else "0"}
        stored = arrived({**fields, **media}, self._settings.twilio_from)
        if stored is None:
            return
        receipt = store_message(connection, **stored)
        late = now() - text.at > timedelta(minutes=self._settings.missed_text_minutes)
        body = str(stored["text"])
        if text.replied:
            elsewhere.answered(connection, receipt, text.phone, body, text.at)
        elif late and not fallback.answer(body).tier and not read_keyword(body):
            elsewhere.left_to_staff(connection, receipt, text.phone, body, text.at)


def _with_replies(texts: Iterable[Any], replies: Iterable[Any]) -> Iterable[MissedText]:
    """Each text, with whether one of the replies was to it; each reply is to one text."""
    left = list(replies)
    for text in texts:
        reply = next((one for one in left if _is_reply(one, text)), None)
        if reply is not None:
            left.remove(reply)
        yield MissedText(
            text.sid,
            text.from_,
            text.body or "",
            str(text.num_media or "0") != "0",
            text.date_sent,
            reply is not None,
        )


def _is_reply(reply: Any, text: Any) -> bool:
    after = reply.date_sent - text.date_sent
    return bool(reply.to == text.from_ and timedelta(0) <= after <= REPLY_WITHIN)


def _once(texts: Iterable[MissedText]) -> Iterable[MissedText]:
    """Without those that a gateway sent again under a new id."""
    last: dict[tuple[str, str], datetime] = {}
    for text in texts:
        before = last.get((text.phone, text.body))
        last[text.phone, text.body] = text.at
        if before is None or text.at - before > SAME_WITHIN:
            yield text
