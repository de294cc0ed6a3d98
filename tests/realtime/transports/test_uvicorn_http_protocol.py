"""Connections of clients in no hurry, and of those who try whether two servers read the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from realtime.transports.uvicorn_http_protocol import PatientProtocol, patient_protocol

QUICK = 0.15
HEAD_BYTES = 32_768


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    size = 20_000_000 if scope["path"] == "/long" else 2
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    await PlainTextResponse("x" * size + body.decode())(scope, receive, send)


@asynccontextmanager
async def served(protocol: type[PatientProtocol]) -> AsyncIterator[int]:
    config = uvicorn.Config(
        application,
        http=protocol,
        lifespan="off",
        log_config=None,
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_keep_alive=1,
    )
    config.load()
    state = uvicorn.server.ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.fixture
async def port() -> AsyncIterator[int]:
    protocol = patient_protocol(QUICK)
    assert issubclass(protocol, PatientProtocol)
    async with served(protocol) as number:
        yield number


async def said(port: int, *parts: bytes, pause: float = 0) -> bytes:
    """Send the parts with pauses between; return all that comes until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        async with asyncio.timeout(10):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


HEAD = b"GET / HTTP/1.1\r\nHost: here\r\n"


async def test_a_request_is_answered_and_the_connection_stays_for_the_next(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(HEAD + b"\r\n")
        assert (await reader.readuntil(b"\r\n\r\nxx")).startswith(b"HTTP/1.1 200")
    writer.close()


async def test_a_head_that_never_becomes_whole_ends_the_connection(port: int) -> None:
    assert await said(port, HEAD) == b""
    assert await said(port) == b"", "also where nothing comes at all"


async def test_a_head_that_trickles_has_no_more_time(port: int) -> None:
    slowly = [b"X-A: b\r\n" for _ in range(20)]
    assert await said(port, HEAD, *slowly, pause=QUICK / 5) == b""


async def test_a_later_head_on_the_same_connection_has_no_more_time_either(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + b"\r\n")
    await reader.readuntil(b"\r\n\r\nxx")
    writer.write(HEAD)
    began = asyncio.get_running_loop().time()
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    assert asyncio.get_running_loop().time() - began < 1, "keep-alive is longer"
    writer.close()


async def test_a_whole_request_has_all_the_time_it_needs(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"
    answer = await said(port, head, b"a", b"b", b"c", pause=QUICK)
    assert answer.endswith(b"xxabc")


async def test_who_reads_nothing_of_an_answer_is_cut_off() -> None:
    lost = asyncio.Event()

    class Quick(PatientProtocol):
        reading_seconds = QUICK

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            lost.set()

    async with served(Quick) as number:
        _, writer = await asyncio.open_connection("127.0.0.1", number, limit=1024)
        writer.write(b"GET /long HTTP/1.1\r\nHost: here\r\n\r\n")
        async with asyncio.timeout(10):
            await lost.wait()
        writer.close()


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(HEAD + b"X: " + b"a" * HEAD_BYTES, id="a head longer than any"),
        pytest.param(HEAD + b"X: a\r\n" * 6000, id="thousands of headers"),
        pytest.param(HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", id="two lengths"),
        pytest.param(HEAD + b"Content-Length: -1\r\n\r\n", id="a length below nothing"),
        pytest.param(HEAD + b"Content-Length: 0x1\r\n\r\na", id="a length that is no number"),
        pytest.param(
            HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", id="an unknown coding"
        ),
        pytest.param(
            HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", id="a space in a name"
        ),
        pytest.param(HEAD + b"X: a\x00b\r\n\r\n", id="a NUL in a value"),
        pytest.param(HEAD + b"X: a\rb\r\n\r\n", id="a bare CR in a value"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="no host"),
        pytest.param(HEAD + b"Host: there\r\n\r\n", id="two hosts"),
        pytest.param(b"GET /\xff HTTP/1.1\r\nHost: here\r\n\r\n", id="bytes beyond ASCII"),
        pytest.param(b"GET /\x00 HTTP/1.1\r\nHost: here\r\n\r\n", id="a NUL in the target"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", id="TLS where none is spoken"),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            id="a chunk without a size",
        ),
    ],
)
async def test_what_two_servers_could_read_differently_is_refused(
    port: int, request_: bytes
) -> None:
    answer = await said(port, request_)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
    assert b"200 OK" not in answer


@pytest.mark.parametrize(
    "lengths",
    [(b"Content-Length: 5", b"Transfer-Encoding: chunked")[::way] for way in (1, -1)],
    ids=["length first", "chunks first"],
)
async def test_a_request_of_two_lengths_is_refused_with_all_that_hides_behind_it(
    port: int, lengths: tuple[bytes, ...]
) -> None:
    # Who goes by the length sends the second one as the body of the first.
    first = b"POST / HTTP/1.1\r\nHost: here\r\n" + b"\r\n".join(lengths) + b"\r\n\r\n0\r\n\r\n"
    answers = await said(port, first + HEAD + b"\r\n")
    assert answers.startswith(b"HTTP/1.1 400 ")
    assert answers.count(b"HTTP/1.1") == 1
