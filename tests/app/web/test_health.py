"""Whether a server should be sent traffic, and why not."""

import httpx2
import pytest
from tortoise.context import TortoiseContext

from app.composition.house import House
from app.platform.database import tortoise_config
from app.platform.migration import migrate, pending_at
from app.platform.sql import execute
from app.web.health import Health, Readiness


async def test_a_server_that_is_well_is_ready(client: httpx2.AsyncClient) -> None:
    for path in ("/readyz", "/startupz"):
        answer = await client.get(path)
        assert (answer.status_code, answer.json()) == (200, {"ready": True})
        assert answer.headers["cache-control"] == "no-store"
    assert (await client.get("/healthz")).text == "ok"


async def test_a_draining_server_is_not_ready_and_still_answers(
    client: httpx2.AsyncClient, house: House
) -> None:
    house.health.draining = True
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "reasons": ["draining"]})
    assert (await client.get("/healthz")).status_code == 200


async def test_without_redis_a_server_is_ready_and_says_what_it_lacks(
    client: httpx2.AsyncClient, house: House
) -> None:
    house.health.redis_up = False
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "degraded": ["redis"]})


async def test_without_the_database_it_is_not_ready() -> None:
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config("postgresql://127.0.0.1:1/doran"))
        readiness = await Health().readiness()
    assert readiness == Readiness(False, ["the database does not answer"])


@pytest.fixture
async def scratch(postgres_url: str, database: str) -> str:
    await execute("CREATE DATABASE readiness")
    return postgres_url.replace("/postgres?", "/readiness?")


async def test_on_an_older_schema_it_is_not_ready_until_that_is_migrated(scratch: str) -> None:
    pending, health = await pending_at(scratch), Health()
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(scratch))
        assert await health.readiness() == Readiness(
            False, [f"migrations are pending: {', '.join(pending)}"]
        )
        await migrate(scratch)
        assert await health.readiness() == Readiness(True)
    await execute("DROP DATABASE readiness WITH (FORCE)")
