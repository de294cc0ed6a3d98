"""How often an address may do something: so many at once, then so many a second."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from math import ceil

from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from realtime.clock import Clock
from realtime.observer import Observer
from realtime.transports.client_address import client_address

#: Addresses remembered; with more, those that could have a whole burst again are forgotten, then
#: the oldest. A quarter at once: each that comes in a flood of new ones would go through all.
_MOST_ADDRESSES = 10_000
_KEPT = 3 / 4


class AddressPace:
    """`rate` 0: as often as it likes. So may `exempt` addresses or networks (`10.0.0.0/8`)."""

    def __init__(
        self,
        rate: float,
        burst: int,
        *,
        clock: Clock,
        observer: Observer,
        exempt: Collection[str] = (),
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._observer = observer
        self._exempt = [ip_network(each) for each in exempt]
        #: When an address has used up nothing of its burst again, in monotonic seconds (GCRA).
        self._rested: dict[str, float] = {}

    def refusal(self, scope: Scope, what: str, headers: dict[str, str]) -> Response | None:
        """Count one more of an address; return the answer where that is too many."""
        wait = self._wait(scope)
        if not wait:
            return None
        self._observer.turned_away("pace", client_address(scope))
        text = f"too many {what} from this address: try again later"
        return PlainTextResponse(text, 429, {**headers, "retry-after": str(ceil(wait))})

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
            restless = [(each, then) for each, then in self._rested.items() if then > now]
            surplus = len(restless) - int(_MOST_ADDRESSES * _KEPT)
            self._rested = dict(restless[max(0, surplus) :])
        self._rested[key] = rested
        return 0


def _address(scope: Scope) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(client_address(scope))
    except ValueError:  # none, a unix socket, or a test's made-up name
        return None
    # A socket that listens on `::` shows all of IPv4 within one /64 (RFC 4291, 2.5.5.2).
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _household(address: IPv4Address | IPv6Address) -> str:
    """Return what stands for one subscriber of a provider: the address, or an IPv6 /64."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
