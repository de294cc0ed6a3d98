"""What is counted as one address."""

import pytest

from app.platform.address_range import address_range, as_mapped, client_host, is_network


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


@pytest.mark.parametrize(
    ("client", "host"), [(("192.0.2.1", 4711), "192.0.2.1"), (("", 0), ""), (None, "")]
)
def test_the_host_of_a_request_is_empty_where_there_is_none(
    client: tuple[str, int] | None, host: str
) -> None:
    assert client_host({"client": client}) == host
    assert client_host({}) == ""


@pytest.mark.parametrize("text", ["10.0.0.0/8", "192.0.2.1", "::1", "2001:db8::/32"])
def test_an_address_is_a_network_of_its_own(text: str) -> None:
    assert is_network(text)


@pytest.mark.parametrize("text", ["database", "1234", "1.2.3", "10.0.0.1/8", "a/b", "a:b"])
def test_a_name_is_no_network_nor_is_what_only_looks_like_one(text: str) -> None:
    assert not is_network(text)
