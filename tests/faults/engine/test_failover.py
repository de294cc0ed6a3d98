"""A lagging replica becomes the master: no client takes an offset given twice for the old one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import centrifuge
import pytest

from tests.e2e.learner import until
from tests.faults.engine.node_process import NodeProcess, node_process
from tests.faults.sentinel import Failover, Process, running_failover

pytestmark = [pytest.mark.processes, pytest.mark.faults, pytest.mark.timeout(120)]

API = {"X-API-Key": "key"}


class Reader(centrifuge.SubscriptionEventHandler):
    """A subscriber that loads from the history, as one with rows in a database would from there."""

    def __init__(self, node: NodeProcess) -> None:
        self.loads: list[list[Any]] = []
        self.seen: list[Any] = []
        self.client = centrifuge.Client(
            node.url.replace("http", "ws") + "/connection/websocket", min_reconnect_delay=0.05
        )
        self.subscription = self.client.new_subscription(
            "numbers", self, get_state=self.load, min_resubscribe_delay=0.05
        )
        self._http = node.url

    async def load(self, _channel: str) -> centrifuge.StreamPosition:
        result = await api(self._http, "history", channel="numbers", limit=-1)
        self.loads.append([each["data"] for each in result.get("publications", [])])
        self.seen = list(self.loads[-1])
        return centrifuge.StreamPosition(result.get("offset", 0), result["epoch"])

    async def on_publication(self, ctx: Any) -> None:
        self.seen.append(ctx.pub.data)

    async def start(self) -> None:
        await self.client.connect()
        await self.subscription.subscribe()
        await self.subscription.ready(10)


async def api(url: str, method: str, **request: object) -> Any:
    """Ask the server API until Redis answers."""
    async with aiohttp.ClientSession(headers=API) as http, asyncio.timeout(30):
        while True:
            async with http.post(f"{url}/api/{method}", json=request) as answer:
                body = await answer.json()
            if "error" not in body:
                return body["result"]
            assert body["error"]["code"] == 100, body
            await asyncio.sleep(0.05)


@pytest.fixture
async def failover(tmp_path: Path) -> AsyncIterator[Failover]:
    async with running_failover(tmp_path) as failover:
        yield failover


@pytest.mark.parametrize("lose", [Process.stop, Process.kill])
async def test_all_load_again_and_are_complete(
    failover: Failover, tmp_path: Path, lose: Callable[[Process], None]
) -> None:
    async with AsyncExitStack() as stack:
        nodes = [
            await stack.enter_async_context(node_process(tmp_path, failover.address))
            for _ in range(2)
        ]
        readers = [Reader(node) for node in nodes for _ in range(3)]
        for reader in readers:
            stack.push_async_callback(reader.client.disconnect)
            await reader.start()
        for number in range(1, 6):
            await api(nodes[0].url, "publish", channel="numbers", data=number)
        await failover.caught_up()
        failover.cut_off_the_replica()
        for number in range(6, 9):
            await api(nodes[0].url, "publish", channel="numbers", data=number)
        await until(lambda: all(reader.seen == [*range(1, 9)] for reader in readers))

        lose(failover.master)
        failover.replica.wake()
        await failover.promoted()
        # Offset 6 again: the replica had five.
        published = await api(nodes[1].url, "publish", channel="numbers", data="new")
        assert published["offset"] == 6

        expected = [*range(1, 6), "new"]
        await until(lambda: all(reader.seen == expected for reader in readers), seconds=20)
        assert all(len(reader.loads) >= 2 for reader in readers)
        await api(nodes[0].url, "publish", channel="numbers", data="last")
        await until(lambda: all(reader.seen == [*expected, "last"] for reader in readers))
