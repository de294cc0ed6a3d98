"""Every answer is observed, and every failure has one shape and a short reason."""

import asyncio
from collections.abc import Callable

import pytest
import structlog

from app.llm import BadAnswer, DeadlinePassed, Outcome, Refused, Unreachable
from app.tutor.agents.observing import NothingSaidError, Watch, failed, reason_of
from app.tutor.answers import AgentFailedError, Conversation, Origin, WordsAnswer


class Clock:
    def __init__(self) -> None:
        self.seconds = 10.0

    def __call__(self) -> float:
        self.seconds += 2.5
        return self.seconds


@pytest.fixture
def seen() -> list[tuple[str, str, float]]:
    return []


@pytest.fixture
def watch(seen: list[tuple[str, str, float]]) -> Watch:
    return Watch(lambda *one: seen.append(one), Clock())


async def test_an_answer_is_observed_with_its_verdict_and_seconds(
    watch: Watch, seen: list[tuple[str, str, float]], talk: Callable[..., Conversation]
) -> None:
    answer = WordsAnswer((), Origin("engine", "verified"))

    async def work() -> WordsAnswer:
        return answer

    assert await watch.answered("words", talk(), work()) is answer
    assert seen == [("words", "verified", 2.5)]


async def test_a_failure_is_observed_and_logged_without_its_words(
    watch: Watch, seen: list[tuple[str, str, float]], talk: Callable[..., Conversation]
) -> None:
    async def work() -> WordsAnswer:
        raise ValueError("비밀 이야기")

    conversation = talk()
    with structlog.testing.capture_logs() as lines, pytest.raises(AgentFailedError) as failure:
        await watch.answered("words", conversation, work())
    assert (failure.value.agent, failure.value.reason) == ("words", "internal")
    assert seen == [("words", "failed", 2.5)]
    (line,) = lines
    assert "비밀" not in repr(line)
    assert line["error"] == "ValueError"
    assert line["turn_id"] == str(conversation.turn_id)
    assert "test_observing.py" in line["raised_at"]


async def test_an_answer_nobody_waits_for_is_stopped(
    watch: Watch, seen: list[tuple[str, str, float]], talk: Callable[..., Conversation]
) -> None:
    async def work() -> WordsAnswer:
        return await asyncio.Future()

    asking = asyncio.create_task(watch.answered("words", talk(), work()))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert [verdict for _, verdict, _ in seen] == ["stopped"]


def test_a_failure_that_has_its_shape_already_is_not_logged_twice(
    talk: Callable[..., Conversation],
) -> None:
    failure = AgentFailedError("reply", "deadline")
    with structlog.testing.capture_logs() as lines:
        assert failed("reply", talk(), failure) is failure
    assert lines == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Unreachable("reply", "host", "refused"), "unreachable"),
        (Refused("reply", "host", 500), "refused"),
        (DeadlinePassed("reply", "host", 1.0, awaited="answer"), "deadline"),
        (BadAnswer("reply", "no"), "bad_answer"),
        (BadAnswer("reply", "cut", outcome=Outcome.FILTERED), "filtered"),
        (NothingSaidError(), "empty"),
        (TimeoutError(), "deadline"),
        (KeyError("x"), "internal"),
    ],
)
def test_reasons_are_short_names(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
