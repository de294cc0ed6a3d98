"""Reading a reply: gathered pieces become inputs, failures are told, cancellation closes it."""

import asyncio
import selectors
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextvars import Context
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn, TypeVar, TypeVarTuple
from uuid import UUID

import pytest

from app.korean import PickedWord
from app.tutor.answers import (
    AgentFailedError,
    Conversation,
    FeedbackAnswer,
    Origin,
    WordsAnswer,
)
from app.tutor.ports import RoomMessage
from app.tutor.reply_reader import ReplyReader
from app.tutor.turn import Input, ReplyBroken, ReplyDelivered, ReplyFinished

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

ROOM, USER, TURN = UUID(int=1), UUID(int=2), UUID(int=3)
VERIFIED = Origin("model", "verified", "a-model", "reply-1")
CUT_OFF = AgentFailedError("conversation", "deadline")


class JumpingSelector(selectors.DefaultSelector):
    """Waits for nothing: the time until the next timer is over at once, and counted."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("nothing is ready and no timer runs: this would wait forever")
            self.now += max(0.0, timeout)
        return ready


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock begins at 0 and jumps from timer to timer."""

    def __init__(self) -> None:
        self._jumping = JumpingSelector()
        self.timers = 0
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    def stall(self, seconds: float) -> None:
        """Let time pass in which the loop does nothing, as when the machine is busy."""
        self._jumping.now += seconds

    def call_at(
        self,
        when: float,
        callback: Callable[[*Arguments], object],
        *args: *Arguments,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        self.timers += 1
        return super().call_at(when, callback, *args, context=context)


def loop() -> JumpingLoop:
    running = asyncio.get_running_loop()
    assert isinstance(running, JumpingLoop)
    return running


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work` on a clock of its own."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(work)


@dataclass(frozen=True)
class Pause:
    """So many seconds pass before the model goes on."""

    seconds: float


@dataclass(frozen=True)
class Stall:
    """So many seconds pass in which no timer is served."""

    seconds: float


Step = str | Pause | Stall | Exception


@dataclass(frozen=True)
class Facts:
    room_id: UUID = ROOM
    user_id: UUID = USER
    persona: str = "friend"
    closeness: int = 2
    learner_name: str = "Mina"
    language: str = "en"
    level: str = "beginner"


@dataclass(frozen=True)
class Line:
    message_id: UUID
    text: str
    turn_id: UUID | None = TURN
    seq: int = 1
    author: str = "learner"


CONVERSATION = Conversation(facts=Facts(), turn_id=TURN, exchanges=(), known_words=frozenset())
LINES = [Line(UUID(int=4), "안녕"), Line(UUID(int=5), "뭐 해?")]


class Stream:
    """A reply that comes as scripted: text, pauses, and a failure at the end of some."""

    def __init__(self, script: Sequence[Step], log: list[object]) -> None:
        self._script = script
        self._log = log
        self._ended = False

    async def __aiter__(self) -> AsyncIterator[str]:
        for step in self._script:
            if isinstance(step, Pause):
                await asyncio.sleep(step.seconds)
            elif isinstance(step, Stall):
                loop().stall(step.seconds)
            elif isinstance(step, Exception):
                raise step
            else:
                yield step
        self._ended = True

    async def aclose(self) -> None:
        self._log.append("closed")

    @property
    def origin(self) -> Origin:
        assert self._ended, "the verdict is known when the stream has ended"
        return VERIFIED


@dataclass
class ScriptedAgents:
    """Agents of which only the reply is asked; `log` holds all that was told and done."""

    script: Sequence[Step] = ()
    before: Sequence[Pause | Exception] = ()
    log: list[object] = field(default_factory=list)

    async def feedback(self, conversation: Conversation, message: RoomMessage) -> FeedbackAnswer:
        return _only_the_reply_is_read()

    async def words(self, conversation: Conversation, message: RoomMessage) -> WordsAnswer:
        return _only_the_reply_is_read()

    def words_of_reply(
        self, conversation: Conversation, text: str, taken: Sequence[PickedWord]
    ) -> tuple[PickedWord, ...]:
        return _only_the_reply_is_read()

    async def reply(self, conversation: Conversation, messages: Sequence[RoomMessage]) -> Stream:
        assert conversation is CONVERSATION
        assert messages == LINES
        for step in self.before:
            if isinstance(step, Exception):
                raise step
            try:
                await asyncio.sleep(step.seconds)
            except asyncio.CancelledError:
                self.log.append("let go")
                raise
        return Stream(self.script, self.log)

    async def read(self, *, attempt: int = 1) -> None:
        await ReplyReader(attempt, tell=self.told).read(self, CONVERSATION, LINES)

    def told(self, what: Input) -> None:
        # Times are sums of pauses: to the microsecond is near enough.
        if isinstance(what, ReplyDelivered):
            what = replace(what, now=round(what.now, 6))
        self.log.append(what)


def _only_the_reply_is_read() -> NoReturn:
    raise AssertionError("the reader asks for the reply and nothing else")


def delivered(text: str, at: float) -> ReplyDelivered:
    return ReplyDelivered(1, text, at)


def test_the_first_piece_is_told_at_once_and_later_ones_together() -> None:
    agents = ScriptedAgents(["안녕", Pause(0.015), "하", Pause(0.015), "세", Pause(0.015), "요"])

    run(agents.read())

    assert agents.log == [
        delivered("안녕", 0.0),
        delivered("하세", 0.04),
        delivered("요", 0.045),
        "closed",
        ReplyFinished(1, VERIFIED),
    ]


def test_what_waits_is_told_in_time_though_the_model_is_silent() -> None:
    agents = ScriptedAgents(["안", Pause(0.01), "녕", Pause(0.05), ",", Pause(8.0), "음"])

    run(agents.read())

    assert agents.log[:4] == [
        delivered("안", 0.0),
        delivered("녕", 0.04),
        delivered(",", 0.08),
        delivered("음", 8.06),
    ]


def test_what_waits_after_a_silence_is_told_in_time_too() -> None:
    agents = ScriptedAgents(["안", Pause(0.01), "녕", Pause(1), "음", Pause(0.01), "?", Pause(8)])

    run(agents.read())

    assert agents.log[:4] == [
        delivered("안", 0.0),
        delivered("녕", 0.04),
        delivered("음", 1.01),
        delivered("?", 1.05),
    ]


def test_a_timer_that_is_late_tells_nothing_early() -> None:
    agents = ScriptedAgents(["안", Pause(0.01), "녕", Stall(0.05), "하", "세", Pause(8.0)])

    run(agents.read())

    assert agents.log[:3] == [
        delivered("안", 0.0),
        delivered("녕하", 0.06),
        delivered("세", 0.1),
    ]


def test_a_burst_is_told_in_two_with_one_timer() -> None:
    agents = ScriptedAgents(["ㅋ"] * 1_000)

    async def timers() -> int:
        before = loop().timers
        await agents.read()
        return loop().timers - before

    assert run(timers()) == 1
    assert agents.log[:2] == [delivered("ㅋ", 0.0), delivered("ㅋ" * 999, 0.0)]


def test_a_minute_of_tokens_is_told_whole_in_about_300() -> None:
    agents = ScriptedAgents([step for token in range(3_000) for step in (f"{token} ", Pause(0.02))])

    run(agents.read())

    told = [one.text for one in agents.log if isinstance(one, ReplyDelivered)]
    assert "".join(told) == "".join(f"{token} " for token in range(3_000))
    assert 250 <= len(told) <= 332


def test_the_wait_for_the_first_token_is_no_part_of_the_pacing() -> None:
    agents = ScriptedAgents(["안", Pause(0.01), "녕", Pause(1.0)], before=[Pause(9.5)])

    run(agents.read())

    assert agents.log[:2] == [delivered("안", 9.5), delivered("녕", 9.54)]


def test_a_reply_without_text_is_finished_without_a_delta() -> None:
    agents = ScriptedAgents(["", ""])

    run(agents.read())

    assert agents.log == ["closed", ReplyFinished(1, VERIFIED)]


def test_all_that_is_told_names_its_attempt() -> None:
    finished, broken = ScriptedAgents(["응"]), ScriptedAgents(["응", CUT_OFF])

    run(finished.read(attempt=2))
    run(broken.read(attempt=3))

    assert finished.log == [ReplyDelivered(2, "응", 0.0), "closed", ReplyFinished(2, VERIFIED)]
    assert broken.log == [ReplyDelivered(3, "응", 0.0), "closed", ReplyBroken(3, "deadline")]


def test_a_failure_is_told_after_what_came_before_it() -> None:
    agents = ScriptedAgents(["안녕", Pause(0.01), ", 뭐", Pause(0.01), CUT_OFF])

    run(agents.read())

    assert agents.log == [
        delivered("안녕", 0.0),
        "closed",
        delivered(", 뭐", 0.02),
        ReplyBroken(1, "deadline"),
    ]


def test_a_reply_that_does_not_even_begin_is_told_as_broken() -> None:
    agents = ScriptedAgents(before=[AgentFailedError("conversation", "unreachable")])

    run(agents.read())

    assert agents.log == [ReplyBroken(1, "unreachable")]


def test_a_fault_of_our_own_is_raised_and_the_stream_closed() -> None:
    agents = ScriptedAgents(["안녕", Pause(0.01), ", 뭐", ZeroDivisionError()])

    with pytest.raises(ZeroDivisionError):
        run(agents.read())

    assert agents.log == [delivered("안녕", 0.0), "closed"]


async def cancelled(agents: ScriptedAgents, *, at: float) -> None:
    """Cancel the reader at `at` seconds; return a minute later."""
    task = asyncio.create_task(agents.read())
    await asyncio.sleep(at)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(60)


def test_a_cancellation_closes_the_stream_and_nothing_more_is_told() -> None:
    agents = ScriptedAgents(["안녕", Pause(0.01), ", 뭐", Pause(1.0), " 해?"])

    run(cancelled(agents, at=0.02))

    assert agents.log == [delivered("안녕", 0.0), "closed"]


def test_a_cancellation_before_the_first_token_lets_the_agent_go() -> None:
    agents = ScriptedAgents(["안녕"], before=[Pause(9.0)])

    run(cancelled(agents, at=0.5))

    assert agents.log == ["let go"]
