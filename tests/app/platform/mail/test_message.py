"""An e-mail over the wire: its headers are ours alone, its words in both forms."""

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

import pytest

from app.platform.mail.letter import Letter
from app.platform.mail.message import AddressRefusedError, address_of, message_of

MAIL_ID = UUID("0190f3c8-7b3e-7c1c-8f3a-1b2c3d4e5f60")
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LETTER = Letter("안녕하세요", "반갑습니다.\n\n좋은 아침!\n", "<p>반갑습니다.</p>")


def sent(to: str = "ada@example.com", letter: Letter = LETTER) -> EmailMessage:
    """The message as whoever receives its bytes reads it."""
    made = message_of(
        letter, sender="도란도란 <hello@dorandoran.example>", to=to, mail_id=MAIL_ID, at=AT
    )
    read = email.message_from_bytes(made.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def test_it_says_the_same_as_text_and_as_html() -> None:
    message = sent()
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().strip() == LETTER.html
    assert message.get_content_type() == "multipart/alternative"
    assert message["subject"] == "안녕하세요"


def test_its_headers_say_from_whom_when_and_that_a_machine_wrote() -> None:
    message = sent()
    assert message["from"].addresses[0].addr_spec == "hello@dorandoran.example"
    assert message["from"].addresses[0].display_name == "도란도란"
    assert message["to"].addresses[0].addr_spec == "ada@example.com"
    assert message["date"].datetime == AT
    assert message["message-id"] == f"<{MAIL_ID}@dorandoran.example>"
    assert message["auto-submitted"] == "auto-generated"


def test_every_byte_of_it_is_ascii_unless_the_address_itself_is_not() -> None:
    made = message_of(LETTER, sender="a@b.example", to="c@d.example", mail_id=MAIL_ID, at=AT)
    assert made.as_bytes().isascii()


def test_a_korean_domain_travels_in_its_ascii_form() -> None:
    assert address_of("ada@도란도란.한국").domain == "xn--hq1ba18zba.xn--3e0b707e"


def test_other_letters_before_the_at_sign_stay_as_they_are() -> None:
    message = message_of(
        LETTER, sender="a@b.example", to="하늘@example.com", mail_id=MAIL_ID, at=AT
    )
    assert "하늘@example.com".encode() in message.as_bytes()


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.com\r\nBcc: eve@example.com",
        "ada@example.com\nSubject: x",
        "ada@example.com, eve@example.com",
        "ada@exa mple.com",
        "ada@",
        "@example.com",
        "ada",
        "ada@-.com",
        "ada\u2028@example.com",
    ],
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(AddressRefusedError):
        message_of(LETTER, sender="a@b.example", to=address, mail_id=MAIL_ID, at=AT)


def test_special_characters_of_an_address_are_quoted_and_do_not_become_a_second_one() -> None:
    made = sent('a,b"c@example.com')
    (address,) = made["to"].addresses
    assert (address.username, address.domain) == ('a,b"c', "example.com")
