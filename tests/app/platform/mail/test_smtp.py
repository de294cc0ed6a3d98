"""Reaching an SMTP server: TLS where it leaves this machine, and what each refusal means."""

import ssl
from email.message import EmailMessage
from uuid import uuid4

import pytest

from app.platform.mail.letter import Letter
from app.platform.mail.message import message_of
from app.platform.mail.smtp import (
    MailNotTakenError,
    Security,
    SmtpServer,
    open_smtp,
    smtp_server,
)
from tests.certificates import Certificates, make_certificates
from tests.conftest import HandClock
from tests.smtp_server import MailServer


def message(to: str = "ada@example.com") -> EmailMessage:
    letter = Letter("안녕", "반갑습니다.", "<p>반갑습니다.</p>")
    return message_of(
        letter, sender="hello@example.com", to=to, mail_id=uuid4(), at=HandClock().now()
    )


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


async def refused(server: SmtpServer, to: str = "ada@example.com") -> MailNotTakenError:
    with pytest.raises(MailNotTakenError) as raised:
        async with open_smtp(server) as smtp:
            await smtp.hand_in(message(to))
    return raised.value


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp://ada:p%40ss@mail.example.com",
            SmtpServer("mail.example.com", 587, Security.STARTTLS, "ada", "p@ss"),
        ),
        ("smtps://mail.example.com", SmtpServer("mail.example.com", 465, Security.TLS)),
        ("smtp://127.0.0.1:1025", SmtpServer("127.0.0.1", 1025, Security.NONE)),
        ("smtp://[::1]:25", SmtpServer("::1", 25, Security.NONE)),
        ("smtps://localhost:465", SmtpServer("localhost", 465, Security.TLS)),
    ],
)
def test_an_address_says_how_private_the_connection_is(url: str, expected: SmtpServer) -> None:
    assert smtp_server(url) == expected


async def test_what_is_handed_in_arrives_in_both_forms() -> None:
    async with MailServer() as server, open_smtp(server.address) as smtp:
        await smtp.hand_in(message())
        await smtp.hand_in(message("bob@example.com"))
    first, second = server.taken
    assert (first.recipients, second.recipients) == (["ada@example.com"], ["bob@example.com"])
    assert first.sender == "hello@example.com"
    assert first.part("plain").strip() == "반갑습니다."
    assert "<p>반갑습니다.</p>" in first.part("html")


async def test_starttls_comes_before_anything_is_said(certificates: Certificates) -> None:
    async with MailServer(tls=certificates.server) as server:
        trusting = SmtpServer(
            "localhost", server.port, Security.STARTTLS, trusted=certificates.client
        )
        async with open_smtp(trusting) as smtp:
            await smtp.hand_in(message())
    assert server.taken[0].over_tls


async def test_nothing_is_said_to_a_server_without_starttls() -> None:
    async with MailServer() as server:
        error = await refused(SmtpServer("localhost", server.port, Security.STARTTLS))
    assert not error.lasting
    assert server.taken == []


async def test_nothing_is_said_to_a_server_whose_certificate_is_not_trusted(
    certificates: Certificates,
) -> None:
    async with MailServer(tls=certificates.server) as server:
        untrusting = SmtpServer(
            "localhost", server.port, Security.STARTTLS, trusted=ssl.create_default_context()
        )
        error = await refused(untrusting)
    assert not error.lasting
    assert server.taken == []


async def test_user_and_password_are_shown_where_they_are_asked_for() -> None:
    async with MailServer(password="hunter2") as server:
        right = SmtpServer("127.0.0.1", server.port, Security.NONE, "ada", "hunter2")
        async with open_smtp(right) as smtp:
            await smtp.hand_in(message())
        wrong = SmtpServer("127.0.0.1", server.port, Security.NONE, "ada", "hunter3")
        error = await refused(wrong)
    assert len(server.taken) == 1
    assert (error.code, error.lasting) == (535, False), "the operator mends it, then it goes"
    assert "hunter" not in str(error)


@pytest.mark.parametrize(
    ("answer", "code", "lasting"),
    [("550 no such user", 550, True), ("451 come again", 451, False)],
)
async def test_a_refused_recipient_is_refused_for_good_or_for_now(
    answer: str, code: int, lasting: bool
) -> None:
    async with MailServer(recipient_answer=answer) as server:
        error = await refused(server.address)
    assert (error.code, error.lasting) == (code, lasting)
    assert "ada" not in str(error)


@pytest.mark.parametrize(
    ("answer", "code", "lasting"), [("554 spam", 554, True), ("452 full", 452, False)]
)
async def test_what_is_said_is_refused_for_good_or_for_now(
    answer: str, code: int, lasting: bool
) -> None:
    async with MailServer(data_answer=answer) as server:
        error = await refused(server.address)
    assert (error.code, error.lasting) == (code, lasting)


async def test_a_connection_that_breaks_or_was_never_there_is_tried_again() -> None:
    async with MailServer(hangs_up=True) as server:
        assert not (await refused(server.address)).lasting
    assert not (await refused(server.address)).lasting, "nothing listens there any more"


async def test_an_address_beyond_ascii_goes_where_the_server_knows_smtputf8() -> None:
    async with MailServer() as server, open_smtp(server.address) as smtp:
        await smtp.hand_in(message("하늘@example.com"))
    assert server.taken[0].recipients == ["하늘@example.com"]
    async with MailServer(knows_utf8=False) as old:
        assert (await refused(old.address, "하늘@example.com")).lasting
