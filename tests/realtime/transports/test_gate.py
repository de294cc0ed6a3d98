"""A gate that is waited at."""

import asyncio

from realtime.transports.gate import Gate


async def test_an_open_gate_lets_everybody_through() -> None:
    gate = Gate()
    assert gate.is_set()
    assert await gate.wait()


async def test_a_closed_one_keeps_them_until_it_opens() -> None:
    gate = Gate()
    gate.clear()
    waiting = [asyncio.create_task(gate.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    assert not any(each.done() for each in waiting)
    waiting[0].cancel()
    await asyncio.sleep(0)
    gate.set()
    assert await asyncio.gather(*waiting[1:]) == [True, True]
    assert waiting[0].cancelled()


async def test_one_that_closes_again_before_they_went_keeps_them() -> None:
    gate = Gate()
    gate.clear()
    waiting = asyncio.create_task(gate.wait())
    await asyncio.sleep(0)
    gate.set()
    gate.clear()
    await asyncio.sleep(0)
    assert not waiting.done()
    gate.set()
    assert await waiting
