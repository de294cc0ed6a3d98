"""E-mails of account events, to the user as they are now."""

from uuid import UUID

from app.accounts.letters.account_mail import AccountMail
from app.accounts.models import User


class MailedLetters:
    """Fills `AccountLetters`; who has no address, or is erased, gets none."""

    def __init__(self, mail: AccountMail) -> None:
        self._mail = mail

    async def post(self, kind: str, user_id: UUID, **values: str) -> None:
        """Write the e-mail of `kind`, in the open transaction."""
        user = await User.get_or_none(id=user_id)
        if user is not None:
            await self._mail.send(user, kind, **values)

    async def hurry(self) -> None:
        """Have it sent soon, after the commit."""
        await self._mail.hurry()
