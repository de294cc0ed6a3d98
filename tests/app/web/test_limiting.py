"""Every answer says what is left, also a problem, and a refusal says when to come again."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from app.composition.house import House, open_house
from app.platform.metrics import Metrics

GUEST = {"nickname": "Ada", "birth_year": 1995}


@pytest.fixture
async def limited(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    """A client from an address that is not exempt, and of which five may enter in a minute."""
    settings = house.settings.model_copy(update={"rate_limits": {"credentials.address": "5/hour"}})
    transport_of = httpx2.ASGITransport
    async with open_house(settings, metrics=Metrics()) as own:
        transport = transport_of(own.web, client=("192.0.2.1", 4711))
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield client


async def test_the_sixth_is_refused_and_told_when_to_come_again(
    limited: httpx2.AsyncClient,
) -> None:
    for left in range(4, -1, -1):
        answer = await limited.post("/api/v1/guests", json=GUEST)
        assert answer.status_code == 201
        assert answer.headers["ratelimit-policy"] == '"credentials-address";q=5;w=3600'
        assert answer.headers["ratelimit"] == f'"credentials-address";r={left};t=3600'
    refused = await limited.post("/api/v1/guests", json=GUEST)
    assert (refused.status_code, refused.json()["type"]) == (429, "/problems/rate-limited")
    assert 3590 <= int(refused.headers["retry-after"]) <= 3600
    assert refused.headers["ratelimit"].startswith('"credentials-address";r=0;t=')


async def test_a_problem_says_what_is_left_too(limited: httpx2.AsyncClient) -> None:
    answer = await limited.get("/api/v1/me")
    assert (answer.status_code, "ratelimit" in answer.headers) == (401, True)


async def test_replicas_count_together(limited: httpx2.AsyncClient, house: House) -> None:
    other = httpx2.ASGITransport(house.web, client=("192.0.2.1", 4711))
    async with httpx2.AsyncClient(transport=other, base_url="http://localhost") as client:
        await limited.post("/api/v1/guests", json=GUEST)
        await client.post("/api/v1/guests", json=GUEST)
        answer = await limited.post("/api/v1/guests", json=GUEST)
    assert ";r=2;" in answer.headers["ratelimit"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/main.js"])
async def test_the_page_and_probes_are_not_limited(limited: httpx2.AsyncClient, path: str) -> None:
    assert "ratelimit" not in (await limited.get(path)).headers


async def test_who_comes_from_this_machine_in_development_is_not_limited(
    client: httpx2.AsyncClient,
) -> None:
    assert "ratelimit" not in (await client.post("/api/v1/guests", json=GUEST)).headers
