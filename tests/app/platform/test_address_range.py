"""What is counted as one address."""

import pytest

from app.platform.address_range import address_range, as_mapped


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:ffff::", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_an_address_counts_as(host: str, counted: str) -> None:
    assert address_range(host) == counted


@pytest.mark.parametrize(
    ("network", "shown"),
    [
        ("10.0.0.0/8", "::ffff:10.0.0.0/104"),
        ("192.0.2.1", "::ffff:192.0.2.1/128"),
        ("2001:db8::/32", "2001:db8::/32"),
    ],
)
def test_a_socket_of_ipv6_shows_a_network_as(network: str, shown: str) -> None:
    assert as_mapped(network) == shown
