"""A model's reply as it comes, with its failures and its end made an agent's."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Self

from app.llm import Call, Message, Models, Outcome, Reply
from app.tutor.agents.observing import REPLY, NothingSaidError, failed
from app.tutor.answers import AgentFailedError, Conversation, Origin


class ModelReply:
    """The stream of a model's reply (a ReplyStream), open since its first text came.

    White space around the reply is left out. What goes wrong is raised as AgentFailedError.
    """

    def __init__(
        self,
        reply: Reply,
        shown: "_Trimmed",
        request: AsyncExitStack,
        conversation: Conversation,
        *,
        origin: Origin,
        judge: Callable[[str], str],
        ended: Callable[[str], None],
    ) -> None:
        """`shown` has the reply's first text; `request` is what to close in the end."""
        self._reply = reply
        self._shown = shown
        self._request = request
        self._conversation = conversation
        self._origin = origin
        self._judge = judge
        self._ended = ended
        self._over = False
        self._pieces = self._spoken()

    @classmethod
    async def begin(
        cls,
        models: Models,
        messages: Sequence[Message],
        call: Call,
        conversation: Conversation,
        *,
        origin: Origin,
        judge: Callable[[str], str],
        ended: Callable[[str], None],
    ) -> Self:
        """Ask for a reply and wait for its first text.

        `judge` gives the verdict on the whole text; `ended` is told it, or `stopped` or `failed`.
        Raises ModelError or NothingSaidError where no text comes; the request is closed then.
        """
        async with AsyncExitStack() as stack:
            reply = await stack.enter_async_context(models.stream(messages, call))
            shown = _Trimmed()
            async for piece in reply:
                if shown.take(piece):
                    break
            else:
                raise NothingSaidError
            return cls(
                reply,
                shown,
                stack.pop_all(),
                conversation,
                origin=origin,
                judge=judge,
                ended=ended,
            )

    def __aiter__(self) -> AsyncIterator[str]:
        return self._pieces

    async def aclose(self) -> None:
        """Stop it and close the request; after its end this does nothing."""
        await self._pieces.aclose()
        await self._close()
        self._end("stopped")

    @property
    def origin(self) -> Origin:
        """Who answers; the verdict is `unchecked` until the last piece was taken."""
        return self._origin

    async def _spoken(self) -> AsyncGenerator[str]:
        try:
            yield self._shown.text
            async for piece in self._reply:
                if text := self._shown.take(piece):
                    yield text
        except Exception as error:
            raise self._failed(error) from error
        await self._close()
        if self._reply.outcome is Outcome.FILTERED:
            self._end("failed")
            raise AgentFailedError(REPLY, Outcome.FILTERED.value)
        cut = self._reply.outcome is Outcome.LENGTH
        verdict = "slipped" if cut else self._judge(self._shown.text)
        self._origin = replace(self._origin, verdict=verdict)
        self._end(verdict)

    async def _close(self) -> None:
        try:
            await self._request.aclose()
        except Exception as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> AgentFailedError:
        self._end("failed")
        return failed(REPLY, self._conversation, error)

    def _end(self, verdict: str) -> None:
        if not self._over:
            self._over = True
            self._ended(verdict)


class _Trimmed:
    """Text as it grows, without white space before it, and after it only once more text comes."""

    def __init__(self) -> None:
        self.text = ""
        self._waiting = ""

    def take(self, piece: str) -> str:
        """Return what the piece adds."""
        whole = self._waiting + piece if self.text else piece.lstrip()
        added = whole.rstrip()
        self._waiting = whole[len(added) :]
        self.text += added
        return added
