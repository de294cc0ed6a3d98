"""Settings are read once; what is wrong with them is said by name, in one line."""

import base64
import hashlib
from pathlib import Path

import pytest

from app.platform.settings import Settings, SettingsError, load_settings
from app.platform.signing_keys import fresh_signing_key

PRODUCTION = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://dorandoran:hunter2-and-more@database/dorandoran?sslmode=verify-full",
    "REDIS_URL": "rediss://:hunter2-and-more@redis:6379/0",
    "DATA_KEY": base64.b64encode(hashlib.sha256(b"hunter2").digest()).decode(),
    "SIGNING_KEY": fresh_signing_key(),
    "PUBLIC_URL": "https://example.com",
    "SMTP_URL": "smtps://dorandoran:hunter2-and-more@mail.example.com",
    "MAIL_FROM": "DoranDoran <hello@example.com>",
}
SECRETS = sorted(PRODUCTION.keys() - {"ENVIRONMENT", "DATA_KEY"})


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting given, no `.env` here."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def fault(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    given(monkeypatch, **environment)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    text = str(refused.value)
    assert "\n" not in text
    return text


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings()
    assert settings.address == "http://localhost:8080"
    assert settings.database_url is None
    assert not settings.uses_a_model


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("PORT=9001\nHOST=0.0.0.0\n")
    assert load_settings().port == 9001
    given(monkeypatch, PORT="9002")
    assert load_settings().port == 9002
    assert load_settings(port=None).port == 9002
    settings = load_settings(port=9003)
    assert (settings.port, settings.host) == (9003, "0.0.0.0")


def test_what_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, PORT="", DATABASE_URL="", OPENAI_API_KEY="")
    settings = load_settings()
    assert (settings.port, settings.database_url, settings.uses_a_model) == (8080, None, False)


def test_a_key_or_an_address_of_a_model_is_enough_to_use_it() -> None:
    assert load_settings(openai_api_key="key").uses_a_model
    assert load_settings(openai_base_url="http://127.0.0.1:8090/v1").uses_a_model


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("ENVIRONMENT", "staging"),
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://127.0.0.1/dorandoran"),
        ("DATABASE_URL", "postgresql:dorandoran"),
        ("DATABASE_URL", "postgresql://user:hunter2/x@127.0.0.1/dorandoran"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("REDIS_URL", "redis://127.0.0.1:port"),
        ("REDIS_URL", "redis://:hunter2/x@127.0.0.1"),
        ("REDIS_URL", "redis://one:6379,redis://:hunter2@two:6379"),
        ("REDIS_URL", "redis+sentinel://:hunter2@one:26379,two:26379"),
        ("REDIS_URL", "redis://one:6379 sentinel://:hunter2@two:26379/name"),
        ("OPENAI_BASE_URL", "localhost:8090/v1"),
        ("OPENAI_BASE_URL", "http://"),
        ("PUBLIC_URL", "dorandoran.example"),
        ("ALLOWED_ORIGINS", "https://example.com"),
        ("ALLOWED_ORIGINS", '["https://example.com/"]'),
        ("ALLOWED_ORIGINS", '["example.com"]'),
        ("ALLOWED_ORIGINS", "[1]"),
        ("DATABASE_URL", "postgresql://ann:hunter2@database/doran?sslmode=perhaps"),
        ("DATABASE_URL", "postgresql://database/doran?sslmode=verify-full&sslrootcert=/hunter2"),
        ("UNENCRYPTED_HOSTS", "database"),
        ("UNENCRYPTED_HOSTS", '["http://database"]'),
        ("UNENCRYPTED_HOSTS", '["*"]'),
        ("UNENCRYPTED_HOSTS", '["10.0.0.1/8"]'),
        ("UNENCRYPTED_HOSTS", "[1]"),
    ],
)
def test_a_broken_setting_is_said_by_its_name_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    text = fault(monkeypatch, **{name: value})
    assert text.startswith(f"{name}: ")
    assert "hunter2" not in text


def test_every_broken_setting_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = fault(monkeypatch, PORT="x", REDIS_URL="y", LOG_FORMAT="z")
    assert all(f"{name}: " in text for name in ("PORT", "REDIS_URL", "LOG_FORMAT"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "postgresql://user:p%40ss@127.0.0.1:5432/dorandoran?sslmode=require"),
        ("database_url", "postgresql://postgres@/postgres?host=/tmp/postgres"),
        ("redis_url", "unix:///tmp/redis.sock"),
        ("redis_url", "unix:///tmp/a place/redis.sock"),
        ("redis_url", "rediss://:secret@redis:6380/1"),
        ("redis_url", "redis+sentinel://:p%40ss@one:26379,two:26379/name?db=1"),
        ("redis_url", "redis://one:6379 rediss+sentinel://two:26379,three/name"),
    ],
)
def test_addresses_of_every_form_are_taken(name: str, value: str) -> None:
    assert getattr(load_settings(**{name: value}), name).get_secret_value() == value


