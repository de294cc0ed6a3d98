"""Another password: changed by whoever is signed in, or reset by whoever reads the mail."""

from uuid import UUID, uuid4

from tortoise.transactions import in_transaction

from app.accounts.addresses import find_by_email
from app.accounts.events.account_event import PasswordChanged
from app.accounts.events.outbox import Outbox
from app.accounts.factors.changes import locked_user
from app.accounts.factors.models import Passkey, RecoveryCode, TotpSecret
from app.accounts.factors.owned import owned_by
from app.accounts.factors.proofs import Proofs
from app.accounts.letters.account_mail import AccountMail
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.accounts.passwords import schemas
from app.accounts.passwords.hashing import Passwords
from app.accounts.passwords.rules import PasswordRules
from app.accounts.rules import normalise_email
from app.accounts.sessions.service import Sessions
from app.accounts.signing_in.guessing import Guessing
from app.accounts.signing_in.origin import NOWHERE, Origin
from app.accounts.signing_in.own_password import is_own_password
from app.accounts.tickets.service import Held, TicketInvalid, Tickets
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.errors import Conflict, TooMany, Unprocessable
from app.platform.principal import Principal

KIND = "reset_password"
# A code that lets somebody in by mail is short-lived (OWASP ASVS 5.0, 6.5.5).
SECONDS = 600
NOBODY = UUID(int=0)


class PasswordChanges:
    """The use cases of passwords beside logging in."""

    def __init__(
        self,
        *,
        passwords: Passwords,
        rules: PasswordRules,
        sessions: Sessions,
        tickets: Tickets,
        proofs: Proofs,
        guessing: Guessing,
        mail: AccountMail,
        outbox: Outbox,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._passwords = passwords
        self._rules = rules
        self._sessions = sessions
        self._tickets = tickets
        self._proofs = proofs
        self._guessing = guessing
        self._mail = mail
        self._outbox = outbox
        self._audit = audit
        self._clock = clock

    async def change(
        self, principal: Principal, given: schemas.ChangePassword, origin: Origin = NOWHERE
    ) -> None:
        """Set another password, or the first of an account that has come in otherwise so far.

        The current password, or a fresh proof: always that where there is a second factor, which
        a password alone does not stand for. Raises `Conflict` for a guest and where it was changed
        meanwhile, `Unprocessable`, `ProofNeeded`, `TooManyGuesses` and `LineTooLong`.
        """
        user = await User.get(id=principal.user_id)
        if user.email is None:
            raise Conflict("A password needs an e-mail address beside it: add both first")
        if given.current_password is None or (await owned_by(user.id)).has_second_factor:
            await self._proofs.require_fresh(principal)
        if given.current_password is not None:
            await self._require_current(user, given.current_password, origin)
        await self._require(given.new_password, user, "new_password")
        made = await self._passwords.hash(given.new_password)
        async with in_transaction():
            if (await locked_user(principal)).password_hash != user.password_hash:
                raise Conflict("Your password has just changed: ask again")
            await User.filter(id=user.id).update(password_hash=made)
            await self._guessing.trust("password", user.id, origin)
            await self._tickets.void(KIND, user.id)
            if given.end_other_sessions:
                await self._sessions.end_all(user.id, "password_changed", kept=principal.session_id)
            await self._outbox.record(
                PasswordChanged(user_id=user.id, kept_session=principal.session_id)
            )
            await self._audit.record(
                actor=user.id, action="account.password_changed", subject=user.id
            )
        await self._outbox.hurry()

    async def ask_reset(self, email: str) -> None:
        """Mail a link to whoever has this address; the same, in the same time, for everybody.

        Nobody is written to who has no account: so nobody can use us to fill a stranger's mailbox.
        Nor is a suspended one, or one who was written to within the minute.
        """
        user = await find_by_email(normalise_email(email))
        wanted = user if user is not None and user.status != "suspended" else None
        # Whom nothing is kept of, so that an unknown address costs the same queries as a known one;
        # another each time, for whom nobody else waits.
        nobody = uuid4()
        async with in_transaction():
            # Before their tickets, as everybody does who changes an account.
            await User.select_for_update().get_or_none(id=nobody if wanted is None else wanted.id)
            try:
                await self._tickets.refuse_haste(KIND, nobody if wanted is None else wanted.id)
            except TooMany:
                wanted = None
            await self._tickets.void(KIND, nobody if wanted is None else wanted.id)
            token = await self._tickets.issue(
                KIND,
                seconds=SECONDS,
                state=email.encode() if wanted is None else (wanted.email or "").encode(),
                user_id=None if wanted is None else wanted.id,
            )
            if wanted is None:
                await self._mail.send_nothing()
            else:
                await self._mail.send(wanted, KIND, link=self._mail.link("reset", token))
        await self._mail.hurry()

    async def reset(self, given: schemas.ResetPassword, origin: Origin = NOWHERE) -> None:
        """Set the password of whoever holds a link; all sessions end, none is opened.

        So a second factor is asked for as at every log-in. Raises `TicketInvalid` and
        `Unprocessable`, which leaves the link good.
        """
        held = await self._tickets.look(KIND, given.token)
        user = await self._holder(held)
        await self._require(given.password, user, "password")
        made = await self._passwords.hash(given.password)
        async with in_transaction():
            # Locked: whoever is adding a way in comes before this, or not at all.
            await User.select_for_update().get_or_none(id=user.id)
            held = await self._tickets.take(KIND, given.token)
            user = await self._holder(held)
            await self._evict_strangers(user)
            await User.filter(id=user.id).update(
                password_hash=made,
                # Whoever opened the link reads the mail of that address.
                email_verified_at=user.email_verified_at or self._clock.now(),
            )
            await self._tickets.void_all(user.id)
            await self._sessions.end_all(user.id, "password_reset")
            await self._guessing.trust("password", user.id, origin)
            await self._outbox.record(PasswordChanged(user_id=user.id))
            await self._audit.record(
                actor=user.id, action="account.password_reset", subject=user.id
            )
        await self._outbox.hurry()

    async def _holder(self, held: Held) -> User:
        user = await User.get_or_none(id=held.user_id or NOBODY, email=held.state.decode())
        if user is None:
            raise TicketInvalid("This is no longer valid: ask for a new one")
        return user

    async def _evict_strangers(self, user: User) -> None:
        """Drop ways in and factors that were added before the address was anybody's proven own.

        Somebody may have registered with a stranger's address and waits for the stranger to come
        (pre-hijacking), or keeps them out. An administrator was made one by somebody who knew who
        that is: theirs stay, as everybody's do once the address is verified.
        """
        if user.email_verified_at is not None or user.role == "admin":
            return
        for model in (Passkey, Identity, TotpSecret, RecoveryCode):
            await model.filter(user_id=user.id).delete()

    async def _require_current(self, user: User, password: str, origin: Origin) -> None:
        right = await is_own_password(
            user, password, origin, passwords=self._passwords, guessing=self._guessing
        )
        if not right:
            why = {"current_password": "This is not your password"}  # nosec B105 - a text
            raise Unprocessable("Some fields are not acceptable", fields=why)

    async def _require(self, password: str, user: User, field: str) -> None:
        fault = await self._rules.fault(password, nickname=user.nickname, email=user.email)
        if fault is not None:
            raise Unprocessable("Some fields are not acceptable", fields={field: fault})
