"""Whatever is kept has its time, and is gone from the file when it is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import Text, func, insert, select, text, type_coerce
from sqlalchemy.engine import Connection

from channels.sms import numbers
from clinic import clock, staff
from clinic.attention.tables import alert_pages, tasks
from clinic.encrypted import sealed_columns
from clinic.health.life import note
from clinic.learning.tables import ratings
from clinic.messages.tables import notes
from clinic.on_call.contacts import add_contact
from clinic.patients.joining import join
from clinic.privacy import everything  # noqa: F401 - declares all others
from clinic.privacy.erasure import erase
from clinic.privacy.person import Person, find_person
from clinic.privacy.retention import LOG_KEPT, RULES, purge, without_rule
from clinic.privacy.tables import kept_keys
from clinic.privacy.verify import verify
from clinic.publishing.tables import draft_files, drafts, trainings, versions
from clinic.screenings import Booking, Patient, lookup
from clinic.screenings.tables import blocks, busy_calendars, busy_times
from clinic.staff import second_factor
from clinic.staff.feeds import make_feed
from clinic.staff.tables import audit_log, invitations, login_failures, login_places, sessions
from clinic.storage import Database, metadata
from tests.integration.screenings_world import World, patient
from tests.integration.test_privacy import someone

DAYS = 180
# What has no time limit, or one of six years.
STAYS = {name for name, rule in RULES.items() if rule.over is None or rule.keeps == LOG_KEPT} | {
    "busy_times", "staff_factors", "staff_recovery_codes", "staff_feeds", "content_draft_files",
}  # fmt: skip


@pytest.fixture()
def full(world: World) -> World:
    """One row of everything."""
    someone(world, 142, "Ana Diaz", "my leg burns", "web-ana")
    slot = world.screenings.free_slots()[-1]
    world.screenings.hold(slot, holder="web-ana")
    staff.add_account(world.database, "kim", "a long and quiet river")
    with world.database.begin() as connection:
        now = clock.now()
        numbers.opt_out(connection, "+14145550142", "word")
        numbers.opt_in(connection, "+14145550142", "word")
        lookup.guessed(connection, "NOBODY", "+14145550142", ["subject"], now)
        values = {"token": "t", "account": "kim", "began_at": now, "seen_at": now}
        connection.execute(insert(sessions).values(**values))
        link = {"token": "i", "role": "staff", "made_by": "kim"}
        connection.execute(insert(invitations).values(**link, ends_at=now + timedelta(days=3)))
        connection.execute(insert(login_failures).values(counted="c", failures=1, at=now))
        connection.execute(insert(login_places).values(account="kim", place="p", last_at=now))
        connection.execute(insert(kept_keys).values(purpose="phone", key="00"))
        connection.execute(
            text("INSERT INTO heard_signs (message_id, conversation, heard, at) "
                 "SELECT 'web-1', 'web-ana', 'x', min(at) FROM audit_log"))  # fmt: skip
        note(connection, "worker")
        fill_what_staff_keep(connection, now)
        join(connection, "+14145550142", "+14145550199", "kim")
    erase(world.database, find_person_of(world.database, patient(7), world), "kim")
    return world


def fill_what_staff_keep(connection: Connection, now: datetime) -> None:
    """A row in each table that no patient's message fills."""
    add_contact(connection, "Kim", "+14145550111", "")
    task = connection.execute(select(tasks.c.id).limit(1)).scalar_one()
    page = {"task": task, "step": 0, "name": "Kim", "way": "sms", "key": "page:1", "at": now}
    connection.execute(insert(alert_pages).values(page))
    beside = {"conversation": "web-ana", "key": "n", "staff": "kim", "kind": "note", "at": now}
    connection.execute(insert(notes).values(text="walks with a cane", **beside))
    connection.execute(
        insert(ratings).values(day=now.date(), topic="answer_a", helpful=True, count=1)
    )
    block = {"starts_at": now, "ends_at": now + timedelta(hours=1), "weekly": False, "key": "k"}
    connection.execute(insert(blocks).values(reason="leave", made_by="kim", made_at=now, **block))
    calendar = {"therapist": "alex", "set_by": "kim", "trouble": ""}
    connection.execute(insert(busy_calendars).values(address="https://x.example/a", **calendar))
    busy = {"therapist": "alex", "starts_at": now, "ends_at": now + timedelta(hours=1)}
    connection.execute(insert(busy_times).values(busy))
    draft = {"id": 1, "why": "a word", "source": "desk", "state": "open", "editors": ["kim"]}
    connection.execute(insert(drafts).values(made_at=now, changed_at=now, **draft))
    connection.execute(insert(draft_files).values(draft=1, file="sms.yml", text="help: …"))
    training = {"draft": 1, "back": False, "who": "kim", "state": "done"}
    connection.execute(insert(trainings).values(asked_at=now, since=now, **training))
    version = {"file": "sms.yml", "text": "help: …", "at": now, "who": "kim", "why": "a word"}
    connection.execute(insert(versions).values(version))
    secret = second_factor.begin(connection, "kim") or ""
    assert second_factor.turn_on(connection, "kim", pyotp.TOTP(secret).at(clock.now()))
    make_feed(connection, "kim")


