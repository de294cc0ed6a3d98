"""What stands for one subscriber of a provider, where the address of a caller is counted."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

SUBSCRIBER_PREFIX = 64


def address_range(host: str) -> str:
    """Return an IPv4 address as it is and an IPv6 one as its /64, of which one has all (RFC 6177).

    What is no address (a unix socket, a test's name) is returned as it is.
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    return str(subscriber(address))


def subscriber(address: IPv4Address | IPv6Address) -> object:
    """Return the address or network that is counted as one; an IPv4-mapped one is IPv4."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return ip_network((address, SUBSCRIBER_PREFIX), strict=False)
