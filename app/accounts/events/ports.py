"""What account events need of others, as protocols that the composition root fills."""

from typing import Protocol
from uuid import UUID

from app.accounts.events.notice import AccountChanged


class Sockets(Protocol):
    """The open sockets of this process; every process reads every event and closes its own."""

    def end_session(self, session_id: UUID) -> None:
        """Close the sockets of a session that is over."""
        ...

    def end_user(self, user_id: UUID) -> None:
        """Close the sockets of a user whose account is not active."""
        ...

    def ask_for_token(self, session_id: UUID) -> None:
        """Have a session's sockets come anew, with a token that still counts."""
        ...

    def call_back(self, user_id: UUID) -> None:
        """Have a user's sockets come anew, as whom they are from now on."""
        ...


class RoomDoors(Protocol):
    """The rooms of a user, as far as their account decides about them."""

    async def lock(self, user_id: UUID) -> None:
        """Let nothing happen in the user's rooms, in the open transaction."""
        ...

    async def unlock(self, user_id: UUID) -> None:
        """Open the rooms that `lock` closed, in the open transaction."""
        ...

    async def interrupt(self, user_id: UUID) -> None:
        """Stop what a persona is saying to the user, wherever it runs."""
        ...


class Notices(Protocol):
    """The user's own channel."""

    async def tell(self, user_id: UUID, notice: AccountChanged, *, once: UUID) -> None:
        """Announce `notice`; the same `once` again is dropped. Raises `Unavailable`."""
        ...


class AccountLetters(Protocol):
    """E-mails about an account."""

    async def post(self, kind: str, user_id: UUID, **values: str) -> None:
        """Write the e-mail of `kind` to a user with an address, in the open transaction."""
        ...

    async def hurry(self) -> None:
        """Have it sent soon, after the commit."""
        ...
