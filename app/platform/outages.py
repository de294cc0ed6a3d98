"""What PostgreSQL raises while it is away: who comes again later may well succeed."""

from typing import Final

import asyncpg
from tortoise.exceptions import BaseORMException

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
