"""What a connection must do in time: connect, answer pings, bring a new token."""

from math import inf

from realtime.limits import Limits
from realtime.protocol.codes import CONNECTION_EXPIRED, MALFORMED, NO_PONG, STALE, Disconnect


class Deadlines:
    """Moments in monotonic seconds; `inf` for never."""

    __slots__ = ("_connect", "_expiry", "_limits", "_ping", "_pong", "_subscriptions")

    def __init__(self, limits: Limits, now: float) -> None:
        self._limits = limits
        self._connect = now + limits.connect_timeout
        self._expiry = inf
        self._ping = inf
        self._pong = inf
        #: When subscriptions end, by channel; None where none does.
        self._subscriptions: dict[str, float] | None = None

    @property
    def next(self) -> float:
        """The next moment at which `due`, `expired` or `ping` may have something to say."""
        earliest = min(self._connect, self._ping, self._pong, self._expiry)
        return min(earliest, *self._subscriptions.values()) if self._subscriptions else earliest

    def connected(self, now: float, first_ping: float) -> None:
        """Begin with the client connected: pings begin after `first_ping` seconds."""
        self._connect = inf
        self._ping = now + first_ping

    def expire(self, now: float, expires_in: float | None) -> None:
        """Let the token end in `expires_in` seconds; the connection some grace later."""
        self._expiry = inf if expires_in is None else now + expires_in + self._limits.expiry_grace

    def expire_subscription(self, channel: str, now: float, expires_in: float | None) -> None:
        """Let a subscription end in `expires_in` seconds and some grace; None: not at all."""
        if expires_in is not None:
            self._subscriptions = self._subscriptions or {}
            self._subscriptions[channel] = now + expires_in + self._limits.expiry_grace
        elif self._subscriptions and self._subscriptions.pop(channel, None) is not None:
            self._subscriptions = self._subscriptions or None

    def expired(self, now: float) -> list[str]:
        """Which channels' subscriptions have ended."""
        ends = self._subscriptions or {}
        return [channel for channel, end in ends.items() if now >= end]

    def pong(self) -> Disconnect | None:
        """Take the answer to a ping; a pong that nobody asked for breaks the protocol."""
        if self._pong == inf:
            return MALFORMED
        self._pong = inf
        return None

    def due(self, now: float) -> Disconnect | None:
        """Which deadline has passed."""
        if now >= self._connect:
            return STALE
        if now >= self._expiry:
            return CONNECTION_EXPIRED
        if now >= self._pong:
            return NO_PONG
        return None

    def ping(self, now: float) -> bool:
        """Whether a ping is to be sent now; then a pong is awaited."""
        if now < self._ping:
            return False
        self._ping = now + self._limits.ping_interval
        self._pong = now + self._limits.pong_timeout
        return True
