"""Everything that comes from the environment, in one typed place.

Every setting has a default that works on one machine; `make run` needs none of them.
docs/operations.md lists them; a test keeps that list equal to this class.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseSettings, Field, SecretStr, ValidationError, validator
from pydantic.fields import ModelField

from clinic.sites import read_origins

ROOT = Path(__file__).resolve().parent.parent
SECRET_FILE = "secret.key"
DATABASE_FILE = "assistant.db"
SHORTEST_TOKEN = 32
IPV6 = 6
# As people write them; Python reads much more for a number: "8_000", "nan", other scripts' digits.
_NUMBER = re.compile(r"\s*[0-9]+(?:\.[0-9]+)?\s*\Z")


class MissingSecret(RuntimeError):
    """There is no secret to encrypt and sign with."""


class Settings(BaseSettings):
    """The settings, read once from environment variables of the same (upper-case) names."""

    # where things are
    content_dir: Path = Field(ROOT / "content", description="the clinic's content")
    content_review: Literal["off", "required"] = Field(
        "off", description="required: an edit of a content file waits for a review at the desk"
    )
    content_review_days: int = Field(
        365, ge=1, description="so long a review of the content is good"
    )
    training_dir: Path = Field(
        ROOT / "data" / "nlu", description="training examples that staff may add a line to"
    )
    training_command: str = Field(
        "",
        description="trains in place of Rasa: given a folder with the sources and the file to make",
    )
    var_dir: Path = Field(ROOT / "var", description="the embedded database and generated secret")
    database_url: str = Field(
        "", repr=False, description="SQLAlchemy URL; empty: SQLite in VAR_DIR"
    )
    redis_url: str = Field(
        "",
        repr=False,
        description="counts requests for the limits of all processes together; with "
        "LOCK_STORE=redis keeps the locks, too",
    )
    lock_store: Literal["process", "postgresql", "redis"] = Field(
        "process", description="who keeps one patient's messages in order across processes"
    )

    anchor_file: Path = Field(
        Path("log-anchors.txt"),
        description="what the log was each day, to be kept elsewhere too; relative to VAR_DIR",
    )

    # what listens where
    host: str = Field("127.0.0.1", description="address that door, desk and actions bind to")
    port: int = Field(8000, ge=1, le=65_535, description="the door: page, chat and webhooks")
    desk_port: int = Field(8001, ge=1, le=65_535, description="the front desk, for staff")
    rasa_port: int = Field(5005, ge=1, le=65_535, description="the brain, on 127.0.0.1 only")
    actions_port: int = Field(5055, ge=1, le=65_535, description="action server")
    public_url: str = Field("", description="https address patients reach; empty: http://HOST:PORT")
    desk_url: str = Field("", description="address staff reach; empty: http://HOST:DESK_PORT")
    site_origins: str = Field("", description="comma-separated origins the widget may run on")

    allowed_hosts: str = Field(
        "",
        description="comma-separated names we answer to beside PUBLIC_URL and DESK_URL; empty: any",
    )

    # secrets
    secret_key: SecretStr = Field(
        SecretStr(""), description="32 or more characters; empty: VAR_DIR/secret.key"
    )
    old_secret_keys: str = Field(
        "", repr=False, description="comma-separated, still read during a rotation"
    )

    second_factor_for: Literal["nobody", "owners", "everybody"] = Field(
        "nobody", description="who of the staff can do nothing before theirs is on"
    )

    # SMS
    twilio_account_sid: str = Field("", description="empty: the SMS channel is off")
    twilio_auth_token: SecretStr = Field(
        SecretStr(""), description="signs webhooks, sends messages"
    )
    twilio_old_auth_token: SecretStr = Field(
        SecretStr(""), description="still accepted during a rotation"
    )
    twilio_from: str = Field("", description="the clinic's number, or a Messaging Service SID")
    twilio_api_url: str = Field("", description="other base URL, for the local stand-in")
    sms_webhook_url: str = Field("", description="exact URL Twilio calls; empty: from PUBLIC_URL")
    opt_out_answered_by: Literal["us", "twilio"] = Field(
        "us", description="who confirms STOP, START and HELP"
    )

    sms_answers_per_hour: int = Field(
        30, ge=1, description="answers to one number; an emergency is answered always"
    )
    sms_answers_per_day: int = Field(100, ge=1, description="the same in a day")

    # alerts to who is on call
    alert_again_minutes: int = Field(
        5, ge=1, description="an alert nobody has seen goes out again, and to the next"
    )
    smtp_host: str = Field("", description="mail server for alerts; empty: no e-mail")
    smtp_port: int = Field(587, description="its port")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="how the connection to it is kept private"
    )
    smtp_user: str = Field("", description="empty: no login")
    smtp_password: SecretStr = Field(SecretStr(""), description="for that login")
    smtp_from: str = Field("", description="sender of the e-mails; empty: SMTP_USER")

    # screenings
    screenings_per_number: int = Field(
        3, ge=1, description="standing screenings a patient can book for one phone number"
    )
    screenings_per_conversation: int = Field(
        3, ge=1, description="the same in one conversation; staff book as many as they like"
    )

    busy_minutes: int = Field(
        5, ge=1, description="how often a therapist's own calendar is read, in minutes"
    )
    calendars_in_private_networks: bool = Field(
        False, description="such a calendar may stand in a private network"
    )

    # website chat
    web_messages_per_minute: int = Field(20, ge=1, description="messages of one visitor")
    web_messages_per_minute_per_address: int = Field(
        1200, ge=1, description="messages from one address; a whole clinic may share one"
    )
    web_conversations_per_minute_per_address: int = Field(
        120, ge=1, description="chats begun from one address"
    )

    # seen from outside
    log_format: Literal["plain", "json"] = Field(
        "plain", description="json: an object a line, with the path of every message"
    )
    metrics_port: int = Field(
        0,
        ge=0,
        le=65531,
        description="first of five ports for OpenMetrics: door, brain, actions, desk, worker; "
        "0: none",
    )
    metrics_host: str = Field(
        "127.0.0.1", description="address they bind to; another one needs METRICS_TOKEN"
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="32 or more characters; whoever asks for figures sends it as a bearer",
    )

    # behaviour
    languages: str = Field(
        "es",
        description="comma-separated languages beside English that patients are answered in; "
        "empty: English only",
    )
    turn_timeout_seconds: float = Field(8.0, description="after it the channel answers itself")
    stand_in_seconds: float = Field(
        15.0, gt=0, description="after it the door answers what the brain did not"
    )
    missed_text_minutes: int = Field(
        60, ge=1, description="a text fetched later than that goes to the staff, not to the bot"
    )
    takeover_silence_minutes: int = Field(
        15, ge=1, description="so long silent, a person who took a chat over gives it back"
    )
    trust_proxy_headers: bool = Field(False, description="X-Forwarded-For is set by our own proxy")

    class Config:
        env_file = None

    @validator("*", pre=True)
    def _as_written(cls, value: Any, field: ModelField) -> Any:
        kind = field.type_ if isinstance(field.type_, type) else object
        is_number = issubclass(kind, (int, float)) and not issubclass(kind, bool)
        if is_number and isinstance(value, str) and not _NUMBER.match(value):
            raise ValueError("is no number in plain digits")
        return value

    @validator("var_dir", "content_dir", "training_dir")
    def _absolute(cls, value: Path) -> Path:
        return value if value.is_absolute() else ROOT / value

    @validator("site_origins")
    def _origins(cls, value: str) -> str:
        return ",".join(sorted(read_origins(value)))

    @validator("metrics_token", always=True)
    def _kept_to_those_who_know(cls, value: SecretStr, values: dict[str, Any]) -> SecretStr:
        token = value.get_secret_value()
        if token and len(token) < SHORTEST_TOKEN:
            raise ValueError(f"is shorter than {SHORTEST_TOKEN} characters")
        if values.get("metrics_port") and not token and not _is_here(values["metrics_host"]):
            raise ValueError("is needed where METRICS_HOST is not this machine alone")
        return value

    @validator("lock_store")
    def _has_its_store(cls, value: str, values: dict[str, Any]) -> str:
        if value == "redis" and not values.get("redis_url"):
            raise ValueError("redis needs REDIS_URL")
        return value

    @validator("anchor_file")
    def _beside(cls, value: Path, values: dict[str, Path]) -> Path:
        return value if value.is_absolute() else values["var_dir"] / value

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in use."""
        return self.database_url or f"sqlite:///{self.var_dir / DATABASE_FILE}"

    @property
    def base_url(self) -> str:
        """The address patients reach us at, without a trailing slash."""
        return (self.public_url or f"http://{_reached_as(self.host)}:{self.port}").rstrip("/")

    @property
    def desk_base_url(self) -> str:
        """The address staff reach the front desk at, without a trailing slash."""
        return (self.desk_url or f"http://{_reached_as(self.host)}:{self.desk_port}").rstrip("/")

    @property
    def origins(self) -> frozenset[str]:
        """The sites the widget may run on; our own pages always may."""
        own = {self.base_url}
        if not self.public_url:
            own |= {f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}"}
        return frozenset(filter(None, self.site_origins.split(","))) | own

    @property
    def hosts(self) -> list[str]:
        """The names the web apps answer to; empty: any."""
        listed = [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]
        own = [urlsplit(url).hostname or "" for url in (self.base_url, self.desk_base_url)]
        return sorted({*listed, *own, "localhost", "127.0.0.1"} - {""}) if listed else []

    @property
    def sms_enabled(self) -> bool:
        """Whether there are credentials to receive and send text messages with."""
        return bool(self.twilio_account_sid and self.twilio_auth_token.get_secret_value())

    @property
    def twilio_webhook(self) -> str:
        """The public URL Twilio signs: configured, never taken from forwarded headers."""
        return self.sms_webhook_url or f"{self.base_url}/webhooks/sms/webhook"

    @property
    def twilio_status_callback(self) -> str:
        """Where Twilio reports on what was sent."""
        return self.twilio_beside("status")

    def twilio_beside(self, name: str) -> str:
        """Another address that Twilio calls and signs, beside the webhook."""
        beside, last, rest = self.twilio_webhook.rpartition("/webhook")
        own = f"{self.base_url}/webhooks/sms"
        return f"{beside if last and not rest else own}/{name}"

    def keys_for(self, purpose: str) -> list[bytes]:
        """32-byte keys derived for one purpose, the current one first, rotated ones after it.

        Deriving them keeps one secret to look after, and a key used for one purpose useless
        for another.
        """
        own = self.secret_key.get_secret_value()
        current, *earlier = [own] if own else read_secrets(self.var_dir)
        old = [key.strip() for key in self.old_secret_keys.split(",") if key.strip()]
        return list(_derived(purpose, (current, *earlier, *old)))


