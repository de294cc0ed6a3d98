"""The addresses a process was given."""

from pydantic import SecretStr

from app.platform.settings import SettingsError


def address_of(secret: SecretStr | None) -> str:
    """Return an address that is there. Raises `SettingsError` where it is not."""
    if secret is None:
        raise SettingsError(
            "DATABASE_URL and REDIS_URL are needed here; `dorandoran up` embeds what is not set"
        )
    return secret.get_secret_value()
