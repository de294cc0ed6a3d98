"""What learners want to be called, for rooms."""

from app.accounts.service import AccountService
from app.platform.principal import Principal


class Names:
    """Fills `rooms.LearnerNames` with accounts."""

    def __init__(self, accounts: AccountService) -> None:
        self._accounts = accounts

    async def name_of(self, principal: Principal) -> str:
        """Return the caller's nickname."""
        return (await self._accounts.profile(principal)).nickname
