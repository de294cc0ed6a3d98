"""Writing to one client that reads fast, slowly, or not at all."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import pytest

from realtime.limits import Limits
from realtime.protocol.codes import SHUTDOWN, Disconnect
from realtime.writer import Writer

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock


class Socket:
    """A client whose reading a test controls."""

    def __init__(self) -> None:
        self.direct = False
        self.reading = asyncio.Event()
        self.reading.set()
        self.gone = False
        self.fault: Exception | None = None
        self.heard: list[bytes | int] = []
        self.ended = asyncio.Event()
        self.begun = asyncio.Event()

    def write(self, frame: bytes) -> bool:
        if self.direct:
            self.heard.append(frame)
        return self.direct

    def write_framed(self, framed: bytes) -> bool:
        return self.write(framed)

    async def send(self, frame: bytes) -> None:
        self.begun.set()
        await self.reading.wait()
        if self.fault is not None:
            raise self.fault
        if self.gone:
            self.ended.set()
            raise ConnectionResetError
        self.heard.append(frame)

    async def close(self, disconnect: Disconnect) -> None:
        await self.reading.wait()
        self.heard.append(disconnect.code)
        self.ended.set()

    def abort(self) -> None:
        self.heard.append(0)
        self.ended.set()


@pytest.fixture
def client() -> Socket:
    return Socket()


@pytest.fixture
def writer(client: Socket, clock: HandMovedClock) -> Writer:
    return Writer(client, Limits(close_timeout=0.05), clock)


async def ended(client: Socket) -> None:
    async with asyncio.timeout(5):
        await client.ended.wait()


async def test_a_client_that_reads_is_written_to_at_once(client: Socket, writer: Writer) -> None:
    client.direct = True
    assert writer.write(b"one", counted=True)
    assert writer.write(b"two", counted=True)
    assert client.heard == [b"one", b"two"]
    writer.stop()


async def test_lines_for_one_that_must_be_waited_for_go_out_together(
    client: Socket, writer: Writer
) -> None:
    assert not writer.write(b"one", counted=True)
    assert not writer.write(b"two", counted=True)
    assert writer.queued_bytes == 6
    writer.close(SHUTDOWN, flush=True)
    await ended(client)
    assert client.heard == [b"one\ntwo", 3001]


async def test_nothing_overtakes_what_waits(client: Socket, writer: Writer) -> None:
    client.reading.clear()
    writer.write(b"one", counted=True)
    async with asyncio.timeout(5):
        await client.begun.wait()
    client.direct = True
    writer.write(b"two", counted=True)
    assert client.heard == []
    client.reading.set()
    writer.close(SHUTDOWN, flush=True)
    await ended(client)
    assert client.heard == [b"one", b"two", 3001]


async def test_closing_without_flushing_drops_what_waits(client: Socket, writer: Writer) -> None:
    client.reading.clear()
    writer.write(b"one", counted=True)
    async with asyncio.timeout(5):
        await client.begun.wait()
    writer.write(b"two", counted=True)
    writer.close(SHUTDOWN, flush=False)
    client.reading.set()
    await ended(client)
    assert client.heard == [b"one", 3001]


async def test_a_client_that_does_not_even_read_the_close_is_cut_off(
    client: Socket, writer: Writer
) -> None:
    client.reading.clear()
    writer.write(b"one", counted=True)
    async with asyncio.timeout(5):
        await client.begun.wait()
    writer.close(SHUTDOWN, flush=True)
    await ended(client)
    assert client.heard == [0]


async def test_so_is_one_to_whom_nothing_was_written_before(client: Socket, writer: Writer) -> None:
    client.reading.clear()
    writer.close(SHUTDOWN, flush=True)
    await ended(client)
    assert client.heard == [0]


async def test_for_a_client_that_has_gone_nothing_is_kept(client: Socket, writer: Writer) -> None:
    client.gone = True
    writer.write(b"one", counted=True)
    await ended(client)
    writer.stop()
    assert writer.queued_bytes == 0


async def test_a_fault_of_the_transports_cuts_the_client_so_that_it_recovers(
    client: Socket, writer: Writer, caplog: pytest.LogCaptureFixture
) -> None:
    client.fault = ValueError("a fault of the transport's")
    writer.write(b"one", counted=True)
    await ended(client)
    assert client.heard == [0]
    await asyncio.sleep(0)
    gc.collect()
    assert [each.exc_info[0] for each in caplog.records if each.exc_info] == [ValueError]


async def test_finishing_stops_a_write_that_waits(client: Socket, writer: Writer) -> None:
    client.reading.clear()
    writer.write(b"one", counted=True)
    async with asyncio.timeout(5):
        await client.begun.wait()
        writer.stop()
        await asyncio.sleep(0)
    client.reading.set()
    await asyncio.sleep(0)
    assert client.heard == []


async def test_a_queue_that_is_too_long_or_too_old_is_noticed(
    client: Socket, clock: HandMovedClock
) -> None:
    writer = Writer(client, Limits(queue_bytes=10, queue_seconds=15), clock)
    client.reading.clear()
    writer.write(b"0123456789", counted=True)
    assert not writer.overfull()
    assert writer.deadline == clock.now + 15
    clock.now += 15
    assert writer.overfull()
    clock.now -= 15
    writer.write(b"0", counted=True)
    assert writer.overfull()
    writer.stop()
