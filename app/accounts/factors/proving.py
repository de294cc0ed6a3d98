"""Proving anew who one is: the old session ends, and one with a fresh proof stands in for it."""

from dataclasses import replace

from app.accounts import schemas
from app.accounts.factors.models import Passkey
from app.accounts.factors.owned import owned_by
from app.accounts.factors.passkeys.assertions import Assertions
from app.accounts.factors.passkeys.challenges import Challenges
from app.accounts.factors.passkeys.schemas import PasskeyOptions
from app.accounts.factors.passkeys.service import shown
from app.accounts.factors.schemas import (
    FactorsShown,
    ProofGiven,
    SecondFactorGiven,
    SecondFactorNeeded,
)
from app.accounts.factors.second_factor import SecondFactor
from app.accounts.models import User
from app.accounts.passwords.hashing import Passwords
from app.accounts.sessions.service import SOMEHOW, Arrival, Sessions
from app.accounts.signing_in.guessing import Guessing
from app.accounts.signing_in.origin import NOWHERE, Origin
from app.accounts.signing_in.own_password import is_own_password
from app.platform.errors import Conflict, Forbidden, Unprocessable
from app.platform.logging import logger
from app.platform.principal import Principal

log = logger(__name__)

KIND = "passkey_proof"


class ProofWrong(Forbidden):
    """What was shown is not the caller's. Not a 401: the session itself is good."""

    name, title = "proof-wrong", "Not right"


class Proving:
    """By password, by passkey, or by whatever else signs in: see `first_factor_shown`."""

    def __init__(
        self,
        *,
        challenges: Challenges,
        assertions: Assertions,
        passwords: Passwords,
        guessing: Guessing,
        second_factor: SecondFactor,
        sessions: Sessions,
    ) -> None:
        self._challenges = challenges
        self._assertions = assertions
        self._passwords = passwords
        self._guessing = guessing
        self._second_factor = second_factor
        self._sessions = sessions

    async def owned(self, principal: Principal) -> FactorsShown:
        """Return what the caller can prove themselves with."""
        owned = await owned_by(principal.user_id)
        passkeys = await Passkey.filter(user_id=principal.user_id).order_by("created_at", "id")
        return FactorsShown(
            password=owned.password,
            passkeys=[shown(one) for one in passkeys],
            totp_since=owned.totp_since,
            recovery_codes_left=owned.recovery_codes,
            identities=owned.identities,
            asked_for=owned.asked_for,
        )

    async def offer(self, principal: Principal) -> PasskeyOptions:
        """Return what shows one of the caller's passkeys. Raises `Conflict` without any."""
        passkeys = await Passkey.filter(user_id=principal.user_id)
        if not passkeys:
            raise Conflict("You have no passkey: use your password")
        return await self._challenges.ask_for_known(KIND, of=principal.user_id, allowed=passkeys)

    async def prove(
        self,
        principal: Principal,
        given: ProofGiven,
        arrival: Arrival = SOMEHOW,
        origin: Origin = NOWHERE,
    ) -> schemas.Signed | SecondFactorNeeded:
        """Open a session with a fresh proof in place of the caller's, or ask for the second step.

        Raises `ProofWrong`, `SecondFactorWrong`, `TooManyGuesses`, `LineTooLong`, `TicketInvalid`,
        and `Unprocessable` where neither a password nor a passkey is given.
        """
        user = await User.get(id=principal.user_id)
        if given.credential is not None and given.ticket is not None:
            challenge = await self._challenges.take(KIND, given.ticket, of=user.id)
            passkey = await self._assertions.recognise(given.credential, challenge, user_id=user.id)
            if passkey is None:
                raise ProofWrong("This passkey is not one of yours, or was not verified")
            both = replace(arrival, method="passkey", second_factor=True, passkey_id=passkey.id)
            log.info("proved", user_id=str(user.id), method="passkey")
            return await self._sessions.replace(principal.session_id, user, both)
        if given.password is None:
            why = {"password": "Required, or a passkey: credential and ticket"}  # nosec B105 - a text
            raise Unprocessable("Give something that proves who you are", fields=why)
        await self._require_password(user, given.password, origin)
        needed = await self.first_factor_shown(
            principal, replace(arrival, method="password", second_factor=False)
        )
        if isinstance(needed, SecondFactorNeeded) and (given.code or given.recovery_code):
            second = SecondFactorGiven(
                needed.second_factor, code=given.code, recovery_code=given.recovery_code
            )
            return await self._second_factor.finish(second, arrival, origin)
        return needed

    async def first_factor_shown(
        self, principal: Principal, arrival: Arrival
    ) -> schemas.Signed | SecondFactorNeeded:
        """Go on with a caller who has just shown what they sign in with, by `arrival.method`."""
        needed = await self._second_factor.ask_where_needed(
            principal.user_id, arrival, replaces=principal.session_id
        )
        if needed is not None:
            return needed
        log.info("proved", user_id=str(principal.user_id), method=arrival.method)
        user = await User.get(id=principal.user_id)
        return await self._sessions.replace(principal.session_id, user, arrival)

    async def _require_password(self, user: User, password: str, origin: Origin) -> None:
        right = await is_own_password(
            user, password, origin, passwords=self._passwords, guessing=self._guessing
        )
        if not right:
            raise ProofWrong("The password is wrong")
