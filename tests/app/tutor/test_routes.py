"""Personas over HTTP, and what answers here."""

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.platform.errors import Problem
from app.platform.http import problem_response
from app.platform.principal import Principal
from app.tutor.routes import routes
from tests.app.replica import Replica, learner


def signed_in(app: ASGIApp, who: Principal | None) -> ASGIApp:
    async def signed(scope: Scope, receive: Receive, send: Send) -> None:
        scope["principal"] = who
        await app(scope, receive, send)

    return signed


def _answer_problem(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem_response(problem)


async def get(
    replica: Replica, path: str, *, who: Principal | None = None, model: str | None = None
) -> httpx2.Response:
    app = Starlette(
        routes=routes(replica.personas, model=model), exception_handlers={Problem: _answer_problem}
    )
    transport = httpx2.ASGITransport(signed_in(app, who))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path)


async def test_a_learner_sees_everyone_they_may_talk_to_with_three_closenesses_each(
    replica: Replica, who: Principal
) -> None:
    shown = (await get(replica, "/api/v1/personas", who=who)).json()["personas"]
    assert {"friend", "honey", "boss", "stranger"} <= {one["key"] for one in shown}
    assert all([level["level"] for level in one["closenesses"]] == [1, 2, 3] for one in shown)


async def test_a_younger_learner_does_not_see_the_partner(replica: Replica, database: str) -> None:
    young = await learner(birth_year=2010)
    shown = (await get(replica, "/api/v1/personas", who=young)).json()["personas"]
    keys = {one["key"] for one in shown}
    assert "honey" not in keys
    assert "sibling" in keys


async def test_personas_are_for_who_signed_in(replica: Replica) -> None:
    assert (await get(replica, "/api/v1/personas")).status_code == 401


@pytest.mark.parametrize(("model", "said"), [(None, "offline"), ("gpt-4.1-mini", "gpt-4.1-mini")])
async def test_anybody_may_know_what_answers_here(
    replica: Replica, model: str | None, said: str
) -> None:
    assert (await get(replica, "/api/v1/tutor", model=model)).json() == {"tutor": said}
