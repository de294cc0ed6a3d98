"""Signing in with a password, and the last step of every way in: the session."""

from app.accounts import schemas
from app.accounts.addresses import find_by_email
from app.accounts.models import User
from app.accounts.passwords.hashing import Passwords
from app.accounts.rules import normalise_email
from app.accounts.sessions.service import SOMEHOW, Arrival, Sessions
from app.platform.errors import Forbidden, Unauthenticated


class SigningIn:
    """By e-mail address and password; whichever way somebody came, `welcome` lets them in."""

    def __init__(self, *, passwords: Passwords, sessions: Sessions) -> None:
        self._passwords = passwords
        self._sessions = sessions

    async def log_in(self, given: schemas.LogIn, arrival: Arrival = SOMEHOW) -> schemas.Signed:
        """Open a session for an e-mail address and its password.

        Raises `Unauthenticated`, the same and after the same time for an unknown address and a
        wrong password, and `Forbidden` where the password is right but the account is not active.
        """
        user = await find_by_email(normalise_email(given.email))
        known_hash = user.password_hash if user is not None else None
        verified = await self._passwords.verify(known_hash, given.password)
        if user is None or known_hash is None or not verified:
            raise Unauthenticated("The e-mail address or the password is wrong")
        if self._passwords.needs_rehash(known_hash):
            renewed = await self._passwords.hash(given.password)
            # Only over the hash that was verified: the password may have changed meanwhile.
            await User.filter(id=user.id, password_hash=known_hash).update(password_hash=renewed)
        return await self.welcome(user, arrival)

    async def welcome(self, user: User, arrival: Arrival = SOMEHOW) -> schemas.Signed:
        """Let in a user who has proved who they are. Raises `Forbidden` where not active."""
        if user.status != "active":
            raise Forbidden("This account is not active")
        return await self._sessions.open(user, arrival)
