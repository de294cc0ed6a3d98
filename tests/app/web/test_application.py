"""The application: the page, its files, and everything that is wrong as problem details."""

import threading
from collections.abc import AsyncIterator

import asyncpg
import httpx2
import pytest
import structlog.testing
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tortoise.exceptions import DBConnectionError

from app.platform.clock import SystemClock
from app.platform.errors import Conflict, Problem
from app.platform.http import problem_response
from app.platform.metrics import Metrics
from app.platform.rates.admission import Admission
from app.platform.rates.classes import RATES
from app.platform.rates.local import LocalCounting
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from app.web import application as application_module
from app.web.application import application
from app.web.health import Health

SECRET = "sam@example.com"


class ValueRefusedError(asyncpg.InterfaceError, ValueError):
    """As asyncpg refuses a value: no outage at all."""


OUTAGES: dict[str, Exception] = {
    "nothing-listens": ConnectionRefusedError(SECRET),
    "too-slow": TimeoutError(),
    "ended": asyncpg.AdminShutdownError(SECRET),
    "not-had": DBConnectionError(SECRET),
    "value-refused": ValueRefusedError(SECRET),
}


async def conflict(_request: Request) -> Response:
    raise Conflict("It is taken")


async def fault(_request: Request) -> Response:
    raise RuntimeError(SECRET)


async def outage(request: Request) -> Response:
    raise OUTAGES[request.path_params["which"]]


async def refuse(_request: Request) -> Response:
    raise HTTPException(429, headers={"retry-after": "3"})


@pytest.fixture
async def web(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    served = application(
        settings=settings.model_copy(update={"public_url": "https://example.com"}),
        metrics=Metrics(),
        health=Health(),
        routes=[
            Route("/conflict", conflict),
            Route("/fault", fault),
            Route("/outage/{which}", outage),
            Route("/refuse", refuse),
        ],
        authenticate=lambda inner: inner,
        admission=Admission(
            rates=RATES,
            shared=LocalCounting(SystemClock()),
            local=LocalCounting(SystemClock()),
            sealer=Sealer({1: bytes(32)}),
            metrics=Metrics(),
        ),
    )
    transport = httpx2.ASGITransport(served, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="https://example.com") as client:
        yield client


async def test_the_page_is_asked_for_anew_each_time(web: httpx2.AsyncClient) -> None:
    answer = await web.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"
    assert "<title>" in answer.text


async def test_the_pages_files_are_there_and_nothing_outside_them(web: httpx2.AsyncClient) -> None:
    assert (await web.get("/static/main.js")).headers["content-type"].startswith("text/javascript")
    for path in ("/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/static/nothing"):
        assert (await web.get(path)).status_code == 404


async def test_a_problem_of_the_domain_is_its_own_answer(web: httpx2.AsyncClient) -> None:
    answer = await web.get("/conflict")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conflict")


async def test_a_refusal_is_named_in_the_log_of_its_request(web: httpx2.AsyncClient) -> None:
    with structlog.testing.capture_logs() as logged:
        await web.get("/conflict")
    assert [(line["status"], line["problem"]) for line in logged] == [(409, "conflict")]


async def test_an_address_with_nothing_behind_it_is_a_problem(web: httpx2.AsyncClient) -> None:
    answer = await web.get("/api/v1/nothing")
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


async def test_a_method_that_is_not_allowed_says_which_are(web: httpx2.AsyncClient) -> None:
    answer = await web.post("/healthz")
    assert answer.json()["type"] == "/problems/method-not-allowed"
    assert answer.json()["status"] == answer.status_code == 405
    assert "GET" in answer.headers["allow"]


async def test_the_headers_of_a_refusal_are_kept(web: httpx2.AsyncClient) -> None:
    answer = await web.get("/refuse")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert answer.json()["title"] == "Too Many Requests"


async def test_a_fault_of_ours_is_logged_under_its_id_and_answered_without_its_text(
    web: httpx2.AsyncClient,
) -> None:
    processors = [structlog.contextvars.merge_contextvars]
    with structlog.testing.capture_logs(processors=processors) as logged:
        answer = await web.get("/fault")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal")
    assert SECRET not in answer.text
    failed = [line for line in logged if line["event"] == "request_failed"]
    assert [line["request_id"] for line in failed] == [answer.headers["x-request-id"]]


@pytest.mark.parametrize("which", [name for name in OUTAGES if name != "value-refused"])
async def test_while_the_database_is_away_one_is_told_to_come_again(
    web: httpx2.AsyncClient, which: str
) -> None:
    with structlog.testing.capture_logs() as logged:
        answer = await web.get(f"/outage/{which}")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")
    assert [line["event"] for line in logged] == ["database_away", "request"]
    assert SECRET not in f"{answer.text}{logged}"


async def test_a_value_that_the_database_refuses_is_a_fault_of_ours(
    web: httpx2.AsyncClient,
) -> None:
    assert (await web.get("/outage/value-refused")).status_code == 500


async def test_where_learners_come_over_tls_they_stay_with_it(web: httpx2.AsyncClient) -> None:
    assert "strict-transport-security" in (await web.get("/healthz")).headers


async def test_the_pages_files_are_asked_about_each_time(web: httpx2.AsyncClient) -> None:
    first = await web.get("/static/main.js")
    assert first.headers["cache-control"] == "no-cache"
    again = await web.get("/static/main.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/conflict", "/refuse", "/outage/too-slow", "/fault"])
async def test_a_refusal_takes_no_thread_since_a_storm_of_them_would_take_forty(
    web: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    made_on: list[threading.Thread] = []

    def watched(problem: Problem) -> Response:
        made_on.append(threading.current_thread())
        return problem_response(problem)

    monkeypatch.setattr(application_module, "problem_response", watched)
    assert (await web.get(path)).status_code >= 400
    assert made_on == [threading.current_thread()]
