"""E-mails of account events: composed in the user's language, and posted."""

from typing import Protocol
from uuid import UUID

from app.accounts.models import User
from app.platform.mail.letter import Letter
from app.platform.mail.post import PostOffice


class Compose(Protocol):
    """Writes the text of an e-mail."""

    def __call__(self, kind: str, language: str, **values: str) -> Letter:
        """Return the letter of `kind` in `language`."""
        ...


class MailedLetters:
    """Fills `AccountLetters` with the post office; who has no address gets none."""

    def __init__(self, *, post: PostOffice, compose: Compose) -> None:
        self._post = post
        self._compose = compose

    async def post(self, kind: str, user_id: UUID, **values: str) -> None:
        """Write the e-mail of `kind` to a user with an address, in the open transaction."""
        user = await User.get_or_none(id=user_id)
        if user is None or user.email is None:
            return
        letter = self._compose(kind, user.language, **values)
        await self._post.post(to=user.email, letter=letter, kind=kind, user_id=user_id)

    async def hurry(self) -> None:
        """Have it sent soon, after the commit."""
        await self._post.hurry()


class NoLetters:
    """Fills `AccountLetters` where nobody is written to."""

    async def post(self, kind: str, user_id: UUID, **values: str) -> None:
        """Write nothing."""

    async def hurry(self) -> None:
        """Have nothing sent."""
