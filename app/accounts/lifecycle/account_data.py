"""What accounts keep about a user, for export and erasure; no secret and no token leaves by it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

from app.accounts.factors.models import Passkey, RecoveryCode, TotpSecret
from app.accounts.lifecycle.personal_data import Record
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.accounts.sessions.models import Session
from app.accounts.signing_in.models import LogInAttempt
from app.accounts.tickets.models import Ticket
from app.platform.batches import delete_in_batches, read_in_batches
from app.platform.mail.models import Mail

REFRESH_TOKENS = """
DELETE FROM refresh_tokens WHERE id IN (
    SELECT token.id FROM refresh_tokens token JOIN sessions session
    ON session.id = token.session_id WHERE session.user_id = $1 LIMIT $2)
"""
# In this order: a session's tokens go before it.
TABLES = (
    "sessions",
    "identities",
    "passkeys",
    "totp_secrets",
    "recovery_codes",
    "tickets",
    "log_in_attempts",
    "mails",
)
# What is told of a row, column by column: a new column is not told before somebody says so.
TOLD: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "sessions": (
        Session,
        (
            "created_at",
            "last_used_at",
            "method",
            "second_factor",
            "device",
            "address_range",
            "ended_at",
            "ended_reason",
        ),
    ),
    "identities": (Identity, ("provider", "issuer", "subject", "created_at", "last_used_at")),
    "passkeys": (Passkey, ("name", "created_at", "last_used_at", "backed_up", "transports")),
    "one_time_passwords": (TotpSecret, ("created_at", "confirmed_at")),
    "recovery_codes": (RecoveryCode, ("created_at", "used_at")),
    "links_and_challenges": (Ticket, ("kind", "created_at", "expires_at", "used_at")),
    "log_in_attempts": (LogInAttempt, ("at", "method", "outcome")),
    "mails": (Mail, ("kind", "created_at", "sent_at")),
}


class AccountData:
    """Fills `PersonalData` for accounts; the row of the user itself is dropped by `Erasure`."""

    tables = frozenset({"users", "refresh_tokens", *TABLES})

    def files(self, user_id: UUID) -> Mapping[str, AsyncIterator[Record]]:
        """Return the account, its sessions, factors, and what was mailed to it."""
        return {
            "account.json": _account(user_id),
            **{
                f"account/{name}.json": _rows(model, columns, user_id)
                for name, (model, columns) in TOLD.items()
            },
        }

    async def erase(self, user_id: UUID) -> None:
        """Delete all but the user's own row."""
        await delete_in_batches(REFRESH_TOKENS, user_id)
        for table in TABLES:
            # The names are those above, and nobody's words.
            statement = (
                f"DELETE FROM {table} WHERE id IN "  # noqa: S608 # nosec B608 - our own names
                f"(SELECT id FROM {table} WHERE user_id = $1 LIMIT $2)"
            )
            await delete_in_batches(statement, user_id)


async def _account(user_id: UUID) -> AsyncIterator[Record]:
    user = await User.get(id=user_id)
    yield {
        "id": user.id,
        "nickname": user.nickname,
        "birth_year": user.birth_year,
        "email": user.email,
        "email_verified_at": user.email_verified_at,
        "has_password": user.password_hash is not None,
        "role": user.role,
        "status": user.status,
        "language": user.language,
        "level": user.level,
        "created_at": user.created_at,
        "deletion_asked_at": user.deletion_asked_at,
    }


async def _rows(model: type[Any], columns: tuple[str, ...], user_id: UUID) -> AsyncIterator[Record]:
    async for row in read_in_batches(model.filter(user_id=user_id)):
        yield {column: getattr(row, column) for column in columns}
