"""A peer: an ASGI application without a framework, on uvicorn. `plain_asgi REDIS_URL`."""

import asyncio
import sys

from starlette.types import Receive, Scope, Send

from tools.bench_realtime.servers.on_uvicorn import serve
from tools.bench_realtime.servers.subscription import publications


class Application:
    """Echoes, and awaits `send` for one subscriber after the other; a message is made once."""

    def __init__(self, redis_url: str) -> None:
        self._redis_url = redis_url
        self._subscribers: set[Send] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a connection, or the server's life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        await receive()
        await send({"type": "websocket.accept"})
        self._subscribers.add(send)
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                await send({"type": "websocket.send", "text": message["text"]})
        finally:
            self._subscribers.discard(send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        fan_out = asyncio.create_task(self._fan_out())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        fan_out.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _fan_out(self) -> None:
        async for publication in publications(self._redis_url):
            message = {"type": "websocket.send", "text": publication}
            for send in list(self._subscribers):
                await send(message)


if __name__ == "__main__":
    serve(Application(sys.argv[1]))
