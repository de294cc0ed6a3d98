"""Reading changes nothing: what another page can make a browser ask for does no harm."""

import hashlib
from uuid import uuid4

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from app.platform.sql import execute, fetch

GUEST = {"nickname": "Ada", "birth_year": 1995}
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


async def stored() -> dict[str, str]:
    """Return a hash of everything in each table."""
    found = {}
    for row in await fetch(TABLES):
        table = row["tablename"]
        rows = await fetch(f"SELECT held::text AS text FROM {table} held")
        texts = sorted(one["text"] for one in rows)
        found[table] = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    return found


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_nothing_that_is_read_changes_anything(
    client: httpx2.AsyncClient, starlette: Starlette, method: str
) -> None:
    signed = (await client.post("/api/v1/guests", json=GUEST)).json()
    headers = {"authorization": f"Bearer {signed['access_token']}"}
    # As an administrator, so that nothing is refused before it is done.
    await execute("UPDATE users SET role = 'admin'")
    await execute("UPDATE sessions SET second_factor = true")
    body = {"persona": "boss", "closeness": 1}
    room = await client.post("/api/v1/rooms", json=body, headers=headers)
    before = await stored()
    read = 0
    for route in starlette.routes:
        if not isinstance(route, Route) or "GET" not in (route.methods or set()):
            continue
        path = route.path.replace("{room_id}", room.json()["id"]).replace("{provider}", "google")
        path = path.replace("{mail_id}", str(uuid4()))
        answer = await client.request(method, f"{path}?q=안녕", headers=headers)
        assert answer.status_code < 500, path
        read += answer.status_code < 300
        assert await stored() == before, path
    assert read > (10 if method == "GET" else 2)
