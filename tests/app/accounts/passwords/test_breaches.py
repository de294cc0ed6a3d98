"""A breach service is asked without being told; where it is away nobody waits for it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from app.accounts.passwords.breaches import MOST_BYTES, BreachedPasswords
from tests.impostor import impostor

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PASSWORD = "correct horse"
DIGEST = hashlib.sha1(PASSWORD.encode()).hexdigest().upper()


@asynccontextmanager
async def served(handler: Handler) -> AsyncIterator[str]:
    """A range service on loopback; its address."""
    app = web.Application()
    app.router.add_get("/range/{prefix}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}/range/"
    finally:
        await runner.cleanup()


class Ranges:
    """What the service knows, and what it was asked."""

    def __init__(self, *lines: str) -> None:
        self.lines, self.asked = lines, list[tuple[str, str | None]]()

    async def answer(self, request: web.Request) -> web.Response:
        padding = request.headers.get("Add-Padding")
        self.asked.append((request.match_info["prefix"], padding))
        return web.Response(text="\r\n".join(self.lines))


async def test_it_learns_five_digits_of_a_hash_and_answers_with_the_rest() -> None:
    ranges = Ranges("0018A45C4D1DEF81644B54AB7F969B88D65:1", f"{DIGEST[5:]}:42")
    async with served(ranges.answer) as url:
        assert await BreachedPasswords(url).knows(PASSWORD)
    assert ranges.asked == [(DIGEST[:5], "true")]
    assert PASSWORD not in str(ranges.asked)


@pytest.mark.parametrize("line", [f"{'0' * 35}:5", f"{DIGEST[5:]}:0", DIGEST[5:], "", "nothing"])
async def test_another_hash_or_one_that_is_padding_is_not_known(line: str) -> None:
    async with served(Ranges(line).answer) as url:
        assert not await BreachedPasswords(url).knows(PASSWORD)


async def answers_500(_request: web.Request) -> web.Response:
    return web.Response(status=500, text=f"{DIGEST[5:]}:42")


async def sends_elsewhere(_request: web.Request) -> web.Response:
    raise web.HTTPFound("http://127.0.0.1:1/range/")


async def answers_without_end(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(MOST_BYTES // 1024 + 64):
        await response.write(b"0" * 1023 + b"\n")
    return response


async def answers_no_text(_request: web.Request) -> web.Response:
    return web.Response(body=b"\xff\xfe")


@pytest.mark.parametrize(
    "handler", [answers_500, sends_elsewhere, answers_without_end, answers_no_text]
)
async def test_a_service_that_answers_something_else_knows_nothing(handler: Handler) -> None:
    async with served(handler) as url:
        with capture_logs() as lines:
            assert not await BreachedPasswords(url).knows(PASSWORD)
    assert [line["event"] for line in lines] == ["breach_service_away"]
    assert DIGEST[:5] not in str(lines)


async def test_a_service_that_is_away_knows_nothing() -> None:
    async with served(answers_500) as url:
        pass
    assert not await BreachedPasswords(url).knows(PASSWORD)


async def test_nobody_waits_for_a_service_that_hangs() -> None:
    over = asyncio.Event()

    async def hangs(_request: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    async with served(hangs) as url:
        assert not await BreachedPasswords(url, seconds=0.05).knows(PASSWORD)
        over.set()


async def test_nothing_is_said_to_a_service_whose_certificate_is_not_trusted(
    tmp_path: Path,
) -> None:
    async with impostor(tmp_path) as (address, heard):
        with capture_logs() as lines:
            assert not await BreachedPasswords(f"{address}/range/").knows(PASSWORD)
    assert heard == []
    assert [line["error"] for line in lines] == ["ClientConnectorCertificateError"]
