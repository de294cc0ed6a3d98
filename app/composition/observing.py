"""What the channel engine tells, as metrics and log lines."""

from app.platform.logging import kinds_of, logger
from app.platform.metrics import Metrics
from app.platform.outages import is_connection_lost
from app.platform.rates.address_hash import SHOWN, address_hash
from app.platform.rates.lines import LogLines
from app.platform.rates.rate import Rate
from app.platform.sealing import Sealer
from app.web.health import Health
from realtime import BrokerUnavailable, Caller

log = logger(__name__)

# What is not allowed, unknown to whom asks, of no form, or too often: an attack shows in these.
# Numbers of the protocol (realtime/protocol/codes.py), of HTTP, and of sockets that are closed.
REFUSALS = {
    101: "unauthorized",
    102: "unknown channel",
    103: "permission denied",
    104: "unknown method",
    107: "bad request",
    109: "token expired",
    111: "too many requests",
    400: "bad request",
    401: "unauthorized",
    403: "forbidden",
    404: "not found",
    422: "unprocessable",
    429: "too many requests",
    3500: "invalid token",
    3504: "too many connections",
    4501: "session ended",
    4502: "account not active",
}
# Closed by us with no command to be blamed.
CUT_OFF = {
    1009: "frame too long",
    3013: "too many commands",
    3501: "not the protocol",
}
# Lines of one event about one caller; a flood is told by their `left_out` and by the metrics.
OF_CALLERS = Rate(30, 60)
OF_HANDSHAKES = Rate(1, 60)


class EngineObserver:
    """Fills `realtime.Observer`. What a stranger can cause at will is bounded by `lines`."""

    def __init__(self, metrics: Metrics, health: Health, sealer: Sealer, lines: LogLines) -> None:
        self._metrics = metrics
        self._health = health
        self._sealer = sealer
        self._lines = lines

    def connection_opened(self) -> None:
        """Count a socket."""
        self._metrics.sockets_opened.inc()
        self._metrics.sockets_open.inc()

    def connection_closed(self, code: int, caller: Caller) -> None:
        """Count a socket's end by its code, and log one that had to be cut off."""
        self._metrics.sockets_open.dec()
        self._metrics.socket_disconnects.labels(code).inc()
        if code not in CUT_OFF:
            return
        about = self._about("socket_cut_off", caller)
        if about is not None:
            log.info("socket_cut_off", code=code, reason=CUT_OFF[code], **about)

    def turned_away(self, reason: str, address: str) -> None:
        """Count a handshake that was refused, and log one that no client of ours would try."""
        self._metrics.sockets_turned_away.labels(reason).inc()
        if reason == "draining":
            return
        whom = self._hash(address)
        left_out = self._lines.ask("socket_turned_away", f"{reason} {whom}", OF_HANDSHAKES)
        if left_out is not None:
            about = {"address_hash": whom, "left_out": left_out}
            log.info("socket_turned_away", reason=reason, **about)

    def command(self, name: str, seconds: float, error: int, caller: Caller) -> None:
        """Record an answered command, and log who was refused one."""
        self._metrics.socket_commands.labels(name, error).observe(seconds)
        if error not in REFUSALS:
            return
        about = self._about("socket_command_refused", caller)
        if about is not None:
            said = {"command": name, "error": error, "reason": REFUSALS[error]}
            log.info("socket_command_refused", **said, **about)

    def published(self, channel: str, subscribers: int) -> None:
        """Count deliveries."""
        self._metrics.socket_deliveries.inc(subscribers)

    def recovery(self, recovered: bool, publications: int) -> None:
        """Count a client that came back with a position."""
        self._metrics.socket_recoveries.labels("recovered" if recovered else "failed").inc()

    def slow_disconnect(self, queued_bytes: int, caller: Caller) -> None:
        """Log a client that did not read."""
        about = self._about("slow_socket_closed", caller)
        if about is not None:
            log.warning("slow_socket_closed", queued_bytes=queued_bytes, **about)

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
        if is_connection_lost(error):
            log.warning("database_away", where=where, error=kinds_of(error))
            return
        log.error("socket_handler_failed", where=where, exc_info=error)

    def _about(self, event: str, caller: Caller) -> dict[str, str | int] | None:
        """Return who it is, to be logged; None where they had lines enough.

        Of one who is not known yet a hash of the address is said, of others their id alone.
        """
        whom = caller.user or self._hash(caller.address)
        left_out = self._lines.ask(event, whom, OF_CALLERS)
        if left_out is None:
            return None
        said_as = "user_id" if caller.user else "address_hash"
        return {"connection_id": caller.client, said_as: whom, "left_out": left_out}

    def _hash(self, address: str) -> str:
        return address_hash(self._sealer, address)[:SHOWN]
