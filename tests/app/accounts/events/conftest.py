"""Doubles of what account events ask of the rest of the house."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from tortoise.transactions import in_transaction

from app.accounts.events.account_event import Known
from app.accounts.events.notice import AccountChanged
from app.accounts.events.outbox import Outbox
from app.platform.errors import Unavailable
from app.platform.ids import new_id


@dataclass
class House:
    """Keeps what was asked of sockets, rooms, the user's channel and the post."""

    sockets: list[tuple[str, UUID]] = field(default_factory=list)
    doors: list[tuple[str, UUID]] = field(default_factory=list)
    notices: list[tuple[UUID, AccountChanged, UUID]] = field(default_factory=list)
    letters: list[tuple[str, UUID, dict[str, str]]] = field(default_factory=list)
    hurried: int = 0
    is_away: bool = False
    unwritable: str = ""

    # Sockets

    def end_session(self, session_id: UUID) -> None:
        self.sockets.append(("session", session_id))

    def end_user(self, user_id: UUID) -> None:
        self.sockets.append(("user", user_id))

    def ask_for_token(self, session_id: UUID) -> None:
        self.sockets.append(("token", session_id))

    def call_back(self, user_id: UUID) -> None:
        self.sockets.append(("call back", user_id))

    # Room doors

    async def lock(self, user_id: UUID) -> None:
        self.doors.append(("lock", user_id))

    async def unlock(self, user_id: UUID) -> None:
        self.doors.append(("unlock", user_id))

    async def interrupt(self, user_id: UUID) -> None:
        self.doors.append(("interrupt", user_id))

    # Notices

    async def tell(self, user_id: UUID, notice: AccountChanged, *, once: UUID) -> None:
        if self.is_away:
            raise Unavailable("away")
        self.notices.append((user_id, notice, once))

    # Letters

    async def post(self, kind: str, user_id: UUID, **values: str) -> None:
        if kind == self.unwritable:
            raise KeyError(kind)
        self.letters.append((kind, user_id, values))

    async def hurry(self) -> None:
        self.hurried += 1


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def outbox(database: str) -> Outbox:
    return Outbox(ids=new_id)


async def record(outbox: Outbox, *events: Known) -> None:
    async with in_transaction():
        for event in events:
            await outbox.record(event)
