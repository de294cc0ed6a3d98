"""Handing e-mails to an SMTP server: how it is reached, and what its refusals mean."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import Enum, auto
from urllib.parse import unquote, urlsplit

import aiosmtplib

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# For a connection and for each answer; a job that sends has 20 s.
SECONDS = 5.0


class Security(Enum):
    """How a connection is made private."""

    TLS = auto()
    """From the first byte (RFC 8314)."""
    STARTTLS = auto()
    """Before anything is said, or not at all (RFC 3207)."""
    NONE = auto()
    """Within this machine."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where e-mails are handed in.

    `trusted` verifies its certificate; None: by the authorities that this machine trusts.
    """

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = None
    trusted: ssl.SSLContext | None = None


class MailNotTakenError(Exception):
    """The server did not take it; `code` is its answer, 0 where there was none.

    `lasting`: it never will take this one, so nobody tries again.
    """

    def __init__(self, reason: str, *, code: int = 0, lasting: bool = False) -> None:
        super().__init__(f"{reason} ({code})" if code else reason)
        self.code = code
        self.lasting = lasting


def smtp_server(url: str) -> SmtpServer:
    """Read SMTP_URL: `smtp://` is STARTTLS except on loopback, `smtps://` is TLS."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        security, port = Security.TLS, 465
    else:
        security, port = (Security.NONE, 25) if host in LOOPBACK else (Security.STARTTLS, 587)
    return SmtpServer(
        host=host,
        port=parts.port or port,
        security=security,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


@asynccontextmanager
async def open_smtp(server: SmtpServer) -> AsyncIterator["Smtp"]:
    """Hold a connection to `server`. Raises `MailNotTakenError` where it cannot be had."""
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.security is Security.TLS,
        start_tls=server.security is Security.STARTTLS,
        tls_context=server.trusted or ssl.create_default_context(),
        timeout=SECONDS,
    )
    try:
        await client.connect()
    except (aiosmtplib.SMTPException, OSError) as error:
        code = error.code if isinstance(error, aiosmtplib.SMTPResponseException) else 0
        raise MailNotTakenError(type(error).__name__, code=code) from error
    try:
        yield Smtp(client)
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()
    finally:
        client.close()


class Smtp:
    """An open connection; it takes e-mails one after the other."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        self._client = client

    async def hand_in(self, message: EmailMessage) -> None:
        """Return once the server has answered for it. Raises `MailNotTakenError`.

        Lasting is a refusal (5xx) of the recipient or of what is said; one of ourselves (sender,
        log-in) is mended by the operator, and then the same e-mail goes through.
        """
        try:
            await self._client.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            code = error.recipients[0].code
            raise MailNotTakenError("recipient", code=code, lasting=code >= 500) from error
        except aiosmtplib.SMTPNotSupported as error:
            raise MailNotTakenError("no SMTPUTF8 there", lasting=True) from error
        except aiosmtplib.SMTPDataError as error:
            raise MailNotTakenError("data", code=error.code, lasting=error.code >= 500) from error
        except aiosmtplib.SMTPResponseException as error:
            raise MailNotTakenError(type(error).__name__, code=error.code) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailNotTakenError(type(error).__name__) from error
