"""A guarded route answers nobody who lacks what it needs, and counts nobody it cannot serve."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.platform.clock import SystemClock
from app.platform.errors import Problem, Unauthenticated, Unavailable
from app.platform.http import problem_response
from app.platform.metrics import Metrics
from app.platform.permissions import Permission
from app.platform.principal import Principal
from app.platform.rates.admission import Admission
from app.platform.rates.classes import RATES, RateClass
from app.platform.rates.local import LocalCounting
from app.platform.routing import GuardedRoute
from app.platform.sealing import Sealer
from app.web.limiting import Limiting

LEARNER = Principal(uuid4(), uuid4(), "user", 2000, "en")


class Asking:
    """Stands before the routes as the accounts' middleware does."""

    def __init__(self, app: ASGIApp, asking: object) -> None:
        self._app = app
        self._asking = asking

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "principal": self._asking}, receive, send)


async def handler(_request: Request) -> Response:
    return PlainTextResponse("here")


def answer_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(error)


async def status(needs: Permission | None, asking: object, method: str = "GET") -> int:
    routes = [GuardedRoute("GET /here", handler, needs=needs)]
    app: Any = Starlette(routes=routes, exception_handlers={Problem: answer_problem})
    transport = httpx2.ASGITransport(Asking(app, asking))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.request(method, "/here")).status_code


@pytest.mark.parametrize(
    ("needs", "asking", "answered"),
    [
        (None, None, 200),
        (None, Unauthenticated("an old token"), 200),
        (Permission.TALK, None, 401),
        (Permission.TALK, Unauthenticated("an old token"), 401),
        (Permission.TALK, LEARNER, 200),
        (Permission.READ_AUDIT, LEARNER, 403),
    ],
)
async def test_it_answers_who_may(needs: Permission | None, asking: object, answered: int) -> None:
    assert await status(needs, asking) == answered


async def test_it_knows_its_own_method_only() -> None:
    assert await status(None, None, "HEAD") == 405
    assert await status(None, None, "POST") == 405


def test_it_is_limited_as_it_says_or_as_its_method_is() -> None:
    def class_of(does: str, needs: Permission | None, given: RateClass | None = None) -> RateClass:
        return GuardedRoute(does, handler, needs=needs, rate_class=given).rate_class

    assert class_of("GET /x", None) is RateClass.READ
    assert class_of("PUT /x", Permission.TALK) is RateClass.WRITE
    assert class_of("POST /x", None) is RateClass.CREDENTIALS
    assert class_of("POST /x", None, RateClass.REFRESH) is RateClass.REFRESH


async def test_who_cannot_be_served_now_is_refused_without_being_counted() -> None:
    is_full = True

    def first() -> None:
        if is_full:
            raise Unavailable("Too many at this moment", retry_after=2)

    app: Any = Starlette(
        routes=[GuardedRoute("GET /here", handler, needs=None, first=first)],
        exception_handlers={Problem: answer_problem},
    )
    counting = LocalCounting(SystemClock())
    admission = Admission(
        rates=RATES,
        shared=counting,
        local=counting,
        sealer=Sealer({1: bytes(32)}),
        metrics=Metrics(),
    )
    transport = httpx2.ASGITransport(Limiting(app, admission))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        refused = await client.get("/here")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert "ratelimit" not in refused.headers
        is_full = False
        left = RATES[RateClass.READ].by_address.limit - 1
        assert f";r={left};" in (await client.get("/here")).headers["ratelimit"]
