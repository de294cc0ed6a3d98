"""Every request gets an id, a figure by its route, and a line without what it said."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx2
import pytest
import structlog.testing
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from app.platform.metrics import Metrics
from app.platform.principal import Principal
from app.web.observing import PROBLEM, Observing

SECRET = "sam@example.com"


async def room(_request: Request) -> Response:
    return PlainTextResponse("room", status_code=201)


async def fail(_request: Request) -> Response:
    raise RuntimeError(SECRET)


WEB = Starlette(
    routes=[
        Route("/rooms/{room_id}", room, methods=["GET", "POST"]),
        Route("/fail", fail),
        Mount("/static", routes=[Route("/main.js", room)]),
        Route("/healthz", room),
    ]
)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def observed(metrics: Metrics) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(Observing(WEB, metrics), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def count(metrics: Metrics, method: str, route: str, status: int) -> float | None:
    labels = {"method": method, "route": route, "status": str(status)}
    return metrics.registry.get_sample_value("dorandoran_http_request_seconds_count", labels)


async def test_each_request_has_an_id_of_its_own(observed: httpx2.AsyncClient) -> None:
    ids = [(await observed.get("/rooms/7")).headers["x-request-id"] for _ in range(2)]
    assert len(set(ids)) == 2


async def test_requests_are_counted_by_their_route_and_not_by_their_path(
    observed: httpx2.AsyncClient, metrics: Metrics
) -> None:
    for number in range(3):
        await observed.get(f"/rooms/{number}")
    assert count(metrics, "GET", "/rooms/{room_id}", 201) == 3


async def test_what_a_client_makes_up_makes_no_new_figure(
    observed: httpx2.AsyncClient, metrics: Metrics
) -> None:
    await observed.get("/no/such/thing")
    await observed.request("BREW", "/rooms/7")
    await observed.request("BREWER", "/rooms/7")
    assert count(metrics, "GET", "unknown", 404) == 1
    assert count(metrics, "other", "/rooms/{room_id}", 405) == 2


async def test_a_fault_is_counted_as_one(observed: httpx2.AsyncClient, metrics: Metrics) -> None:
    await observed.get("/fail")
    assert count(metrics, "GET", "/fail", 500) == 1


async def test_a_line_says_route_status_and_time_and_nothing_that_was_sent(
    observed: httpx2.AsyncClient,
) -> None:
    with structlog.testing.capture_logs() as logged:
        await observed.post(
            f"/rooms/{SECRET}?email={SECRET}",
            content=SECRET,
            headers={"authorization": f"Bearer {SECRET}"},
        )
    (line,) = logged
    assert (line["route"], line["status"]) == ("/rooms/{room_id}", 201)
    assert line["milliseconds"] >= 0
    assert SECRET not in str(line)


async def test_a_stream_in_a_sockets_place_is_no_request(
    observed: httpx2.AsyncClient, metrics: Metrics
) -> None:
    with structlog.testing.capture_logs() as logged:
        await observed.post("/connection/http_stream")
    assert logged == []
    assert count(metrics, "POST", "unknown", 404) is None


@pytest.mark.parametrize("path", ["/healthz", "/static/main.js"])
async def test_probes_and_files_are_not_logged(observed: httpx2.AsyncClient, path: str) -> None:
    with structlog.testing.capture_logs() as logged:
        assert (await observed.get(path)).status_code == 201
    assert logged == []


async def test_the_line_says_who_asked_and_what_they_were_refused_with(metrics: Metrics) -> None:
    asking = Principal(uuid4(), uuid4(), "user", 2000, "en")

    async def refuse(request: Request) -> Response:
        request.scope["principal"] = asking
        request.scope[PROBLEM] = "forbidden"
        return PlainTextResponse("no", status_code=403)

    web = Observing(Starlette(routes=[Route("/mine", refuse)]), metrics)
    transport = httpx2.ASGITransport(web)
    with structlog.testing.capture_logs() as logged:
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            await client.get("/mine")
    (line,) = logged
    assert (line["user_id"], line["problem"]) == (str(asking.user_id), "forbidden")
