"""The audit log over HTTP: pages for administrators, nothing for anybody else."""

import httpx2
import pytest

from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.platform.audit.log import AuditLog
from app.platform.sealing import Sealer
from tests.conftest import HandClock

GUEST = {"nickname": "Sam", "birth_year": 1990, "language": "en"}


@pytest.fixture
async def guest(client: httpx2.AsyncClient) -> dict[str, str]:
    """The headers of somebody signed in."""
    signed = (await client.post("/api/v1/guests", json=GUEST)).json()
    return {"authorization": f"Bearer {signed['access_token']}"}


@pytest.fixture
async def admin(guest: dict[str, str]) -> dict[str, str]:
    await User.all().update(role="admin")
    await Session.all().update(second_factor=True)
    return guest


async def test_a_learner_may_not_read_it(client: httpx2.AsyncClient, guest: dict[str, str]) -> None:
    assert (await client.get("/api/v1/admin/audit", headers=guest)).status_code == 403
    assert (await client.get("/api/v1/admin/audit")).status_code == 401


async def test_an_administrator_of_one_factor_may_not_read_it(
    client: httpx2.AsyncClient, admin: dict[str, str]
) -> None:
    await Session.all().update(second_factor=False)
    answer = await client.get("/api/v1/admin/audit", headers=admin)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/second-factor-missing")


async def test_an_administrator_reads_it_page_by_page(
    client: httpx2.AsyncClient, admin: dict[str, str], sealer: Sealer, clock: HandClock
) -> None:
    audit = AuditLog(sealer=sealer, clock=clock)
    for number in (1, 2, 3):
        await audit.record(actor="system", action="deed", subject=str(number), details={"a": True})

    async def page(**query: int) -> dict[str, object]:
        answer = await client.get("/api/v1/admin/audit", headers=admin, params=query)
        assert answer.status_code == 200
        body: dict[str, object] = answer.json()
        return body

    first = await page(limit=2)
    entries = first["entries"]
    assert isinstance(entries, list)
    assert [entry["subject"] for entry in entries] == ["3", "2"]
    assert entries[0] | {"hash": ""} == {
        "id": 3,
        "at": "2026-11-23T12:00:00Z",
        "actor": "system",
        "action": "deed",
        "subject": "3",
        "details": {"a": True},
        "hash": "",
    }
    assert first["before"] == 2
    second = await page(limit=2, before=2)
    assert second.keys() == {"entries"}


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "before=x", f"before={2**63}"])
async def test_a_page_that_cannot_be_is_refused(
    client: httpx2.AsyncClient, admin: dict[str, str], query: str
) -> None:
    answer = await client.get(f"/api/v1/admin/audit?{query}", headers=admin)
    assert answer.status_code == 400
