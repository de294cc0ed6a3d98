"""What crosses the wire about an account's life: verified, moved, restored."""

import msgspec

from app.accounts.schemas import EmailText
from app.accounts.tickets.schemas import Token


class MailedToken(msgspec.Struct, frozen=True):
    """POST /api/v1/email/verified: the token of the mailed link."""

    token: Token


class NewAddress(msgspec.Struct, frozen=True):
    """POST /api/v1/email/changed: the token of the mailed link."""

    token: Token
    end_other_sessions: bool = True


class ChangeEmail(msgspec.Struct, frozen=True):
    """POST /api/v1/me/email."""

    email: EmailText


class RestoreAccount(msgspec.Struct, frozen=True):
    """POST /api/v1/account/restored: the ticket of the problem `account-deleted`."""

    ticket: Token
