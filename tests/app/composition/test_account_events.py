"""What account events ask of the house, filled: this process's sockets, rooms, the own channel."""

from uuid import UUID, uuid4

import msgspec
import pytest

from app.accounts.events.notice import AccountChanged
from app.composition.account_events import Notices, RoomDoors, Sockets
from app.composition.channels import PERSONAL_STREAM
from app.platform.errors import Unavailable
from app.platform.principal import Principal
from app.rooms.models import Room
from realtime import Engine
from tests.app.replica import FlakyBroker, Replica


class EngineDouble:
    """Keeps whom it was asked to send away."""

    def __init__(self) -> None:
        self.sent_away: list[tuple[int, dict[str, str]]] = []

    def disconnect_here(self, code: int, reason: str, **whom: str) -> None:
        assert reason
        self.sent_away.append((code, whom))


def test_sockets_are_closed_here_with_the_code_that_says_why() -> None:
    engine, session, user = EngineDouble(), uuid4(), uuid4()
    sockets = Sockets(engine)  # type: ignore[arg-type]
    sockets.end_session(session)
    sockets.end_user(user)
    sockets.call_back(user)
    sockets.ask_for_token(session)
    assert engine.sent_away == [
        (4501, {"session": str(session)}),
        (4502, {"user": str(user)}),
        (4001, {"user": str(user)}),
        (4002, {"session": str(session)}),
    ]


async def test_the_users_rooms_are_locked_opened_and_silenced(
    replica: Replica, who: Principal
) -> None:
    stopped: list[UUID] = []

    async def stop_turns(user_id: UUID) -> None:
        stopped.append(user_id)

    room_id = await replica.open(who)
    doors = RoomDoors(stop_turns)
    await doors.lock(who.user_id)
    assert (await Room.get(id=room_id)).locked_at is not None
    await doors.unlock(who.user_id)
    assert (await Room.get(id=room_id)).locked_at is None
    await doors.interrupt(who.user_id)
    assert stopped == [who.user_id]


class Nobody:
    """Nobody connects to this engine, and every channel is a personal one."""

    def stream(self, channel: str) -> object:
        assert channel.startswith("#")
        return PERSONAL_STREAM


async def test_a_notice_is_told_once_on_the_users_own_channel(broker: FlakyBroker) -> None:
    nobody, user, event = Nobody(), uuid4(), uuid4()
    engine = Engine(broker=broker, authenticator=nobody, policy=nobody)  # type: ignore[arg-type]
    notices = Notices(engine)
    for _ in range(2):
        await notices.tell(user, AccountChanged(what="role", value="admin"), once=event)
    (told,) = (await engine.history(f"#{user}")).publications
    assert msgspec.json.decode(told.data) == {
        "type": "account.changed",
        "what": "role",
        "value": "admin",
    }
    broker.away = True
    with pytest.raises(Unavailable):
        await notices.tell(user, AccountChanged(what="role"), once=uuid4())