def find_person_of(database: Database, who: Patient, world: World) -> Person:
    slot = world.screenings.free_slots()[0]
    world.screenings.book(slot, Booking(who, key="gone", channel="web", conversation="web-gone"))
    with database.read() as connection:
        return find_person(connection, who.phone)


def counts(database: Database) -> dict[str, int]:
    with database.read() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def ciphers(database: Database) -> set[str]:
    found: set[str] = set()
    with database.read() as connection:
        for table in metadata.sorted_tables:
            for column in sealed_columns(table):
                found |= set(connection.execute(select(type_coerce(column, Text))).scalars())
    return found - {None}


def test_every_table_has_a_rule_or_goes_with_one_that_has() -> None:
    assert without_rule() == []


def test_a_row_of_everything_is_gone_when_its_time_is_over(full: World, tmp_path: Path) -> None:
    assert [name for name, count in counts(full.database).items() if not count] == []
    with full.database.read() as connection:
        kept = connection.execute(select(type_coerce(kept_keys.c.key, Text))).scalars().all()
    before = ciphers(full.database)
    now = max(clock.now(), full.now) + timedelta(days=DAYS + 40)
    purge(full.database, now, DAYS)
    left = {name for name, count in counts(full.database).items() if count}
    assert left == STAYS
    gone = before - ciphers(full.database)
    assert len(gone) > 20
    if full.database.engine.dialect.name == "sqlite":
        path = tmp_path / "test.db"
        stored = b"".join(file.read_bytes() for file in path.parent.glob("test.db*"))
        assert all(one.encode() in stored for one in kept)
        assert [one for one in gone if len(one) > 9 and one.encode() in stored] == []
    with full.database.read() as connection:
        assert verify(connection, []) == []


def test_an_erasure_empties_every_table_that_leads_to_the_person(full: World) -> None:
    with full.database.read() as connection:
        person = find_person(connection, "+14145550142")
    receipt = erase(full.database, person, "kim")
    left = {name for name, count in counts(full.database).items() if count}
    # What leads to nobody: the staff's own, and what ends within the hour.
    others = {"screening_blocks", "screening_guesses", "staff_invitations", "staff_sessions",
              "login_failures", "login_places"}  # fmt: skip
    assert left - STAYS == others
    assert {"notes of the staff", "numbers that are one person's"} <= set(receipt.gone)


def test_before_its_time_nothing_is_gone(full: World) -> None:
    before = counts(full.database)
    # A hold ends by the world's clock, which may stand before today's.
    purge(full.database, min(clock.now(), full.now) + timedelta(minutes=1), DAYS)
    after = counts(full.database)
    for name in set(before) - {"screening_cells"}:
        assert after[name] == before[name], name


def test_who_refused_texts_is_known_as_long_as_it_takes(full: World) -> None:
    with full.database.begin() as connection:
        numbers.opt_out(connection, "+14145550177", "word")
    purge(full.database, clock.now() + timedelta(days=2000), DAYS)
    with full.database.begin() as connection:
        assert numbers.is_opted_out(connection, "+14145550177")


def test_the_log_is_kept_six_years_by_the_databases_own_clock(full: World) -> None:
    with full.database.begin() as connection:
        old = clock.now() - timedelta(days=6 * 365 + 10)
        line = insert(audit_log).values(at=old, staff="kim", what="logged in", about="")
        connection.execute(line)
        lines = connection.execute(select(func.count()).select_from(audit_log)).scalar_one()
    purge(full.database, clock.now(), DAYS)
    assert counts(full.database)["audit_log"] == lines - 1
    with pytest.raises(Exception, match="append-only"):
        purge(full.database, clock.now() + timedelta(days=6 * 365 + 10), DAYS)


def test_the_chat_says_the_days_that_are_kept() -> None:
    from clinic.content import get_content
    from clinic.messages.wording import notice

    days = get_content().clinic.retention_days
    assert f"{days} days" in notice()
    assert RULES["message_threads"].until.format(days=days).startswith(f"{days} days")
