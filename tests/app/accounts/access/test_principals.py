"""Who has an address, and who a session speaks for."""

from typing import TYPE_CHECKING

import pytest

from app.accounts import models
from app.accounts.access.principals import find_principal
from app.accounts.addresses import find_by_email
from app.accounts.errors import SessionEnded
from app.accounts.sessions.models import Session
from app.platform.ids import new_id
from app.platform.principal import Principal

if TYPE_CHECKING:
    from tests.conftest import HandClock

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def user(database: str, clock: "HandClock") -> models.User:
    return await models.User.create(
        id=new_id(),
        nickname="에이다",
        birth_year=2000,
        email="Ada@Example.com",
        language="ko",
        created_at=clock.now(),
    )


@pytest.fixture
async def session(user: models.User, clock: "HandClock") -> Session:
    return await Session.create(
        id=new_id(), user_id=user.id, created_at=clock.now(), last_used_at=clock.now()
    )


@pytest.mark.parametrize("written", ["Ada@Example.com", "ada@example.com", "ADA@EXAMPLE.COM"])
async def test_an_address_is_found_in_any_case(user: models.User, written: str) -> None:
    found = await find_by_email(written)
    assert found is not None
    assert (found.id, found.email) == (user.id, "Ada@Example.com")


@pytest.mark.parametrize("written", ["", "ada@example.co", "%", "ada@example.com' OR '1'='1"])
async def test_another_address_is_not_found(user: models.User, written: str) -> None:
    assert await find_by_email(written) is None


async def test_a_guest_is_not_found_by_having_no_address(clock: "HandClock") -> None:
    await models.User.create(id=new_id(), nickname="guest", birth_year=2000, created_at=clock.now())
    assert await find_by_email("") is None


async def test_a_session_speaks_for_its_user_as_they_are_now(
    user: models.User, session: Session
) -> None:
    expected = Principal(
        user_id=user.id, session_id=session.id, role="user", birth_year=2000, language="ko"
    )
    assert await find_principal(user_id=user.id, session_id=session.id) == expected

    await models.User.filter(id=user.id).update(role="admin", language="en")
    changed = await find_principal(user_id=user.id, session_id=session.id)
    assert (changed.role, changed.language) == ("admin", "en")


@pytest.mark.parametrize("status", ["suspended", "deleted"])
async def test_a_session_of_a_user_who_is_not_active_speaks_for_nobody(
    user: models.User, session: Session, status: str
) -> None:
    await models.User.filter(id=user.id).update(status=status)
    with pytest.raises(SessionEnded):
        await find_principal(user_id=user.id, session_id=session.id)


async def test_an_ended_session_speaks_for_nobody(
    user: models.User, session: Session, clock: "HandClock"
) -> None:
    await Session.filter(id=session.id).update(ended_at=clock.now(), ended_reason="logout")
    with pytest.raises(SessionEnded):
        await find_principal(user_id=user.id, session_id=session.id)


async def test_a_session_speaks_for_no_other_user(user: models.User, session: Session) -> None:
    with pytest.raises(SessionEnded):
        await find_principal(user_id=new_id(), session_id=session.id)
    with pytest.raises(SessionEnded):
        await find_principal(user_id=user.id, session_id=new_id())
