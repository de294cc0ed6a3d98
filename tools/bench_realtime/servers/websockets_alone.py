"""A peer: the `websockets` library alone, with its broadcast. `websockets_alone REDIS_URL`."""

import sys
from contextlib import suppress

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

from tools.bench_realtime.servers.subscription import publications


async def connection(socket: ServerConnection) -> None:
    """Echo until the client goes."""
    with suppress(ConnectionClosed):  # also without a word
        async for message in socket:
            await socket.send(message)


async def main(redis_url: str) -> None:
    """Serve until killed."""
    async with serve(
        connection, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=4096
    ) as server:
        print("listening", next(iter(server.sockets)).getsockname()[1], flush=True)
        async for publication in publications(redis_url):
            broadcast(server.connections, publication)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
