"""A peer: picows, WebSockets in Cython. `picows_alone REDIS_URL`."""

import logging
import sys

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

from tools.bench_realtime.servers.subscription import publications

subscribers: set[WSTransport] = set()


class Connection(WSListener):
    """Echoes until the client goes."""

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Take it in."""
        subscribers.add(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Answer a message with itself, a close with the end."""
        if frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()
        elif frame.msg_type == WSMsgType.TEXT:
            transport.send(WSMsgType.TEXT, frame.get_payload_as_bytes())

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Let it go."""
        subscribers.discard(transport)


def listener(request: WSUpgradeRequest) -> Connection:
    """Take every handshake."""
    del request
    return Connection()


async def main(redis_url: str) -> None:
    """Serve until killed."""
    server = await ws_create_server(listener, "127.0.0.1", 0, backlog=4096)
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    async for publication in publications(redis_url):
        frame = publication.encode()
        for transport in list(subscribers):
            transport.send(WSMsgType.TEXT, frame)


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # it tells of every slow reader
    uvloop.run(main(sys.argv[1]))
