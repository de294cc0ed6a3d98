"""The port, and uvicorn's configuration on it."""

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp

from app.platform.address_range import as_mapped
from app.platform.listening import PortInUseError, open_listener
from app.platform.settings import Settings

# Of a request's head, all its headers together.
HEAD_BYTES = 32_768
# Longer than a proxy keeps one (nginx: 60 s), which would else send into a closing one.
KEEP_ALIVE_SECONDS = 75


def begin_to_listen(listener: socket.socket, config: uvicorn.Config) -> None:
    """Let connections in. Raises `PortInUseError` where another listened on the port first."""
    try:
        listener.listen(config.backlog)
    except OSError as error:
        host, port = listener.getsockname()[:2]
        raise PortInUseError(host, port, error, setting="PORT") from error


def listen(settings: Settings) -> socket.socket:
    """Take the server's port. Raises `PortInUseError`, saying what to do."""
    return open_listener(settings.host, settings.port)


def server_config(
    web: ASGIApp,
    settings: Settings,
    *,
    http: type[asyncio.Protocol],
    websocket: type[asyncio.Protocol],
) -> uvicorn.Config:
    """Return uvicorn's configuration: the two protocols, uvloop, deflate off."""
    return uvicorn.Config(
        web,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        ws=websocket,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        ws_max_size=65_536,
        http=http,
        h11_max_incomplete_event_size=HEAD_BYTES,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=[*settings.trusted_proxies, *map(as_mapped, settings.trusted_proxies)],
        timeout_graceful_shutdown=5,
    )
