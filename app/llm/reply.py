"""A streamed reply: text as it comes, below the openai library's own stream objects.

Every network read gives one piece of text, however many events were in it: parsing is cheap, what
costs is waking up whoever waits for the next piece.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import msgspec

from app.llm.attempt import Attempt
from app.llm.completions import Chunk, decode_chunk, outcome_of
from app.llm.deadlines import Deadline
from app.llm.errors import BadAnswer, DeadlinePassed, ModelError, Refused, Unreachable
from app.llm.request import Request
from app.llm.server_sent_events import EventReader, EventTooLongError
from app.llm.stream_text import StreamText
from app.llm.upstream import Body
from app.llm.usage import Outcome

# After the last token only the usage is still to come.
_SECONDS_AFTER_FINISH = 1.0


@asynccontextmanager
async def open_reply(
    request: Request, attempt: Attempt, first: Deadline, whole: Deadline
) -> AsyncIterator["Reply"]:
    """Make one attempt at a reply and wait for its first token until the deadline `first`.

    Raises Unreachable, Refused, DeadlinePassed or BadAnswer; leaving the block closes the request.
    """
    async with AsyncExitStack() as stack:
        with attempt.failing():
            sent = request.send(stream=True, extra={"stream_options": {"include_usage": True}})
            body = await first.limit(stack.enter_async_context(sent))
        attempt.answered = True
        reply = Reply(request, body, attempt, whole)
        await reply.start(first)
        yield reply
        await reply.drain()


class Reply(AsyncIterator[str]):
    """The text of one reply in NFC, in pieces that end between graphemes. Iterate it once.

    Raises Unreachable (broken off), Refused (the upstream reported an error), DeadlinePassed or
    BadAnswer while it is iterated; what was yielded before stays valid.
    """

    def __init__(self, request: Request, body: Body, attempt: Attempt, deadline: Deadline) -> None:
        self._agent = request.call.agent
        self._upstream = request.upstream
        self._body = body
        self._attempt = attempt
        self._deadline = deadline
        self._events = EventReader()
        self._text = StreamText()
        self._first = ""
        self._finish_reason: str | None = None
        self._saw_event = False
        self._failure: ModelError | None = None

    @property
    def outcome(self) -> Outcome | None:
        """How it ended: COMPLETE, LENGTH, FILTERED or a failure; None while it is streaming."""
        return self._attempt.outcome

    async def start(self, deadline: Deadline) -> None:
        """Wait for the first token, or for an end without one (which only a filter may make)."""
        while not self._attempt.has_token and self._attempt.outcome is None:
            self._first += await self._advance(deadline)

    async def __anext__(self) -> str:
        if self._first:
            text, self._first = self._first, ""
            return text
        while self._attempt.outcome is None:
            text = await self._advance(self._deadline)
            if text:
                return text
        raise StopAsyncIteration

    async def drain(self) -> None:
        """Let the connection be used again, if the reply was read to its end."""
        if self._attempt.outcome in {Outcome.COMPLETE, Outcome.LENGTH, Outcome.FILTERED}:
            await self._body.drain()

    async def _advance(self, deadline: Deadline) -> str:
        """Read from the network once; return the text that is complete with it, often none."""
        with self._attempt.failing():
            if self._failure is not None:
                raise self._failure
            if self._finish_reason is not None:
                chunk = await self._read_after_finish(deadline)
            else:
                chunk = await deadline.limit(self._body.read())
            if not chunk:
                return self._end(done=False)
            return self._read_events(chunk)

    async def _read_after_finish(self, deadline: Deadline) -> bytes:
        """Read what follows a finished text. Its loss costs the usage, not the text."""
        soon = asyncio.get_running_loop().time() + _SECONDS_AFTER_FINISH
        try:
            return await replace(deadline, at=min(deadline.at, soon)).limit(self._body.read())
        except (DeadlinePassed, Unreachable):
            return b""

    def _read_events(self, chunk: bytes) -> str:
        """Return the text of the events in it. A failure waits until that text was taken."""
        deltas: list[str] = []
        ended = False
        try:
            for data in self._events.feed(chunk):
                self._saw_event = True
                ended = data == b"[DONE]"
                if ended:
                    break
                delta = self._read_chunk(decode_chunk(data))
                if delta:
                    deltas.append(delta)
        except (msgspec.DecodeError, UnicodeError, EventTooLongError):
            self._failure = BadAnswer(self._agent, "the stream has events that are no completion")
        except Refused as error:
            self._failure = error
        text = ""
        if deltas:
            self._attempt.receive(len(deltas))
            text = self._text.feed("".join(deltas))
        return text + self._end(done=True) if ended else text

    def _read_chunk(self, chunk: Chunk) -> str | None:
        if chunk.usage is not None:
            self._attempt.reported = chunk.usage.counts()
        if chunk.error is not None:
            raise self._upstream.refused_within(self._agent, chunk.error.code, chunk.error.type)
        if not chunk.choices:
            return None
        choice = chunk.choices[0]
        if choice.finish_reason is not None:
            self._finish_reason = choice.finish_reason
        return choice.delta.content if choice.delta else None

    def _end(self, *, done: bool) -> str:
        """End as the stream said: by `[DONE]`, or by closing after a finish reason."""
        if not self._saw_event:
            raise BadAnswer(self._agent, "the upstream did not stream")
        if self._finish_reason is None and not done:
            raise Unreachable(self._agent, self._deadline.host, "the reply was broken off")
        outcome = outcome_of(self._finish_reason)
        if outcome is Outcome.COMPLETE and not self._attempt.has_token:
            raise BadAnswer(self._agent, "the model said nothing")
        self._attempt.end(outcome)
        return self._text.finish()
