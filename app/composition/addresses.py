"""The addresses a process was given."""

from pydantic import SecretStr

from app.platform.embedded_postgres import running_address
from app.platform.settings import Settings, SettingsError


def address_of(secret: SecretStr | None) -> str:
    """Return an address that is there. Raises `SettingsError` where it is not."""
    if secret is None:
        raise SettingsError(
            "DATABASE_URL and REDIS_URL are needed here; `dorandoran up` embeds what is not set"
        )
    return secret.get_secret_value()


def database_beside(settings: Settings) -> str:
    """Return DATABASE_URL, or the address of the PostgreSQL that `up` runs on DATA_DIR.

    For a command beside what runs. Raises `SettingsError` where there is neither.
    """
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    running = running_address(settings.data_dir / "postgres")
    if running is None:
        raise SettingsError("DATABASE_URL is needed here, unless `dorandoran up` is running")
    return running
