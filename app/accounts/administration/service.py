"""The use cases of administrators: each one change, its event and its audit entry together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction

from app.accounts.access.tokens import Tokens
from app.accounts.addresses import find_by_email
from app.accounts.administration.schemas import AccountShown
from app.accounts.events.account_event import (
    Known,
    TokenRevoked,
    UserRoleChanged,
    UserStatusChanged,
)
from app.accounts.events.outbox import Outbox
from app.accounts.factors.owned import owned_by
from app.accounts.former_addresses import FormerAddresses
from app.accounts.models import User
from app.accounts.rules import normalise_email
from app.accounts.sessions.models import Session
from app.accounts.sessions.service import Sessions
from app.accounts.tickets.service import Tickets
from app.platform.audit.log import AuditLog
from app.platform.errors import Conflict, NotFound
from app.platform.sql import fetch

# Two who demote each other at once must not both succeed.
ADMINISTRATORS = """
SELECT id FROM users WHERE role = 'admin' AND status = 'active' ORDER BY id FOR UPDATE
"""
SIGNED_IN = """
SELECT user_id FROM sessions WHERE ended_at IS NULL GROUP BY user_id
HAVING min(created_at) <= $1::timestamptz ORDER BY user_id LIMIT $2
"""
NOW = "SELECT clock_timestamp() AS now"
USERS_AT_ONCE = 100
NOBODY = "nobody"


class NoSecondFactor(Conflict):
    """An administrator must have a second factor (operations.md, Identity and security)."""

    name, title = "no-second-factor", "No second factor"


class LastAdministrator(Conflict):
    """Somebody must be left who can undo it."""

    name, title = "last-administrator", "Last administrator"


class Administration:
    """`actor` is the administrator's user id, or `command`: it stands in the audit log."""

    def __init__(
        self,
        *,
        tokens: Tokens,
        former_addresses: FormerAddresses,
        sessions: Sessions,
        tickets: Tickets,
        outbox: Outbox,
        audit: AuditLog,
    ) -> None:
        self._tokens = tokens
        self._former_addresses = former_addresses
        self._sessions = sessions
        self._tickets = tickets
        self._outbox = outbox
        self._audit = audit

    async def find(self, email: str, *, actor: str) -> list[AccountShown]:
        """Return who has an address, in whatever case it is written: none or one.

        Looking is a deed too: whose account was looked at is told by the audit log, and that
        somebody looked for one that is not there; the address is not.
        """
        user = await find_by_email(normalise_email(email))
        await self._audit.record(
            actor=actor, action="account.looked_up", subject=NOBODY if user is None else user.id
        )
        return [] if user is None else [await shown(user)]

    async def erased_at(self, email: str) -> datetime | None:
        """Return when an account with this address was erased, within the last year."""
        return await self._former_addresses.erased_at(normalise_email(email))

    async def change_role(self, user_id: UUID, role: str, *, actor: str) -> AccountShown:
        """Give a user another role, at once.

        Raises `NotFound`, `NoSecondFactor` and `LastAdministrator`.
        """
        async with self._changing(user_id) as user:
            if user.role == role:
                return await shown(user)
            if role == "admin" and not (await owned_by(user_id)).has_second_factor:
                raise NoSecondFactor(
                    "This account has neither a passkey nor a confirmed authenticator: "
                    "its owner must set one up before it can administer"
                )
            before, user.role = user.role, role
            await user.save(update_fields=["role"])
            await self._outbox.record(UserRoleChanged(user_id=user_id, role=role))
            await self._audit.record(
                actor=actor,
                action="account.role_changed",
                subject=user_id,
                details={"from": before, "to": role},
            )
        await self._outbox.hurry()
        return await shown(user)

    async def suspend(self, user_id: UUID, *, actor: str) -> AccountShown:
        """Take an account out of use; end its sessions, and what would become one.

        Raises `NotFound`, `LastAdministrator`, and `Conflict` where it is being deleted.
        """
        async with self._changing(user_id) as user:
            if user.status == "suspended":
                return await shown(user)
            if user.status != "active":
                raise Conflict("This account is being deleted: nothing can be done to it")
            # Before the sessions' own events: it says why they end.
            await self._set_status(user, "suspended")
            await self._tickets.void_all(user_id)
            ended = await self._sessions.end_all(user_id, "suspended")
            await self._audit.record(
                actor=actor,
                action="account.suspended",
                subject=user_id,
                details={"sessions": ended},
            )
        await self._outbox.hurry()
        return await shown(user)

    async def reactivate(self, user_id: UUID, *, actor: str) -> AccountShown:
        """Give a suspended account back to its owner, who signs in anew.

        Raises `NotFound`, and `Conflict` where it is being deleted.
        """
        async with self._changing(user_id) as user:
            if user.status == "active":
                return await shown(user)
            if user.status != "suspended":
                raise Conflict("This account is being deleted: only its owner can take that back")
            await self._set_status(user, "active")
            await self._audit.record(actor=actor, action="account.reactivated", subject=user_id)
        await self._outbox.hurry()
        return await shown(user)

    async def end_sessions(self, user_id: UUID, *, actor: str) -> int:
        """End every session of a user, and what would become one; return how many.

        Raises `NotFound`.
        """
        async with self._changing(user_id):
            await self._tickets.void_all(user_id)
            ended = await self._sessions.end_all(user_id, "administrator")
            await self._audit.record(
                actor=actor,
                action="account.sessions_ended",
                subject=user_id,
                details={"sessions": ended},
            )
        await self._outbox.hurry()
        return ended

    async def end_every_session(self, *, actor: str) -> int:
        """End every session of everybody that is open now; return how many."""
        ended, (now,) = 0, await fetch(NOW)
        await self._audit.record(actor=actor, action="sessions.all_ended", subject="everybody")
        while users := await fetch(SIGNED_IN, now["now"], USERS_AT_ONCE):
            async with in_transaction():
                for row in users:
                    ended += await self._sessions.end_all(row["user_id"], "administrator")
            await self._outbox.hurry()
        return ended

    async def revoke_token(self, token: str, *, actor: str) -> None:
        """End one access token that got into wrong hands; its session and its user go on.

        The user's clients are answered as if it had expired, and refresh. Raises `TokenInvalid` and
        `TokenExpired`.
        """
        claims = self._tokens.verify(token)
        async with in_transaction():
            await self._outbox.record(
                TokenRevoked(user_id=claims.sub, session_id=claims.sid, jti=claims.jti)
            )
            await self._audit.record(
                actor=actor,
                action="account.token_revoked",
                subject=claims.sub,
                details={"jti": str(claims.jti)},
            )
        await self._outbox.hurry()

    async def _set_status(self, user: User, status: str) -> None:
        before, user.status = user.status, status
        await user.save(update_fields=["status"])
        event: Known = UserStatusChanged(user_id=user.id, status=status, was=before)
        await self._outbox.record(event)

    @asynccontextmanager
    async def _changing(self, user_id: UUID) -> AsyncIterator[User]:
        """Hold a user's row; what leaves no administrator behind is undone."""
        async with in_transaction():
            administrators = {row["id"] for row in await fetch(ADMINISTRATORS)}
            user = await User.select_for_update().get_or_none(id=user_id)
            if user is None:
                raise NotFound("there is no such account")
            yield user
            is_left = user.role == "admin" and user.status == "active"
            if administrators == {user_id} and not is_left:
                raise LastAdministrator("This is the last administrator: make another one first")


async def shown(user: User) -> AccountShown:
    """Return an account as administrators see it."""
    return AccountShown(
        id=user.id,
        email=user.email,
        nickname=user.nickname,
        role=user.role,
        status=user.status,
        created_at=user.created_at,
        open_sessions=await Session.filter(user_id=user.id, ended_at=None).count(),
        second_factor=(await owned_by(user.id)).has_second_factor,
    )
