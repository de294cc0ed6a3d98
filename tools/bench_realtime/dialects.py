"""What is said over the socket: plain text to the peers, the Centrifuge protocol to ours."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import NamedTuple, Protocol

import msgspec
from redis.asyncio import Redis

from tools.bench_realtime import engine
from tools.bench_realtime.servers.subscription import CHANNEL

Publish = Callable[[bytes], Awaitable[object]]


class Sent(msgspec.Struct):
    """What a publication carries: its number from 1, when it was published, and padding."""

    n: int
    at: int
    pad: str = ""


class Arrived(NamedTuple):
    """A publication as a subscriber sees it; `offset` as the server numbered it."""

    number: int
    sent_at: int
    offset: int


class Dialect(Protocol):
    """One way to talk to a server."""

    #: Where the socket is.
    path: str

    def greeting(self, user: int, channel: str) -> bytes:
        """Return what a client says first to subscribe; empty where it need not say anything."""
        ...

    def welcomed(self, line: bytes) -> bool:
        """Whether this answer is the last one to the greeting. Raises ValueError for a refusal."""
        ...

    def question(self, number: int, data: bytes) -> bytes:
        """Return a command with JSON to be sent back."""
        ...

    def answer(self, line: bytes) -> tuple[int | None, bytes]:
        """Return an answer's number, if it has one, and its JSON."""
        ...

    def publication(self, line: bytes) -> Arrived:
        """Read a publication."""
        ...

    def publishing(self, redis_url: str, channel: str) -> AbstractAsyncContextManager[Publish]:
        """Yield what publishes JSON from another process."""
        ...


class Plain:
    """Every connection is subscribed to everything, and every message comes back."""

    path = "/"

    def greeting(self, user: int, channel: str) -> bytes:
        """See `Dialect.greeting`."""
        del user, channel
        return b""

    def welcomed(self, line: bytes) -> bool:
        """See `Dialect.welcomed`."""
        raise ValueError(f"nothing was to be answered: {line[:200]!r}")

    def question(self, number: int, data: bytes) -> bytes:
        """See `Dialect.question`."""
        del number
        return data

    def answer(self, line: bytes) -> tuple[int | None, bytes]:
        """See `Dialect.answer`."""
        return None, line

    def publication(self, line: bytes) -> Arrived:
        """See `Dialect.publication`."""
        sent = msgspec.json.decode(line, type=Sent)
        return Arrived(sent.n, sent.at, sent.n)

    @asynccontextmanager
    async def publishing(self, redis_url: str, channel: str) -> AsyncIterator[Publish]:
        """See `Dialect.publishing`."""
        del channel
        async with Redis.from_url(redis_url) as redis:

            async def publish(data: bytes) -> object:
                return await redis.publish(CHANNEL, data)

            yield publish


class _Publication(msgspec.Struct):
    data: Sent
    offset: int


class _Push(msgspec.Struct):
    channel: str
    pub: _Publication


class _Pushed(msgspec.Struct):
    push: _Push


class _Rpc(msgspec.Struct):
    data: msgspec.Raw


class _Reply(msgspec.Struct):
    id: int
    error: msgspec.Raw = msgspec.Raw()
    rpc: _Rpc | None = None


class Centrifuge:
    """One channel of the user's own, subscribed by the server, and one that the client names."""

    path = "/connection/websocket"

    def greeting(self, user: int, channel: str) -> bytes:
        """See `Dialect.greeting`."""
        connect = b'{"id":1,"connect":{"token":"user-%d"}}' % user
        return connect + b'\n{"id":2,"subscribe":{"channel":"%s"}}' % channel.encode()

    def welcomed(self, line: bytes) -> bool:
        """See `Dialect.welcomed`."""
        reply = msgspec.json.decode(line, type=_Reply)
        if reply.error:
            raise ValueError(f"refused: {line[:200]!r}")
        return reply.id == 2

    def question(self, number: int, data: bytes) -> bytes:
        """See `Dialect.question`."""
        return b'{"id":%d,"rpc":{"method":"%s","data":%s}}' % (
            number,
            engine.METHOD.encode(),
            data,
        )

    def answer(self, line: bytes) -> tuple[int | None, bytes]:
        """See `Dialect.answer`."""
        reply = msgspec.json.decode(line, type=_Reply)
        if reply.rpc is None:
            raise ValueError(f"no answer: {line[:200]!r}")
        return reply.id, bytes(reply.rpc.data)

    def publication(self, line: bytes) -> Arrived:
        """See `Dialect.publication`."""
        publication = msgspec.json.decode(line, type=_Pushed).push.pub
        return Arrived(publication.data.n, publication.data.at, publication.offset)

    def publishing(self, redis_url: str, channel: str) -> AbstractAsyncContextManager[Publish]:
        """See `Dialect.publishing`."""
        return engine.publishing(redis_url, channel)


DIALECTS: dict[str, Dialect] = {"plain": Plain(), "centrifuge": Centrifuge()}
