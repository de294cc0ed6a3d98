"""A reply of the offline tutor as it comes: its words, one after another."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import replace

from app.tutor.answers import Origin
from app.tutor.offline import deltas


class OfflineReply:
    """The stream of a reply that is known already (a ReplyStream)."""

    def __init__(
        self,
        text: str,
        *,
        pause: float,
        origin: Origin,
        ended: Callable[[str], None],
    ) -> None:
        """`pause` is in seconds, between two pieces.

        `origin` is that of the finished reply; `ended` is told its verdict, or `stopped`.
        """
        self._text = text
        self._pause = pause
        self._finished = origin
        self._origin = replace(origin, verdict="unchecked")
        self._ended = ended
        self._over = False
        self._pieces = self._spoken()

    def __aiter__(self) -> AsyncIterator[str]:
        return self._pieces

    async def aclose(self) -> None:
        """Stop it; after its end this does nothing."""
        await self._pieces.aclose()
        self._end("stopped")

    @property
    def origin(self) -> Origin:
        """Who answers; the verdict is `unchecked` until the last piece was taken."""
        return self._origin

    async def _spoken(self) -> AsyncGenerator[str]:
        for number, piece in enumerate(deltas(self._text)):
            if number:
                await asyncio.sleep(self._pause)
            yield piece
        self._origin = self._finished
        self._end(self._finished.verdict)

    def _end(self, verdict: str) -> None:
        if not self._over:
            self._over = True
            self._ended(verdict)
