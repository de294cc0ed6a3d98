"""Serves a node until SIGTERM or SIGINT: then drains, and ends."""

import errno
import logging
import socket

import uvicorn
from starlette.types import ASGIApp

from realtime.standalone.configuration import Configuration
from realtime.standalone.node import Node, open_node
from realtime.standalone.reading import ConfigurationError
from realtime.transports.uvicorn_http_protocol import PatientProtocol
from realtime.transports.uvicorn_protocol import UvicornProtocol
from realtime.transports.uvicorn_server import DrainingServer

log = logging.getLogger(__name__)

#: Seconds of a drain for each connection: few need no spreading.
_DRAIN_EACH = 0.05
#: Responses that stream, after their clients were told to move.
_GRACEFUL_SHUTDOWN = 5
#: What `hmac_secret` should have at least, in characters (RFC 7518, 3.2).
_LONG_SECRET = 32


async def serve(configuration: Configuration) -> None:
    """Serve until a signal came and the drain is over.

    Raises:
        ConfigurationError: the port cannot be had, or a key or an address cannot be used.

    """
    _warn(configuration)
    async with open_node(configuration) as node:
        listener = _listen(configuration.host, configuration.port)
        async with node.engine.running():
            server = DrainingServer(
                _uvicorn(node.app, configuration), drain=lambda: _drain(node, configuration.drain)
            )
            host, port = listener.getsockname()[:2]
            log.info("serving: address=%s:%d broker=%s", host, port, configuration.broker.type)
            await server.serve_until_stopped(listener)
    log.info("stopped")


async def _drain(node: Node, longest: float) -> None:
    connections = node.engine.connections
    log.info("draining: connections=%d", connections)
    node.draining = True
    await node.engine.drain(min(longest, connections * _DRAIN_EACH))
    node.observer.stopping = True


def _warn(configuration: Configuration) -> None:
    if configuration.insecure:
        log.warning("insecure: any client may do everything; set insecure = false but for trials")
    if 0 < len(configuration.tokens.hmac_secret) < _LONG_SECRET:
        log.warning("tokens.hmac_secret is short: take %d characters or more", _LONG_SECRET)


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        advice = {
            errno.EADDRINUSE: "choose another --port, or stop what listens there",
            errno.EACCES: "choose a --port from 1024 on",
        }.get(error.errno or 0, "choose a --host that is an address of this machine")
        raise ConfigurationError(
            f"cannot listen on {host}:{port} ({error.strerror or error}): {advice}"
        ) from error
    return listener


def _uvicorn(app: ASGIApp, configuration: Configuration) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws=UvicornProtocol,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        ws_max_size=configuration.limits.frame_bytes,
        lifespan="off",
        access_log=False,  # addresses of server-sent events hold tokens
        log_config=None,
        server_header=False,
        proxy_headers=bool(configuration.trusted_proxies),
        forwarded_allow_ips=list(configuration.trusted_proxies),
        timeout_graceful_shutdown=_GRACEFUL_SHUTDOWN,
    )
