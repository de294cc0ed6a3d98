"""Learners through a failover to a replica that lags: they load again, and are complete."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.e2e.learner import until
from tests.faults.conftest import StartServer, stopwatch
from tests.faults.sentinel import Failover, Process, running_failover
from tests.faults.talking import talkers
from tests.faults.witness import everything_was_answered_once, outcomes
from tests.meeting import MeetLearner
from tests.upstream import Script, Upstream

pytestmark = [pytest.mark.processes, pytest.mark.faults, pytest.mark.timeout(150)]


@pytest.fixture
async def failover(short_directory: Path) -> AsyncIterator[Failover]:
    async with running_failover(short_directory) as failover:
        yield failover


@pytest.mark.parametrize("lose", [Process.stop, Process.kill])
async def test_what_only_the_lost_master_had_is_loaded_from_the_rows(
    start_server: StartServer,
    failover: Failover,
    meet: MeetLearner,
    upstream: Upstream,
    database: str,
    lose: Callable[[Process], None],
) -> None:
    upstream.script = Script(tokens=3)
    start_server.settings |= {
        "redis_url": failover.address,
        "openai_base_url": upstream.base_url,
    }
    async with (
        start_server.several(2) as (first, second),
        talkers(meet, first.url, 2) as here,
        talkers(meet, second.url, 2) as there,
    ):
        talks = [*here, *there]
        for talk in talks:
            await talk.learner.end_of((await talk.say("안녕!"))["turn_id"])
        await failover.caught_up()
        failover.cut_off_the_replica()
        for talk in talks:
            await talk.learner.end_of((await talk.say("이건 하나만 알아."))["turn_id"])
        assert [talk.learner.loads for talk in talks] == [1] * len(talks)

        lose(failover.master)
        failover.replica.wake()
        await failover.promoted()
        named = stopwatch()
        for talk in talks:
            await talk.learner.end_of((await talk.say("아직 들려?"))["turn_id"], seconds=40)
        await until(lambda: all(talk.learner.loads >= 2 for talk in talks))
        print(f"all went on {named():.1f} s after Sentinel named the new master")

        assert all(one.process.returncode is None for one in (first, second))
        await everything_was_answered_once(database, talks)
        print(await outcomes(database, talks))
