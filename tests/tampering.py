"""Whoever owns the database: triggers do not hold them."""

from tortoise.transactions import in_transaction

from app.platform.sql import execute


async def tamper(*statements: str) -> None:
    """Run `statements` in one transaction, past the triggers."""
    async with in_transaction():
        await execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            await execute(statement)
