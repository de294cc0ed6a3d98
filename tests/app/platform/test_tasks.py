"""A task is started by its owner, and never out of a transaction."""

import asyncio
from contextlib import suppress

import pytest
from tortoise.transactions import in_transaction

from app.platform.sql import fetch
from app.platform.tasks import (
    AT_A_STRETCH,
    TaskInTransactionError,
    in_transaction_now,
    is_cancelled,
    spawn,
    taking_turns,
)

pytestmark = pytest.mark.usefixtures("database")


async def one() -> int:
    return int((await fetch("SELECT 1 AS one"))[0]["one"])


async def test_a_task_belongs_to_its_group() -> None:
    async with asyncio.TaskGroup() as group:
        task = spawn(group, one(), name="one")
    assert (task.get_name(), task.result()) == ("one", 1)


async def test_a_task_for_a_group_that_has_ended_is_refused_and_its_work_closed() -> None:
    async with asyncio.TaskGroup() as group:
        pass
    work = one()
    with pytest.raises(RuntimeError, match="is finished"):
        spawn(group, work)
    with pytest.raises(RuntimeError, match="cannot reuse"):
        await work


async def test_a_task_in_a_transaction_is_refused_and_its_work_closed() -> None:
    work = one()
    async with asyncio.TaskGroup() as group, in_transaction():
        assert in_transaction_now()
        with pytest.raises(TaskInTransactionError, match="commit first"):
            spawn(group, work)
    assert not in_transaction_now()
    with pytest.raises(RuntimeError, match="cannot reuse"):
        await work


async def test_others_run_between_many_short_pieces_of_work() -> None:
    async def turns() -> int:
        taken = 0
        while not done:
            taken += 1
            await asyncio.sleep(0)
        return taken

    done = False
    other = asyncio.create_task(turns())
    assert [one async for one in taking_turns(range(10 * AT_A_STRETCH))] == list(
        range(10 * AT_A_STRETCH)
    )
    done = True
    assert await other >= 9


async def test_a_cancellation_that_something_kept_to_itself_is_still_known() -> None:
    known: list[bool] = []

    async def keep_back() -> None:
        known.append(is_cancelled())
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        known.append(is_cancelled())

    running = asyncio.create_task(keep_back())
    await asyncio.sleep(0)
    running.cancel()
    await running
    assert known == [False, True]
