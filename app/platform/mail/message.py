"""An e-mail as it goes over the wire: headers, the plain text, and the HTML beside it."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from uuid import UUID

import idna

from app.platform.mail.letter import Letter


class AddressRefusedError(ValueError):
    """No e-mail can go to this address; the text does not quote it."""


def message_of(
    letter: Letter, *, sender: str, to: str, mail_id: UUID, at: datetime
) -> EmailMessage:
    """Return the message (RFC 5322) with its two alternatives (RFC 2046, 5.1.4).

    The same mail always has the same Message-ID, so that one sent twice is shown once by many.
    Raises `AddressRefusedError`.
    """
    recipient = address_of(to)
    ascii_only = recipient.addr_spec.isascii()
    message = EmailMessage(policy=SMTP if ascii_only else SMTPUTF8)
    name, from_address = parseaddr(sender)
    from_whom = address_of(from_address)
    message["From"] = Address(name, from_whom.username, from_whom.domain)
    message["To"] = recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mail_id}@{from_whom.domain}>"
    # No machine answers it (RFC 3834, 5).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    return message


def address_of(text: str) -> Address:
    """Return an address whose domain is in ASCII (RFC 5891); the part before @ stays as it is.

    One with other letters before its @ needs a server that knows SMTPUTF8 (RFC 6531).
    Raises `AddressRefusedError`.
    """
    local_part, _, domain = text.rpartition("@")
    if not local_part or not text.isprintable() or any(map(str.isspace, text)):
        raise AddressRefusedError("this is not an e-mail address")
    try:
        return Address(username=local_part, domain=idna.encode(domain, uts46=True).decode())
    except (ValueError, IndexError) as error:
        raise AddressRefusedError("this is not an e-mail address") from error
