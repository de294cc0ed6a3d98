"""What settings say of sockets."""

import pytest

from app.composition.sockets import exempt_addresses, socket_limits
from app.platform.settings import Settings


@pytest.mark.parametrize(("per_minute", "rate", "burst"), [(300, 5, 100), (1, 1 / 60, 1)])
def test_connections_a_minute_become_a_rate_and_a_burst(
    settings: Settings, per_minute: int, rate: float, burst: int
) -> None:
    limits = socket_limits(settings.model_copy(update={"handshakes_per_minute": per_minute}))
    assert (limits.handshake_rate, limits.handshake_burst) == (rate, burst)


def test_only_in_development_this_machine_is_exempt(settings: Settings) -> None:
    own = settings.model_copy(update={"exempt_addresses": ("10.0.0.0/8",)})
    assert exempt_addresses(own) == ("10.0.0.0/8", "127.0.0.0/8", "::1")
    there = own.model_copy(update={"environment": "production"})
    assert exempt_addresses(there) == ("10.0.0.0/8",)
