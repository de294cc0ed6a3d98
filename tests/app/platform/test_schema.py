"""The migrated schema is what the models say and what schema.txt keeps, line by line."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.operations import AlterModelOptions, Operation
from tortoise.migrations.schema_generator.state import ModelState

from app.platform.database import APP_LABEL, tortoise_config
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
        migrated = (await detector._project_state()).models
    changes = [operation for one in writers for operation in one.operations]
    assert [one for one in changes if not names_the_key_anew(one, migrated)] == []


def names_the_key_anew(
    operation: Operation, migrated: Mapping[tuple[str, str], ModelState]
) -> bool:
    """Say whether it only calls a relation that is the primary key by its column.

    Tortoise's models and migrations differ there by themselves (`room`, `room_id`).
    """
    if not isinstance(operation, AlterModelOptions):
        return False
    options = migrated[APP_LABEL, operation.name].options
    return {**operation.options, "pk_attr": ""} == {**options, "pk_attr": ""}
