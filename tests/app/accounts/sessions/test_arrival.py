"""A device and a place in words of ours, never the client's own nor a whole address."""

import pytest
from starlette.requests import Request

from app.accounts.sessions.arrival import (
    PROGRAMS,
    SYSTEMS,
    UNKNOWN,
    arrival_of,
    device_name,
    place_of,
)

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko) {} "
    "Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) {}"
)
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36{}"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) {}"


@pytest.mark.parametrize(
    ("user_agent", "shown"),
    [
        (ANDROID.format("Chrome/126.0.0.0"), "Chrome on Android"),
        (ANDROID.format("SamsungBrowser/25.0 Chrome/121.0.0.0"), "Samsung Internet on Android"),
        (ANDROID.format("Chrome/126.0.0.0 Whale/1.0.0.0"), "Whale on Android"),
        (ANDROID.format("Chrome/126.0.0.0") + " KAKAOTALK 10.8.3", "KakaoTalk on Android"),
        (IPHONE.format("Version/17.4 Mobile/15E148 Safari/604.1"), "Safari on iPhone"),
        (IPHONE.format("CriOS/126.0 Mobile/15E148 Safari/604.1"), "Chrome on iPhone"),
        (IPHONE.format("FxiOS/127.0 Mobile/15E148 Safari/605.1.15"), "Firefox on iPhone"),
        (WINDOWS.format(""), "Chrome on Windows"),
        (WINDOWS.format(" Edg/126.0.0.0"), "Edge on Windows"),
        (WINDOWS.format(" OPR/111.0.0.0"), "Opera on Windows"),
        (MAC.format("Version/17.5 Safari/605.1.15"), "Safari on macOS"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox on Linux",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/126.0.0.0", "Chrome on ChromeOS"),
        ("Dart/3.4 (dart:io)", "An app"),
        ("okhttp/4.12.0", "An app"),
        ("DoranDoran/1 CFNetwork/1494 Darwin/23.4.0", "An app on an Apple device"),
        ("python-httpx/0.27", "A program"),
        ("curl/8.6.0", "A program"),
        ("something (Android)", "Android"),
        ("", UNKNOWN),
        ("<script>alert(1)</script>", UNKNOWN),
    ],
)
def test_a_user_agent_is_said_in_words(user_agent: str, shown: str) -> None:
    assert device_name(user_agent) == shown


def test_no_words_of_ours_are_longer_than_the_column() -> None:
    longest = max(len(shown) for _, shown in PROGRAMS) + max(len(shown) for _, shown in SYSTEMS)
    assert longest + len(" on ") <= 80


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_of_an_address_only_its_network_is_kept(host: str, place: str) -> None:
    assert place_of(host) == place


def test_a_request_arrives_by_its_method_from_its_device_and_network() -> None:
    scope = {
        "type": "http",
        "client": ("203.0.113.77", 50_000),
        "headers": [(b"user-agent", b"curl/8.6.0")],
    }
    arrived = arrival_of(Request(scope), method="guest")
    assert (arrived.method, arrived.device, arrived.address_range) == (
        "guest",
        "A program",
        "203.0.113.0/24",
    )
    nowhere = arrival_of(Request({"type": "http", "client": None, "headers": []}))
    assert (nowhere.device, nowhere.address_range) == (UNKNOWN, "")
