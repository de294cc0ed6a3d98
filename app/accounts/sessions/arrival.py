"""How a request arrives: the device and place that the list of sessions shows.

From lists of our own, never the client's words: what is shown, and mailed, is nobody's text.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.requests import Request

from app.accounts.sessions.service import Arrival
from app.platform.address_range import client_host

# The first that stands in User-Agent wins: most of them name others too, for old pages' sake.
PROGRAMS = (
    ("KAKAOTALK", "KakaoTalk"),
    ("NAVER(", "Naver"),
    ("Whale/", "Whale"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("Dart/", "an app"),
    ("okhttp/", "an app"),
    ("CFNetwork/", "an app"),
    ("python", "a program"),
    ("curl/", "a program"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Darwin", "an Apple device"),
    ("Linux", "Linux"),
)
UNKNOWN = "Unknown device"
# Who shares a /24 or a /48 is told from no other: a place, not a person.
IPV4_PREFIX, IPV6_PREFIX = 24, 48


def arrival_of(request: Request, *, method: str = "password") -> Arrival:
    """Return how the caller comes in; behind TRUSTED_PROXIES the address is the caller's own."""
    host = client_host(request.scope)
    return Arrival(
        method=method,
        device=device_name(request.headers.get("user-agent", "")),
        address_range=place_of(host),
    )


def device_name(user_agent: str) -> str:
    """Return a User-Agent (RFC 9110, 10.1.5) in words: `Chrome on Android`."""
    program = _first(PROGRAMS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if program is None:
        return UNKNOWN if system is None else system
    shown = program[0].upper() + program[1:]
    return shown if system is None else f"{shown} on {system}"


def place_of(host: str) -> str:
    """Return the network of an address, never the address: a /24, or a /48 of IPv6."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    return str(_network(address))


def _network(address: IPv4Address | IPv6Address) -> object:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    prefix = IPV4_PREFIX if isinstance(address, IPv4Address) else IPV6_PREFIX
    return ip_network((address, prefix), strict=False)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((shown for sign, shown in names if sign in user_agent), None)
