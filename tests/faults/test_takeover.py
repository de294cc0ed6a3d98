"""Two server processes, one Redis, one database: what one loses the other takes over."""

import asyncio
import time

import pytest

from tests.e2e.learner import Learner, until
from tests.e2e.switch import open_switch
from tests.faults.conftest import ServerProcess, StartServer
from tests.faults.talking import signed_in
from tests.meeting import MeetLearner
from tests.upstream import Script, Upstream

pytestmark = [pytest.mark.processes, pytest.mark.timeout(150)]

TAKEN_OVER_WITHIN = 10.0


@pytest.mark.faults
async def test_a_killed_servers_turn_is_taken_over_and_ends_once(
    start_server: StartServer, meet: MeetLearner, upstream: Upstream
) -> None:
    start_server.settings |= {"openai_base_url": upstream.base_url}
    async with (
        start_server.several(2) as (first, second),
        open_switch(first.url) as switch,
        meet(switch.url) as learner,
    ):
        await seen_through_the_other(learner, second, meet)

        sent = await learner.send("주말에 뭐 했어? 나는 등산 갔어.")
        await until(lambda: len(learner.of("reply.delta", sent["turn_id"])) >= 3)
        switch.point_to(second.url)
        first.kill()
        killed = time.monotonic()

        await until(lambda: attempts(learner, sent["turn_id"]) == {1, 2}, seconds=TAKEN_OVER_WITHIN)
        assert time.monotonic() - killed < TAKEN_OVER_WITHIN
        end = await learner.end_of(sent["turn_id"], seconds=30)

        assert end["type"] == "turn.completed"
        started = learner.of("reply.started", sent["turn_id"])
        assert {one["message_id"] for one in started} == {started[0]["message_id"]}
        (completed,) = learner.of("reply.completed", sent["turn_id"])
        assert completed["attempt"] == 2
        assert learner.streamed(sent["turn_id"]) == completed["text"]
        assert len(learner.of("feedback.ready", sent["turn_id"])) == 1
        assert len(learner.of("words.ready", sent["turn_id"])) == 1
        await shows_the_same_after_a_reload(learner)


async def seen_through_the_other(learner: Learner, other: ServerProcess, meet: MeetLearner) -> None:
    """A message sent through one server appears on a socket of the other."""
    async with meet(other.url, signed=signed_in(learner)) as elsewhere:
        assert elsewhere.room_id == learner.room_id
        sent = await learner.send("안녕!")
        await elsewhere.end_of(sent["turn_id"])
        (created,) = elsewhere.of("message.created", sent["turn_id"])
        assert created["text"] == "안녕!"
        await learner.end_of(sent["turn_id"])


def attempts(learner: Learner, turn_id: str) -> set[int]:
    return {one["attempt"] for one in learner.of("reply.started", turn_id)}


async def shows_the_same_after_a_reload(learner: Learner) -> None:
    reloaded = await learner.history()
    live = {one["seq"]: one for one in learner.events if "seq" in one}
    for event in reloaded:
        told = live[event["seq"]]
        assert event["type"] == told["type"]
        assert event.get("text") == told.get("text")
    texts = [one["text"] for one in reloaded if one["type"] == "reply.completed"]
    assert texts == [one["text"] for one in learner.of("reply.completed")]


async def test_a_server_that_drains_hands_its_turn_over_without_losing_it(
    start_server: StartServer, meet: MeetLearner, upstream: Upstream
) -> None:
    upstream.script = Script(tokens=40, interval=0.04)
    start_server.settings |= {
        "openai_base_url": upstream.base_url,
        "drain_seconds": 0.3,
        "heartbeat_seconds": 0.5,
    }
    async with (
        start_server.several(2) as (first, second),
        open_switch(first.url) as switch,
        meet(switch.url) as learner,
    ):
        sent = await learner.send("요즘 뭐 하고 지내?")
        await until(lambda: len(learner.of("reply.delta", sent["turn_id"])) >= 3)
        switch.point_to(second.url)
        code, end = await asyncio.gather(
            first.terminate(), learner.end_of(sent["turn_id"], seconds=30)
        )

        assert code == 0
        assert end["type"] == "turn.completed"
        (completed,) = learner.of("reply.completed", sent["turn_id"])
        assert learner.streamed(sent["turn_id"]) == completed["text"]
