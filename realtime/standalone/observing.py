"""What the engine alone logs: failures and the state of its broker; no channel's content."""

import logging
import time

from realtime.errors import BrokerUnavailable
from realtime.observer import Caller, NullObserver

log = logging.getLogger("realtime")


class LoggingObserver(NullObserver):
    """Counts nothing; silent about the broker's link once the node stops."""

    stopping = False

    def connection_closed(self, code: int, caller: Caller) -> None:
        """Log it for who looks closely."""
        log.debug("connection closed: code=%d client=%s", code, caller.client)

    def turned_away(self, reason: str, address: str) -> None:
        """Log it for who looks closely, without the address, which is personal data."""
        log.debug("turned away: reason=%s", reason)

    def slow_disconnect(self, queued_bytes: int, caller: Caller) -> None:
        """Log it: the client's network, or too much for it."""
        text = "a client that does not read was disconnected: queued_bytes=%d client=%s"
        log.info(text, queued_bytes, caller.client)

    def stream_lost(self, channel: str, subscribers: int) -> None:
        """Log it: publications were lost for those who were here."""
        log.warning("stream lost: channel=%r subscribers=%d", channel, subscribers)

    def broker_link(self, up: bool) -> None:
        """Log it: nothing of other nodes arrives while it is down."""
        if up:
            log.info("broker link up")
        elif not self.stopping:
            log.warning("broker link down")

    def failure(self, where: str, error: Exception) -> None:
        """Log it with its traceback, unless the broker is only away."""
        if isinstance(error, BrokerUnavailable):
            log.warning("broker unavailable: where=%r", where)
            return
        log.error("failure: where=%r", where, exc_info=error)


def start_logging(level: str) -> None:
    """Have everything of this process logged to stderr, one line a message, in UTC."""
    handler = logging.StreamHandler()
    formatter = logging.Formatter(
        "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=level.upper(), handlers=[handler])
