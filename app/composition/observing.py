"""What the channel engine tells, as metrics and log lines."""

from app.platform.logging import logger
from app.platform.metrics import Metrics
from app.web.health import Health
from realtime import BrokerUnavailable

log = logger(__name__)

# What is not allowed, to whom it is unknown, and what comes too often: an attack shows in these.
REFUSALS = frozenset({101, 103, 109, 111, 401, 403, 404, 429})


class EngineObserver:
    """Fills `realtime.Observer`."""

    def __init__(self, metrics: Metrics, health: Health) -> None:
        self._metrics = metrics
        self._health = health

    def connection_opened(self) -> None:
        """Count a socket."""
        self._metrics.sockets_opened.inc()
        self._metrics.sockets_open.inc()

    def connection_closed(self, code: int) -> None:
        """Count a socket's end by its code."""
        self._metrics.sockets_open.dec()
        self._metrics.socket_disconnects.labels(code).inc()

    def command(self, name: str, seconds: float, error: int) -> None:
        """Record an answered command."""
        self._metrics.socket_commands.labels(name, error).observe(seconds)
        if error in REFUSALS:
            log.info("socket_command_refused", command=name, error=error)

    def published(self, channel: str, subscribers: int) -> None:
        """Count deliveries."""
        self._metrics.socket_deliveries.inc(subscribers)

    def recovery(self, recovered: bool, publications: int) -> None:
        """Count a client that came back with a position."""
        self._metrics.socket_recoveries.labels("recovered" if recovered else "failed").inc()

    def slow_disconnect(self, queued_bytes: int) -> None:
        """Log a client that did not read."""
        log.warning("slow_socket_closed", queued_bytes=queued_bytes)

    def stream_lost(self, channel: str, subscribers: int) -> None:
        """Log a gap that the stream could not fill."""
        log.warning("stream_lost", subscribers=subscribers)

    def broker_link(self, up: bool) -> None:
        """Say whether publications of other nodes arrive: in metrics, log and `/readyz`."""
        self._health.redis_up = up
        self._metrics.broker_link.set(1 if up else 0)
        log.info("broker_link", up=up)

    def failure(self, where: str, error: Exception) -> None:
        """Log what a handler should not have raised, and what the broker could not be told."""
        if isinstance(error, BrokerUnavailable):
            log.warning("broker_unavailable", where=where)
            return
        log.error("socket_handler_failed", where=where, exc_info=error)
