"""A server that stood still past its lease and wakes: nothing it writes or publishes counts."""

import asyncio

import pytest

from tests.e2e.learner import Event, Learner, until
from tests.e2e.switch import open_switch
from tests.faults.commit_proxy import Cut, open_commit_proxy
from tests.faults.conftest import OwnPostgres, StartServer, stopwatch
from tests.faults.talking import Talk, signed_in
from tests.faults.witness import everything_was_answered_once, heard_once_and_in_order, read
from tests.meeting import MeetLearner
from tests.upstream import Script, Upstream

pytestmark = [pytest.mark.processes, pytest.mark.faults, pytest.mark.timeout(150)]

# Everything of the old attempt, so that what a woken server still says is known by its text.
OLD, NEW = "옛날 ", "새로운 "
# What realtime.md promises, with the default lease.
TAKEN_OVER_WITHIN = 10.0
LEASE = {"lease_seconds": 3.0, "heartbeat_seconds": 1.0}


def said(text: str, tokens: int = 90) -> Script:
    return Script(deltas=[text] * tokens, interval=0.04)


@pytest.mark.parametrize("wakes", ["in the new owner's reply", "when the turn has ended"])
async def test_a_server_that_wakes_after_its_lease_changes_nothing(
    start_server: StartServer, meet: MeetLearner, upstream: Upstream, database: str, wakes: str
) -> None:
    upstream.script = said(OLD)
    start_server.settings |= {"openai_base_url": upstream.base_url, **LEASE}
    async with (
        start_server.several(2) as (first, second),
        open_switch(first.url) as switch,
        meet(switch.url) as learner,
        meet(first.url, signed=signed_in(learner)) as on_the_paused,
    ):
        talk = Talk(learner)
        turn_id = (await talk.say("긴 이야기를 해 줘."))["turn_id"]
        await until(lambda: len(learner.of("reply.delta", turn_id)) >= 5)
        upstream.script = said(NEW)
        first.pause()
        paused = stopwatch()
        switch.point_to(second.url)
        switch.cut()
        await until(lambda: attempts(learner, turn_id) == {1, 2})
        print(f"taken over {paused():.1f} s after the pause began")
        await until(lambda: newest(learner, turn_id) == 2)
        if wakes == "when the turn has ended":
            await learner.end_of(turn_id)
        first.resume()

        await learner.end_of(turn_id)
        # The woken server's own socket shows it all too, once it has caught up.
        await on_the_paused.end_of(turn_id)
        await until(lambda: upstream.open == 0)
        after = await talk.say("이제 괜찮아?")
        await learner.end_of(after["turn_id"])
        await on_the_paused.end_of(after["turn_id"])

        await everything_was_answered_once(database, [talk])
        for each in (learner, on_the_paused):
            heard_once_and_in_order(each)
            (completed,) = each.of("reply.completed", turn_id)
            assert completed["attempt"] == 2
            assert OLD not in completed["text"]
            assert each.streamed(turn_id) == completed["text"]
        nothing_old_after_the_new(learner, turn_id)
        assert await fence_of(database, turn_id) == 2


@pytest.mark.parametrize("commit", ["of the message", "of its turn"])
async def test_a_server_that_stands_still_in_a_transaction_holds_nobody_up(
    start_server: StartServer, own_postgres: OwnPostgres, meet: MeetLearner, commit: str
) -> None:
    """Its transaction holds the room's row, and the turn's; nobody else may wait for it long."""
    async with (
        open_commit_proxy(own_postgres.socket) as proxy,
        start_server(database_url=proxy.url) as first,
        start_server(database_url=own_postgres.url) as second,
        open_switch(first.url) as switch,
        meet(switch.url) as learner,
    ):
        talk = Talk(learner)
        # The send's own commit is the first, and was not made; the turn's first is the second.
        number, min_fence = (1, 1) if commit == "of the message" else (2, 2)
        async with asyncio.TaskGroup() as group:
            proxy.cut(Cut.HELD, number=number)
            group.create_task(talk.say("내 말 들려?"))
            await proxy.held.wait()
            first.pause()
            paused = stopwatch()
            switch.point_to(second.url)
            switch.cut()
        said_after = paused()
        (sent,) = talk.sent.values()
        async with asyncio.timeout(20):
            while await fence_of(own_postgres.url, sent["turn_id"]) < min_fence:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        print(f"accepted {said_after:.1f} s, owned {paused():.1f} s after the pause began")
        assert paused() < TAKEN_OVER_WITHIN
        await learner.end_of(sent["turn_id"])
        first.resume()
        after = await talk.say("이제 괜찮아?")
        await learner.end_of(after["turn_id"])
        await everything_was_answered_once(own_postgres.url, [talk])


async def fence_of(database: str, turn_id: str) -> int:
    (row,) = await read(database, "SELECT fence FROM turns WHERE id = $1::uuid", turn_id)
    fence: int = row["fence"]
    return fence


def attempts(learner: Learner, turn_id: str) -> set[int]:
    return {one["attempt"] for one in learner.of("reply.started", turn_id)}


def newest(learner: Learner, turn_id: str) -> int:
    """The attempt of the last delta that was heard."""
    deltas: list[Event] = learner.of("reply.delta", turn_id)
    attempt: int = deltas[-1]["attempt"]
    return attempt


def nothing_old_after_the_new(learner: Learner, turn_id: str) -> None:
    """Once the new owner has spoken, no delta of the attempt before it was published."""
    spoken = [one["attempt"] for one in learner.of("reply.delta", turn_id)]
    assert spoken == sorted(spoken)
    assert set(spoken) == {1, 2}
