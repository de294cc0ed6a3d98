"""Lets a request in or refuses it, by its user and by its address, and says what is left."""

from collections.abc import Collection, Mapping
from ipaddress import ip_network

from starlette.types import Scope

from app.platform.address_range import client_host, plain_address
from app.platform.errors import TooMany
from app.platform.logging import logger
from app.platform.metrics import Metrics
from app.platform.principal import Principal
from app.platform.rates.address_hash import SHOWN, address_hash
from app.platform.rates.classes import RateClass, RatePair
from app.platform.rates.local import LocalCounting
from app.platform.rates.rate import Counting, Left, Rate
from app.platform.sealing import Sealer

log = logger(__name__)

# Where `Admission` and its verdicts are found in a request's scope.
ADMISSION = "admission"
VERDICTS = "rate_verdicts"


class RateLimited(TooMany):
    """Too many requests of one user or one address; it passes."""

    name, title = "rate-limited", "Too many requests"


class Admission:
    """`exempt` are addresses or networks that are not limited, nor are users who come from there.

    An address is personal data: what counts it, in Redis too, is a keyed hash.
    """

    def __init__(
        self,
        *,
        rates: Mapping[RateClass, RatePair],
        shared: Counting,
        local: LocalCounting,
        sealer: Sealer,
        metrics: Metrics,
        exempt: Collection[str] = (),
    ) -> None:
        self._rates = rates
        self._shared = shared
        self._local = local
        self._sealer = sealer
        self._metrics = metrics
        self._exempt = [ip_network(each) for each in exempt]

    async def admit(self, scope: Scope, rate_class: RateClass) -> None:
        """Count a request. Raises `RateLimited` with the seconds to wait.

        What is left is put into the scope for the answer's fields (`fields_of`).
        """
        host = client_host(scope)
        if self._is_exempt(host):
            return
        pair = self._rates[rate_class]
        counting = self._shared if pair.shared else self._local
        asked: list[tuple[str, str, Rate]] = [
            ("address", address_hash(self._sealer, host), pair.by_address)
        ]
        asking = scope.get("principal")
        if isinstance(asking, Principal):
            asked.append(("user", str(asking.user_id), pair.by_user))
        verdicts: dict[str, Left] = scope.setdefault(VERDICTS, {})
        for by, whom, rate in asked:
            verdict = await counting.count(f"{rate_class}-{by}", whom, rate)
            verdicts[f"{rate_class}-{by}"] = verdict
            if verdict.is_refused:
                self._tell(rate_class, by, whom, verdict)
                raise RateLimited(
                    f"Too many requests: come again in {verdict.wait} seconds",
                    retry_after=verdict.wait,
                )

    def _tell(self, rate_class: RateClass, by: str, whom: str, verdict: Left) -> None:
        self._metrics.rate_limited.labels(rate_class, by).inc()
        # A flood of requests is not to become a flood of lines.
        once = self._local.count_now(f"told-{rate_class}-{by}", whom, Rate(1, verdict.rate.seconds))
        if not once.is_refused:
            shown = {"user_id": whom} if by == "user" else {"address_hash": whom[:SHOWN]}
            log.warning("rate_limited", rate_class=rate_class.value, by=by, **shown)

    def _is_exempt(self, host: str) -> bool:
        if not self._exempt:
            return False
        address = plain_address(host)
        return address is not None and any(address in network for network in self._exempt)


def fields_of(scope: Scope) -> dict[str, str]:
    """Return the fields that say what is left (draft-ietf-httpapi-ratelimit-headers-10, 3 and 4).

    `q` in `w` seconds is the policy; `r` is what remains, for `t` seconds.
    """
    verdicts: dict[str, Left] = scope.get(VERDICTS, {})
    if not verdicts:
        return {}
    policies = [
        f'"{name}";q={left.rate.limit};w={left.rate.seconds}' for name, left in verdicts.items()
    ]
    remaining = [
        f'"{name}";r={left.remaining};t={left.wait or left.rate.seconds}'
        for name, left in verdicts.items()
    ]
    return {"ratelimit-policy": ", ".join(policies), "ratelimit": ", ".join(remaining)}
