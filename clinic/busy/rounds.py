"""Reads the calendars that are due, and tells the staff of visits that stand in a busy time."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection

from clinic import attention, clock
from clinic.busy.calendars import OwnCalendar, due, keep, note_trouble
from clinic.content import ClinicFacts, get_content
from clinic.inbox.wording import get_desk_texts
from clinic.screenings import blocks, times
from clinic.screenings.lookup import between
from clinic.settings import ROOT, get_settings
from clinic.storage import Database

logger = logging.getLogger(__name__)

# Nobody is booked further ahead.
AHEAD, BEHIND = timedelta(days=366), timedelta(days=1)
# Fetching ends by itself before; this ends a file that is made to be read for ever.
LONGEST_SECONDS = 45.0
TOO_LONG = "It takes too long to read."


def read_round(database: Database) -> int:
    """Reads every calendar that is due; how many were read.

    Of several workers each reads another one; one that is killed meanwhile costs a pause.
    """
    with database.begin() as connection:
        calendars = due(connection, timedelta(minutes=get_settings().busy_minutes))
    read = 0
    clinic = get_content().clinic
    for calendar in calendars:
        told = _read(calendar, clinic)
        with database.begin() as connection:
            if "trouble" in told:
                logger.warning("A therapist's calendar was not read: %s", told["trouble"])
                note_trouble(connection, calendar, str(told["trouble"]))
                continue
            spans = [(_time(begin), _time(end)) for begin, end in told["spans"]]
            if keep(connection, calendar, spans):
                tell_of_clashes(connection, calendar.therapist, clinic)
                read += 1
    return read


def tell_of_clashes(connection: Connection, therapist: str, clinic: ClinicFacts) -> None:
    """Gives the staff a task for each visit to come that stands in a busy time, once."""
    now = clock.now()
    busy = [
        one
        for one in blocks.occurring(connection, now, now + AHEAD, clinic.tz)
        if one.busy and one.therapist == therapist
    ]
    names = {one.id: one.name for one in clinic.therapists}
    for visit in between(connection, now, now + AHEAD) if busy else ():
        if not any(one.hits(visit.therapist, visit.starts_at, visit.ends_at) for one in busy):
            continue
        words = get_desk_texts().busy_clash.format(
            therapist=names.get(therapist, therapist),
            when=times.say_short(visit.starts_at, clinic),
            reference=visit.reference,
        )
        attention.raise_task(
            connection,
            attention.Occasion(
                kind="double_booked",
                key=f"busy:{visit.reference}:{visit.sequence}",
                detail=words,
                channel=visit.channel,
                conversation=visit.conversation,
                reach=visit.phone,
                name=visit.name,
            ),
        )


def _read(calendar: OwnCalendar, clinic: ClinicFacts) -> dict[str, Any]:
    now = clock.now()
    asked = {
        "address": calendar.address,
        "first": (now - BEHIND).isoformat(),
        "last": (now + AHEAD).isoformat(),
        "zone": clinic.zone,
        "private": get_settings().calendars_in_private_networks,
    }
    # Nothing of our settings goes along: it reads what a stranger may have written.
    environment = {
        name: os.environ[name] for name in ("PATH", "SSL_CERT_FILE") if name in os.environ
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "clinic.busy.reader"],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            cwd=ROOT,
            env=environment,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"trouble": TOO_LONG}
    except (subprocess.CalledProcessError, ValueError):
        return {"trouble": "What stands there can't be read."}
    return told


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
