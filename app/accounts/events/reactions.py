"""What every process does about an account event, by itself and at once."""

from app.accounts.access.access import Access
from app.accounts.access.blacklist import Blacklist
from app.accounts.events.account_event import (
    Known,
    SessionEnded,
    TokenRevoked,
    UserDeleted,
    UserRoleChanged,
    UserStatusChanged,
)
from app.accounts.events.ports import Sockets


class Reactions:
    """Drops what this process knows, writes the blacklist, and closes this process's sockets.

    Doing it twice does no harm.
    """

    def __init__(self, *, access: Access, blacklist: Blacklist, sockets: Sockets) -> None:
        self._access = access
        self._blacklist = blacklist
        self._sockets = sockets

    def react(self, event: Known) -> None:
        """Do what the event asks of this process."""
        # First of all forgotten: a socket that comes back must not be met as it was.
        if isinstance(event, SessionEnded | TokenRevoked):
            self._access.forget_session(event.session_id)
        else:
            self._access.forget_user(event.user_id)
        self._blacklist.take(event)
        match event:
            case SessionEnded(session_id=session_id):
                self._sockets.end_session(session_id)
            case TokenRevoked(session_id=session_id):
                self._sockets.ask_for_token(session_id)
            case UserRoleChanged(user_id=user_id):
                self._sockets.call_back(user_id)
            case UserDeleted(user_id=user_id):
                self._sockets.end_user(user_id)
            case UserStatusChanged(user_id=user_id, status=status) if status != "active":
                self._sockets.end_user(user_id)
            case _:
                pass


def is_of_account(event: Known) -> bool:
    """Whether the event tells of the whole account: its sockets close for that reason first."""
    return isinstance(event, UserStatusChanged | UserDeleted)
