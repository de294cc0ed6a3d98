"""redis-py's connections, made to heed a cancellation that comes just as a command was sent."""

import asyncio
from typing import TYPE_CHECKING, Any

from redis.asyncio.connection import AbstractConnection, ConnectionPool

if TYPE_CHECKING:
    _Base = AbstractConnection
else:
    _Base = object


class _Heeding(_Base):
    """Raises what redis-py keeps to itself.

    It sends within `asyncio.wait_for`, which before Python 3.12 returns the result where the task
    was cancelled just after that came (python/cpython#86296): whoever was to end, or had waited
    long enough, went on then, and waited for the answer.
    """

    async def send_packed_command(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        """Send as redis-py does. Raises `CancelledError` where it kept that to itself."""
        task = asyncio.current_task()
        before = task.cancelling() if task else 0
        await super().send_packed_command(*arguments, **options)
        if task and task.cancelling() > before:
            # What was sent will be answered: nobody else may read that.
            await self.disconnect(nowait=True)
            raise asyncio.CancelledError


def heed_cancellations(pool: ConnectionPool) -> None:
    """Let the connections that `pool` makes from now on end when they are told to."""
    kind = pool.connection_class
    pool.connection_class = type(f"Heeding{kind.__name__}", (_Heeding, kind), {})
