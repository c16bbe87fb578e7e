"""Ways a letter leaves the house: shown on a terminal, or handed to a mail server.

Whatever comes twice carries the same Message-ID, by which mail programs know a repeat.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal, Protocol

from matcher.errors import JieduiError

Security = Literal["tls", "starttls", "none"]
PATIENCE = 20  # seconds for each answer of the mail server


@dataclass(frozen=True)
class Outgoing:
    """One letter with its address, as it is handed over."""

    id: str
    address: str
    subject: str
    body: str
    written_at: datetime


class NotDelivered(JieduiError):
    """The post did not take a letter; `why` is short and holds no address."""

    def __init__(self, why: str) -> None:
        super().__init__("pairing.not_delivered", why=why)
        self.why = why


class Post(Protocol):
    """Takes letters, one at a time."""

    def send(self, letter: Outgoing) -> None:
        """Raises NotDelivered when it did not take the letter."""


@dataclass(frozen=True)
class ConsolePost:
    """Shows each letter instead of sending it, to try out and to read along."""

    show: Callable[[str], object]
    sender: str

    def send(self, letter: Outgoing) -> None:
        mail = mail_of(letter, self.sender)
        head = "\n".join(f"{name}: {mail[name]}" for name in ("Message-ID", "To", "Subject"))
        self.show(f"{head}\n\n{letter.body}\n")


@dataclass(frozen=True)
class SmtpPost:
    """Hands each letter to a mail server; `user` empty means without signing in."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = ""

    def send(self, letter: Outgoing) -> None:
        try:
            with self._server() as server:
                if self.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(mail_of(letter, self.sender))
        except smtplib.SMTPResponseException as error:
            raise NotDelivered(f"SMTP {error.smtp_code}") from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = sorted({code for code, _ in error.recipients.values()})
            raise NotDelivered(f"SMTP {codes[0]}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotDelivered(type(error).__name__) from error

    def _server(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=PATIENCE)


def mail_of(letter: Outgoing, sender: str) -> EmailMessage:
    """The mail as it is sent, the same however often it is."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    mail["From"], mail["To"] = sender, letter.address
    mail["Subject"] = " ".join(letter.subject.split())  # a name may hold a line break, a head not
    mail["Date"] = format_datetime(letter.written_at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    return mail
