"""Reading a reply as it streams, gathered into deltas; no task and no wake-up for each token."""

import asyncio
from collections.abc import Callable, Sequence

from app.tutor.answers import AgentFailedError, Agents, Conversation
from app.tutor.deltas import Gathering
from app.tutor.ports import RoomMessage
from app.tutor.turn import Input, ReplyBroken, ReplyDelivered, ReplyFinished


class ReplyReader:
    """Runs the Conversation agent once and tells what comes, through `tell`."""

    def __init__(self, attempt: int, *, tell: Callable[[Input], None]) -> None:
        self._attempt = attempt
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._gathering = Gathering()
        self._timer: asyncio.TimerHandle | None = None

    async def read(
        self, agents: Agents, conversation: Conversation, messages: Sequence[RoomMessage]
    ) -> None:
        """Read to the end; a failure is told, a cancellation ends the request upstream."""
        try:
            stream = await agents.reply(conversation, messages)
            try:
                async for piece in stream:
                    self._take(piece)
                self._flush()
            finally:
                self._stop_timer()
                await stream.aclose()
        except AgentFailedError as failure:
            self._flush()
            self._tell(ReplyBroken(self._attempt, failure.reason))
        else:
            self._tell(ReplyFinished(self._attempt, stream.origin))

    def _take(self, piece: str) -> None:
        now = self._loop.time()
        shown = self._gathering.add(piece, now)
        if shown is not None:
            self._stop_timer()
            self._tell(ReplyDelivered(self._attempt, shown, now))
        elif self._timer is None:
            self._timer = self._loop.call_later(self._gathering.due_in(now) or 0.0, self._flush)

    def _flush(self) -> None:
        self._stop_timer()
        now = self._loop.time()
        if self._gathering.due_in(now) is not None:
            self._tell(ReplyDelivered(self._attempt, self._gathering.take(now), now))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
