"""Rooms over HTTP mean the same as over the socket."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.platform.errors import Problem
from app.platform.http import problem_response
from app.platform.principal import Principal
from app.rooms.routes import RoomRoutes
from app.rooms.search import Search, messages_said
from app.tutor.replies_said import replies_said
from tests.app.replica import Replica, learner


class Names:
    async def name_of(self, principal: Principal) -> str:
        del principal
        return "샘"


def signed_in(app: ASGIApp, who: Principal) -> ASGIApp:
    async def signed(scope: Scope, receive: Receive, send: Send) -> None:
        scope["principal"] = who
        await app(scope, receive, send)

    return signed


def _answer_problem(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem_response(problem)


@pytest.fixture
async def http(replica: Replica, who: Principal) -> AsyncIterator[httpx2.AsyncClient]:
    routes = RoomRoutes(
        rooms=replica.rooms,
        sending=replica.sending,
        history=replica.history,
        search=Search(sources=(messages_said(replica.sealer), replies_said(replica.sealer))),
        names=Names(),
    ).routes
    app = Starlette(routes=routes, exception_handlers={Problem: _answer_problem})
    transport = httpx2.ASGITransport(signed_in(app, who))
    async with (
        replica.running(),
        httpx2.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


async def opened(http: httpx2.AsyncClient, persona: str = "friend") -> str:
    answer = await http.post("/api/v1/rooms", json={"persona": persona, "closeness": 2})
    room_id: str = answer.json()["id"]
    return f"/api/v1/rooms/{room_id}"


async def test_a_room_is_created_once_and_answered_after_that(http: httpx2.AsyncClient) -> None:
    body = {"persona": "friend", "closeness": 2}
    first = await http.post("/api/v1/rooms", json=body)
    second = await http.post("/api/v1/rooms", json=body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    listed = (await http.get("/api/v1/rooms")).json()["rooms"]
    assert [room["persona"] for room in listed] == ["friend"]


async def test_a_room_is_moved_and_left(http: httpx2.AsyncClient) -> None:
    room = await opened(http)
    assert (await http.patch(room, json={"closeness": 3})).json()["closeness"] == 3
    left = await http.delete(room)
    assert (left.status_code, left.content) == (204, b"")
    assert (await http.patch(room, json={"closeness": 1})).status_code == 404


async def test_the_idempotency_key_is_the_request_id(http: httpx2.AsyncClient) -> None:
    room = await opened(http)
    key = {"Idempotency-Key": str(uuid4())}
    first = await http.post(f"{room}/messages", json={"text": "안녕"}, headers=key)
    second = await http.post(f"{room}/messages", json={"text": "안녕"}, headers=key)
    other = await http.post(f"{room}/messages", json={"text": "잘 가"}, headers=key)
    assert (first.status_code, other.status_code) == (201, 409)
    assert first.json() == second.json()


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "seven"}])
async def test_a_message_without_a_key_of_its_own_is_a_bad_request(
    http: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    room = await opened(http)
    sent = await http.post(f"{room}/messages", json={"text": "안녕"}, headers=headers)
    assert sent.status_code == 400
    assert "Idempotency-Key" in sent.json()["detail"]


async def test_history_comes_in_pages_without_a_live_position(http: httpx2.AsyncClient) -> None:
    room = await opened(http)
    for text in ("하나", "둘"):
        await http.post(
            f"{room}/messages", json={"text": text}, headers={"Idempotency-Key": str(uuid4())}
        )
    newest = (await http.get(f"{room}/history", params={"limit": 1})).json()
    assert newest["more"] is True
    assert newest["position"] is None
    older = (await http.get(f"{room}/history", params={"before": newest["before"]})).json()
    assert older["more"] is False


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=many", "before=-1", "before=٣", f"before={2**63}", "limit=" + "9" * 5000],
)
async def test_a_page_asked_for_wrongly_is_a_bad_request(
    http: httpx2.AsyncClient, query: str
) -> None:
    room = await opened(http)
    assert (await http.get(f"{room}/history?{query}")).status_code == 400


async def test_what_is_no_id_and_another_learners_room_are_not_found(
    http: httpx2.AsyncClient, replica: Replica
) -> None:
    foreign = await replica.open(await learner())
    for room_id in ("seven", str(uuid4()), str(foreign)):
        answer = await http.get(f"/api/v1/rooms/{room_id}/history")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


async def test_what_was_said_is_found_page_by_page(http: httpx2.AsyncClient) -> None:
    room = await opened(http)
    for text in ("갈매기 하나", "나비", "갈매기 둘"):
        headers = {"Idempotency-Key": str(uuid4())}
        await http.post(f"{room}/messages", json={"text": text}, headers=headers)
    wanted: dict[str, str | int] = {"text": "갈매기", "limit": 1}
    first = (await http.post("/api/v1/history/search", json=wanted)).json()
    assert [one["text"] for one in first["found"]] == ["갈매기 둘"]
    assert f"/api/v1/rooms/{first['found'][0]['room_id']}" == room
    wanted["before"] = first["before"]
    second = (await http.post("/api/v1/history/search", json=wanted)).json()
    assert [one["text"] for one in second["found"]] == ["갈매기 하나"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": " "},
        {"text": "x" * 101},
        {"text": "a", "limit": 101},
        {"text": "a", "before": "1"},
        {"q": "a"},
    ],
)
async def test_a_search_for_what_cannot_be_looked_for_says_why(
    http: httpx2.AsyncClient, body: dict[str, object]
) -> None:
    answer = await http.post("/api/v1/history/search", json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unprocessable")


async def test_what_is_looked_for_stands_in_no_address(http: httpx2.AsyncClient) -> None:
    assert (await http.get("/api/v1/history/search?q=갈매기")).status_code == 405
