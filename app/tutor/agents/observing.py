"""Tells how each agent's answer fared and how long it took, and gives every failure one shape."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from app.llm import ModelError
from app.platform.logging import logger
from app.tutor.answers import AgentFailedError, Conversation, Origin

log = logger(__name__)

FEEDBACK = "feedback"
WORDS = "words"
REPLY = "reply"

Observe = Callable[[str, str, float], None]
"""Is told the agent, the verdict (or `failed`, or `stopped` where nobody waited) and seconds."""


class _Answer(Protocol):
    @property
    def origin(self) -> Origin: ...


A = TypeVar("A", bound=_Answer)


class NothingSaidError(Exception):
    """A model ended its reply before anything could be shown."""


def unobserved(_agent: str, _verdict: str, _seconds: float) -> None:
    """Observe nothing."""


class Watch:
    """Times agents by a clock of seconds, and tells `observe` how each fared."""

    def __init__(self, observe: Observe, clock: Callable[[], float]) -> None:
        self._observe = observe
        self._clock = clock

    async def answered(self, agent: str, conversation: Conversation, work: Awaitable[A]) -> A:
        """Await an agent's answer and tell its verdict.

        Raises AgentFailedError for whatever else is raised, which is logged with ids only.
        """
        tell = self.started(agent)
        try:
            answer = await work
        except asyncio.CancelledError:
            tell("stopped")
            raise
        except Exception as error:
            tell("failed")
            raise failed(agent, conversation, error) from error
        tell(answer.origin.verdict)
        return answer

    def started(self, agent: str) -> Callable[[str], None]:
        """Return what is to be told the verdict once there is one."""
        start = self._clock()
        return lambda verdict: self._observe(agent, verdict, self._clock() - start)


def failed(agent: str, conversation: Conversation, error: Exception) -> AgentFailedError:
    """Log a failure and return it as an AgentFailedError with a short reason.

    The reason of a model's failure is its outcome; anything else is `internal`.
    """
    if isinstance(error, AgentFailedError):
        return error
    log_failure(agent, conversation, error)
    return AgentFailedError(agent, reason_of(error))


def log_failure(agent: str, conversation: Conversation, error: Exception) -> None:
    """Log a failure with its place; its own words may quote what the learner wrote."""
    log.error(
        "agent_failed",
        agent=agent,
        reason=reason_of(error),
        error=type(error).__name__,
        raised_at=_raised_at(error),
        **ids(conversation),
    )


def _raised_at(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def reason_of(error: Exception) -> str:
    """Return the short name of a failure."""
    if isinstance(error, ModelError):
        return error.outcome.value
    if isinstance(error, NothingSaidError):
        return "empty"
    return "deadline" if isinstance(error, TimeoutError) else "internal"


def ids(conversation: Conversation) -> dict[str, str]:
    """Return what a log line may say of a conversation: its ids."""
    return {"room_id": str(conversation.facts.room_id), "turn_id": str(conversation.turn_id)}
