"""Production refuses to start with a secret that is missing, weak or known, and shows none."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey
from pydantic import SecretStr

from app.platform.production import faults_in_production
from app.platform.settings import Settings
from app.platform.signing_keys import fresh_signing_key


def in_base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


GOOD = hashlib.sha256(b"random").digest()
OWN = {
    "environment": "production",
    "database_url": "postgresql://doran:long-and-random@database/doran?sslmode=verify-full",
    "redis_url": "rediss://:long-and-random@redis:6379/0",
    "data_key": in_base64(GOOD),
    "signing_key": fresh_signing_key(),
    "public_url": "https://example.com",
    "smtp_url": "smtps://doran:long-and-random@mail.example.com",
    "mail_from": "DoranDoran <hello@example.com>",
}
SECRETS = ("database_url", "redis_url", "data_key", "signing_key", "smtp_url")


def faults(tmp_path: Path, **changed: str | None) -> list[str]:
    values = {**OWN, **changed}
    given = {
        name: SecretStr(value) if name in SECRETS and value is not None else value
        for name, value in values.items()
    }
    plain = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    found = faults_in_production(plain.model_copy(update=given))
    for fault in found:
        assert "\n" not in fault
        secrets = [values[name] or "nothing" for name in SECRETS]
        assert not any(len(secret) > 8 and secret in fault for secret in secrets)
    return found


def test_good_secrets_are_taken(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


def test_everything_that_is_missing_is_said_at_once(tmp_path: Path) -> None:
    plain = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    assert faults_in_production(plain) == [
        "production needs DATABASE_URL, REDIS_URL, SIGNING_KEY, PUBLIC_URL, SMTP_URL, "
        "DATA_KEY or KEY_COMMAND, MAIL_FROM"
    ]


def test_a_command_stands_for_the_data_key(tmp_path: Path) -> None:
    assert faults(tmp_path, data_key=None, key_command="/bin/wrap") == []


@pytest.mark.parametrize(
    "key",
    [
        bytes(32),
        b"\xff" * 32,
        bytes(range(32)),
        bytes(range(0, 96, 3)),
        b"\x00\x01" * 16,
        b"correct horse battery staple 123",
    ],
    ids=["nothing", "ones", "counted", "counted by three", "two", "words"],
)
def test_a_data_key_that_is_not_random_is_refused(tmp_path: Path, key: bytes) -> None:
    (fault,) = faults(tmp_path, data_key=in_base64(key))
    assert fault.startswith("DATA_KEY is not random")


@pytest.mark.parametrize("text", ["x", "c2hvcnQ=", in_base64(bytes(33))])
def test_a_data_key_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (fault,) = faults(tmp_path, data_key=text)
    assert "openssl rand -base64 32" in fault


def test_the_key_that_development_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "data.key").write_text(in_base64(GOOD) + "\n")
    (fault,) = faults(tmp_path)
    assert fault.startswith("DATA_KEY is the one that development made")
    assert faults(tmp_path, data_key=in_base64(hashlib.sha256(b"other").digest())) == []


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "secret",
        json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=False)),
        '{"keys":[]}',
    ],
    ids=["empty", "no JSON", "only public", "no key"],
)
def test_a_signing_key_that_signs_nothing_is_refused(tmp_path: Path, text: str) -> None:
    (fault,) = faults(tmp_path, signing_key=text)
    assert fault.startswith("SIGNING_KEY: ")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://doran@localhost/doran", "DATABASE_URL has no password"),
        ("postgresql://localhost/doran", "DATABASE_URL has no password"),
        ("postgresql://doran:short@localhost/doran", "fewer than 12 characters"),
        ("postgresql://doran:Postgres1234@localhost/doran", "a well-known one"),
    ],
)
def test_a_database_that_anybody_may_open_is_refused(tmp_path: Path, url: str, said: str) -> None:
    (fault,) = faults(tmp_path, database_url=url)
    assert said in fault


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("redis://localhost:6379", "REDIS_URL has no password"),
        ("redis://:changeme12345@localhost", "a well-known one"),
        ("rediss+sentinel://one:26379,two:26379/name", "REDIS_URL has no password"),
        ("rediss://:long-and-random@one rediss://two", "REDIS_URL has no password"),
    ],
)
def test_a_redis_that_anybody_may_open_is_refused(tmp_path: Path, url: str, said: str) -> None:
    (fault,) = faults(tmp_path, redis_url=url)
    assert said in fault


@pytest.mark.parametrize(
    "changed",
    [
        {"database_url": "postgresql://doran@/doran?host=/run/postgresql"},
        {
            "database_url": "postgresql://doran@database/doran?sslmode=verify-full&password=long-and-random"
        },
        {"redis_url": "unix:///run/redis.sock"},
        {"redis_url": "unix:///run/a place/redis.sock unix:///run/other.sock"},
        {"redis_url": "rediss+sentinel://:long-and-random@one:26379,two:26379/name"},
    ],
    ids=str,
)
def test_a_socket_of_this_machine_and_a_password_anywhere_are_taken(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    assert faults(tmp_path, **changed) == []


def test_learners_come_over_tls(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, public_url="http://example.com")
    assert fault == "PUBLIC_URL must begin with https:// in production"


def test_a_service_that_could_be_anybody_is_said_with_what_to_do(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        database_url="postgresql://doran:long-and-random@database/doran?sslmode=require",
        redis_url="redis://:long-and-random@redis",
    )
    assert [fault.split(":")[0] for fault in found] == [
        "DATABASE_URL is reached without TLS and a checked certificate",
        "REDIS_URL is reached without TLS and a checked certificate",
    ]
    assert all("UNENCRYPTED_HOSTS" in fault for fault in found)
    assert "?sslmode=verify-full" in found[0]


def test_pages_of_any_origin_are_not_let_in(tmp_path: Path) -> None:
    plain = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    given: dict[str, object] = {
        name: SecretStr(value) if name in SECRETS else value for name, value in OWN.items()
    }
    found = faults_in_production(plain.model_copy(update={**given, "allowed_origins": ("*",)}))
    assert found == ["ALLOWED_ORIGINS may not be `*` in production: name each origin"]
