"""Verifying that an e-mail address is its user's: a link is mailed to it, and comes back."""

from tortoise.transactions import in_transaction

from app.accounts.events.account_event import ProfileChanged
from app.accounts.events.outbox import Outbox
from app.accounts.factors.changes import locked_user
from app.accounts.letters.account_mail import AccountMail
from app.accounts.lifecycle.mailed_link import take_own
from app.accounts.models import User
from app.accounts.tickets.service import TicketInvalid, Tickets
from app.platform.clock import Clock
from app.platform.errors import Conflict
from app.platform.principal import Principal

KIND = "verify_email"
# It enrols an address; what lets somebody in by mail, a reset, is short (ASVS 5.0, 6.5.5).
SECONDS = 24 * 3600


class EmailVerification:
    """Sends links and takes them back."""

    def __init__(
        self, *, tickets: Tickets, mail: AccountMail, outbox: Outbox, clock: Clock
    ) -> None:
        self._tickets = tickets
        self._mail = mail
        self._outbox = outbox
        self._clock = clock
        self.hurry = mail.hurry

    async def send(self, user: User) -> None:
        """Post a link in the open transaction where there is something to verify.

        An older link is good no more.
        """
        if user.email is None or user.email_verified_at is not None:
            return
        await self._tickets.void(KIND, user.id)
        token = await self._tickets.issue(
            KIND, seconds=SECONDS, state=user.email.encode(), user_id=user.id
        )
        await self._mail.send(user, KIND, link=self._mail.link("verify", token))

    async def ask(self, principal: Principal) -> None:
        """Send another link.

        Raises `Conflict` without an address or with a verified one, `TooMany` and `SessionEnded`.
        """
        async with in_transaction():
            user = await locked_user(principal)
            if user.email is None:
                raise Conflict("There is no e-mail address to verify: add one first")
            if user.email_verified_at is not None:
                raise Conflict("The e-mail address is verified already")
            await self._tickets.refuse_haste(KIND, user.id)
            await self.send(user)
        await self.hurry()

    async def take(self, principal: Principal, token: str) -> None:
        """Take the caller's link back: the address is verified.

        Raises `TicketInvalid` and `OtherAccount`.
        """
        async with in_transaction():
            held = await take_own(self._tickets, KIND, token, principal)
            # Only while it is still the user's: a link to an address they left verifies nothing.
            address = held.state.decode()
            verified = await User.filter(id=principal.user_id, email=address).update(
                email_verified_at=self._clock.now()
            )
            if not verified:
                raise TicketInvalid("The account has another address now: ask for a new link")
            await self._outbox.record(ProfileChanged(user_id=principal.user_id))
        await self._outbox.hurry()
