"""Account events are written with the change that they tell of, or not at all."""

from uuid import uuid4

import msgspec
import pytest
from tortoise.transactions import in_transaction

from app.accounts.events.account_event import Known, PasswordChanged, SessionEnded
from app.accounts.events.models import AccountEvent
from app.accounts.events.outbox import Outbox
from app.platform.ids import new_id

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def outbox() -> Outbox:
    return Outbox(ids=new_id)


async def test_an_event_is_stored_as_it_was_recorded(outbox: Outbox) -> None:
    event = SessionEnded(user_id=uuid4(), session_id=uuid4(), reason="logout")
    async with in_transaction():
        await outbox.record(event)
    row = await AccountEvent.get()
    assert (row.type, row.user_id, row.session_id) == (
        "session.ended",
        event.user_id,
        event.session_id,
    )
    assert msgspec.convert(row.body, Known, strict=False) == event


async def fail_after_recording(outbox: Outbox) -> None:
    async with in_transaction():
        await outbox.record(PasswordChanged(user_id=uuid4()))
        raise LookupError("the change failed")


async def test_an_event_of_a_change_that_is_undone_is_not_told(outbox: Outbox) -> None:
    with pytest.raises(LookupError):
        await fail_after_recording(outbox)
    assert not await AccountEvent.exists()


async def test_an_event_without_a_transaction_is_refused(outbox: Outbox) -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        await outbox.record(PasswordChanged(user_id=uuid4()))
