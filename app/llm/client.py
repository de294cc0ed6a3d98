"""The one door to models: every agent's question goes through here and is accounted for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from random import Random
from typing import Self, TypeVar

import msgspec

from app.llm.answer import ask
from app.llm.answer_format import answer_format
from app.llm.attempt import Attempt
from app.llm.deadlines import Deadline
from app.llm.errors import ModelError
from app.llm.prices import load_prices
from app.llm.reply import Reply, open_reply
from app.llm.request import Request
from app.llm.retries import is_passing, pause
from app.llm.route import Call, Message, Route
from app.llm.upstream import Upstream, new_http_client
from app.llm.usage import UsageSink

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)


class Models:
    """Asks each agent's model, within deadlines, with retries, one usage record an attempt.

    Make it inside the running event loop; it owns connections until `close`.
    """

    def __init__(
        self,
        routes: Mapping[str, Route],
        usage: UsageSink,
        *,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        random: Random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`routes` by agent; `clock` counts seconds, `now` tells the date that prices are of."""
        load_prices()
        self._routes = dict(routes)
        self._usage = usage
        self._clock = clock
        self._now = now
        self._random = random
        self._sleep = sleep
        self._http_client = new_http_client()
        self._upstreams = {
            (route.base_url, route.api_key): Upstream(route, self._http_client, now)
            for route in self._routes.values()
        }

    @property
    def agents(self) -> tuple[str, ...]:
        """The agents that have a route."""
        return tuple(self._routes)

    async def close(self) -> None:
        """Close all connections; calls still open fail."""
        await self._http_client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def stream(self, messages: Sequence[Message], call: Call) -> AsyncIterator[Reply]:
        """Stream a reply; leaving the block closes the upstream request, finished or not.

        Entering waits for the first token, and up to there passing failures are retried. Raises
        Unreachable, Refused, DeadlinePassed or BadAnswer; after the first token the iteration
        raises them. KeyError if the agent has no route.
        """
        request = self._request(messages, call)
        route = request.route
        seconds = min(route.first_token_deadline, route.deadline)
        first = Deadline.start(request, seconds, "first token")
        whole = Deadline.start(request, route.deadline, "whole reply")

        async def once(attempt: Attempt) -> tuple[Reply, AsyncExitStack]:
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(self._recorded(attempt))
                opening = open_reply(request, attempt, first, whole)
                reply = await stack.enter_async_context(opening)
                return reply, stack.pop_all()

        reply, stack = await self._retrying(request, first, once)
        async with stack:
            yield reply

    async def answer(self, messages: Sequence[Message], schema: type[S], call: Call) -> S:
        """Ask for an answer in a schema: a struct of msgspec, see AnswerFormat for what it may say.

        Raises Unreachable, Refused, DeadlinePassed, or BadAnswer with a reason that the model may
        be told; TypeError if the struct has no strict schema, KeyError if the agent has no route.
        """
        request = self._request(messages, call)
        wanted = answer_format(schema)
        deadline = Deadline.start(request, request.route.deadline, "answer")

        async def once(attempt: Attempt) -> S:
            async with self._recorded(attempt):
                return await ask(request, attempt, wanted, deadline)

        return await self._retrying(request, deadline, once)

    async def probe(self, agent: str) -> str:
        """See that an agent's upstream answers and takes its key; return the model's name.

        Costs no tokens. Raises Unreachable, Refused or DeadlinePassed; KeyError without a route.
        """
        request = self._request((), Call(agent))
        deadline = Deadline.start(request, request.route.first_token_deadline, "list of models")
        await deadline.limit(request.upstream.check(agent))
        return request.route.model

    def _request(self, messages: Sequence[Message], call: Call) -> Request:
        route = self._routes[call.agent]
        return Request(call, route, self._upstreams[route.base_url, route.api_key], messages)

    async def _retrying(
        self, request: Request, deadline: Deadline, once: Callable[[Attempt], Awaitable[T]]
    ) -> T:
        """Make attempts until one succeeds, or none is left, or no time."""
        number = 1
        while True:
            attempt = Attempt(request, number, clock=self._clock, started_at=self._now())
            try:
                return await once(attempt)
            except ModelError as error:
                wait = pause(error, number, self._random)
                is_last = number >= request.route.attempts or deadline.is_past_in(wait)
                if is_last or not is_passing(error):
                    raise
            await self._sleep(wait)
            number += 1

    @asynccontextmanager
    async def _recorded(self, attempt: Attempt) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await self._usage.record(attempt.usage())
