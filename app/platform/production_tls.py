"""Which services production would speak to in the clear, or without knowing who answers."""

from collections.abc import Collection, Iterator
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from app.platform.address_range import is_network

if TYPE_CHECKING:
    from app.platform.settings import Settings

OVER_HTTP = ("openai_base_url", "breached_passwords_url")


def unprotected_services(settings: "Settings") -> Iterator[str]:
    """Yield a line for each service that is reached without TLS and a checked certificate.

    On this machine and at UNENCRYPTED_HOSTS nothing is asked of them.
    """
    allowed = settings.unencrypted_hosts
    if settings.database_url is not None:
        yield from _database(settings.database_url.get_secret_value(), allowed)
    if settings.redis_url is not None:
        yield from _redis(settings.redis_url.get_secret_value(), allowed)
    for name in OVER_HTTP:
        url = getattr(settings, name)
        if url is not None and urlsplit(url).scheme != "https":
            yield from _fault(name.upper(), [urlsplit(url).hostname or ""], allowed, "https://")


def _database(url: str, allowed: Collection[str]) -> Iterator[str]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.get("host") or parts.hostname or "localhost"
    # With a path the host is a directory of this machine, where a unix socket is.
    if not host.startswith("/") and query.get("sslmode") != "verify-full":
        yield from _fault("DATABASE_URL", [host], allowed, "?sslmode=verify-full")


def _redis(text: str, allowed: Collection[str]) -> Iterator[str]:
    from app.platform.redis import addresses_of  # noqa: PLC0415 - only then

    for address in addresses_of(text):
        if address.is_verified:
            continue
        if address.is_named_by_sentinels:
            # The master is elsewhere, also where the Sentinels are on this machine.
            yield from _fault("REDIS_URL", address.hosts, allowed, "rediss+sentinel://", here=())
        else:
            yield from _fault("REDIS_URL", address.hosts, allowed, "rediss://")


def _fault(
    name: str,
    hosts: Collection[str],
    allowed: Collection[str],
    wanted: str,
    *,
    here: Collection[str] = ("localhost", "127.0.0.0/8", "::1"),
) -> Iterator[str]:
    if not all(_is_among(host, (*allowed, *here)) for host in hosts):
        yield (
            f"{name} is reached without TLS and a checked certificate: use {wanted}, or name its "
            "host in UNENCRYPTED_HOSTS where nobody else is on that network"
        )


def _is_among(host: str, allowed: Collection[str]) -> bool:
    if host.lower() in allowed:
        return True
    try:
        address = ip_address(host)
        return any(address in ip_network(each) for each in allowed if is_network(each))
    except ValueError:
        return False
