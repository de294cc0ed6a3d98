"""Where an attempt comes from: an address range, and a device that signed in here before.

The device is a random number in a cookie ("device cookies", OWASP). It signs nobody in: it only
keeps the owner of an account out of the queue that strangers are put into.
"""

import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from app.platform.address_range import address_range, client_host

DEVICE_BYTES = 18
DEVICE = re.compile(r"[A-Za-z0-9_-]{24}")
# As long as an attempt is remembered, counted from the last log-in.
DEVICE_SECONDS = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Origin:
    """`address` is an address range; `device` None where the client shows none of ours."""

    address: str
    device: str | None = None


NOWHERE = Origin("")


def cookie_name(*, secure: bool) -> str:
    """Return the cookie's name. `__Host-`: no other host of the domain can set it (RFC 6265bis)."""
    return "__Host-device" if secure else "device"


def origin_of(request: Request) -> Origin:
    """Return where a request comes from, as uvicorn knows it: TRUSTED_PROXIES are looked behind."""
    host = client_host(request.scope)
    shown = request.cookies.get(cookie_name(secure=_is_secure(request)), "")
    return Origin(address_range(host), shown if DEVICE.fullmatch(shown) else None)


def with_device(origin: Origin) -> Origin:
    """Return `origin` with its device, or with a new one."""
    if origin.device is not None:
        return origin
    return Origin(origin.address, secrets.token_urlsafe(DEVICE_BYTES))


def remember_device(request: Request, response: Response, origin: Origin) -> None:
    """Let the client show its device next time."""
    if origin.device is None:
        return
    secure = _is_secure(request)
    response.set_cookie(
        cookie_name(secure=secure),
        origin.device,
        max_age=DEVICE_SECONDS,
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
