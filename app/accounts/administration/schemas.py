"""What crosses the wire between administrators and accounts."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from app.accounts.schemas import EmailText


class FindAccounts(msgspec.Struct, frozen=True):
    """POST /api/v1/admin/accounts/search. In a body: addresses do not belong into an URL."""

    email: EmailText


class AccountShown(msgspec.Struct, frozen=True):
    """An account as administrators see it: nothing of what its learner wrote."""

    id: UUID
    email: str | None
    nickname: str
    role: str
    status: str
    created_at: datetime
    open_sessions: int
    second_factor: bool


class AccountsFound(msgspec.Struct, frozen=True):
    """The accounts with that address: none or one.

    `erased_at` tells who comes back: when an account with it was last erased, within a year.
    """

    accounts: list[AccountShown]
    erased_at: datetime | None


class ChangeRole(msgspec.Struct, frozen=True):
    """PUT /api/v1/admin/accounts/{account_id}/role."""

    role: Literal["user", "admin"]


class SessionsEnded(msgspec.Struct, frozen=True):
    """How many sessions were ended."""

    ended: int
