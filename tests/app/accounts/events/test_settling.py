"""What is done once for all processes: rooms, notice and e-mail, whoever is killed meanwhile."""

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from tortoise.transactions import in_transaction

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
from app.accounts.events.models import AccountEvent
from app.accounts.events.notice import AccountChanged
from app.accounts.events.outbox import Outbox
from app.accounts.events.settling import AT_ONCE, Settling, letter_of, notice_of
from app.accounts.models import User
from app.platform.ids import new_id
from tests.app.accounts.events.conftest import House, record
from tests.e2e.learner import until

if TYPE_CHECKING:
    from tests.conftest import HandClock

pytestmark = pytest.mark.usefixtures("database")
USER = uuid4()


@pytest.fixture
async def user(database: str, clock: "HandClock") -> User:
    return await User.create(
        id=new_id(), nickname="샘", birth_year=2000, created_at=clock.now(), status="suspended"
    )


@pytest.fixture
def settling(house: House) -> Settling:
    return Settling(doors=house, notices=house, letters=house)


class HangingHouse(House):
    """Its channels answer late."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = 0
        self.answers = asyncio.Event()

    async def tell(self, user_id: UUID, notice: AccountChanged, *, once: UUID) -> None:
        self.begun += 1
        await self.answers.wait()
        await super().tell(user_id, notice, once=once)


def suspended(user: User) -> UserStatusChanged:
    return UserStatusChanged(user_id=user.id, status="suspended", was="active")


async def owed() -> int:
    return await AccountEvent.filter(settled_at=None).count()


async def test_a_suspended_users_rooms_close_and_they_are_told(
    settling: Settling, house: House, outbox: Outbox, user: User
) -> None:
    await record(outbox, suspended(user))
    await settling.settle()
    assert house.doors == [("lock", user.id), ("interrupt", user.id)]
    ((told, notice, once),) = house.notices
    assert (told, notice.what, notice.value) == (user.id, "status", "suspended")
    assert once == (await AccountEvent.get()).id
    assert house.letters == [("account_suspended", user.id, {})]
    assert (house.hurried, await owed()) == (1, 0)


async def test_the_doors_are_set_as_the_account_is_now_whatever_the_event_says(
    settling: Settling, house: House, outbox: Outbox, user: User
) -> None:
    await record(outbox, suspended(user))
    await User.filter(id=user.id).update(status="active")
    await settling.settle()
    assert house.doors == [("unlock", user.id)]


async def test_a_user_who_is_erased_has_no_doors(
    settling: Settling, house: House, outbox: Outbox
) -> None:
    await record(outbox, UserStatusChanged(user_id=uuid4(), status="deleted"))
    await settling.settle()
    assert house.doors == []
    assert await owed() == 0


async def test_what_is_settled_is_not_settled_again(
    settling: Settling, house: House, outbox: Outbox, user: User
) -> None:
    await record(outbox, suspended(user))
    await settling.settle()
    await settling.settle()
    assert len(house.letters) == len(house.notices) == 1


async def test_of_many_processes_one_writes_the_mail(
    house: House, outbox: Outbox, user: User
) -> None:
    await record(outbox, *(suspended(user) for _ in range(5)))
    processes = [Settling(doors=house, notices=house, letters=house) for _ in range(4)]
    await asyncio.gather(*(one.settle() for one in processes))
    assert await owed() == 0
    assert len(house.letters) == 5


async def test_what_another_process_has_claimed_is_left_to_it_and_done_where_it_dies(
    settling: Settling, house: House, outbox: Outbox, user: User
) -> None:
    await record(outbox, suspended(user))
    claimed, dies = asyncio.Event(), asyncio.Event()

    async def claimer() -> None:
        async with in_transaction():
            await AccountEvent.all().select_for_update()
            claimed.set()
            await dies.wait()
            raise ConnectionError

    dying = asyncio.create_task(claimer())
    await claimed.wait()
    await settling.settle()
    assert (house.letters, await owed()) == ([], 1)
    dies.set()
    await asyncio.wait([dying])
    assert isinstance(dying.exception(), ConnectionError)
    await settling.settle()
    assert (len(house.letters), await owed()) == (1, 0)


async def test_rooms_close_at_once_however_much_waits_to_be_told_and_however_long(
    outbox: Outbox, user: User
) -> None:
    house = HangingHouse()
    settling = Settling(doors=house, notices=house, letters=house)
    await record(outbox, *(PasswordChanged(user_id=user.id) for _ in range(AT_ONCE)))
    await record(outbox, suspended(user))
    settles = asyncio.create_task(settling.settle())
    await until(lambda: house.begun == AT_ONCE)
    assert house.doors == [("lock", user.id), ("interrupt", user.id)]
    house.answers.set()
    await settles
    assert await owed() == 1, "so many at once"


async def test_while_redis_is_away_rooms_close_and_the_telling_waits(
    settling: Settling, house: House, outbox: Outbox, user: User
) -> None:
    ended = SessionEnded(user_id=user.id, session_id=uuid4(), reason="suspended")
    await record(outbox, suspended(user), ended)
    house.is_away = True
    await settling.settle()
    assert house.doors == [("lock", user.id), ("interrupt", user.id)]
    assert house.letters == []
    assert await owed() == 1, "nobody is told of a session's end, so that one waits for nothing"
    house.is_away = False
    await settling.settle()
    assert [kind for kind, _, _ in house.letters] == ["account_suspended"]
    assert await owed() == 0


async def test_one_event_that_cannot_be_settled_holds_up_no_other(
    settling: Settling, house: House, outbox: Outbox, user: User
) -> None:
    await record(outbox, UserRoleChanged(user_id=user.id, role="admin"), suspended(user))
    house.unwritable = "role_changed"
    await settling.settle()
    assert [kind for kind, _, _ in house.letters] == ["account_suspended"]
    assert await owed() == 1
    house.unwritable = ""
    await settling.settle()
    assert await owed() == 0


@pytest.mark.parametrize(
    ("event", "told", "letter"),
    [
        (UserStatusChanged(user_id=USER, status="suspended"), "status", "account_suspended"),
        (
            UserStatusChanged(user_id=USER, status="active", was="suspended"),
            "status",
            "account_reactivated",
        ),
        (UserStatusChanged(user_id=USER, status="active", was="deleted"), "status", None),
        (UserStatusChanged(user_id=USER, status="deleted"), "status", None),
        (UserRoleChanged(user_id=USER, role="admin"), "role", "role_changed"),
        (PasswordChanged(user_id=USER), "password", "password_changed"),
        (PasswordChanged(user_id=USER, what="totp"), "totp", "factor_changed"),
        (ProfileChanged(user_id=USER), "profile", None),
        (ProfileChanged(user_id=USER, what="email"), "email", None),
        (
            SessionEnded(user_id=USER, session_id=USER, reason="refresh_reuse"),
            "session",
            "session_ended_reuse",
        ),
        (SessionEnded(user_id=USER, session_id=USER, reason="logout"), None, None),
        (TokenRevoked(user_id=USER, session_id=USER, jti=USER), None, None),
        (UserDeleted(user_id=USER), None, None),
    ],
)
def test_of_what_a_user_is_told(event: Known, told: str | None, letter: str | None) -> None:
    notice, written = notice_of(event), letter_of(event)
    assert (None if notice is None else notice.what) == told
    assert (None if written is None else written[0]) == letter


def test_values_of_a_letter_say_what_changed() -> None:
    assert letter_of(UserRoleChanged(user_id=USER, role="admin")) == (
        "role_changed",
        {"role": "admin"},
    )
    assert letter_of(PasswordChanged(user_id=USER, what="passkey")) == (
        "factor_changed",
        {"what": "passkey"},
    )


async def test_events_of_a_later_release_are_left_to_it_and_hold_up_nothing(
    settling: Settling, house: House, outbox: Outbox, user: User
) -> None:
    """As after a roll-back: more than a round settles, and all of them older."""
    await record(outbox, *(PasswordChanged(user_id=user.id) for _ in range(AT_ONCE + 1)))
    await AccountEvent.all().update(type="user.ascended", body={"type": "user.ascended"})
    await record(outbox, UserRoleChanged(user_id=user.id, role="admin"))
    await settling.settle()
    assert [kind for kind, _, _ in house.letters] == ["role_changed"]
    assert await owed() == AT_ONCE + 1


async def test_what_is_known_is_settled_though_a_later_release_wrote_more_into_it(
    settling: Settling, house: House, outbox: Outbox, user: User
) -> None:
    await record(outbox, UserRoleChanged(user_id=user.id, role="admin"))
    body = (await AccountEvent.get()).body | {"by": "a later release"}
    await AccountEvent.all().update(body=body)
    await settling.settle()
    assert [kind for kind, _, _ in house.letters] == ["role_changed"]
    assert await owed() == 0
