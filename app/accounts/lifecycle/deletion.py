"""Deleting one's account: asked for, taken back within thirty days, and erased after them."""

from datetime import datetime, timedelta
from uuid import UUID

from tortoise.transactions import in_transaction

from app.accounts.events.account_event import UserStatusChanged
from app.accounts.events.outbox import Outbox
from app.accounts.factors.changes import locked_user
from app.accounts.factors.proofs import Proofs
from app.accounts.letters.account_mail import AccountMail
from app.accounts.models import User
from app.accounts.sessions.service import Sessions
from app.accounts.tickets.service import TicketInvalid, Tickets
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.errors import Conflict, Forbidden
from app.platform.principal import Principal

GRACE = timedelta(days=30)
KIND = "restore_account"
SECONDS = 600


class AccountDeleted(Forbidden):
    """Right credentials of an account that is to be erased; its ticket takes that back."""

    name, title = "account-deleted", "This account will be erased"


class Deletion:
    """The days of grace; what comes after them is `Erasure`."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        tickets: Tickets,
        proofs: Proofs,
        mail: AccountMail,
        outbox: Outbox,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._sessions = sessions
        self._tickets = tickets
        self._proofs = proofs
        self._mail = mail
        self._outbox = outbox
        self._audit = audit
        self._clock = clock

    async def ask(self, principal: Principal) -> None:
        """End all sessions and let the days of grace begin.

        A guest has none: nothing would lead back. Raises `ProofNeeded`, and `Conflict` for the last
        administrator, and for who has become one meanwhile.
        """
        await self._proofs.require_fresh(principal)
        user = await User.get(id=principal.user_id)
        async with in_transaction():
            await _keep_an_administrator(user)
            locked = await locked_user(principal)
            if locked.role != user.role:
                raise Conflict("Your role has just changed: ask again")
            asked = await User.filter(id=user.id, status="active").update(
                status="deleted", deletion_asked_at=self._clock.now()
            )
            if not asked:
                raise Conflict("This account is not active")
            await self._tickets.void_all(user.id)
            await self._sessions.end_all(user.id, "account_deleted")
            await self._outbox.record(UserStatusChanged(user_id=user.id, status="deleted"))
            await self._mail.send(
                locked, "deletion_asked", date=f"{self._clock.now() + GRACE:%Y-%m-%d}"
            )
            await self._audit.record(
                actor=user.id, action="account.deletion_asked", subject=user.id
            )
        await self._outbox.hurry()
        await self._mail.hurry()

    async def refuse_inactive(self, user: User) -> None:
        """Raise `Forbidden` for whoever proved who they are and whose account is not active.

        Whoever asked for deletion gets a ticket that takes it back. Call it outside any
        transaction: the ticket must stay.
        """
        if user.status == "active":
            return
        if user.status == "deleted" and not is_over(user, self._clock.now()):
            ticket = await self._tickets.issue(KIND, seconds=SECONDS, user_id=user.id)
            raise AccountDeleted(
                "You asked to erase this account: keep it, or leave it to be erased",
                ticket=ticket,
            )
        raise Forbidden("This account is not active")

    async def restore(self, ticket: str) -> None:
        """Take the deletion back; one signs in again then. Raises `TicketInvalid`."""
        shown = await self._tickets.look(KIND, ticket)
        async with in_transaction():
            # Before the ticket, as everybody does who changes an account: nobody waits crosswise.
            await User.select_for_update().get_or_none(id=shown.user_id)
            held = await self._tickets.take(KIND, ticket)
            restored = await User.filter(
                id=held.user_id,
                status="deleted",
                deletion_asked_at__gt=self._clock.now() - GRACE,
            ).update(status="active", deletion_asked_at=None)
            if not restored or held.user_id is None:
                raise TicketInvalid("This account cannot be kept any more")
            await self._outbox.record(UserStatusChanged(user_id=held.user_id, status="active"))
            await self._audit.record(
                actor=held.user_id, action="account.restored", subject=held.user_id
            )
        await self._outbox.hurry()


def is_over(user: User, now: datetime) -> bool:
    """Say whether the days of grace are over."""
    return user.deletion_asked_at is None or user.deletion_asked_at <= now - GRACE


async def _keep_an_administrator(user: User) -> None:
    """Raise `Conflict` where nobody could administer then; of two at once one waits."""
    if user.role != "admin":
        return
    admins = await User.filter(role="admin", status="active").select_for_update().order_by("id")
    if all(UUID(str(one.id)) == user.id for one in admins):
        raise Conflict("You are the last administrator: make another one first")
