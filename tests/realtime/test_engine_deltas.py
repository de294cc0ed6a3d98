"""Deltas and tags end to end, with the official SDK's own decoder as the judge."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec
from centrifuge import DeltaType

if TYPE_CHECKING:
    from tests.realtime.conftest import Clients, Node

STORY = "옛날 옛적에 호랑이가 담배 피우던 시절의 이야기 " * 8


def page(number: int) -> dict[str, Any]:
    return {"story": STORY, "page": number, "end": f"{number}쪽"}


async def soon(queue: asyncio.Queue[Any]) -> Any:
    async with asyncio.timeout(5):
        return await queue.get()


async def test_deltas_arrive_as_the_whole_beside_one_who_takes_none(
    node: Node, clients: Clients
) -> None:
    ann, bob = await clients.connect(node, "ann"), await clients.connect(node, "bob")
    small = ann.subscription("notes:1", delta=DeltaType.FOSSIL)
    await small.sdk.subscribe()
    await small.sdk.ready()
    plain = await bob.subscribe("notes:1")
    for number in range(5):
        await node.engine.publish("notes:1", msgspec.json.encode(page(number)))
    expected = [page(number) for number in range(5)]
    assert await small.data(5) == expected
    assert await plain.data(5) == expected


async def test_a_chain_of_deltas_goes_on_through_a_broken_connection(
    node: Node, clients: Clients
) -> None:
    ann = await clients.connect(node, "ann")
    notes = ann.subscription("notes:1", delta=DeltaType.FOSSIL)
    await notes.sdk.subscribe()
    await soon(notes.subscribed)
    for number in range(12):
        if number % 4 == 2:
            ann.drop()
        await node.engine.publish("notes:1", msgspec.json.encode(page(number)))
        if number % 4 == 3:
            await soon(notes.subscribed)
    assert await notes.data(12) == [page(number) for number in range(12)]


async def test_one_who_comes_back_after_an_unkept_publication_reads_the_next(
    node: Node, clients: Clients
) -> None:
    ann, bob = await clients.connect(node, "ann"), await clients.connect(node, "bob")
    here = bob.subscription("notes:1", delta=DeltaType.FOSSIL)
    there = ann.subscription("notes:1", delta=DeltaType.FOSSIL)
    for notes in (here, there):
        await notes.sdk.subscribe()
        await soon(notes.subscribed)
    await node.engine.publish("notes:1", msgspec.json.encode(page(1)))
    assert await there.data(1) == [page(1)]
    await there.sdk.unsubscribe()
    await node.engine.publish("notes:1", msgspec.json.encode(page(2)))
    aside = {"an": "aside"} | page(3)
    await node.engine.publish("notes:1", msgspec.json.encode(aside), keep=False)
    await there.sdk.subscribe()  # it has the second page now, and knows nothing of the third
    assert await there.data(1) == [page(2)]
    await node.engine.publish("notes:1", msgspec.json.encode(page(4)))
    assert await there.data(1) == [page(4)]
    assert await here.data(4) == [page(1), page(2), aside, page(4)]
