"""The cookie that says which browser it is."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.oauth.browser import Browsers, browser_hash, new_browser


def showing(cookie: str) -> Request:
    headers = [(b"cookie", cookie.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers})


def test_a_browser_is_recognised_by_what_it_was_given() -> None:
    browsers, value = Browsers(secure=True), new_browser()
    response = Response()
    browsers.remember(response, value)
    cookie = response.headers["set-cookie"].split(";")[0]
    assert browsers.shown(showing(cookie)) == value
    assert browser_hash(value) != browser_hash(new_browser())


@pytest.mark.parametrize("value", ["", "short", "a" * 44, "a" * 42 + "+", "a" * 42 + "é"])
def test_what_is_not_of_our_making_is_no_browser(value: str) -> None:
    assert Browsers(secure=True).shown(showing(f"__Host-sign-in={value}")) is None


def test_over_tls_only_the_name_counts_that_nobody_else_can_set() -> None:
    value = new_browser()
    assert Browsers(secure=True).shown(showing(f"sign-in={value}")) is None
    assert Browsers(secure=False).shown(showing(f"sign-in={value}")) == value


def test_without_tls_the_cookie_does_not_ask_for_it() -> None:
    response = Response()
    Browsers(secure=False).remember(response, new_browser())
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("sign-in=")
    assert "secure" not in cookie.lower()
    assert "httponly" in cookie.lower()
