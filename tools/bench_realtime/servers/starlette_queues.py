"""A peer: Starlette with a queue and a writer task for each. `starlette_queues REDIS_URL`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from tools.bench_realtime.servers.on_uvicorn import serve
from tools.bench_realtime.servers.subscription import publications

queues: set[asyncio.Queue[str]] = set()


async def connection(socket: WebSocket) -> None:
    """Echo through the queue until the client goes."""
    await socket.accept()
    queue: asyncio.Queue[str] = asyncio.Queue()
    queues.add(queue)
    writer = asyncio.create_task(write(socket, queue))
    try:
        async for text in socket.iter_text():
            queue.put_nowait(text)
    finally:
        queues.discard(queue)
        writer.cancel()


async def write(socket: WebSocket, queue: asyncio.Queue[str]) -> None:
    """Send what is queued, until cancelled."""
    while True:
        await socket.send_text(await queue.get())


async def fan_out(redis_url: str) -> None:
    """Put every publication into every queue."""
    async for publication in publications(redis_url):
        for queue in list(queues):
            queue.put_nowait(publication)


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
