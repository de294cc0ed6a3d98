"""A point of time that a call may not pass, however many attempts it makes."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Self, TypeVar

from app.llm.errors import DeadlinePassed
from app.llm.request import Request

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadline:
    """`seconds` that an agent gives an upstream; they end at `at` on the event loop's clock."""

    agent: str
    host: str
    awaited: str
    seconds: float
    at: float

    @classmethod
    def start(cls, request: Request, seconds: float, awaited: str) -> Self:
        """Let a request have `seconds` from now to bring what is `awaited`."""
        at = asyncio.get_running_loop().time() + seconds
        return cls(request.call.agent, request.route.host, awaited, seconds, at)

    def is_past_in(self, pause: float) -> bool:
        """Whether it will be over when `pause` more seconds have passed."""
        return asyncio.get_running_loop().time() + pause >= self.at

    async def limit(self, awaitable: Awaitable[T]) -> T:
        """Await something until the deadline. Raises DeadlinePassed, having cancelled it."""
        scope = asyncio.timeout_at(self.at)
        try:
            async with scope:
                return await awaitable
        except TimeoutError:
            if not scope.expired():
                raise
            raise DeadlinePassed(
                self.agent, self.host, self.seconds, awaited=self.awaited
            ) from None
