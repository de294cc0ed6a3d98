"""The migrated schema is what the models say and what schema.txt keeps, line by line."""

from pathlib import Path

import pytest
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector

from app.platform.database import tortoise_config
from app.platform.sql import fetch

KEPT = Path(__file__).with_name("schema.txt")

# What Tortoise leaves out silently (constraints of a new model) would be missing here.
SCHEMA = """
SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
"""


@pytest.mark.usefixtures("database")
async def test_indexes_and_constraints_are_those_that_are_kept() -> None:
    lines = sorted(row["line"] for row in await fetch(SCHEMA))
    assert lines == KEPT.read_text().splitlines(), "\n".join(["schema.txt should be:", *lines])


async def test_the_migrations_say_all_that_the_models_say(postgres_url: str) -> None:
    config = tortoise_config(postgres_url)
    async with TortoiseContext() as context:
        await context.init(config=config)
        assert context.apps is not None
        detector = MigrationAutodetector(context.apps, config["apps"])
        writers = await detector.changes()
    assert [operation.describe() for one in writers for operation in one.operations] == []
