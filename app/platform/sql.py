"""SQL of our own, where a statement must be one: in the open transaction, or on the pool."""

from typing import Any

from tortoise.connection import get_connection


async def fetch(statement: str, *values: object) -> list[dict[str, Any]]:
    """Run `statement` with `$1 …` bound and return its rows, also those of RETURNING."""
    return await get_connection("default").execute_query_dict(statement, list(values))


async def execute(statement: str, *values: object) -> int:
    """Run a statement and return how many rows it changed: an UPDATE or DELETE (an INSERT: 0)."""
    changed, _ = await get_connection("default").execute_query(statement, list(values))
    return changed
