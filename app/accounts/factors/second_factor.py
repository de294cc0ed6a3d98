"""The second step of a log-in, and of a fresh proof: asked for with a ticket, then shown."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import msgspec
from tortoise.transactions import in_transaction

from app.accounts import schemas
from app.accounts.events.account_event import PasswordChanged
from app.accounts.events.outbox import Outbox
from app.accounts.factors.codes.recovery import RecoveryCodes
from app.accounts.factors.codes.totp import Totp
from app.accounts.factors.models import Passkey
from app.accounts.factors.owned import Factor, owned_by
from app.accounts.factors.passkeys.assertions import Assertions
from app.accounts.factors.passkeys.challenges import new_challenge
from app.accounts.factors.passkeys.relying_party import RelyingParty
from app.accounts.factors.schemas import SecondFactorGiven, SecondFactorNeeded
from app.accounts.models import User
from app.accounts.sessions.service import SOMEHOW, Arrival, Sessions
from app.accounts.signing_in.guessing import Guessing
from app.accounts.signing_in.origin import NOWHERE, Origin
from app.accounts.tickets.service import TicketInvalid, Tickets
from app.platform.audit.log import AuditLog
from app.platform.errors import Forbidden, Unprocessable
from app.platform.logging import logger

log = logger(__name__)

KIND = "second_factor"
SECONDS = 300


class SecondFactorWrong(Forbidden):
    """The first factor was right and this one is not; the ticket bears a few tries."""

    name, title = "second-factor-wrong", "Second factor not right"


class Half(msgspec.Struct, frozen=True):
    """A log-in or proof half done, as its ticket keeps it.

    `replaces` is the session whose user proves themselves anew. With another password than the
    first step was taken with, or without the identity, the second is not.
    """

    method: str
    challenge: bytes
    password_hash: str | None
    replaces: UUID | None
    identity_id: UUID | None = None


class SecondFactor:
    """Asks for a second factor and judges it."""

    def __init__(
        self,
        *,
        party: RelyingParty,
        tickets: Tickets,
        assertions: Assertions,
        totp: Totp,
        recovery_codes: RecoveryCodes,
        guessing: Guessing,
        sessions: Sessions,
        outbox: Outbox,
        audit: AuditLog,
        refuse_inactive: Callable[[User], Awaitable[None]],
    ) -> None:
        """`refuse_inactive` raises for whoever proved who they are, and is not active."""
        self._party = party
        self._tickets = tickets
        self._assertions = assertions
        self._totp = totp
        self._recovery_codes = recovery_codes
        self._guessing = guessing
        self._sessions = sessions
        self._outbox = outbox
        self._audit = audit
        self._refuse_inactive = refuse_inactive

    async def ask_where_needed(
        self, user_id: UUID, arrival: Arrival, *, replaces: UUID | None = None
    ) -> SecondFactorNeeded | None:
        """Return what a user who came so is asked for, or None where that is enough."""
        factors = (await owned_by(user_id)).asked_for
        if not factors:
            return None
        # Read now: a hash with old parameters may just have been renewed.
        user = await User.get(id=user_id)
        half = Half(
            arrival.method, new_challenge(), user.password_hash, replaces, arrival.identity_id
        )
        ticket = await self._tickets.issue(
            KIND, seconds=SECONDS, state=msgspec.json.encode(half), user_id=user_id
        )
        passkey = None
        if "passkey" in factors:
            passkey = self._party.request_options(
                challenge=half.challenge, allowed=await Passkey.filter(user_id=user_id)
            )
        return SecondFactorNeeded(ticket, factors, passkey)

    async def finish(
        self, given: SecondFactorGiven, arrival: Arrival = SOMEHOW, origin: Origin = NOWHERE
    ) -> schemas.Signed:
        """Sign in who shows their second factor, in a new session.

        Raises `Unprocessable` where not exactly one is given, `TicketInvalid`, `TooManyGuesses`,
        `SecondFactorWrong`, and `Forbidden` where the account is not active any more: of these
        `AccountDeleted` with the way back.
        """
        factor = _factor(given)
        held = await self._tickets.look(KIND, given.ticket)
        half = msgspec.json.decode(held.state, type=Half)
        user = await User.get(id=held.user_id)
        if user.password_hash != half.password_hash:
            raise TicketInvalid("This is no longer valid: sign in again")
        if user.status == "suspended":
            raise Forbidden("This account is not active")
        guess = None
        if factor != "passkey":
            guess = await self._guessing.check(factor, user.id, origin, user_id=user.id)
        held = await self._tickets.attempt(KIND, given.ticket)
        right, passkey_id = await self._is_right(user.id, given, half.challenge)
        log.info("second_factor", user_id=str(user.id), factor=factor, right=right)
        if guess is not None:
            await self._guessing.record(guess, "right" if right else "wrong")
        if not right:
            raise SecondFactorWrong("This is not right, or was used before: try another")
        await self._tickets.finish(held)
        if factor == "recovery_code":
            await self._tell_of_recovery(user.id)
        await self._refuse_inactive(user)
        complete = replace(
            arrival,
            method=half.method,
            second_factor=True,
            passkey_id=passkey_id,
            identity_id=half.identity_id,
        )
        if half.replaces is not None:
            return await self._sessions.replace(half.replaces, user, complete)
        return await self._sessions.open(user, complete)

    async def _is_right(
        self, user_id: UUID, given: SecondFactorGiven, challenge: bytes
    ) -> tuple[bool, UUID | None]:
        """Say whether the factor is right, and which passkey it is, where it is one."""
        if given.code is not None:
            return await self._totp.accept(user_id, given.code), None
        if given.recovery_code is not None:
            return await self._recovery_codes.take(user_id, given.recovery_code), None
        assert given.credential is not None
        passkey = await self._assertions.recognise(given.credential, challenge, user_id=user_id)
        return passkey is not None, None if passkey is None else passkey.id

    async def _tell_of_recovery(self, user_id: UUID) -> None:
        # Rare, and the one factor that can lie about copied: its owner is told.
        async with in_transaction():
            await self._outbox.record(PasswordChanged(user_id=user_id, what="recovery_codes"))
            await self._audit.record(actor=user_id, action="recovery_codes.used", subject=user_id)
        await self._outbox.hurry()


def _factor(given: SecondFactorGiven) -> Factor:
    shown: dict[Factor, object | None] = {
        "totp": given.code,
        "recovery_code": given.recovery_code,
        "passkey": given.credential,
    }
    there = [name for name, value in shown.items() if value is not None]
    if len(there) != 1:
        raise Unprocessable("Give one of: code, recovery_code, credential")
    return there[0]
