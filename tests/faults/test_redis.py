"""Redis gone for ten seconds and back empty, and Redis standing still: nothing is lost."""

import asyncio
import os
import signal
from uuid import uuid4

import pytest
from centrifuge.exceptions import ReplyError

from tests.e2e.learner import Learner, until
from tests.faults.conftest import OwnRedis, StartServer, stopwatch
from tests.faults.talking import talkers
from tests.faults.witness import everything_was_answered_once, outcomes
from tests.meeting import MeetLearner
from tests.upstream import Script, Upstream

pytestmark = [pytest.mark.processes, pytest.mark.faults, pytest.mark.timeout(150)]

AWAY_SECONDS = 10
STILL_SECONDS = 20
# Longer than Redis is away, by a lease and more.
LONG_REPLY = Script(tokens=360, interval=0.05)
LONG_TEXT = "아주 긴 이야기를 해 줘."


# What a client is told whose personal channel cannot be recovered: connect again.
INSUFFICIENT_STATE = 3010


def replies_asked(upstream: Upstream, text: str) -> int:
    """How often a model was asked to reply to `text`."""
    asked = [one for one in upstream.requests if not one.schema_name]
    return sum(text in one.last_user_text for one in asked)


async def refused_as_temporary(learner: Learner) -> None:
    with pytest.raises(ReplyError) as refusal:
        await learner.client.rpc(
            "message.send",
            {"request_id": str(uuid4()), "room_id": learner.room_id, "text": "들려?"},
            timeout=15,
        )
    assert refusal.value.temporary


async def test_redis_stopped_for_ten_seconds_and_back_empty(
    start_server: StartServer,
    own_redis: OwnRedis,
    meet: MeetLearner,
    upstream: Upstream,
    database: str,
) -> None:
    start_server.settings |= {"redis_url": own_redis.url, "openai_base_url": upstream.base_url}
    async with (
        start_server.several(2) as (first, second),
        talkers(meet, first.url, 2) as (here, waiting),
        talkers(meet, second.url, 2) as (there, chatting),
    ):
        talks = [here, waiting, there, chatting]
        upstream.script = LONG_REPLY
        long = [await talk.say(LONG_TEXT) for talk in (here, there)]
        await until(lambda: all(talk.learner.of("reply.delta") for talk in (here, there)))
        sockets = [talk.losses for talk in talks]

        away = stopwatch()
        await asyncio.to_thread(own_redis.stop)
        upstream.script = Script(tokens=3)
        async with asyncio.TaskGroup() as group:
            # These go on sending until they are accepted: after Redis is back.
            group.create_task(waiting.say("기다리는 말이야."))
            group.create_task(chatting.say("이것도 기다려."))
            while away() < AWAY_SECONDS:
                await refused_as_temporary(here.learner)
                await refused_as_temporary(there.learner)
                await asyncio.sleep(0.2)
            assert not any(one.codes for one in sockets)
            await asyncio.to_thread(own_redis.start)
        back = stopwatch()
        await until(lambda: all(talk.learner.loads >= 2 for talk in talks))
        print(f"all loaded again {back():.1f} s after Redis was back")
        for talk, sent in zip((here, there), long, strict=True):
            assert (await talk.learner.end_of(sent["turn_id"], seconds=30))[
                "type"
            ] == "turn.completed"
        for talk in talks:
            await talk.learner.end_of((await talk.say("다시 들려?"))["turn_id"])

        assert replies_asked(upstream, LONG_TEXT) == len(long)
        assert all(one.codes == [INSUFFICIENT_STATE] for one in sockets)
        assert all(one.process.returncode is None for one in (first, second))
        assert all(talk.learner.loads == 2 for talk in talks)
        await everything_was_answered_once(database, talks)
        print(await outcomes(database, talks))


async def test_redis_standing_still_for_twenty_seconds(
    start_server: StartServer,
    own_redis: OwnRedis,
    meet: MeetLearner,
    upstream: Upstream,
    database: str,
) -> None:
    start_server.settings |= {"redis_url": own_redis.url, "openai_base_url": upstream.base_url}
    async with (
        start_server.several(2) as (first, second),
        talkers(meet, first.url, 2) as (here, waiting),
        talkers(meet, second.url, 1) as (there,),
    ):
        talks = [here, waiting, there]
        upstream.script = Script(tokens=120, interval=0.05)
        long = [await talk.say(LONG_TEXT) for talk in (here, there)]
        await until(lambda: all(talk.learner.of("reply.delta") for talk in (here, there)))
        sockets = [talk.losses for talk in talks]

        still = stopwatch()
        os.kill(own_redis.process_id, signal.SIGSTOP)
        upstream.script = Script(tokens=3)
        async with asyncio.TaskGroup() as group:
            group.create_task(waiting.say("기다리는 말이야."))
            while still() < STILL_SECONDS:
                await refused_as_temporary(here.learner)
            os.kill(own_redis.process_id, signal.SIGCONT)
        for talk, sent in zip((here, there), long, strict=True):
            assert (await talk.learner.end_of(sent["turn_id"], seconds=30))[
                "type"
            ] == "turn.completed"
        for talk in talks:
            await talk.learner.end_of((await talk.say("다시 들려?"))["turn_id"])

        assert replies_asked(upstream, LONG_TEXT) == len(long)
        assert not any(one.codes for one in sockets)
        assert [talk.learner.loads for talk in talks] == [1] * len(talks)
        await everything_was_answered_once(database, talks)
        print(await outcomes(database, talks))
