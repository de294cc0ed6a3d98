"""What PostgreSQL raises while it is away: who comes again later may well succeed."""

from typing import Final

import asyncpg
from tortoise.exceptions import BaseORMException, DBConnectionError

# OSError: nothing listens, or the connection broke. The drivers' own errors tell an outage (a
# failover, a pool that was closed) from a fault in a statement in too many ways to list, so
# whoever comes again does it a few times only, or at a pace.
DATABASE_AWAY: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    # A connection that PostgreSQL has ended, asked before its close was noticed.
    asyncpg.InternalClientError,
    BaseORMException,
)

# Of these the ones that say nothing of what was asked: there was no connection, or it was lost.
CONNECTION_LOST: Final = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    DBConnectionError,
)


def is_connection_lost(error: BaseException) -> bool:
    """Say whether PostgreSQL's connection was all that failed, also where errors are a group.

    What only takes too long is not meant: it may do so every time. Nor is a value that the
    driver refuses, a ValueError beside an InterfaceError.
    """
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_connection_lost, error.exceptions))
    return isinstance(error, CONNECTION_LOST) and not isinstance(error, (TimeoutError, ValueError))
