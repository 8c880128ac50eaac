"""A second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes.

The secret is encrypted like a patient's name; a recovery code is kept as its hash alone (80 random
bits, which nobody tries out). A code is good once, and so is every earlier one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

import pyotp
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.settings import get_settings
from clinic.staff.roles import Role
from clinic.staff.tables import factors, recovery_codes
from clinic.storage import is_readable

STEP_SECONDS = 30
# A phone's clock may be this many steps early or late.
SLACK_STEPS = 1
CODES, CODE_LETTERS = 10, 16
# Without letters that are taken for another: 32 of them are five bits each.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def begin(connection: Connection, account: str) -> str | None:
    """Makes the secret of a factor that is not on yet; None: one is on."""
    if is_on(connection, account):
        return None
    secret = pyotp.random_base32()
    connection.execute(delete(factors).where(factors.c.account == account))
    values = {"account": account, "secret": secret, "begun_at": clock.now(), "last_step": 0}
    connection.execute(insert(factors).values(**values))
    return secret


def begun(connection: Connection, account: str) -> str | None:
    """The secret of a factor that is not on yet; None: there is none."""
    secret: str | None = connection.execute(
        select(factors.c.secret).where(factors.c.account == account, factors.c.on_since.is_(None))
    ).scalar()
    return secret


def turn_on(connection: Connection, account: str, code: str) -> list[str] | None:
    """Has every login ask for a code from now on, when the app shows the right one.

    Returns:
        The recovery codes, never to be seen again; None: the code is not right.
    """
    if begun(connection, account) is None or not _use_code(connection, account, code):
        return None
    mine = factors.c.account == account
    connection.execute(update(factors).where(mine).values(on_since=clock.now()))
    return renew_recovery_codes(connection, account)


def turn_off(connection: Connection, account: str) -> bool:
    """Takes the factor away, with its recovery codes; false: there was none."""
    connection.execute(delete(recovery_codes).where(recovery_codes.c.account == account))
    was_on = is_on(connection, account)
    connection.execute(delete(factors).where(factors.c.account == account))
    return was_on


def renew_recovery_codes(connection: Connection, account: str) -> list[str]:
    """Makes recovery codes in place of those there were."""
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(CODE_LETTERS)) for _ in range(CODES)]
    connection.execute(delete(recovery_codes).where(recovery_codes.c.account == account))
    hashed = [{"account": account, "code": _hash(account, code)} for code in codes]
    connection.execute(insert(recovery_codes), hashed)
    return ["-".join(code[at : at + 4] for at in range(0, CODE_LETTERS, 4)) for code in codes]


def recovery_codes_left(connection: Connection, account: str) -> int:
    """How many recovery codes nobody has used."""
    mine = select(func.count()).where(recovery_codes.c.account == account)
    return int(connection.execute(mine).scalar_one())


def is_on(connection: Connection, account: str) -> bool:
    """Whether a login of an account needs a code."""
    return account in with_factor(connection)


def is_lacking(connection: Connection, account: str, role: Role) -> bool:
    """Whether the clinic asks for a factor (SECOND_FACTOR_FOR) that the account has not turned
    on."""
    asked = get_settings().second_factor_for
    if asked == "nobody" or (asked == "owners" and role != "owner"):
        return False
    return not is_on(connection, account)


def with_factor(connection: Connection) -> set[str]:
    """The accounts whose logins need a code."""
    on = select(factors.c.account).where(factors.c.on_since.is_not(None))
    return set(connection.execute(on).scalars())


def use(connection: Connection, account: str, given: str) -> str | None:
    """Uses up a code somebody gives, in the unit of work of what it opens.

    Returns:
        How it was right, for the audit log; None: it was not, or was used before.
    """
    given = "".join(letter for letter in given.lower() if letter.isalnum())
    if _use_code(connection, account, given):
        return "with a code"
    mine = (
        recovery_codes.c.account == account,
        recovery_codes.c.code == _hash(account, given),
    )
    gone = connection.execute(delete(recovery_codes).where(*mine)).rowcount
    return "with a recovery code" if gone else None


def _use_code(connection: Connection, account: str, given: str) -> bool:
    mine = factors.c.account == account
    row = connection.execute(select(factors).where(mine)).first()
    given = given.replace(" ", "")
    if row is None or not is_readable(row.secret) or not (given.isascii() and given.isdecimal()):
        return False
    app = pyotp.TOTP(row.secret, interval=STEP_SECONDS)
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in range(now - SLACK_STEPS, now + SLACK_STEPS + 1):
        if hmac.compare_digest(app.at(step * STEP_SECONDS), given):
            # In one statement: of two who give the same code only one gets in.
            newer = (mine, factors.c.last_step < step)
            return bool(
                connection.execute(update(factors).where(*newer).values(last_step=step)).rowcount
            )
    return False


def _hash(account: str, code: str) -> str:
    return hashlib.sha256(f"{account}:{code}".encode()).hexdigest()
