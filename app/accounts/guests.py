"""Who is a guest: nothing leads back into such an account but the session that is open."""

from app.accounts.factors.models import Passkey
from app.accounts.models import User
from app.accounts.oauth.models import Identity


async def is_guest(user: User) -> bool:
    """Say whether there is no way in: no address, no passkey, no other house that vouches.

    A guest has nothing to prove who they are with, so nobody asks them to.
    """
    if user.email is not None:
        return False
    if await Passkey.filter(user_id=user.id).exists():
        return False
    return not await Identity.filter(user_id=user.id).exists()
