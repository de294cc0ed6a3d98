"""A real HTTP server that speaks the OpenAI chat protocol as a test tells it to.

async with Upstream() as upstream:
    upstream.script = Script(tokens=60, interval=0.02)   # what every request gets
    upstream.queue(Script(status=500), Script(fault=Fault.CUT, after=3))   # the next two
    ... Route(base_url=upstream.base_url, model="test") ...
    await upstream.until(lambda: upstream.abandoned == 1)

A streamed reply echoes the request's last user message (`echo`), so that mixed-up replies show. An
answer in a schema is the smallest value that the schema allows, unless `upstream.answers` has a
function for the schema's name.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from types import TracebackType
from typing import Any, Self

import msgspec
from aiohttp import web


class Fault(Enum):
    """How an upstream can fail after it took a request. `Script.after` tokens come before."""

    HANG = auto()  # no answer at all, not even headers
    DROP = auto()  # the connection closes without an answer
    STALL = auto()  # nothing more comes
    CUT = auto()  # the connection breaks
    END = auto()  # the stream ends properly, but unfinished
    GARBAGE = auto()  # bytes that are no JSON
    ERROR = auto()  # an error in the place of an answer, with status 200
    EMPTY = auto()  # a completion without choices (not streamed)
    PLAIN = auto()  # a whole page where a stream was asked for
    LINGER = auto()  # a finished stream that is not closed


@dataclass(frozen=True)
class Script:
    """What one request gets. Delays are seconds."""

    tokens: int = 10
    deltas: Sequence[str] | None = None  # instead of the echo
    content: str | None = None  # instead of an answer made from the schema
    refusal: str | None = None
    interval: float = 0.0  # between tokens
    first_token_delay: float = 0.0
    finish_reason: str = "stop"
    sends_usage: bool = True
    sends_done: bool = True
    cached_tokens: int = 0
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    error: Mapping[str, object] = field(default_factory=lambda: {"message": "as told"})
    fault: Fault | None = None
    after: int = 0


@dataclass(frozen=True)
class ChatRequest:
    """A request as it came."""

    body: dict[str, Any]
    headers: Mapping[str, str]

    @property
    def last_user_text(self) -> str:
        """What the last user message says."""
        texts: list[str] = [m["content"] for m in self.body["messages"] if m["role"] == "user"]
        return texts[-1] if texts else ""

    @property
    def schema_name(self) -> str:
        """The name of the schema that the answer is to be in; "" without one."""
        name: str = self.body.get("response_format", {}).get("json_schema", {}).get("name", "")
        return name


def echo(text: str, tokens: int) -> list[str]:
    """The deltas of a reply to `text`: joined, they are what a reader must have got."""
    return [f"{text} {number}/{tokens}. " for number in range(1, tokens + 1)]


class Upstream:
    """The server, on a free port of this machine, in the test's own event loop."""

    def __init__(self) -> None:
        self.script = Script()
        self.answers: dict[str, Callable[[ChatRequest], object]] = {}
        self.requests: list[ChatRequest] = []
        self.connections: set[tuple[str, int]] = set()
        self.opened = 0
        self.finished = 0
        self.abandoned = 0  # the client closed before the answer's end
        self.most_open = 0
        self.base_url = ""
        self._scripts: deque[Script] = deque()
        self._changed = asyncio.Condition()
        application = web.Application()
        application.router.add_post("/v1/chat/completions", self._complete)
        application.router.add_get("/v1/models", self._list_models)
        self._runner = web.AppRunner(
            application, handler_cancellation=True, access_log=None, shutdown_timeout=0.1
        )

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/v1"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    @property
    def open(self) -> int:
        """How many requests are being answered."""
        return self.opened - self.finished - self.abandoned

    def queue(self, *scripts: Script) -> None:
        """Let the next requests get these, one each, before `script` holds again."""
        self._scripts.extend(scripts)

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until a condition on the counts holds; TimeoutError if it does not in time."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def _list_models(self, request: web.Request) -> web.StreamResponse:
        script = self._next_script()
        if script.status != 200:
            return _refusal(script)
        return web.json_response({"object": "list", "data": [{"id": "test", "object": "model"}]})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        chat = ChatRequest(await request.json(), dict(request.headers))
        self.requests.append(chat)
        assert request.transport is not None
        self.connections.add(request.transport.get_extra_info("peername")[:2])
        script = self._next_script()
        self.opened += 1
        self.most_open = max(self.most_open, self.open)
        try:
            await self._notify()
            response = await self._respond(request, chat, script)
            self.finished += 1
        except asyncio.CancelledError:
            self.abandoned += 1
            raise
        except ConnectionResetError:
            self.abandoned += 1
            response = web.Response()
        finally:
            await self._notify()
        return response

    async def _respond(
        self, request: web.Request, chat: ChatRequest, script: Script
    ) -> web.StreamResponse:
        if script.fault is Fault.HANG:
            await asyncio.Event().wait()
        if script.fault is Fault.DROP:
            _abort(request)
            return web.Response()
        if script.status != 200:
            return _refusal(script)
        if chat.body.get("stream"):
            return await self._stream(request, chat, script)
        return await self._answer(request, chat, script)

    def _next_script(self) -> Script:
        return self._scripts.popleft() if self._scripts else self.script

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _stream(
        self, request: web.Request, chat: ChatRequest, script: Script
    ) -> web.StreamResponse:
        if script.fault is Fault.PLAIN:
            return web.Response(text="<html>Welcome</html>", content_type="text/html")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        deltas = script.deltas or echo(chat.last_user_text, script.tokens)
        if script.fault is not None:
            deltas = deltas[: script.after]
        await response.write(_event(_chunk({"role": "assistant", "content": None})))
        for number, delta in enumerate(deltas):
            await asyncio.sleep(script.interval if number else script.first_token_delay)
            await response.write(_event(_chunk({"content": delta})))
        if script.fault is not None:
            return await self._fail(request, response, script)
        await response.write(_event(_chunk({}, script.finish_reason)))
        if script.sends_usage and chat.body.get("stream_options", {}).get("include_usage"):
            usage = _usage(chat, len(deltas), script)
            await response.write(_event({**_chunk(None), "usage": usage}))
        if script.sends_done:
            await response.write(b"data: [DONE]\n\n")
        return response

    async def _fail(
        self, request: web.Request, response: web.StreamResponse, script: Script
    ) -> web.StreamResponse:
        if script.fault is Fault.LINGER:
            await response.write(_event(_chunk({}, script.finish_reason)))
        if script.fault in {Fault.STALL, Fault.LINGER}:
            await asyncio.Event().wait()
        if script.fault is Fault.CUT:
            _abort(request)
        if script.fault is Fault.GARBAGE:
            await response.write(b"data: {not json at all\n\n")
        if script.fault is Fault.ERROR:
            await response.write(_event({"error": dict(script.error)}))
        return response

    async def _answer(
        self, request: web.Request, chat: ChatRequest, script: Script
    ) -> web.StreamResponse:
        await asyncio.sleep(script.first_token_delay)
        if script.fault is Fault.GARBAGE:
            return web.Response(body=b"\xff{not json at all", content_type="application/json")
        if script.fault is Fault.ERROR:
            return web.json_response({"error": dict(script.error)})
        if script.fault is Fault.EMPTY:
            return web.json_response({**_envelope("chat.completion"), "choices": []})
        content = self._content(chat) if script.content is None else script.content
        message = {"role": "assistant", "content": None if script.refusal else content}
        if script.refusal:
            message["refusal"] = script.refusal
        body: dict[str, object] = {
            **_envelope("chat.completion"),
            "choices": [{"index": 0, "message": message, "finish_reason": script.finish_reason}],
        }
        if script.sends_usage:
            body["usage"] = _usage(chat, max(1, len(content) // 3), script)
        if script.fault is not None:
            return await self._fail_within(request, msgspec.json.encode(body), script)
        return web.Response(body=msgspec.json.encode(body), content_type="application/json")

    async def _fail_within(
        self, request: web.Request, body: bytes, script: Script
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        return await self._fail(request, response, script)

    def _content(self, chat: ChatRequest) -> str:
        if chat.schema_name in self.answers:
            answer = self.answers[chat.schema_name](chat)
        elif chat.schema_name:
            answer = smallest(chat.body["response_format"]["json_schema"]["schema"])
        else:
            return chat.last_user_text
        return msgspec.json.encode(answer).decode()


def smallest(schema: Mapping[str, Any]) -> Any:
    """Return the smallest value that a schema without references allows."""
    if "anyOf" in schema:
        return min((smallest(one) for one in schema["anyOf"]), key=lambda value: value is not None)
    if "enum" in schema:
        return schema["enum"][0]
    match schema["type"]:
        case "object":
            return {name: smallest(one) for name, one in schema["properties"].items()}
        case "array":
            return [smallest(schema["items"]) for _ in range(schema.get("minItems", 0))]
        case "string":
            return "가" * schema.get("minLength", 1)
        case "integer" | "number":
            above = schema.get("exclusiveMinimum")
            return schema.get("minimum", 0 if above is None else above + 1)
        case "boolean":
            return False
        case "null":
            return None
    raise ValueError(f"no value is known for {schema}")


def _refusal(script: Script) -> web.Response:
    return web.json_response(
        {"error": dict(script.error)}, status=script.status, headers=script.headers
    )


def _abort(request: web.Request) -> None:
    assert request.transport is not None
    request.transport.abort()


def _envelope(kind: str) -> dict[str, object]:
    return {"id": "chatcmpl-test", "object": kind, "created": int(time.time()), "model": "test"}


def _chunk(delta: object | None, finish_reason: str | None = None) -> dict[str, object]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    choices = [] if delta is None else [choice]
    return {**_envelope("chat.completion.chunk"), "choices": choices}


def _usage(chat: ChatRequest, output: int, script: Script) -> dict[str, object]:
    sent = sum(len(message["content"]) for message in chat.body["messages"]) // 3 + 1
    return {
        "prompt_tokens": sent + script.cached_tokens,
        "completion_tokens": output,
        "total_tokens": sent + script.cached_tokens + output,
        "prompt_tokens_details": {"cached_tokens": script.cached_tokens},
    }


def _event(value: object) -> bytes:
    return b"data: " + msgspec.json.encode(value) + b"\n\n"
