"""What stands for an address wherever one is counted or logged: an address is personal data."""

from app.platform.address_range import address_range
from app.platform.sealing import Sealer

# Enough to tell one from another in a log.
SHOWN = 8


def address_hash(sealer: Sealer, host: str) -> str:
    """Return 32 hexadecimal digits under the house's key; the same for a whole IPv6 /64."""
    return sealer.fingerprint(f"rate:{address_range(host)}".encode()).hex()[:32]
