"""Whose request it is by its address, and what stands for one subscriber of a provider."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

SUBSCRIBER_PREFIX = 64
MAPPED_PREFIX = 96


def client_host(scope: Scope) -> str:
    """Return the host a request came from; empty where there is none, as on a unix socket."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_network(text: str) -> bool:
    """Say whether `text` is a network, or an address, which is one of its own."""
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def address_range(host: str) -> str:
    """Return an IPv4 address as it is and an IPv6 one as its /64, of which one has all (RFC 6177).

    What is no address (a unix socket, a test's name) is returned as it is.
    """
    address = plain_address(host)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, SUBSCRIBER_PREFIX), strict=False))
    return host if address is None else str(address)


def plain_address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that `host` is, or None.

    Of IPv4 also where it came by a socket that listens on `::` (RFC 4291, 2.5.5.2).
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def as_mapped(network: str) -> str:
    """Return a network of IPv4 as a socket that listens on `::` shows it; others as they are."""
    given = ip_network(network)
    if isinstance(given, IPv6Network):
        return str(given)
    return f"::ffff:{given.network_address}/{MAPPED_PREFIX + given.prefixlen}"
