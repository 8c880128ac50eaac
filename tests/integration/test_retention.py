"""Whatever is kept has its time, and is gone from the file when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Text, func, insert, select, text, type_coerce

from channels.sms import numbers
from clinic import clock, staff
from clinic.encrypted import sealed_columns
from clinic.health.life import note
from clinic.patients.joining import join
from clinic.privacy import everything  # noqa: F401 - declares all others
from clinic.privacy.erasure import erase
from clinic.privacy.kept import kept_keys
from clinic.privacy.person import find_person
from clinic.privacy.retention import RULES, purge, without_rule
from clinic.privacy.verify import verify
from clinic.screenings import lookup
from clinic.staff.tables import audit_log, invitations, login_failures, login_places, sessions
from clinic.storage import Database, metadata
from tests.integration.screenings_world import World, patient
from tests.integration.test_privacy import someone

DAYS = 180
STAYS = {
    "staff_accounts", "log_chain", "kept_index_keys", "secret_check", "health", "audit_log",
    "privacy_erasures",
}  # fmt: skip
# Of another subject, and filled by its own tests.
ELSEWHERE = {
    "on_call", "alert_pages", "conversation_notes", "answer_ratings", "screening_blocks",
    "busy_calendars", "busy_times", "staff_factors", "staff_recovery_codes", "staff_feeds",
    "content_versions", "content_drafts", "content_draft_files",
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
        join(connection, "+14145550142", "+14145550199", "kim")
    erase(world.database, find_person_of(world.database, patient(7), world), "kim")
    return world


def find_person_of(database: Database, who, world: World):
    slot = world.screenings.free_slots()[0]
    world.screenings.book(slot, who, key="gone", channel="web", conversation="web-gone")
    with database.read() as connection:
        return find_person(connection, who.phone)


def counts(database: Database) -> dict[str, int]:
    with database.read() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
            if table.name not in ELSEWHERE
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


def test_a_row_of_everything_is_gone_when_its_time_is_over(full: World, tmp_path) -> None:
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


def test_before_its_time_nothing_is_gone(full: World) -> None:
    before = counts(full.database)
    purge(full.database, clock.now() + timedelta(minutes=1), DAYS)
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
