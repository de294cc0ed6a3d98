"""Another e-mail address: the new one confirms it, and both are told."""

from uuid import UUID

import msgspec
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from app.accounts.addresses import find_by_email, refuse_taken
from app.accounts.events.account_event import ProfileChanged
from app.accounts.events.outbox import Outbox
from app.accounts.factors.changes import locked_user
from app.accounts.factors.owned import owned_by
from app.accounts.factors.proofs import Proofs
from app.accounts.letters.account_mail import AccountMail
from app.accounts.lifecycle.mailed_link import take_own
from app.accounts.models import User
from app.accounts.rules import email_fault, normalise_email
from app.accounts.sessions.service import Sessions
from app.accounts.tickets.service import TicketInvalid, Tickets
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.errors import Conflict, Unprocessable
from app.platform.principal import Principal

KIND = "email_change"
SECONDS = 3600


class Change(msgspec.Struct, frozen=True):
    """What a ticket holds: the address that is left, and the one that is taken."""

    old: str | None
    new: str


class EmailChange:
    """Asked for with a fresh proof, done when the new address has answered."""

    def __init__(
        self,
        *,
        tickets: Tickets,
        proofs: Proofs,
        sessions: Sessions,
        mail: AccountMail,
        outbox: Outbox,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._tickets = tickets
        self._proofs = proofs
        self._sessions = sessions
        self._mail = mail
        self._outbox = outbox
        self._audit = audit
        self._clock = clock

    async def ask(self, principal: Principal, email: str) -> None:
        """Send a link to the new address; until it is opened nothing changes.

        Raises `ProofNeeded`, `Unprocessable`, `TooMany`, and `Conflict` where somebody has the
        address already or the user is a guest.
        """
        email = normalise_email(email)
        fault = email_fault(email)
        if fault is not None:
            raise Unprocessable("Some fields are not acceptable", fields={"email": fault})
        user = await User.get(id=principal.user_id)
        if not (await owned_by(user.id)).ways_in:
            raise Conflict("A guest has no address to change: add e-mail and password first")
        await self._proofs.require_fresh(principal)
        holder = await find_by_email(email)
        if holder is not None and holder.id != user.id:
            refuse_taken()
        async with in_transaction():
            await locked_user(principal)
            await self._tickets.refuse_haste(KIND, user.id)
            await self._tickets.void(KIND, user.id)
            state = msgspec.json.encode(Change(user.email, email))
            token = await self._tickets.issue(
                KIND, seconds=SECONDS, state=state, user_id=principal.user_id
            )
            link = self._mail.link("email", token)
            await self._mail.send_to(email, user, "email_change_confirm", link=link)
        await self._mail.hurry()

    async def confirm(self, principal: Principal, token: str, *, end_others: bool = True) -> None:
        """Make the address of the caller's link the account's; `end_others`: and end their others.

        Raises `TicketInvalid`, `OtherAccount` and `Conflict`.
        """
        try:
            async with in_transaction():
                await self._confirm(principal, token, end_others=end_others)
        except IntegrityError:
            # Without the cause: its text holds the address, and addresses are not logged.
            refuse_taken()
        await self._outbox.hurry()
        await self._mail.hurry()

    async def _confirm(self, principal: Principal, token: str, *, end_others: bool) -> None:
        held = await take_own(self._tickets, KIND, token, principal)
        change = msgspec.json.decode(held.state, type=Change)
        user = await User.select_for_update().get_or_none(id=held.user_id, status="active")
        if user is None or user.email != change.old:
            raise TicketInvalid("This is no longer valid: ask for a new one")
        await User.filter(id=user.id).update(email=change.new, email_verified_at=self._clock.now())
        # What was mailed to the old address is good for nothing now, a reset above all.
        await self._tickets.void_all(UUID(str(user.id)))
        if end_others:
            await self._sessions.end_all(user.id, "email_changed", kept=principal.session_id)
        for address in dict.fromkeys((change.old, change.new)):
            if address is not None:
                await self._mail.send_to(address, user, "email_changed")
        await self._outbox.record(ProfileChanged(user_id=user.id, what="email"))
        await self._audit.record(actor=user.id, action="account.email_changed", subject=user.id)
