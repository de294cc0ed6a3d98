"""Production speaks to no service in the clear, nor to one that need not say who it is."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.platform.production_tls import unprotected_services
from app.platform.settings import Settings

CHECKED = "?sslmode=verify-full"


def named(directory: Path, hosts: tuple[str, ...] = (), /, **addresses: str) -> list[str]:
    """Return the settings that are found fault with."""
    plain = Settings(_env_file=None, data_dir=directory)  # type: ignore[call-arg]
    secrets = ("database_url", "redis_url")
    given = {
        name: SecretStr(value) if name in secrets else value for name, value in addresses.items()
    }
    settings = plain.model_copy(update={**given, "unencrypted_hosts": hosts})
    found = list(unprotected_services(settings))
    assert not any("hunter2" in fault or "\n" in fault for fault in found)
    return [fault.split()[0] for fault in found]


@pytest.mark.parametrize(
    "addresses",
    [
        {"database_url": f"postgresql://ann:hunter2@database/doran{CHECKED}"},
        {"database_url": f"postgresql:///doran{CHECKED}&host=database"},
        {"redis_url": "rediss://:hunter2@redis"},
        {"redis_url": "rediss+sentinel://one,two/name rediss://three?ssl_ca_certs=/ca.pem"},
        {"openai_base_url": "https://model.example.com/v1"},
        {"breached_passwords_url": "https://breached.example.com/range"},
    ],
    ids=str,
)
def test_a_service_that_says_who_it_is_over_tls_is_spoken_to(
    tmp_path: Path, addresses: dict[str, str]
) -> None:
    assert named(tmp_path, **addresses) == []


@pytest.mark.parametrize(
    "addresses",
    [
        {"database_url": "postgresql://ann:hunter2@localhost/doran"},
        {"database_url": "postgresql://ann:hunter2@127.0.0.2/doran"},
        {"database_url": "postgresql://ann:hunter2@[::1]/doran"},
        {"database_url": "postgresql://ann:hunter2@/doran?host=/run/postgresql"},
        {"database_url": "postgresql:///doran"},
        {"redis_url": "redis://:hunter2@127.0.0.1 unix:///run/a place/redis.sock"},
        {"openai_base_url": "http://localhost:8000/v1"},
    ],
    ids=str,
)
def test_what_stays_on_this_machine_needs_none(tmp_path: Path, addresses: dict[str, str]) -> None:
    assert named(tmp_path, **addresses) == []


@pytest.mark.parametrize(
    "query",
    ["", "?sslmode=disable", "?sslmode=prefer", "?sslmode=require", "?sslmode=verify-ca"],
)
def test_a_database_that_anybody_on_the_way_could_be_is_refused(tmp_path: Path, query: str) -> None:
    url = f"postgresql://ann:hunter2@database/doran{query}"
    assert named(tmp_path, database_url=url) == ["DATABASE_URL"]


def test_a_host_among_the_parameters_is_the_one_that_is_asked(tmp_path: Path) -> None:
    url = "postgresql://localhost/doran?host=database"
    assert named(tmp_path, database_url=url) == ["DATABASE_URL"]


@pytest.mark.parametrize(
    "url",
    [
        "redis://:hunter2@redis",
        "redis://localhost redis://:hunter2@redis",
        "rediss://redis?ssl_cert_reqs=none",
        "rediss://redis?ssl_cert_reqs=optional",
        "rediss://redis?ssl_check_hostname=no",
        "redis+sentinel://:hunter2@one,two/name",
        "rediss+sentinel://one/name?ssl_check_hostname=false",
    ],
)
def test_a_redis_that_anybody_on_the_way_could_be_is_refused(tmp_path: Path, url: str) -> None:
    assert named(tmp_path, redis_url=url) == ["REDIS_URL"]


def test_sentinels_of_this_machine_name_a_master_that_is_elsewhere(tmp_path: Path) -> None:
    url = "redis+sentinel://127.0.0.1/name"
    assert named(tmp_path, redis_url=url) == ["REDIS_URL"]
    assert named(tmp_path, ("127.0.0.0/8",), redis_url=url) == []


@pytest.mark.parametrize("name", ["openai_base_url", "breached_passwords_url"])
def test_what_learners_say_and_passwords_go_nowhere_in_the_clear(tmp_path: Path, name: str) -> None:
    assert named(tmp_path, **{name: "http://service.example.com"}) == [name.upper()]


@pytest.mark.parametrize("hosts", [("database",), ("other", "database"), ("DATABASE".lower(),)])
def test_a_host_that_is_named_needs_none(tmp_path: Path, hosts: tuple[str, ...]) -> None:
    for host in ("database", "Database"):
        assert named(tmp_path, hosts, database_url=f"postgresql://{host}/doran") == []


@pytest.mark.parametrize("host", ["10.1.2.3", "[fd00::1]"])
def test_so_does_a_network(tmp_path: Path, host: str) -> None:
    own = ("10.0.0.0/8", "fd00::/8")
    assert named(tmp_path, own, redis_url=f"redis://{host}") == []
    assert named(tmp_path, ("192.0.2.0/24", "redis"), redis_url=f"redis://{host}") == ["REDIS_URL"]


def test_of_several_sentinels_each_must_be_named(tmp_path: Path) -> None:
    url = "redis+sentinel://one:26379,two/name"
    assert named(tmp_path, ("one",), redis_url=url) == ["REDIS_URL"]
    assert named(tmp_path, ("one", "two"), redis_url=url) == []
