"""Signing in with a password, and the last step of every way in: the session."""

from app.accounts import schemas
from app.accounts.addresses import find_by_email
from app.accounts.factors.schemas import SecondFactorNeeded
from app.accounts.factors.second_factor import SecondFactor
from app.accounts.lifecycle.deletion import Deletion
from app.accounts.models import User
from app.accounts.passwords.hashing import LineTooLong, Passwords
from app.accounts.rules import normalise_email
from app.accounts.sessions.service import SOMEHOW, Arrival, Sessions
from app.accounts.signing_in.guessing import Guessing
from app.accounts.signing_in.origin import NOWHERE, Origin
from app.platform.errors import Unauthenticated


class SigningIn:
    """By e-mail address and password; whichever way somebody came, `welcome` lets them in."""

    def __init__(
        self,
        *,
        passwords: Passwords,
        sessions: Sessions,
        guessing: Guessing,
        second_factor: SecondFactor,
        deletion: Deletion,
    ) -> None:
        self._passwords = passwords
        self._deletion = deletion
        self._sessions = sessions
        self._guessing = guessing
        self._second_factor = second_factor

    def refuse_where_full(self) -> None:
        """Raise `LineTooLong` where so many wait to log in that `log_in` would."""
        self._passwords.refuse_where_full()

    async def log_in(
        self, given: schemas.LogIn, arrival: Arrival = SOMEHOW, origin: Origin = NOWHERE
    ) -> schemas.Signed | SecondFactorNeeded:
        """Open a session for an e-mail address and its password, or ask for the second factor.

        Raises `Unauthenticated`, the same and after the same time for an unknown address, a wrong
        password and an account without one, `Forbidden` where the password is right but the account
        is not active, and `TooManyGuesses`, without a look at the password.
        """
        # Before the database is asked anything: a storm costs no more than the line is long.
        async with self._passwords.admission():
            return await self._log_in(given, arrival, origin)

    async def _log_in(
        self, given: schemas.LogIn, arrival: Arrival, origin: Origin
    ) -> schemas.Signed | SecondFactorNeeded:
        email = normalise_email(given.email)
        user = await find_by_email(email)
        user_id, known_hash = (None, None) if user is None else (user.id, user.password_hash)
        guess = await self._guessing.check(
            "password", user_id or email.lower(), origin, user_id=user_id
        )
        try:
            verified = await self._passwords.verify(known_hash, given.password)
        except LineTooLong:
            # It was not looked at, so it was no wrong guess.
            await self._guessing.record(guess, "refused")
            raise
        if user is None or known_hash is None or not verified:
            await self._guessing.record(guess, "wrong")
            raise Unauthenticated("The e-mail address or the password is wrong")
        await self._guessing.record(guess, "right" if user.status == "active" else "refused")
        if self._passwords.needs_rehash(known_hash):
            await self._renew_hash(user, given.password)
        return await self.welcome(user, arrival)

    async def _renew_hash(self, user: User, password: str) -> None:
        known_hash, renewed = user.password_hash, await self._passwords.hash(password)
        # Only over the hash that was verified: the password may have changed meanwhile.
        if await User.filter(id=user.id, password_hash=known_hash).update(password_hash=renewed):
            user.password_hash = renewed
            return
        # Or another log-in was faster, and it is the same one.
        await user.refresh_from_db(fields=["password_hash"])
        if not await self._passwords.verify(user.password_hash, password):
            raise Unauthenticated("The e-mail address or the password is wrong")

    async def welcome(
        self, user: User, arrival: Arrival = SOMEHOW
    ) -> schemas.Signed | SecondFactorNeeded:
        """Let in a user who has proved who they are, or ask for the second factor first.

        None is asked for where one was shown already, as a passkey is. Raises `Forbidden` where
        the account is not active, and of these `AccountDeleted` with the way back, for which as
        much is asked as for coming in.
        """
        if user.status != "suspended" and not arrival.second_factor:
            needed = await self._second_factor.ask_where_needed(user.id, arrival)
            if needed is not None:
                return needed
        await self._deletion.refuse_inactive(user)
        return await self._sessions.open(user, arrival)
