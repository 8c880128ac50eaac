"""What is not fit for real patients, each with the mending: `make doctor`.

Looks and changes nothing. Ends with 1 while something is to be mended.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from clinic import clock, health
from clinic.chained import links
from clinic.content import get_content
from clinic.privacy.verify import read_anchors
from clinic.secret import WrongSecret, check_secret
from clinic.settings import MissingSecret, Settings, get_settings
from clinic.staff import second_factor
from clinic.staff.roles import all_accounts
from clinic.storage import get_database
from scripts.newer import not_as_locked

BACKUP_AGE = timedelta(days=2)
CLOCK_SLACK = timedelta(minutes=2)
# The last release of Python 3.10 known here; its line ended in October 2026.
NEWEST_PYTHON = (3, 10, 22)
# So old an export should have been handed over.
EXPORT_AGE = timedelta(days=2)
PRIVATE = ("*.db*", "secret.key", "backups/*", "exports/*/*", "erasures.jsonl", "log-anchors*")


def main() -> None:
    found = list(ailments(get_settings()))
    for what in found:
        print(f"- {what}")
    if found:
        sys.exit(f"{len(found)} to mend.")
    print("Nothing to mend that this can see.")


def ailments(settings: Settings) -> Iterator[str]:
    """Everything that is not fit, with how to mend it."""
    yield from _content(settings)
    yield from _secrets(settings)
    yield from _addresses(settings)
    yield from _connections(settings)
    yield from _files(settings)
    yield from _kept(settings)
    yield from _database()
    yield from _versions()


def _content(settings: Settings) -> Iterator[str]:
    clinic = get_content().clinic
    if clinic.example:
        yield "content/clinic.yml holds example data: fill it in, and take `example` out."
    if not clinic.phone:
        yield "content/clinic.yml has no phone: patients can't be told a number to call."
    for file in sorted(settings.content_dir.rglob("*.yml")):
        if "pending review" in file.read_text(encoding="utf-8").lower():
            yield f"content/{file.name} is pending review: have a licensed therapist read it."


def _secrets(settings: Settings) -> Iterator[str]:
    try:
        check_secret(get_database(), settings)
    except (WrongSecret, MissingSecret) as error:
        yield str(error)
    if settings.old_secret_keys:
        yield "OLD_SECRET_KEYS is set: `make rotate-key`, then take it out."
    if settings.twilio_old_auth_token.get_secret_value():
        yield "TWILIO_OLD_AUTH_TOKEN is set: a day after the change, take it out."


def _addresses(settings: Settings) -> Iterator[str]:
    for name, url in (("PUBLIC_URL", settings.base_url), ("DESK_URL", settings.desk_base_url)):
        if not url.startswith("https://"):
            yield f"{name} is no https address: put a proxy with a certificate before it."
    if not settings.hosts:
        yield "Any Host is answered: set ALLOWED_HOSTS."
    if not settings.site_origins:
        yield "SITE_ORIGINS is empty: the widget runs on no other page than ours. Set it."
    for origin in sorted(settings.origins):
        if settings.public_url and not origin.startswith("https://"):
            yield f"The widget may run on {origin}, which is no https site: take it out."
    if settings.public_url and not settings.trust_proxy_headers:
        yield (
            "PUBLIC_URL is set and TRUST_PROXY_HEADERS is not: behind a proxy all visitors count "
            "as one. Set it where the proxy sets X-Forwarded-For itself."
        )


def _connections(settings: Settings) -> Iterator[str]:
    if not settings.sms_enabled:
        yield "No Twilio credentials: no reminders and no texts are sent. Set TWILIO_…."
    elif not settings.twilio_from:
        yield "TWILIO_FROM is not set: texts can be read but not answered. Set it."
    if settings.twilio_api_url:
        yield "TWILIO_API_URL is set: texts go to a stand-in. Take it out."
    if settings.smtp_host and settings.smtp_security == "none":
        yield "E-mails leave without TLS: set SMTP_SECURITY to starttls or tls."
    if _unencrypted(settings.database_url, "sslmode=verify"):
        yield "PostgreSQL is asked without a checked certificate: add ?sslmode=verify-full."
    if _unencrypted(settings.redis_url, "rediss://"):
        yield "Redis is asked without TLS: begin REDIS_URL with rediss://."


def _unencrypted(url: str, sign: str) -> bool:
    """Whether an address of another machine lacks the sign of TLS."""
    host = urlsplit(url).hostname
    return bool(host) and host not in ("localhost", "127.0.0.1", "::1") and sign not in url


def _files(settings: Settings) -> Iterator[str]:
    for pattern in PRIVATE:
        for path in sorted(settings.var_dir.glob(pattern)):
            if path.is_file() and path.stat().st_mode & 0o077:
                yield f"{path.name} can be read by others: chmod 600 {path}"
    for path in sorted(settings.var_dir.glob("exports/*")):
        if clock.now() - _changed(path) > EXPORT_AGE:
            yield f"An export of a person lies in {path}: hand it over, then delete it."


def _kept(settings: Settings) -> Iterator[str]:
    """What has to be kept lately, and what no longer."""
    backups = sorted(settings.var_dir.glob("backups/*.backup"), key=_changed)
    if not backups or clock.now() - _changed(backups[-1]) > BACKUP_AGE:
        yield "No backup of the last two days: `make backup`, every day, and copy it elsewhere."
    days = get_content().clinic.retention_days
    if backups and clock.now() - _changed(backups[0]) > timedelta(days=days):
        yield f"{backups[0].name} is older than the {days} days patients are told: delete it."
    anchors = read_anchors(settings.anchor_file)
    if not anchors or clock.now() - anchors[-1].at > BACKUP_AGE:
        yield (
            "The log was not anchored in the last two days: run the worker, and copy ANCHOR_FILE "
            "elsewhere."
        )


def _database() -> Iterator[str]:
    try:
        with get_database().read() as connection:
            last = connection.execute(
                select(links.c.at).order_by(links.c.id.desc()).limit(1)
            ).scalar()
    except SQLAlchemyError:
        yield "The database can't be read, or is not migrated: `make migrate`."
        return
    yield from _owners()
    for part in health.parts(get_database()):
        if part.name == "worker" and part.trouble:
            yield "The worker does not run: nothing is deleted in its time. Start `make run`."
    if last is not None and last > clock.now() + CLOCK_SLACK:
        yield (
            f"The clock was set back: the log's last line is of {last:%Y-%m-%d %H:%M} UTC. Have a "
            "time server set it (timedatectl set-ntp true), then `make verify-log`."
        )


def _versions() -> Iterator[str]:
    if sys.version_info[:3] < NEWEST_PYTHON:
        newest = ".".join(map(str, NEWEST_PYTHON))
        yield (
            f"Python {sys.version.split()[0]} lacks the security releases up to {newest}: install "
            "that one. The line of 3.10 ended in October 2026; Rasa 3.6 runs on no later one."
        )
    for one in not_as_locked():
        yield f"{one.name} {one.used} is installed, {one.newest} is locked: `make setup`."


def _owners() -> Iterator[str]:
    if get_settings().second_factor_for == "nobody":
        yield "Nobody is made to use a second factor: set SECOND_FACTOR_FOR to owners or everybody."
    with get_database().read() as connection:
        secured = second_factor.with_factor(connection)
        owners = [one.name for one in all_accounts(connection) if one.role == "owner"]
    without = [name for name in owners if name not in secured]
    if without:
        yield (
            f"Owners without a second factor: {', '.join(without)}. They turn it on at the desk, "
            "under Your account; until then keep the desk's address inside a VPN."
        )


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.utc)


if __name__ == "__main__":
    main()
