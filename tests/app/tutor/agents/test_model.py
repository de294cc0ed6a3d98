"""With a model: who answers when it cannot, or must not."""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
import structlog

from app.llm import Models, Route, Usage
from app.tutor.agents import EngineAgents, ModelAgents
from app.tutor.answers import AgentFailedError, Agents, Conversation, Exchange, Origin, ReplyStream
from app.tutor.ports import RoomMessage
from app.tutor.prompts import PROMPT_VERSION
from tests.upstream import Fault, Script, Upstream

Talk = Callable[..., Conversation]
Say = Callable[[str], RoomMessage]
Seen = list[tuple[str, str]]

NAMES = dict.fromkeys(("feedback", "words", "reply"), "test")


async def text_of(stream: ReplyStream) -> str:
    return "".join([piece async for piece in stream])


def test_they_are_agents(agents: ModelAgents) -> None:
    all_agents: Agents = agents
    assert all_agents is agents


def test_every_agent_needs_a_route_and_a_name(models: Models, engine: EngineAgents) -> None:
    with pytest.raises(ValueError, match="reply, words"):
        ModelAgents(models, engine, model_names={"feedback": "test"})


@pytest.mark.parametrize(
    "script",
    [
        Script(status=500),
        Script(status=401),
        Script(fault=Fault.DROP),
        Script(fault=Fault.CUT, after=0),
        Script(deltas=["\n", " "]),
        Script(deltas=[" "], finish_reason="content_filter"),
    ],
    ids=["error", "refused", "dropped", "cut", "white space", "filtered"],
)
async def test_a_model_that_does_not_begin_is_answered_for_by_the_script(
    script: Script, agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say, observed: Seen
) -> None:
    upstream.script = script
    conversation = talk("friend", 2)
    with structlog.testing.capture_logs() as lines:
        stream = await agents.reply(conversation, [say("비밀인데 오늘 뭐 했어?")])
        text = await text_of(stream)
    assert text
    version = PROMPT_VERSION["reply"]
    assert stream.origin == Origin("offline", "replaced", "test", version)
    assert observed == [("reply", "replaced")]
    (line,) = lines
    assert line["turn_id"] == str(conversation.turn_id)
    assert "비밀" not in repr(line)


async def test_a_first_token_that_is_late_is_not_waited_for(
    upstream: Upstream, engine: EngineAgents, models: Models, talk: Talk, say: Say
) -> None:
    upstream.script = Script(fault=Fault.HANG)
    route = Route(upstream.base_url, "test", attempts=1, first_token_deadline=0.1)
    async with Models(
        dict.fromkeys(NAMES, route),
        models._usage,
        clock=models._clock,
        now=models._now,
        random=Random(1),
    ) as hasty:
        stream = await ModelAgents(hasty, engine, model_names=NAMES).reply(talk(), [say("안녕")])
        assert stream.origin.source == "offline"
        assert await text_of(stream)


@pytest.mark.parametrize("text", ["나 죽고 싶어", "I want to die", "자살하고 싶어요"])
async def test_signs_of_self_harm_are_answered_without_a_model(
    text: str, agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    stream = await agents.reply(talk("honey", 2), [say("있잖아"), say(text)])
    answer = await text_of(stream)
    assert "109" in answer
    assert "1388" in answer
    assert stream.origin.source == "offline"
    assert upstream.requests == []


async def test_the_message_after_is_met_without_a_model_too(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    stream = await agents.reply(talk("friend", 2, Exchange("죽고 싶어", "109")), [say("미안")])
    assert "109" in await text_of(stream)
    assert upstream.requests == []


async def test_hyperbole_is_no_sign(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    upstream.script = Script(deltas=["뭐 먹을래?"])
    stream = await agents.reply(talk(), [say("배고파 죽겠다")])
    assert await text_of(stream) == "뭐 먹을래?"


async def test_cancelling_before_the_first_token_ends_the_request(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say, observed: Seen
) -> None:
    upstream.script = Script(fault=Fault.HANG)
    asking = asyncio.create_task(agents.reply(talk(), [say("안녕")]))
    await upstream.until(lambda: upstream.opened == 1)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await upstream.until(lambda: upstream.abandoned == 1)
    assert observed == [("reply", "stopped")]


class FullLedger:
    async def record(self, usage: Usage) -> None:
        raise OSError("the ledger is full")


async def test_a_row_that_cannot_be_written_is_a_failure_with_a_reason(
    upstream: Upstream, engine: EngineAgents, models: Models, talk: Talk, say: Say, observed: Any
) -> None:
    upstream.script = Script(deltas=["응!"])
    route = Route(upstream.base_url, "test", attempts=1)
    async with Models(
        dict.fromkeys(NAMES, route),
        FullLedger(),
        clock=models._clock,
        now=models._now,
        random=Random(1),
    ) as unaccounted:
        agents = ModelAgents(unaccounted, engine, model_names=NAMES, observe=observed)
        with pytest.raises(AgentFailedError, match="feedback: internal"):
            await agents.feedback(talk(), say("안녕"))
        stream = await agents.reply(talk(), [say("안녕")])
        with pytest.raises(AgentFailedError, match="reply: internal"):
            await text_of(stream)
        await stream.aclose()
    assert observed == [("feedback", "failed"), ("reply", "failed")]


async def test_a_room_nobody_knows_is_a_failure_with_a_reason(
    agents: ModelAgents, talk: Talk, say: Say, observed: Seen
) -> None:
    with pytest.raises(AgentFailedError, match="reply: internal"):
        await agents.reply(talk("nobody", 2), [say("안녕")])
    assert observed == [("reply", "failed")]


def test_words_of_a_reply_are_the_engines(
    agents: ModelAgents, engine: EngineAgents, upstream: Upstream, talk: Talk
) -> None:
    conversation, reply = talk(), "나는 공원에서 산책했어."
    assert agents.words_of_reply(conversation, reply, ()) == engine.words_of_reply(
        conversation, reply, ()
    )
    assert upstream.requests == []


# A hundred at once are slower on a machine that is busy with other things.
@pytest.mark.parametrize("patience", [10.0])
async def test_a_hundred_replies_at_once_are_not_mixed_up(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    upstream.script = Script(tokens=5, interval=0.001)

    async def ask(number: int) -> None:
        text = await text_of(await agents.reply(talk(), [say(f"나는 {number}번이야")]))
        assert text.count(f"{number}번이야") == 5
        assert text.count("번이야") == 5

    async with asyncio.TaskGroup() as group:
        for number in range(100):
            group.create_task(ask(number))
