"""What production refuses to start with: secrets that are missing, weak or known to others."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from app.platform.key_wrapping import decode_data_key
from app.platform.production_tls import unprotected_services
from app.platform.sealing import SealingError

if TYPE_CHECKING:
    from app.platform.settings import Settings

NEEDED = ("database_url", "redis_url", "signing_key", "public_url", "smtp_url")
SHORTEST_PASSWORD = 12
# Of 32 random bytes fewer than this differ in one of 10^14 keys.
DISTINCT_BYTES = 16
# What examples and images come with; compared in small letters.
WELL_KNOWN = ("changeme", "change-me", "dorandoran", "password", "postgres", "redis", "secret")


def faults_in_production(settings: "Settings") -> list[str]:
    """Return one line for each reason not to start; no line shows a secret."""
    missing = [name.upper() for name in NEEDED if getattr(settings, name) is None]
    if settings.data_key is None and settings.key_command is None:
        missing.append("DATA_KEY or KEY_COMMAND")
    if "mail_from" not in settings.model_fields_set:
        missing.append("MAIL_FROM")
    if missing:
        return [f"production needs {', '.join(missing)}"]
    return [
        *_data_key(settings),
        *_signing_key(settings),
        *_passwords(settings),
        *_public_url(settings),
        *unprotected_services(settings),
        *_origins(settings),
    ]


def _data_key(settings: "Settings") -> Iterator[str]:
    if settings.data_key is None:
        return
    text = settings.data_key.get_secret_value()
    try:
        key = decode_data_key(text)
    except SealingError as error:
        yield str(error)
        return
    if not _looks_random(key):
        yield "DATA_KEY is not random: make one with `openssl rand -base64 32`"
    with suppress(OSError):
        if (settings.data_dir / "keys" / "data.key").read_text().strip() == text:
            yield (
                "DATA_KEY is the one that development made: give a new one, this one as "
                "DATA_KEY_PREVIOUS, and run `dorandoran keys rotate`"
            )


def _looks_random(key: bytes) -> bool:
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    readable = all(0x20 <= byte < 0x7F for byte in key)
    return min(len(set(key)), len(steps)) >= DISTINCT_BYTES and not readable


def _signing_key(settings: "Settings") -> Iterator[str]:
    from app.platform.settings import SettingsError  # noqa: PLC0415 - which imports us
    from app.platform.signing_keys import read_signing_keys  # noqa: PLC0415

    if settings.signing_key is not None:
        try:
            read_signing_keys(settings.signing_key.get_secret_value())
        except SettingsError as error:
            yield str(error)


def _passwords(settings: "Settings") -> Iterator[str]:
    database, redis = settings.database_url, settings.redis_url
    if database is not None:
        yield from _password("DATABASE_URL", database.get_secret_value())
    if redis is not None:
        from app.platform.redis import addresses_of  # noqa: PLC0415 - only then

        for address in addresses_of(redis.get_secret_value()):
            yield from _password("REDIS_URL", address.text)


def _password(name: str, address: str) -> Iterator[str]:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    if parts.scheme == "unix" or query.get("host", "").startswith("/"):
        # A unix socket: who may open it is the file system's to say.
        return
    password = parts.password or query.get("password", "")
    if not password:
        yield f"{name} has no password"
    elif len(password) < SHORTEST_PASSWORD:
        yield f"{name}: its password has fewer than {SHORTEST_PASSWORD} characters"
    elif any(password.lower().startswith(known) for known in WELL_KNOWN):
        yield f"{name}: its password is a well-known one"


def _public_url(settings: "Settings") -> Iterator[str]:
    if settings.public_url is not None and not settings.public_url.startswith("https://"):
        yield "PUBLIC_URL must begin with https:// in production"


def _origins(settings: "Settings") -> Iterator[str]:
    if "*" in settings.allowed_origins:
        yield "ALLOWED_ORIGINS may not be `*` in production: name each origin"
