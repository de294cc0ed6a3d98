"""Where an attempt comes from, and the cookie that a device shows."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.signing_in.origin import (
    DEVICE,
    Origin,
    origin_of,
    remember_device,
    with_device,
)


def request(*, cookie: str = "", scheme: str = "https", host: str = "192.0.2.1") -> Request:
    headers = [(b"cookie", cookie.encode())] if cookie else []
    return Request(
        {
            "type": "http",
            "method": "POST",
            "scheme": scheme,
            "path": "/",
            "query_string": b"",
            "server": ("test", 443),
            "headers": headers,
            "client": (host, 1),
        }
    )


def test_a_device_is_random_and_kept_where_there_is_one() -> None:
    first, second = with_device(Origin("a")), with_device(Origin("a"))
    assert first.device is not None
    assert DEVICE.fullmatch(first.device)
    assert first != second
    assert with_device(first) is first


def test_a_device_comes_back_by_its_cookie_which_no_script_reads_and_no_other_site_sends() -> None:
    origin, response = with_device(Origin("192.0.2.1")), Response()
    remember_device(request(), response, origin)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"__Host-device={origin.device}; ")
    for mark in ("HttpOnly", "Secure", "SameSite=strict", "Path=/", "Max-Age=2592000"):
        assert mark in cookie
    assert "Domain" not in cookie
    assert origin_of(request(cookie=cookie.partition(";")[0])) == origin


def test_without_tls_the_cookie_has_a_plain_name_and_over_tls_that_name_counts_nothing() -> None:
    origin, response = with_device(Origin("192.0.2.1")), Response()
    remember_device(request(scheme="http"), response, origin)
    cookie = response.headers["set-cookie"].partition(";")[0]
    assert cookie == f"device={origin.device}"
    assert origin_of(request(cookie=cookie, scheme="http")) == origin
    assert origin_of(request(cookie=cookie)).device is None


@pytest.mark.parametrize("shown", ["", "short", "a" * 25, "a" * 23 + "!", "a" * 4000])
def test_what_is_no_device_of_ours_is_none(shown: str) -> None:
    assert origin_of(request(cookie=f"__Host-device={shown}")).device is None


def test_an_address_of_ipv6_stands_for_its_network() -> None:
    assert origin_of(request(host="2001:db8::1:2:3:4")).address == "2001:db8::/64"
