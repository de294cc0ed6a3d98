"""Which pages may connect."""

import pytest

from realtime.observer import NullObserver
from realtime.transports.origins import Origins


def scope(origin: str | None) -> dict[str, object]:
    headers = [] if origin is None else [(b"origin", origin.encode())]
    return {"type": "http", "headers": headers}


@pytest.mark.parametrize(
    ("allowed", "origin", "may"),
    [
        ([], None, True),
        ([], "https://a.example", False),
        (["https://a.example"], "https://a.example", True),
        (["https://A.example"], "https://a.EXAMPLE", True),
        (["https://a.example"], "http://a.example", False),
        (["https://a.example"], "https://a.example.evil", False),
        (["*"], "https://a.example", True),
        (["https://a.example"], "null", False),
    ],
)
def test_an_origin_is_allowed_as_a_whole(allowed: list[str], origin: str | None, may: bool) -> None:
    assert Origins(allowed, NullObserver()).allow(scope(origin)) is may


def test_only_a_page_that_may_connect_may_read() -> None:
    origins = Origins(["https://a.example"], NullObserver())
    assert origins.headers(scope("https://a.example"))["vary"] == "Origin"
    assert origins.headers(scope("https://b.example")) == {}
    assert origins.headers(scope(None)) == {}
