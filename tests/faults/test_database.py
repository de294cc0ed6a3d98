"""PostgreSQL restarted, its connections cut, also in the middle of a COMMIT: one turn a message."""

import asyncio
from collections.abc import AsyncIterator
from random import Random
from uuid import uuid4

import pytest
from centrifuge.exceptions import ReplyError

from tests.e2e.learner import until
from tests.e2e.switch import open_switch
from tests.faults.commit_proxy import CommitProxy, Cut, open_commit_proxy
from tests.faults.conftest import OwnPostgres, StartServer, stopwatch
from tests.faults.talking import Talk, talkers
from tests.faults.witness import everything_was_answered_once, outcomes, read
from tests.meeting import MeetLearner
from tests.upstream import Script, Upstream

pytestmark = [pytest.mark.processes, pytest.mark.timeout(150)]

CUT_SENDS = 6
# As long as a tutor's. An echo of all that was said before would be as much as a book, and what
# reading that takes of a busy machine is longer than a lease.
REPLY = Script(deltas=["그래, ", "그랬구나. "] * 15, interval=0.04)
SOON = {"lease_seconds": 3.0, "heartbeat_seconds": 0.5}


@pytest.fixture
async def proxy(own_postgres: OwnPostgres) -> AsyncIterator[CommitProxy]:
    async with open_commit_proxy(own_postgres.socket) as proxy:
        yield proxy


@pytest.mark.faults
async def test_a_restart_of_postgresql_loses_and_doubles_nothing(
    start_server: StartServer, own_postgres: OwnPostgres, meet: MeetLearner, upstream: Upstream
) -> None:
    upstream.script = REPLY
    start_server.settings |= {
        "database_url": own_postgres.url,
        "openai_base_url": upstream.base_url,
    }
    enough = asyncio.Event()
    async with (
        start_server.several(2) as servers,
        open_switch(*(one.url for one in servers)) as switch,
        talkers(meet, switch.url, 4) as talks,
    ):
        async with asyncio.TaskGroup() as group:
            keep_talking(group, talks, enough)
            for _ in range(3):
                before = sum(map(told, talks))
                await until(lambda before=before: sum(map(told, talks)) > before)  # type: ignore[misc]
                await asyncio.to_thread(own_postgres.restart)
            enough.set()
        await everything_was_answered_once(own_postgres.url, talks)
        assert all(one.process.returncode is None for one in servers)
        print(await outcomes(own_postgres.url, talks))


def keep_talking(group: asyncio.TaskGroup, talks: list[Talk], enough: asyncio.Event) -> None:
    """Half of them wait for answers; the others send all the time, also while nobody answers."""
    half = len(talks) // 2
    for number, talk in enumerate(talks[:half]):
        group.create_task(talk.converse(f"{number}번 학생의", enough))
    for number, talk in enumerate(talks[half:], start=half):
        random = Random(number)
        pauses = (random.uniform(0, 0.3) for _ in range(60))
        group.create_task(talk.chatter(f"{number}번 학생의", pauses))


def told(talk: Talk) -> int:
    """How many of its replies a learner has begun to see."""
    return len({one["turn_id"] for one in talk.learner.of("reply.delta")})


@pytest.mark.faults
async def test_connections_to_postgresql_cut_again_and_again_lose_and_double_nothing(
    start_server: StartServer,
    database: str,
    meet: MeetLearner,
    upstream: Upstream,
) -> None:
    upstream.script = REPLY
    start_server.settings |= {"openai_base_url": upstream.base_url, **SOON}
    enough, random, cut = asyncio.Event(), Random(4), 0
    async with (
        start_server.several(2) as servers,
        open_switch(*(one.url for one in servers)) as switch,
        talkers(meet, switch.url, 4) as talks,
    ):
        async with asyncio.TaskGroup() as group:
            keep_talking(group, talks, enough)
            for _ in range(12):
                await asyncio.sleep(random.uniform(0, 1.5))
                cut += await cut_connections(database)
            enough.set()
        await everything_was_answered_once(database, talks)
        assert all(one.process.returncode is None for one in servers)
        print(f"{cut} connections cut: {await outcomes(database, talks)}")


async def cut_connections(database_url: str) -> int:
    """End every session of the servers', as an administrator or a failover does."""
    return len(
        await read(
            database_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'dorandoran' AND pid <> pg_backend_pid()",
        )
    )


async def test_a_send_whose_commit_was_cut_is_one_message_when_it_is_sent_again(
    start_server: StartServer, own_postgres: OwnPostgres, proxy: CommitProxy, meet: MeetLearner
) -> None:
    refused = 0
    async with (
        start_server(database_url=proxy.url, **SOON) as server,
        meet(server.url) as learner,
    ):
        talk = Talk(learner)
        for number in range(CUT_SENDS):
            request_id, text = uuid4(), f"{number}번째 말이야."
            proxy.cut(Cut.AFTER if number % 2 else Cut.BEFORE)
            with pytest.raises(ReplyError) as refusal:
                await learner.send(text, request_id)
            assert refusal.value.temporary
            refused += 1
            again = await talk.say(text, request_id=request_id)
            await learner.end_of(again["turn_id"])
        assert proxy.cuts == refused == CUT_SENDS
        await everything_was_answered_once(own_postgres.url, [talk])


@pytest.mark.faults
@pytest.mark.parametrize("when", [Cut.BEFORE, Cut.AFTER])
async def test_whichever_commit_of_a_turn_is_cut_it_ends_once(
    start_server: StartServer,
    own_postgres: OwnPostgres,
    proxy: CommitProxy,
    meet: MeetLearner,
    upstream: Upstream,
    when: Cut,
) -> None:
    upstream.script = Script(tokens=30, interval=0.04)
    async with (
        start_server(database_url=proxy.url, openai_base_url=upstream.base_url, **SOON) as server,
        meet(server.url) as learner,
    ):
        talk = Talk(learner)
        whole = await talk.say("몇 번 커밋하나?")
        before = proxy.commits
        await learner.end_of(whole["turn_id"])
        # The first is the send's own; see the test above.
        for number in range(2, proxy.commits - before + 2):
            sent = await talk.say(f"{number}번째 커밋이 끊겨.")
            proxy.cut(when, number=number - 1)
            watch = stopwatch()
            await learner.end_of(sent["turn_id"])
            print(f"commit {number}: {watch():.1f} s, {proxy.cuts} cut")
            proxy.spare()
        await everything_was_answered_once(own_postgres.url, [talk])
        print(await outcomes(own_postgres.url, [talk]))
