"""One OpenAI-compatible endpoint: the openai library opens the request, the bytes are read here."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import cast

import aiohttp
import httpx2
import openai

from app.llm.errors import Refused, Unreachable
from app.llm.retries import retry_after
from app.llm.route import Message, Route

_CONNECT_SECONDS = 5.0
_DRAIN_SECONDS = 0.1
_BROKEN = (openai.APIConnectionError, httpx2.HTTPError, aiohttp.ClientError, OSError)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


def new_http_client() -> httpx2.AsyncClient:
    """Return the connections that all upstreams share. Deadlines are the caller's.

    A redirect is not followed: the key and what learners wrote go to the configured host alone.
    """
    timeout = httpx2.Timeout(None, connect=_CONNECT_SECONDS)
    return openai.DefaultAioHttpClient(timeout=timeout, follow_redirects=False)


class Upstream:
    """Requests to one route's endpoint with its key: one attempt each, failures as ModelErrors."""

    def __init__(
        self, route: Route, http_client: httpx2.AsyncClient, now: Callable[[], datetime]
    ) -> None:
        self._host = route.host
        self._now = now
        # The library insists on a key; without one of ours, no header carries it.
        keyless = {"Authorization": cast("str", openai.Omit())}
        self._headers = None if route.api_key else keyless
        self._client = openai.AsyncOpenAI(
            base_url=route.base_url,
            api_key=route.api_key or "none",
            http_client=http_client,
            max_retries=0,
        )

    @asynccontextmanager
    async def completion(
        self,
        agent: str,
        model: str,
        messages: Sequence[Message],
        *,
        stream: bool,
        parameters: dict[str, object],
    ) -> AsyncIterator["Body"]:
        """Send a chat completion request; leaving the block closes it, finished or not.

        Raises Unreachable or Refused. `parameters` go into the body as they are.
        """
        # Given as `messages`, the library walks through each of them: half of a request's CPU.
        prompt = [{"role": message.role, "content": message.content} for message in messages]
        request = self._client.chat.completions.with_streaming_response.create(
            model=model,
            messages=(),
            stream=stream,
            extra_body={"messages": prompt, **parameters},
            extra_headers=self._headers,
        )
        try:
            response = await request.__aenter__()
        except openai.APIStatusError as error:
            raise self._refused(agent, error) from None
        except _BROKEN as error:
            raise Unreachable(agent, self._host, _reason(error)) from error
        try:
            yield Body(agent, self._host, response.iter_bytes())
        finally:
            await response.close()

    async def check(self, agent: str) -> None:
        """Ask for the list of models, to see that the endpoint answers and takes the key.

        Raises Unreachable or Refused. A server that has no such list (404) passes.
        """
        try:
            await self._client.models.with_raw_response.list(extra_headers=self._headers)
        except openai.NotFoundError:
            return
        except openai.APIStatusError as error:
            raise self._refused(agent, error) from None
        except _BROKEN as error:
            raise Unreachable(agent, self._host, _reason(error)) from error

    def refused_within(self, agent: str, code: int | str | None, kind: str | None) -> Refused:
        """Return the error that an upstream reported in the place of an answer."""
        status = code if isinstance(code, int) and 400 <= code <= 599 else 500
        return Refused(agent, self._host, status, code=_named(code) or _named(kind))

    def _refused(self, agent: str, error: openai.APIStatusError) -> Refused:
        headers = error.response.headers
        should_retry = {"true": True, "false": False}.get(headers.get("x-should-retry", ""))
        return Refused(
            agent,
            self._host,
            error.status_code,
            code=_named(error.code) or _named(error.type),
            retry_after=retry_after(headers, self._now()),
            should_retry=should_retry,
        )


class Body:
    """The bytes of one open answer."""

    def __init__(self, agent: str, host: str, chunks: AsyncIterator[bytes]) -> None:
        self._agent = agent
        self._host = host
        self._chunks = chunks

    async def read(self) -> bytes:
        """Return the next bytes as they come from the network, b"" at the end.

        Raises Unreachable if the connection breaks before the answer's end.
        """
        try:
            return await anext(self._chunks, b"")
        except _BROKEN as error:
            raise Unreachable(self._agent, self._host, _reason(error)) from error

    async def drain(self) -> None:
        """Read what may follow the answer, so that its connection can carry the next request.

        Whether that works concerns nobody but the next request, which can open a connection.
        """
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                while await self.read():
                    continue
        except (TimeoutError, Unreachable):
            return


def _reason(error: BaseException) -> str:
    """Say what broke: the system's words for the innermost cause if it has any, else its name."""
    while error.__cause__ is not None:
        error = error.__cause__
    words = error.strerror if isinstance(error, OSError) else None
    return words or type(error).__name__


def _named(code: object) -> str | None:
    """Return a code if it is one: an upstream's free text is not repeated."""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None