def _reached_as(host: str) -> str:
    """A name for an address that is bound to, to be put into a link: where that is every address
    there is, this machine's."""
    try:
        bound = ip_address(host)
    except ValueError:
        return host
    if bound.is_unspecified:
        return "localhost"
    return f"[{host}]" if bound.version == IPV6 else host


def _is_here(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@lru_cache(maxsize=128)
def _derived(purpose: str, known: tuple[str, ...]) -> tuple[bytes, ...]:
    """Kept, as every encrypted value on a page asks for its key."""
    return tuple(
        hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest() for secret in known
    )


def prepare_var_dir(settings: Settings) -> None:
    """Makes VAR_DIR, and in it the secret of an embedded installation, readable by its owner only.

    Done when the database is created or migrated and at no other time: a process that finds its
    disk not mounted must not begin anew under another secret. The secret is written aside and
    linked into place, so that of several processes one wins and none reads half of it.

    Raises:
        MissingSecret: a database stands there already: it was written under another secret.
    """
    settings.var_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.var_dir / SECRET_FILE
    if settings.secret_key.get_secret_value() or path.exists():
        return
    if not settings.database_url and (settings.var_dir / DATABASE_FILE).exists():
        raise MissingSecret(
            f"{settings.var_dir / DATABASE_FILE} is there and its {SECRET_FILE} is not. Put back "
            "the one it was written with: without it what is encrypted can't be read."
        )
    draft = settings.var_dir / f".secret-{os.getpid()}-{secrets.token_hex(4)}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


_Stamp = tuple[int, int, int]
_read_last: dict[Path, tuple[_Stamp, list[str]]] = {}


def read_secrets(var_dir: Path) -> list[str]:
    """The secrets of an embedded installation, one a line, the present one first.

    The file is read again when it is another: a rotation reaches every process at once. One that
    went away changes nothing.
    """
    path = var_dir / SECRET_FILE
    known = _read_last.get(path)
    try:
        status = path.stat()
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        if known is None or known[0] != stamp:
            known = _read_last[path] = (stamp, path.read_text().splitlines())
    except FileNotFoundError:
        if known is None:
            raise MissingSecret(
                f"SECRET_KEY is not set and {path} is not there. Is its disk mounted? For a new "
                "installation `make migrate` makes one; several machines or containers need "
                "SECRET_KEY."
            ) from None
    return known[1]


def write_secrets(var_dir: Path, kept: list[str]) -> None:
    """Puts the secrets of an embedded installation in place of those that are there, whole or not
    at all."""
    draft = var_dir / f".secret-{os.getpid()}-{secrets.token_hex(4)}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(kept))
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, var_dir / SECRET_FILE)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process. Tests that change the environment call `cache_clear()`.

    Raises:
        SystemExit: a setting is wrong; its message says which, and why.
    """
    try:
        return Settings.parse_obj({})
    except ValidationError as error:
        wrong = (f"{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors())
        raise SystemExit("\n".join(("These settings are wrong:", *wrong))) from None
