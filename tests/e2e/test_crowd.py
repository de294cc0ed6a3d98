"""A hundred turns at once over a model that takes its time: all complete, none mixed up."""

import asyncio
from contextlib import AsyncExitStack

from tests.e2e.conftest import RunServer
from tests.meeting import MeetLearner
from tests.upstream import Script, Upstream

LEARNERS = 100
# A bound: server, model and all clients share one loop, and that its machine with other tests.
PATIENCE_SECONDS = 20.0


async def test_a_hundred_turns_at_once_complete_and_none_is_mixed_up(
    run_server: RunServer, meet: MeetLearner
) -> None:
    async with (
        Upstream() as upstream,
        run_server(openai_base_url=upstream.base_url, lease_seconds=6.0) as server,
        AsyncExitStack() as stack,
    ):
        upstream.script = Script(tokens=40, interval=0.02)
        learners = await asyncio.gather(
            *(
                stack.enter_async_context(meet(server.url, patience=PATIENCE_SECONDS))
                for _ in range(LEARNERS)
            )
        )
        sent = await asyncio.gather(
            *(one.send(f"나는 학생 {place}번이야.") for place, one in enumerate(learners))
        )
        ends = await asyncio.gather(
            *(
                one.end_of(message["turn_id"], seconds=50)
                for one, message in zip(learners, sent, strict=True)
            )
        )
        assert {end["type"] for end in ends} == {"turn.completed"}
        for place, (learner, message) in enumerate(zip(learners, sent, strict=True)):
            (completed,) = learner.of("reply.completed", message["turn_id"])
            assert f"학생 {place}번" in completed["text"]
            assert learner.streamed(message["turn_id"]) == completed["text"]
            (feedback,) = learner.of("feedback.ready", message["turn_id"])
            assert feedback["message_id"] == message["message_id"]
            assert len(learner.of("words.ready", message["turn_id"])) == 1
