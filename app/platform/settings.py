"""Every setting, its default and its meaning; docs/settings.md is made from here."""

import json
import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import parse_qsl, urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import NoDecode, SettingsConfigDict

from app.platform.account_settings import AccountSettings
from app.platform.address_range import is_network
from app.platform.database_tls import tls_of
from app.platform.key_settings import KeySettings
from app.platform.mail_settings import MailSettings
from app.platform.provider_settings import ProviderSettings
from app.platform.secret_files import SecretFileError

# How each address may begin. What is behind it is found out when it is first used.
SCHEMES = {
    "database_url": ("postgresql", "postgres"),
    "openai_base_url": ("https", "http"),
    "public_url": ("https", "http"),
    "smtp_url": ("smtp", "smtps"),
    "breached_passwords_url": ("https", "http"),
}
# What an Android app is called where a browser has an origin: SHA-256 of its certificate.
ANDROID_APP = re.compile(r"android:apk-key-hash:[A-Za-z0-9_-]{43}")
# RFC 1123, 2.1; Compose also allows what it calls its services.
HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?")
# `/metrics` of the server and of the two workers that `up` starts.
METRICS_PORTS = 3


class SettingsError(Exception):
    """A setting is missing or cannot be read; the text says which one and what to do."""


class Settings(KeySettings, AccountSettings, MailSettings, ProviderSettings):
    """Read once, from the environment first and then from a file `.env`.

    Every secret may come from a file instead, which `NAME_FILE` names. What is set to nothing
    counts as not set, as templates of environments leave it.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    environment: Literal["development", "production"] = Field(
        "development",
        description="`production` refuses to start with a missing or weak secret, and "
        "embeds nothing.",
    )
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8080, ge=1, le=65535, description="Port of the page, the API and sockets.")
    metrics_port: int | None = Field(
        None,
        ge=1,
        le=65536 - METRICS_PORTS,
        description="Port of `/metrics`: the server's, and the next one the worker's. "
        "By default PORT + 1000 for the server and PORT + 2000 for the worker.",
    )
    data_dir: Path = Field(
        Path(".data"),
        description="PostgreSQL's data, development keys and sockets, where they are embedded.",
    )
    dictionary_dir: Path | None = Field(
        None,
        description="Dictionaries that `dorandoran dictionary import` brought (dictionary.md). "
        "By default `dictionaries` under DATA_DIR.",
    )
    database_url: SecretStr | None = Field(
        None, description="PostgreSQL address (`postgresql://…`). Unset: an embedded PostgreSQL."
    )
    database_pool_size: int = Field(
        10, ge=2, le=200, description="Most database connections of one process."
    )
    redis_url: SecretStr | None = Field(
        None,
        description="Redis address (`redis://…`, `unix://…`, `redis+sentinel://…`), or several, "
        "separated by spaces, that share the channels (operations.md, Redis). "
        "Unset: an embedded Redis.",
    )
    openai_api_key: SecretStr | None = Field(
        None,
        description="Key for the model. With neither key nor base URL the offline tutor answers.",
    )
    openai_base_url: str | None = Field(
        None, description="Any OpenAI-compatible address: llama.cpp, vLLM, Ollama and others."
    )
    openai_model: str = Field("gpt-4.1-mini", description="Model that the agents ask.")
    model_patience: float = Field(
        1.0,
        ge=0.1,
        le=20,
        description="Multiplies what a model is given in time (8 s for feedback and words, 10 s "
        "for a reply's first token): a slow model on one's own machine wants 3 or more.",
    )
    public_url: str | None = Field(
        None, description="Address under which learners reach this server, where a proxy is before."
    )
    security_contact: str | None = Field(
        None,
        pattern=r"^(mailto:[^\s@]+@[^\s@]+|https://\S+)$",
        description="Where a hole may be reported, shown at `/.well-known/security.txt`: "
        "`mailto:…` or `https://…`.",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Browser origins beside this server's own that may open sockets and use the "
        "API, as JSON list.",
    )
    passkey_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Where passkeys may be used beside PUBLIC_URL, as JSON list: other hosts below "
        "its own, and Android apps (`android:apk-key-hash:…`).",
    )
    server_sent_events: bool = Field(
        False,
        description="Serve `/connection/sse` too, the fallback where a browser can stream nothing "
        "else. Its SDK puts the access token into the address, which proxies may log.",
    )
    handshakes_per_minute: int = Field(
        300,
        ge=1,
        le=60_000,
        description="Connections that one address may open to each server; then 429.",
    )
    exempt_addresses: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Addresses or networks without limits by address and user, as JSON list. "
        "In development this machine's own are.",
    )
    rate_limits: Annotated[dict[str, str], NoDecode] = Field(
        default_factory=dict,
        description="Changes to how often routes of a class may be asked (security.md), as JSON, "
        'such as `{"credentials.address": "600/minute", "write.user": "300/minute"}`.',
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Proxies whose `X-Forwarded-For` is believed, addresses or networks, as JSON "
        "list. Without it all learners behind a proxy count as one address.",
    )
    unencrypted_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Hosts of database, Redis, model and breach service that production may speak "
        "to without TLS and a checked certificate, as JSON list of names, addresses or networks: "
        "where nobody else is on the way, or the network itself encrypts.",
    )
    request_seconds: float = Field(
        20, ge=0.1, le=300, description="A request's head, and then its body, arrive within this."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severity that is logged."
    )
    log_format: Literal["json", "text"] = Field(
        "json", description="One JSON object a line, or text."
    )
    drain_seconds: float = Field(
        30, ge=0, le=600, description="Longest time running turns are given when a server stops."
    )
    message_length: int = Field(
        500, ge=1, le=5000, description="Most characters of a message, after NFC normalisation."
    )
    minimum_age: int = Field(14, ge=0, le=99, description="Least age of a learner, in years.")
    partner_age: int = Field(19, ge=0, le=99, description="Least age for the persona `honey`.")
    lease_seconds: float = Field(
        6, ge=1, le=120, description="A turn whose owner was silent this long is taken over."
    )
    heartbeat_seconds: float = Field(
        2,
        ge=0.2,
        le=60,
        description="How often a server renews its leases and looks for lost turns.",
    )
    messages_per_minute: int = Field(20, ge=1, le=6000, description="Messages a learner may send.")
    turns_waiting: int = Field(5, ge=1, le=50, description="Turns of one room that may be open.")

    @field_validator(*SCHEMES)
    @classmethod
    def _is_an_address(
        cls, value: SecretStr | str | None, info: ValidationInfo
    ) -> SecretStr | str | None:
        if value is None or info.field_name is None:
            return value
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if not _is_readable_address(text, SCHEMES[info.field_name]):
            begins = " or ".join(f"{scheme}://" for scheme in SCHEMES[info.field_name])
            raise ValueError(
                f"must be an address that begins with {begins}; "
                "what is special in its password is percent-encoded"
            )
        return value

    @field_validator("database_url")
    @classmethod
    def _says_how_tls_is_spoken(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            tls_of(dict(parse_qsl(urlsplit(value.get_secret_value()).query)))
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_an_address_of_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            from app.platform.redis import refuse_unreadable_address  # noqa: PLC0415 - only then

            refuse_unreadable_address(value.get_secret_value())
        return value

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _are_origins(cls, value: object) -> object:
        origins = _json(value) if isinstance(value, str) else value
        if not isinstance(origins, (list, tuple)) or not all(map(_is_origin, origins)):
            raise ValueError('must be a JSON list of origins, such as ["https://example.com"]')
        return tuple(origins)

    @field_validator("passkey_origins", mode="before")
    @classmethod
    def _are_passkey_origins(cls, value: object) -> object:
        origins = _json(value) if isinstance(value, str) else value
        if not isinstance(origins, (list, tuple)) or not all(map(_is_passkey_origin, origins)):
            raise ValueError(
                'must be a JSON list such as ["https://app.example.com", "android:apk-key-hash:…"]'
            )
        return tuple(origins)

    @field_validator("exempt_addresses", "trusted_proxies", mode="before")
    @classmethod
    def _are_networks(cls, value: object) -> object:
        networks = _json(value) if isinstance(value, str) else value
        if not isinstance(networks, (list, tuple)) or not all(map(_is_network, networks)):
            raise ValueError(
                'must be a JSON list of addresses or networks, such as ["10.0.0.0/8", "::1"]'
            )
        return tuple(networks)

    @field_validator("unencrypted_hosts", mode="before")
    @classmethod
    def _are_hosts(cls, value: object) -> object:
        hosts = _json(value) if isinstance(value, str) else value
        if not isinstance(hosts, (list, tuple)) or not all(map(_is_host, hosts)):
            raise ValueError(
                'must be a JSON list of hosts or networks, such as ["database", "10.0.0.0/8"]'
            )
        return tuple(host.lower() for host in hosts)

    @field_validator("rate_limits", mode="before")
    @classmethod
    def _are_rates(cls, value: object) -> object:
        from app.platform.rates.classes import rates_with  # noqa: PLC0415 - only then

        changes = _json(value) if isinstance(value, str) else value
        if not isinstance(changes, dict) or not all(isinstance(it, str) for it in changes.values()):
            raise ValueError('must be JSON, such as {"credentials.address": "600/minute"}')
        rates_with(changes)
        return changes

    @model_validator(mode="after")
    def _ports_do_not_collide(self) -> Self:
        if self.metrics_port is None and self.worker_metrics_port + 1 > 65535:
            raise ValueError(
                "PORT leaves no room for the metrics' ports (PORT + 2001): "
                "choose one up to 63534, or set METRICS_PORT"
            )
        first = self.server_metrics_port
        if self.port in range(first, first + METRICS_PORTS):
            raise ValueError("PORT may not be METRICS_PORT nor one of the next two")
        return self

    @model_validator(mode="after")
    def _heartbeat_fits_lease(self) -> Self:
        if self.heartbeat_seconds * 2 > self.lease_seconds:
            raise ValueError("LEASE_SECONDS must be at least twice HEARTBEAT_SECONDS")
        return self

    @model_validator(mode="after")
    def _production_has_good_secrets(self) -> Self:
        if self.environment == "production":
            from app.platform.production import faults_in_production  # noqa: PLC0415 - only then

            faults = faults_in_production(self)
            if faults:
                raise ValueError("; ".join(faults))
        return self

    @property
    def dictionaries(self) -> Path:
        """The folder of imported dictionaries."""
        return self.dictionary_dir or self.data_dir / "dictionaries"

    @property
    def server_metrics_port(self) -> int:
        """Port of the server's `/metrics`."""
        return self.metrics_port if self.metrics_port is not None else self.port + 1000

    @property
    def worker_metrics_port(self) -> int:
        """Port of the first worker's `/metrics`."""
        return self.metrics_port + 1 if self.metrics_port is not None else self.port + 2000

    @property
    def uses_a_model(self) -> bool:
        """Whether a model is configured at all; without one the offline tutor answers."""
        return self.openai_api_key is not None or self.openai_base_url is not None

    @property
    def address(self) -> str:
        """The address a person opens."""
        return self.public_url or f"http://localhost:{self.port}"


