"""A socket that drops in mid-reply: the SDK recovers, no delta is missing or doubled."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.conftest import RunServer
from tests.e2e.learner import until
from tests.e2e.switch import open_switch
from tests.meeting import MeetLearner
from tests.upstream import Script, Upstream


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with Upstream() as server:
        server.script = Script(tokens=60, interval=0.03)
        yield server


async def test_a_socket_dropped_in_mid_reply_misses_and_doubles_nothing(
    run_server: RunServer, meet: MeetLearner, upstream: Upstream
) -> None:
    async with (
        run_server(openai_base_url=upstream.base_url) as server,
        open_switch(server.url) as switch,
        meet(switch.url) as learner,
    ):
        sent = await learner.send("주말에 뭐 했어?")
        await until(lambda: len(learner.of("reply.delta")) >= 3)
        before = len(learner.of("reply.delta"))
        switch.cut(refusing=True)
        # The reply goes on without its reader.
        await until(lambda: upstream.open == 0)
        assert len(learner.of("reply.delta")) == before
        switch.mend()

        end = await learner.end_of(sent["turn_id"])
        assert end["type"] == "turn.completed"
        (completed,) = learner.of("reply.completed", sent["turn_id"])
        assert learner.streamed(sent["turn_id"]) == completed["text"]
        assert learner.loads == 1, "recovered from the stream, not loaded again"
        deltas = [one for one in learner.events if one["type"] == "reply.delta"]
        assert sum(len(one["text"]) for one in deltas) == len(completed["text"])


async def test_a_learner_who_comes_in_mid_reply_sees_all_of_it(
    run_server: RunServer, meet: MeetLearner, upstream: Upstream
) -> None:
    async with run_server(openai_base_url=upstream.base_url) as server, meet(server.url) as first:
        sent = await first.send("오늘 날씨 어때?")
        await until(lambda: len(first.of("reply.delta")) >= 3)
        assert first.subscription is not None
        await first.subscription.unsubscribe()
        first.client.remove_subscription(first.subscription)
        first.events.clear()
        again = first.client.new_subscription(
            f"room:{first.room_id}", first, recoverable=True, get_state=first.load
        )
        await again.subscribe()

        await first.end_of(sent["turn_id"])
        (completed,) = first.of("reply.completed", sent["turn_id"])
        assert first.streamed(sent["turn_id"]) == completed["text"]
