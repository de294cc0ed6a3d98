"""Whether a password is one's own, asked in a session: a guess like any other."""

from app.accounts.models import User
from app.accounts.passwords.hashing import LineTooLong, Passwords
from app.accounts.signing_in.guessing import Guessing
from app.accounts.signing_in.origin import Origin


async def is_own_password(
    user: User, password: str, origin: Origin, *, passwords: Passwords, guessing: Guessing
) -> bool:
    """Say whether `password` is the user's. Raises `TooManyGuesses` and `LineTooLong`."""
    guess = await guessing.check("password", user.id, origin, user_id=user.id)
    try:
        right = await passwords.verify(user.password_hash, password)
    except LineTooLong:
        # It was not looked at, so it was no wrong guess.
        await guessing.record(guess, "refused")
        raise
    await guessing.record(guess, "right" if right else "wrong")
    return right
