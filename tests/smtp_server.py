"""A real SMTP server on loopback that keeps what it takes, and can refuse, hang up and go away."""

import asyncio
import email
import ssl
import warnings
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from types import TracebackType

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from app.platform.mail.smtp import Security, SmtpServer


@dataclass
class Taken:
    """One e-mail as it came over the wire."""

    sender: str
    recipients: list[str]
    message: EmailMessage
    over_tls: bool

    def part(self, subtype: str) -> str:
        body = self.message.get_body((subtype,))
        assert body is not None
        return str(body.get_content())


@dataclass
class MailServer:
    """`async with MailServer() as server`; `server.taken` is what arrived."""

    tls: ssl.SSLContext | None = None
    knows_utf8: bool = True
    password: str | None = None
    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    # What it answers to a recipient, or after the data, instead of yes.
    recipient_answer: str | None = None
    data_answer: str | None = None
    hangs_up: bool = False
    # Takes every e-mail and never says so, as the network does where it breaks after the data.
    says_nothing: bool = False

    async def __aenter__(self) -> "MailServer":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        place: TracebackType | None,
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def address(self) -> SmtpServer:
        """How our side reaches it."""
        security = Security.NONE if self.tls is None else Security.STARTTLS
        return SmtpServer("127.0.0.1", self.port, security)

    def _protocol(self) -> SMTP:
        with warnings.catch_warnings():
            # That one should not ask for passwords without TLS; here it is loopback.
            warnings.simplefilter("ignore")
            return SMTP(
                self,
                hostname="mail.example.com",
                enable_SMTPUTF8=self.knows_utf8,
                tls_context=self.tls,
                require_starttls=self.tls is not None,
                auth_required=self.password is not None,
                auth_require_tls=False,
                authenticator=self._authenticate,
            )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = data.password.decode() == self.password
        return AuthResult(success=right, handled=right)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.recipient_answer is not None:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.hangs_up:
            assert server.transport is not None
            server.transport.close()
        if self.data_answer is not None:
            return self.data_answer
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append(
            Taken(
                str(envelope.mail_from),
                [str(one) for one in envelope.rcpt_tos],
                message,
                session.ssl is not None,
            )
        )
        if self.says_nothing:
            await asyncio.Event().wait()
        return "250 OK"
