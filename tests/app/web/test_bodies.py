"""Bodies that are too long, too slow, or left lying."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.platform.errors import Problem
from app.platform.http import BODY_LIMIT
from app.web.application import answer_problem
from app.web.bodies import Bodies

Part = dict[str, Any]


async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


async def ignore(_request: Request) -> Response:
    return PlainTextResponse("no")


APP = Starlette(
    routes=[Route("/echo", echo, methods=["POST"]), Route("/ignore", ignore, methods=["POST"])],
    exception_handlers={Problem: answer_problem},
)


def part(text: bytes, *, more: bool) -> Part:
    return {"type": "http.request", "body": text, "more_body": more}


async def answer_to(
    path: str,
    parts: Iterable[Part],
    *,
    headers: dict[str, str] | None = None,
    seconds: float = 5.0,
) -> tuple[int, dict[str, str], bytes]:
    """Send the parts, then nothing more; return status, headers and body of the answer."""
    waiting = list(parts)
    sent: list[dict[str, Any]] = []

    async def receive() -> Part:
        if waiting:
            return waiting.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    given = headers or {"transfer-encoding": "chunked"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    await Bodies(APP, seconds=seconds)(scope, receive, send)
    fields = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], fields, b"".join(one.get("body", b"") for one in sent[1:])


async def test_a_body_that_comes_whole_passes_and_its_connection_stays() -> None:
    parts = [part(b"well, ", more=True), part(b"come", more=False)]
    status, fields, body = await answer_to("/echo", parts)
    assert (status, body) == (200, b"well, come")
    assert "connection" not in fields


async def test_a_body_that_stops_on_its_way_is_answered_and_the_connection_closed() -> None:
    status, fields, body = await answer_to("/echo", [part(b"well", more=True)], seconds=0.02)
    assert status == 408
    assert b"body-too-slow" in body
    assert fields["connection"] == "close"


async def test_a_body_that_says_it_is_too_long_is_refused_before_it_comes() -> None:
    headers = {"content-length": str(BODY_LIMIT + 1)}
    status, fields, body = await answer_to("/echo", [], headers=headers)
    assert status == 413
    assert b"body-too-large" in body
    assert fields["connection"] == "close"


async def test_a_body_that_nobody_reads_is_taken_in_where_it_has_come() -> None:
    _, fields, _ = await answer_to("/ignore", [part(b"a", more=True), part(b"b", more=False)])
    assert "connection" not in fields


async def test_a_body_that_nobody_reads_does_not_keep_its_connection_where_it_is_slow() -> None:
    status, fields, _ = await answer_to("/ignore", [part(b"a", more=True)])
    assert (status, fields["connection"]) == (200, "close")


@pytest.mark.parametrize("headers", [{"content-length": "0"}, {"accept": "*/*"}])
async def test_who_sends_no_body_waits_for_nothing(headers: dict[str, str]) -> None:
    status, fields, _ = await answer_to("/ignore", [], headers=headers)
    assert status == 200
    assert "connection" not in fields
