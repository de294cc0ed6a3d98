"""Waiting for others: as long as was said, and not shorter because this process was busy."""

import asyncio
import time

import pytest
import uvloop

from app.platform.patience import patience


async def test_who_does_not_answer_is_given_up_in_time() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(TimeoutError):
        async with patience(0.05):
            await asyncio.Event().wait()
    assert 0.045 <= loop.time() - began < 5


async def test_a_cancellation_from_outside_is_no_timeout() -> None:
    async def waiting() -> None:
        async with patience(60):
            await asyncio.Event().wait()

    task = asyncio.create_task(waiting())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def _answered_while_the_loop_stood_still() -> bytes:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            async with patience(0.1):
                writer.write(b"here\n")
                # Longer than anybody has patience for, before a single byte was read.
                time.sleep(0.15)  # noqa: ASYNC251 - a busy loop is what this is about
                return await reader.readline()
        finally:
            writer.close()


def test_a_loop_that_stood_still_still_hears_what_came_meanwhile() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(_answered_while_the_loop_stood_still()) == b"here\n"
