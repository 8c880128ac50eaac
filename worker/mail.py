"""Sends e-mail from the outbox: to the staff only, of what `clinic.on_call` has queued."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from channels.sending import Sender, SendFailed
from clinic.messages.models import Outgoing
from clinic.settings import Settings

CHANNEL = "email"
TIMEOUT_SECONDS = 10.0


class MailSender(Sender):
    """Sends through the SMTP server of the settings.

    Args:
        settings: `smtp_host` and what belongs to it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, item: Outgoing) -> str | None:
        """Sends it; its Message-ID."""
        message = EmailMessage()
        message["Subject"] = str(item.reply.get("subject") or "")
        message["From"] = self._settings.smtp_from or self._settings.smtp_user
        message["To"] = item.to
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain="front-desk.invalid")
        words = str(item.reply.get("text") or "")
        # As it is, where it can be: a link that is wrapped is no link for every program.
        message.set_content(words, cte="7bit" if words.isascii() else "quoted-printable")
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise SendFailed("refused", permanent=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise SendFailed(type(error).__name__, carrier=_trouble(error)) from error
        return str(message["Message-ID"])[:80]

    def trouble(self) -> str:
        try:
            with self._connected() as server:
                server.noop()
        except (smtplib.SMTPException, OSError) as error:
            return _trouble(error)
        return ""

    def failed(self, _connection: object, _item: Outgoing, _reason: str) -> bool:
        """What became of it stands beside the alert; a task about it would be one more."""
        return True

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        kind = smtplib.SMTP_SSL if settings.smtp_security == "tls" else smtplib.SMTP
        server = kind(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS)
        try:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server


def _trouble(error: Exception) -> str:
    """What an error says of the mail server, for the staff to read."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "It refuses our name or password. Look at SMTP_USER and SMTP_PASSWORD."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"It takes no messages right now ({error.smtp_code})."
    return f"It can't be reached ({type(error).__name__}). Look at SMTP_HOST and SMTP_PORT."
