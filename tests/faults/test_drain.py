"""Replicas stopped under load, one and then each in turn: learners move over and lose nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import pytest
from centrifuge import Client, ClientEventHandler, ClientState, ConnectingContext

from tests.e2e.learner import until
from tests.e2e.switch import open_switch
from tests.faults.conftest import StartServer, Stopwatch, stopwatch
from tests.faults.talking import Talk, signed_in, talkers
from tests.faults.witness import everything_was_answered_once, outcomes, read
from tests.meeting import MeetLearner
from tests.upstream import Script, Upstream

pytestmark = [pytest.mark.processes, pytest.mark.faults, pytest.mark.timeout(180)]

LEARNERS = 12
REPLY = Script(tokens=30, interval=0.04)
GRACE_SECONDS = 20.0
# Further sockets at the replica that drains, which spreads their moves: 0.05 s each.
IDLE_PER_LEARNER = 5
LEAST_SPREAD_SECONDS, MOST_SPREAD_SECONDS = 2.0, 6.0
SHUTDOWN = 3001


@dataclass
class Moves(ClientEventHandler):
    """Notes when and with which code a socket was told to move."""

    watch: Stopwatch
    codes: list[int] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)

    async def on_connecting(self, ctx: ConnectingContext) -> None:
        self.codes.append(ctx.code)
        self.moments.append(self.watch())


@pytest.mark.parametrize("grace_seconds", [GRACE_SECONDS, 0.3])
async def test_one_replica_of_three_drains_under_load(
    start_server: StartServer,
    meet: MeetLearner,
    upstream: Upstream,
    database: str,
    grace_seconds: float,
) -> None:
    """Long enough for turns to end there, and so short that most are handed over."""
    upstream.script = REPLY
    start_server.settings |= {
        "openai_base_url": upstream.base_url,
        "drain_seconds": grace_seconds,
    }
    enough = asyncio.Event()
    async with (
        start_server.several(3) as (first, second, third),
        open_switch(first.url, second.url, third.url) as switch,
        talkers(meet, switch.url, LEARNERS) as talks,
        open_switch(first.url) as way,
        idle_sockets(way.url, talks) as idle,
    ):
        way.point_to(second.url, third.url)
        async with asyncio.TaskGroup() as group:
            for number, talk in enumerate(talks):
                group.create_task(talk.converse(f"{number}번 학생의", enough))
            await replies_seen(talks)
            drain = stopwatch()
            moves = [watch_moves(one, drain) for one in [*idle, *clients(talks)]]
            code = await first.terminate()
            seconds = drain()
            await replies_seen(talks)
            enough.set()

        moments = sorted(moment for one in moves for moment in one.moments)
        print(
            f"drained in {seconds:.1f} s; {len(moments)} sockets moved, "
            f"{moments[0]:.1f} to {moments[-1]:.1f} s after the signal"
        )
        assert code == 0
        assert seconds < GRACE_SECONDS
        told = [code for one in moves for code in one.codes]
        assert told.count(SHUTDOWN) == len([one for one in moves if one.codes]) > 0
        assert LEAST_SPREAD_SECONDS < moments[-1] - moments[0] < MOST_SPREAD_SECONDS
        await until(lambda: all(one.state is ClientState.CONNECTED for one in idle))
        await everything_was_answered_once(database, talks)
        await nobody_failed(database)
        print(await outcomes(database, talks))


async def test_a_rolling_restart_of_three_replicas_under_load_loses_nothing(
    start_server: StartServer, meet: MeetLearner, upstream: Upstream, database: str
) -> None:
    upstream.script = REPLY
    start_server.settings |= {
        "openai_base_url": upstream.base_url,
        "drain_seconds": GRACE_SECONDS,
    }
    enough = asyncio.Event()
    async with (
        AsyncExitStack() as stack,
        start_server.several(3) as replicas,
        open_switch(*(one.url for one in replicas)) as switch,
        talkers(meet, switch.url, LEARNERS) as talks,
    ):
        async with asyncio.TaskGroup() as group:
            for number, talk in enumerate(talks):
                group.create_task(talk.converse(f"{number}번 학생의", enough))
            await replies_seen(talks)
            alive = list(replicas)
            for old in replicas:
                # A surge of one, as an orchestrator does it: the new one first.
                alive.append(await stack.enter_async_context(start_server()))
                switch.point_to(*(one.url for one in alive))
                drain = stopwatch()
                assert await old.terminate() == 0
                print(f"drained in {drain():.1f} s")
                alive.remove(old)
                switch.point_to(*(one.url for one in alive))
            await replies_seen(talks)
            enough.set()
        await everything_was_answered_once(database, talks)
        await nobody_failed(database)
        print(await outcomes(database, talks))


def clients(talks: list[Talk]) -> list[Client]:
    return [talk.learner.client for talk in talks]


def watch_moves(client: Client, watch: Stopwatch) -> Moves:
    client.events = moves = Moves(watch)
    return moves


@asynccontextmanager
async def idle_sockets(url: str, talks: list[Talk]) -> AsyncIterator[list[Client]]:
    """Open further sockets of the same learners, that only listen."""
    sockets = [
        Client(
            url.replace("http", "ws") + "/connection/websocket",
            token=signed_in(talk.learner)["access_token"],
            max_reconnect_delay=0.2,
            proxy=None,
        )
        for talk in talks
        for _ in range(IDLE_PER_LEARNER)
    ]
    for one in sockets:
        await one.connect()
    for one in sockets:
        await one.ready(10)
    try:
        yield sockets
    finally:
        for one in sockets:
            await one.disconnect()


async def replies_seen(talks: list[Talk]) -> None:
    """Wait until every learner has had one more reply."""
    before = [len(talk.sent) for talk in talks]

    async def one_more(talk: Talk, had: int) -> None:
        async with asyncio.timeout(30):
            while len(talk.sent) <= had + 1:  # noqa: ASYNC110 - set by the SDK's events
                await asyncio.sleep(0.02)

    await asyncio.gather(*map(one_more, talks, before))


async def nobody_failed(database: str) -> None:
    assert not await read(database, "SELECT id, reason FROM turns WHERE state = 'failed'")
    # A turn that is handed over has not been interrupted.
    assert not await read(database, "SELECT id FROM turns WHERE interruptions > 0")
