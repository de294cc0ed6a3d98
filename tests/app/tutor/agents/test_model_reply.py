"""A model's reply streams, ends with a verdict, and breaks as an agent's failure."""

from collections.abc import Callable

import pytest

from app.llm import Usage
from app.tutor.agents import ModelAgents
from app.tutor.answers import AgentFailedError, Conversation, Exchange, Origin
from app.tutor.ports import RoomMessage
from app.tutor.prompts import PROMPT_VERSION
from tests.upstream import Fault, Script, Upstream

Talk = Callable[..., Conversation]
Say = Callable[[str], RoomMessage]
Seen = list[tuple[str, str]]

VERSION = PROMPT_VERSION["reply"]
DELTAS = ["진짜", "? 나도", " 가고", " 싶다!"]


async def test_a_reply_streams_and_is_verified_at_its_end(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say, observed: Seen
) -> None:
    upstream.script = Script(deltas=DELTAS, interval=0.01)
    stream = await agents.reply(talk("friend", 2), [say("나 제주도 가!")])
    assert stream.origin == Origin("model", "unchecked", "test", VERSION)
    pieces = [piece async for piece in stream]
    await stream.aclose()
    assert "".join(pieces) == "".join(DELTAS)
    assert stream.origin == Origin("model", "verified", "test", VERSION)
    assert observed == [("reply", "verified")]


async def test_a_reply_off_its_style_has_slipped(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say, observed: Seen
) -> None:
    upstream.script = Script(deltas=["안녕하세요. ", "무엇을 도와드릴까요?"])
    stream = await agents.reply(talk("friend", 2), [say("안녕")])
    assert [piece async for piece in stream]
    assert stream.origin.verdict == "slipped"
    assert observed == [("reply", "slipped")]


async def test_a_reply_cut_at_its_limit_has_slipped(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    upstream.script = Script(deltas=["나도 가고"], finish_reason="length")
    stream = await agents.reply(talk(), [say("안녕")])
    assert [piece async for piece in stream] == ["나도 가고"]
    assert stream.origin.verdict == "slipped"


async def test_white_space_around_a_reply_is_left_out(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    upstream.script = Script(deltas=["\n", "  안녕", "! ", "\n", "뭐 해?", "\n\n"], interval=0.01)
    stream = await agents.reply(talk(), [say("안녕")])
    assert "".join([piece async for piece in stream]) == "안녕! \n뭐 해?"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(Fault.CUT, "unreachable"), (Fault.END, "unreachable"), (Fault.GARBAGE, "bad_answer")],
)
async def test_a_reply_that_breaks_after_its_first_text_fails(
    fault: Fault,
    reason: str,
    agents: ModelAgents,
    upstream: Upstream,
    talk: Talk,
    say: Say,
    observed: Seen,
) -> None:
    upstream.script = Script(deltas=DELTAS, fault=fault, after=2, interval=0.01)
    stream = await agents.reply(talk(), [say("안녕")])
    pieces: list[str] = []

    async def read() -> None:
        async for piece in stream:
            pieces.append(piece)  # noqa: PERF401 - what came before the failure counts

    with pytest.raises(AgentFailedError) as failure:
        await read()
    await stream.aclose()
    assert "".join(pieces).startswith("진짜")
    assert (failure.value.agent, failure.value.reason) == ("reply", reason)
    assert observed == [("reply", "failed")]


async def test_a_reply_that_a_filter_cut_fails(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    upstream.script = Script(deltas=DELTAS, finish_reason="content_filter")
    stream = await agents.reply(talk(), [say("안녕")])
    with pytest.raises(AgentFailedError, match="filtered"):
        assert [piece async for piece in stream]


async def test_closing_a_reply_ends_its_request(
    agents: ModelAgents,
    upstream: Upstream,
    ledger: list[Usage],
    talk: Talk,
    say: Say,
    observed: Seen,
) -> None:
    upstream.script = Script(deltas=DELTAS, fault=Fault.STALL, after=2)
    stream = await agents.reply(talk(), [say("안녕")])
    assert await anext(aiter(stream))
    await stream.aclose()
    await stream.aclose()
    await upstream.until(lambda: upstream.abandoned == 1)
    assert [row.outcome for row in ledger] == ["cancelled"]
    assert observed == [("reply", "stopped")]


async def test_a_reply_nobody_reads_is_closed_too(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    upstream.script = Script(deltas=DELTAS, fault=Fault.STALL, after=1)
    stream = await agents.reply(talk(), [say("안녕")])
    await stream.aclose()
    await upstream.until(lambda: upstream.abandoned == 1)


async def test_history_and_all_messages_of_the_turn_are_told(
    agents: ModelAgents, upstream: Upstream, talk: Talk, say: Say
) -> None:
    upstream.script = Script(deltas=["응!"])
    stream = await agents.reply(
        talk("friend", 2, Exchange("", "왔어?"), Exchange("응", "뭐 했어?")),
        [say("공부했어"), say("너는?")],
    )
    assert [piece async for piece in stream] == ["응!"]
    messages = upstream.requests[0].body["messages"]
    roles = [message["role"] for message in messages]
    assert roles == ["system", "user", "assistant", "user", "assistant", "user"]
    assert "공부했어" in messages[-1]["content"]
    assert "너는?" in messages[-1]["content"]
