"""All that the benchmark asks of `realtime`: an application with its engine, and a publisher."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from starlette.applications import Starlette

import realtime

METHOD = "nothing"
KEPT = realtime.StreamOptions(size=100, ttl=60, meta_ttl=600)
FOLLOWED = realtime.ChannelOptions(stream=KEPT, recover=realtime.When.ALWAYS)
#: Nobody is refused for being quick: the check itself is what is measured.
LIMITS = realtime.Limits(command_rate=1e6, command_burst=1_000_000)


class Anyone:
    """A token is a user's name."""

    async def authenticate(self, token: str) -> realtime.Identity:
        """Believe it."""
        return realtime.Identity(user=token, session=token)


class Rooms:
    """As in the product: a channel of the user's own beside those that a client asks for."""

    async def subscribe(
        self, identity: realtime.Identity, channel: str, token: str
    ) -> realtime.ChannelOptions:
        """Let everybody follow everything."""
        del identity, channel, token
        return FOLLOWED

    async def outside(self, identity: realtime.Identity, channel: str) -> realtime.ChannelOptions:
        """Let nobody do anything without joining."""
        del identity, channel
        return realtime.ChannelOptions()

    def server_side(self, identity: realtime.Identity) -> Mapping[str, realtime.ChannelOptions]:
        """Subscribe to the user's own channel."""
        return {f"#{identity.user}": FOLLOWED}

    def stream(self, channel: str) -> realtime.StreamOptions:
        """Keep every channel."""
        del channel
        return KEPT


async def nothing(identity: realtime.Identity, data: bytes) -> bytes:
    """Answer what was asked."""
    del identity
    return data


def application(redis_url: str) -> Starlette:
    """Return an application that serves the engine and nothing else."""
    redis = Redis.from_url(redis_url)
    engine = realtime.Engine(
        broker=realtime.RedisBroker(redis, prefix="bench:"),
        authenticator=Anyone(),
        policy=Rooms(),
        rpc={METHOD: nothing},
        limits=LIMITS,
        exempt_addresses=["127.0.0.0/8"],
    )
    return Starlette(routes=engine.routes, lifespan=lambda _: engine.running())


async def publish_to_each(redis_url: str, channels: Sequence[str], data: bytes) -> None:
    """Publish JSON once to each of the channels."""
    async with Redis.from_url(redis_url) as redis:
        broker = realtime.RedisBroker(redis, prefix="bench:", timeout=30)
        await asyncio.gather(*(broker.publish(channel, data, KEPT) for channel in channels))


@asynccontextmanager
async def publishing(
    redis_url: str, channel: str
) -> AsyncIterator[Callable[[bytes], Awaitable[object]]]:
    """Yield what publishes JSON to the channel from another process, through the broker."""
    async with Redis.from_url(redis_url) as redis:
        broker = realtime.RedisBroker(redis, prefix="bench:")

        async def publish(data: bytes) -> object:
            return await broker.publish(channel, data, KEPT)

        yield publish
