"""Server processes killed in mid-reply, at many moments: nothing accepted is lost or doubled."""

import asyncio
from contextlib import AsyncExitStack
from random import Random

import pytest

from tests.e2e.switch import Switch, open_switch
from tests.faults.conftest import ServerProcess, StartServer
from tests.faults.talking import talkers
from tests.faults.witness import everything_was_answered_once, outcomes
from tests.meeting import MeetLearner
from tests.upstream import Script, Upstream

pytestmark = [pytest.mark.processes, pytest.mark.faults, pytest.mark.timeout(180)]

CONVERSING = 3
# These send all the time, so that some messages are on their way when a server is killed.
CHATTERING = 2
MESSAGES = 40
KILLS = 6
# Two seconds of reply, and at most this long between kills: most fall into somebody's reply.
REPLY = Script(tokens=50, interval=0.04)
BETWEEN_KILLS = 2.0


class Fleet:
    """Servers behind a switch; one that is killed is replaced, which takes some seconds."""

    def __init__(
        self, start: StartServer, stack: AsyncExitStack, group: asyncio.TaskGroup, switch: Switch
    ) -> None:
        self._start = start
        self._stack = stack
        self._group = group
        self._switch = switch
        self._alive: list[ServerProcess] = []
        self._came = asyncio.Condition()

    async def add(self, server: ServerProcess) -> None:
        async with self._came:
            self._alive.append(server)
            self._switch.point_to(*(one.url for one in self._alive))
            self._came.notify_all()

    async def kill_one(self, random: Random) -> None:
        """Kill one of those that are there, where that leaves another."""
        async with self._came:
            await self._came.wait_for(lambda: len(self._alive) > 1)
            victim = self._alive.pop(random.randrange(len(self._alive)))
            self._switch.point_to(*(one.url for one in self._alive))
        victim.kill()
        self._group.create_task(self._replace())

    async def _replace(self) -> None:
        await self.add(await self._stack.enter_async_context(self._start()))


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_servers_killed_at_random_moments_lose_and_double_nothing(
    start_server: StartServer, meet: MeetLearner, upstream: Upstream, database: str, seed: int
) -> None:
    """The seed decides which server is killed next, and when."""
    upstream.script = REPLY
    start_server.settings |= {
        "openai_base_url": upstream.base_url,
        "lease_seconds": 2.0,
        "heartbeat_seconds": 0.5,
    }
    random, enough = Random(seed), asyncio.Event()
    async with (
        AsyncExitStack() as stack,
        start_server.several(3) as servers,
        open_switch(*(one.url for one in servers)) as switch,
        talkers(meet, switch.url, CONVERSING + CHATTERING) as talks,
    ):
        async with asyncio.TaskGroup() as group:
            for number, talk in enumerate(talks[:CONVERSING]):
                group.create_task(talk.converse(f"{number}번 학생의", enough))
            for number, talk in enumerate(talks[CONVERSING:], start=CONVERSING):
                own = Random(seed + number)
                pauses = (own.uniform(0, 0.4) for _ in range(MESSAGES))
                group.create_task(talk.chatter(f"{number}번 학생의", pauses))
            fleet = Fleet(start_server, stack, group, switch)
            for server in servers:
                await fleet.add(server)
            for _ in range(KILLS):
                await asyncio.sleep(random.uniform(0, BETWEEN_KILLS))
                await fleet.kill_one(random)
            enough.set()
        await everything_was_answered_once(database, talks)
        print(f"seed {seed}, {KILLS} kills: {await outcomes(database, talks)}")