def load_settings(**overrides: object) -> Settings:
    """Read the settings; `overrides` (command line options) win over everything.

    Raises `SettingsError` with one line a fault, naming the setting.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("; ".join(_faults(error))) from error
    except SecretFileError as error:
        raise SettingsError(str(error)) from error


def _is_readable_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        # Reading the port is what finds an unescaped password: its rest is no number.
        _port = parts.port
    except ValueError:
        return False
    if parts.scheme in {"http", "https", "smtp", "smtps"} and not parts.hostname:
        return False
    return parts.scheme in schemes and text.startswith(f"{parts.scheme}://")


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None


def _is_origin(value: object) -> bool:
    """Say whether it is scheme and host and perhaps a port (RFC 6454, 6.1), or `*`: any."""
    if not isinstance(value, str):
        return False
    parts = urlsplit(value)
    return value == "*" or (bool(parts.netloc) and value == f"{parts.scheme}://{parts.netloc}")


def _is_passkey_origin(value: object) -> bool:
    """Say whether it is an origin over TLS, or the signing certificate of an Android app."""
    if not isinstance(value, str):
        return False
    return ANDROID_APP.fullmatch(value) is not None or (
        value.startswith("https://") and _is_origin(value)
    )


def _is_host(value: object) -> bool:
    return isinstance(value, str) and (HOST_NAME.fullmatch(value) is not None or is_network(value))


def _is_network(value: object) -> bool:
    return isinstance(value, str) and is_network(value)


def _faults(error: ValidationError) -> list[str]:
    faults = []
    for fault in error.errors(include_input=False, include_url=False):
        name = ".".join(str(part) for part in fault["loc"]).upper()
        message = fault["msg"].removeprefix("Value error, ")
        faults.append(f"{name}: {message}" if name else message)
    return faults
