"""Writing to users: a letter in their language to their address, and the links that stand in it."""

from app.accounts.letters.letter import letter
from app.accounts.models import User
from app.platform.mail.post import PostOffice


class AccountMail:
    """Posts with the change that a letter tells of; say `hurry` once it has committed."""

    def __init__(self, post: PostOffice, *, address: str) -> None:
        """`address` is where learners reach this server: all links lead there."""
        self._post = post
        self._address = address.rstrip("/")
        self.hurry = post.hurry

    def link(self, page: str, token: str) -> str:
        """Return the address of one of the page's own pages, the token in its fragment.

        A fragment is sent to no server, stands in no log and in no Referer (RFC 9110, 4.2.4).
        """
        return f"{self._address}/#/{page}/{token}"

    async def send(self, user: User, kind: str, **values: str) -> None:
        """Write to a user; a guest, and whoever gave no address, gets nothing."""
        if user.email is not None:
            await self.send_to(user.email, user, kind, **values)

    async def send_to(self, to: str, user: User, kind: str, **values: str) -> None:
        """Write to another address than the one that the account has now."""
        await self._post.post(
            to=to, letter=letter(kind, user.language, **values), kind=kind, user_id=user.id
        )

    async def send_last(self, user: User, kind: str) -> None:
        """Write to a user who is erased at this moment: the letter belongs to nobody."""
        if user.email is not None:
            await self._post.post(
                to=user.email, letter=letter(kind, user.language), kind=kind, user_id=None
            )

    async def send_nothing(self) -> None:
        """Do the work of a letter that is not to be sent, so that nobody can tell by the time."""
        await self._post.post_nothing()
