"""What the settings say of sockets, as the channel engine takes it."""

from app.platform.settings import Settings
from realtime import Limits

LOOPBACK = ("127.0.0.0/8", "::1")
# Of a minute's connections so many may come at once: a class that comes back after a break.
BURST = 3


def socket_limits(settings: Settings) -> Limits:
    """Return the engine's limits."""
    per_minute = settings.handshakes_per_minute
    return Limits(handshake_rate=per_minute / 60, handshake_burst=max(1, per_minute // BURST))


def exempt_addresses(settings: Settings) -> tuple[str, ...]:
    """Return the addresses that may open sockets at any rate."""
    own = LOOPBACK if settings.environment == "development" else ()
    return (*settings.exempt_addresses, *own)
