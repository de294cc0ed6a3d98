"""What crosses the wire about passwords."""

from typing import Annotated

import msgspec

from app.accounts.schemas import EmailText, NewPassword
from app.accounts.tickets.schemas import Token


class ChangePassword(msgspec.Struct, frozen=True):
    """POST /api/v1/me/password. Without `current_password` a fresh proof is asked for."""

    new_password: NewPassword
    current_password: Annotated[str, msgspec.Meta(max_length=128)] | None = None
    end_other_sessions: bool = True


class AskReset(msgspec.Struct, frozen=True):
    """POST /api/v1/password/reset."""

    email: EmailText


class ResetPassword(msgspec.Struct, frozen=True):
    """POST /api/v1/password/new: the token of the mailed link, and the password from now on."""

    token: Token
    password: NewPassword
