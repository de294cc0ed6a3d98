"""What the tests of this room share: a ledger to read, and a door to a scripted upstream."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import msgspec

from app.llm import Call, Message, Models, Route, Usage
from app.llm.request import Request
from app.llm.upstream import Upstream as Endpoint
from app.llm.upstream import new_http_client
from tests.upstream import Upstream

CALL = Call("conversation", user_id=UUID(int=1), room_id=UUID(int=2), turn_id=UUID(int=3))
PROMPT = (Message("system", "너는 민준이야."), Message("user", "안녕"))
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Ledger:
    """A usage sink that keeps its rows."""

    def __init__(self) -> None:
        self.rows: list[Usage] = []

    async def record(self, usage: Usage) -> None:
        self.rows.append(usage)

    @property
    def outcomes(self) -> list[str]:
        return [str(row.outcome) for row in self.rows]


class Pauses:
    """A sleep that only remembers for how long it was asked to."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


class Colour(msgspec.Struct, forbid_unknown_fields=True):
    """An answer's schema."""

    name: str
    brightness: int | None


def route_to(upstream: Upstream, **changes: object) -> Route:
    return replace(Route(upstream.base_url, "test"), **changes)  # type: ignore[arg-type]


@asynccontextmanager
async def door_to(
    upstream: Upstream, ledger: Ledger, pauses: Pauses | None = None, **changes: object
) -> AsyncIterator[Models]:
    """Models with one route; `changes` are the route's."""
    async with Models(
        {CALL.agent: route_to(upstream, **changes)},
        ledger,
        clock=time.monotonic,
        now=lambda: NOON,
        random=Random(1),
        sleep=Pauses() if pauses is None else pauses,
    ) as models:
        yield models


@asynccontextmanager
async def request_to(upstream: Upstream, **changes: object) -> AsyncIterator[Request]:
    """One request, below retries and the ledger."""
    route = route_to(upstream, **changes)
    async with new_http_client() as http_client:
        yield Request(CALL, route, Endpoint(route, http_client, lambda: NOON), PROMPT)
