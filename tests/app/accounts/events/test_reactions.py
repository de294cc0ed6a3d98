"""What a process does by itself about an account event."""

from uuid import UUID, uuid4

import pytest

from app.accounts.events.account_event import (
    Known,
    PasswordChanged,
    ProfileChanged,
    SessionEnded,
    TokenRevoked,
    UserDeleted,
    UserRoleChanged,
    UserStatusChanged,
)
from app.accounts.events.reactions import Reactions, is_of_account
from tests.app.accounts.events.conftest import House

USER, SESSION = uuid4(), uuid4()


class Forgetting:
    """Keeps what was forgotten, and what went to the blacklist, in order."""

    def __init__(self, sockets: list[tuple[str, UUID]]) -> None:
        self.forgotten: list[tuple[str, UUID]] = []
        self.taken: list[Known] = []
        self._sockets = sockets

    def forget_session(self, session_id: UUID) -> None:
        assert not self._sockets, "first of all forgotten"
        self.forgotten.append(("session", session_id))

    def forget_user(self, user_id: UUID) -> None:
        assert not self._sockets, "first of all forgotten"
        self.forgotten.append(("user", user_id))

    def take(self, event: Known) -> None:
        self.taken.append(event)


@pytest.mark.parametrize(
    ("event", "forgotten", "sockets"),
    [
        (
            SessionEnded(user_id=USER, session_id=SESSION, reason="logout"),
            ("session", SESSION),
            [("session", SESSION)],
        ),
        (
            TokenRevoked(user_id=USER, session_id=SESSION, jti=uuid4()),
            ("session", SESSION),
            [("token", SESSION)],
        ),
        (UserStatusChanged(user_id=USER, status="suspended"), ("user", USER), [("user", USER)]),
        (UserStatusChanged(user_id=USER, status="deleted"), ("user", USER), [("user", USER)]),
        (UserStatusChanged(user_id=USER, status="active"), ("user", USER), []),
        (UserDeleted(user_id=USER), ("user", USER), [("user", USER)]),
        (UserRoleChanged(user_id=USER, role="admin"), ("user", USER), [("call back", USER)]),
        (PasswordChanged(user_id=USER), ("user", USER), []),
        (ProfileChanged(user_id=USER), ("user", USER), []),
    ],
)
def test_an_event_is_forgotten_about_and_its_sockets_close(
    house: House, event: Known, forgotten: tuple[str, UUID], sockets: list[tuple[str, UUID]]
) -> None:
    known = Forgetting(house.sockets)
    reactions = Reactions(access=known, blacklist=known, sockets=house)  # type: ignore[arg-type]
    reactions.react(event)
    assert known.forgotten == [forgotten]
    assert known.taken == [event]
    assert house.sockets == sockets


def test_only_what_is_of_the_whole_account_goes_before_its_sessions() -> None:
    assert is_of_account(UserDeleted(user_id=USER))
    assert not is_of_account(SessionEnded(user_id=USER, session_id=SESSION, reason="deleted"))
