"""Who may open a connection at all: a node that serves, a page that may, an address in no hurry."""

from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from math import ceil

from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from realtime.clock import Clock
from realtime.limits import Limits
from realtime.transports.origins import Origins

#: Addresses remembered; with more, those that could have a whole burst again are forgotten.
_MOST_ADDRESSES = 10_000


class Doorway:
    """`exempt` are addresses or networks (`10.0.0.0/8`) that may come as often as they like."""

    def __init__(
        self,
        *,
        origins: Origins,
        is_draining: Callable[[], bool],
        limits: Limits,
        clock: Clock,
        exempt: Collection[str] = (),
    ) -> None:
        self.origins = origins
        self._is_draining = is_draining
        self._clock = clock
        self._burst = limits.handshake_burst
        self._rate = limits.handshake_rate
        self._exempt = [ip_network(each) for each in exempt]
        #: When an address has used up nothing of its burst again, in monotonic seconds (GCRA).
        self._rested: dict[str, float] = {}

    def refusal(self, scope: Scope) -> Response | None:
        """Return the answer to one who may not come in; None for one who may."""
        if not self.origins.allow(scope):
            return PlainTextResponse("origin not allowed", 403)
        headers = self.origins.headers(scope)
        if self._is_draining():
            return PlainTextResponse("draining", 503, headers)
        wait = self._wait(scope)
        if wait:
            text = "too many connections from this address: try again later"
            return PlainTextResponse(text, 429, {**headers, "retry-after": str(ceil(wait))})
        return None

    def _wait(self, scope: Scope) -> float:
        """Seconds until the address may come; 0: it may now, and this counts."""
        address = _address(scope)
        if address is None or self._rate <= 0 or any(address in each for each in self._exempt):
            return 0
        now, key = self._clock.monotonic(), _household(address)
        rested = max(now, self._rested.get(key, now)) + 1 / self._rate
        wait = rested - now - self._burst / self._rate
        if wait > 0:
            return wait
        if len(self._rested) >= _MOST_ADDRESSES:
            self._rested = {each: then for each, then in self._rested.items() if then > now}
        self._rested[key] = rested
        return 0


def _address(scope: Scope) -> IPv4Address | IPv6Address | None:
    client = scope.get("client")
    try:
        return ip_address(client[0]) if client else None
    except ValueError:  # a unix socket, or a test's made-up name
        return None


def _household(address: IPv4Address | IPv6Address) -> str:
    """Return what stands for one subscriber of a provider: the address, or an IPv6 /64."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