def test_origins_are_a_json_list(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, ALLOWED_ORIGINS='["https://example.com", "http://localhost:5173", "*"]')
    assert load_settings().allowed_origins == (
        "https://example.com",
        "http://localhost:5173",
        "*",
    )


@pytest.mark.parametrize("name", ["exempt_addresses", "trusted_proxies"])
def test_addresses_of_clients_are_a_json_list_of_networks(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    given(monkeypatch, **{name.upper(): '["10.0.0.0/8", "::1"]'})
    assert getattr(load_settings(), name) == ("10.0.0.0/8", "::1")


@pytest.mark.parametrize("value", ["10.0.0.1", '["10.0.0.1/8"]', '["localhost"]', "[1]"])
def test_exempt_addresses_of_another_form_are_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    assert "must be a JSON list" in fault(monkeypatch, EXEMPT_ADDRESSES=value)


def test_hosts_that_need_no_tls_are_a_json_list_of_names_and_networks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, UNENCRYPTED_HOSTS='["Database", "redis_1.internal", "10.0.0.0/8", "::1"]')
    assert load_settings().unencrypted_hosts == (
        "database",
        "redis_1.internal",
        "10.0.0.0/8",
        "::1",
    )


def test_production_starts_with_all_its_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **PRODUCTION)
    assert load_settings().environment == "production"


@pytest.mark.parametrize("missing", SECRETS)
@pytest.mark.parametrize("left_empty", [False, True])
def test_production_refuses_to_start_without_a_secret(
    monkeypatch: pytest.MonkeyPatch, missing: str, left_empty: bool
) -> None:
    rest = {name: value for name, value in PRODUCTION.items() if name != missing}
    given(monkeypatch, **({missing: ""} if left_empty else {}))
    assert fault(monkeypatch, **rest) == f"production needs {missing}"


def test_a_key_wraps_and_no_two(monkeypatch: pytest.MonkeyPatch) -> None:
    text = fault(monkeypatch, DATA_KEY=PRODUCTION["DATA_KEY"], KEY_COMMAND="/bin/wrap")
    assert text.startswith("DATA_KEY and KEY_COMMAND are both set")


@pytest.mark.parametrize("value", ["no-reply", "a@example.com\nBcc: b@example.com", "<@>"])
def test_a_sender_that_is_no_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    assert "must be one e-mail address" in fault(monkeypatch, MAIL_FROM=value)


@pytest.mark.parametrize("value", ["http://mail.example.com", "smtp://", "mail.example.com:25"])
def test_what_is_no_address_of_a_mail_server_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    assert "begins with smtp:// or smtps://" in fault(monkeypatch, SMTP_URL=value)


def test_no_secret_is_shown_by_the_settings_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **PRODUCTION, OPENAI_API_KEY="sk-hunter2")
    assert "hunter2" not in repr(load_settings())


def test_metrics_are_at_ports_that_follow_from_the_servers() -> None:
    settings = load_settings(port=9000)
    assert (settings.server_metrics_port, settings.worker_metrics_port) == (10000, 11000)
    settings = load_settings(port=9000, metrics_port=7000)
    assert (settings.server_metrics_port, settings.worker_metrics_port) == (7000, 7001)


def test_ports_that_would_collide_are_refused() -> None:
    with pytest.raises(SettingsError, match="METRICS_PORT"):
        load_settings(port=7001, metrics_port=7000)
    with pytest.raises(SettingsError, match="set METRICS_PORT"):
        load_settings(port=64000)
    assert load_settings(port=64000, metrics_port=7000).port == 64000


def test_a_lease_outlives_two_heartbeats() -> None:
    with pytest.raises(SettingsError, match="LEASE_SECONDS"):
        load_settings(lease_seconds=3, heartbeat_seconds=2)


def test_the_address_is_the_public_one_where_there_is_one() -> None:
    settings = load_settings(port=9000)
    assert settings.address == "http://localhost:9000"
    assert settings.model_copy(update={"port": 9001}).address == "http://localhost:9001"
    assert load_settings(public_url="https://example.com").address == "https://example.com"


def test_every_setting_says_what_it_means() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
