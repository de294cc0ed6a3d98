"""SQL of our own, in the open transaction or on the pool."""

from uuid import UUID

import pytest
from tortoise.transactions import in_transaction

from app.platform.sql import execute, fetch

pytestmark = pytest.mark.usefixtures("database")

REMEMBER = (
    "INSERT INTO requests (user_id, request_id, fingerprint, created_at) VALUES ($1, $1, '', now())"
)
FORGET = "DELETE FROM requests"
REMEMBERED = "SELECT user_id FROM requests"
USER = UUID("0198c0de-0000-7000-8000-000000000001")


class TakenBackError(Exception):
    """What ends a transaction here."""


async def test_rows_come_back_by_column_with_values_bound() -> None:
    assert await fetch("SELECT $1::int AS one, $2::text AS text", 1, "'; DROP") == [
        {"one": 1, "text": "'; DROP"}
    ]


async def test_a_statement_says_how_many_rows_it_changed() -> None:
    await execute(REMEMBER, USER)
    assert await execute("UPDATE requests SET created_at = now()") == 1
    assert await execute(FORGET) == 1
    assert await execute(FORGET) == 0


async def test_returning_gives_the_rows() -> None:
    assert await fetch(f"{REMEMBER} RETURNING user_id", USER) == [{"user_id": USER}]


async def test_what_was_written_in_a_transaction_goes_with_it() -> None:
    async def take_back() -> None:
        async with in_transaction():
            await execute(REMEMBER, USER)
            assert await fetch(REMEMBERED) == [{"user_id": USER}]
            raise TakenBackError

    with pytest.raises(TakenBackError):
        await take_back()
    assert await fetch(REMEMBERED) == []
