"""Starting a task, refused where it would carry a database transaction away."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from typing import Any, TypeVar

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.connection import get_connection

Result = TypeVar("Result")

# Short pieces of work, such as opening a sealed text, that one may do at a stretch: some ms.
AT_A_STRETCH = 250


class TaskInTransactionError(RuntimeError):
    """A task was started while a transaction was open in this context."""


def in_transaction_now() -> bool:
    """Say whether the calling context is inside `in_transaction()`.

    Tortoise's transaction travels in a context variable, which a new task would inherit and use
    after it was given back (parts.md, Traps).
    """
    return isinstance(get_connection("default"), TransactionalDBClient)


def spawn(
    group: asyncio.TaskGroup, work: Coroutine[Any, Any, Result], *, name: str | None = None
) -> asyncio.Task[Result]:
    """Start `work` in `group`, its owner.

    Raises `TaskInTransactionError` inside a transaction, and `RuntimeError` where the group is
    ending; `work` is closed then.
    """
    if in_transaction_now():
        work.close()
        raise TaskInTransactionError("commit first, then start the task")
    try:
        return group.create_task(work, name=name)
    except RuntimeError:
        work.close()
        raise


def is_cancelled() -> bool:
    """Say whether the running task was asked to end, and what it awaited kept that to itself.

    A library may take a cancellation for its own; who works in a loop asks this after each round.
    `asyncio.wait_for` does before Python 3.12 (realtime/redis/connections.py), and with it whatever
    waits by it.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def taking_turns(works: Iterable[Result]) -> AsyncIterator[Result]:
    """Go through many short pieces of work, letting others run in between now and then."""
    for number, work in enumerate(works, start=1):
        yield work
        if number % AT_A_STRETCH == 0:
            await asyncio.sleep(0)
