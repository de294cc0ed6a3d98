"""How the servers on uvicorn are run: as the product runs it, with another application."""

import asyncio
import socket
from typing import Literal

import uvicorn
from starlette.types import ASGIApp


class _Announcing(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print("listening", port, flush=True)


def serve(
    application: ASGIApp,
    ws: type[asyncio.Protocol] | Literal["websockets-sansio"] = "websockets-sansio",
) -> None:
    """Serve on a free port of loopback until killed; `ws` as uvicorn takes it."""
    config = uvicorn.Config(
        application,
        host="127.0.0.1",
        port=0,
        loop="uvloop",
        ws=ws,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        backlog=4096,
    )
    _Announcing(config).run()
