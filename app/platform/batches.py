"""Reading and deleting many rows in steps, so that none takes long and none holds much memory."""

from collections.abc import AsyncIterator
from typing import TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

from app.platform.sql import execute

Row = TypeVar("Row", bound=Model)

DELETED_AT_ONCE = 5_000
READ_AT_ONCE = 200


async def delete_in_batches(statement: str, *values: object) -> int:
    """Run a DELETE until it takes no more rows; return how many it took in all.

    Its last parameter is how many it may take at once. An UPDATE after which a row is no longer
    chosen will do too.
    """
    deleted = 0
    while batch := await execute(statement, *values, DELETED_AT_ONCE):
        deleted += batch
    return deleted


async def read_in_batches(query: QuerySet[Row]) -> AsyncIterator[Row]:
    """Yield every row by the primary key's order, some hundred at a time."""
    key = query.model._meta.pk_attr  # noqa: SLF001 - Tortoise orders by no other name of it
    last: object = None
    while True:
        page = query.order_by(key).limit(READ_AT_ONCE)
        rows = await (page if last is None else page.filter(**{f"{key}__gt": last}))
        for row in rows:
            yield row
        if len(rows) < READ_AT_ONCE:
            return
        last = rows[-1].pk
