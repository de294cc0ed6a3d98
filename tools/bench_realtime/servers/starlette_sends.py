"""A peer: Starlette, awaiting a send for each subscriber. `starlette_sends REDIS_URL`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from tools.bench_realtime.servers.on_uvicorn import serve
from tools.bench_realtime.servers.subscription import publications

subscribers: set[WebSocket] = set()


async def connection(socket: WebSocket) -> None:
    """Echo until the client goes."""
    await socket.accept()
    subscribers.add(socket)
    try:
        async for text in socket.iter_text():
            await socket.send_text(text)
    finally:
        subscribers.discard(socket)


async def fan_out(redis_url: str) -> None:
    """Send every publication to one after the other."""
    async for publication in publications(redis_url):
        for socket in list(subscribers):
            await socket.send_text(publication)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Hear from Redis while the server serves."""
    task = asyncio.create_task(fan_out(app.state.redis_url))
    yield
    task.cancel()


if __name__ == "__main__":
    app = Starlette(routes=[WebSocketRoute("/", connection)], lifespan=lifespan)
    app.state.redis_url = sys.argv[1]
    serve(app)
