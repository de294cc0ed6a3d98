"""The settings of keys, and secrets from files for every secret there is."""

import os
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
)

from app.platform.secret_files import SecretFiles


class KeySettings(BaseSettings):
    """What wraps the keys of everything anybody wrote, and what signs access tokens."""

    data_key: SecretStr | None = Field(
        None,
        description="32 bytes in base64 that wrap the keys of everything learners wrote "
        "(`openssl rand -base64 32`). In development it is made under DATA_DIR.",
    )
    data_key_previous: SecretStr | None = Field(
        None,
        description="The DATA_KEY before this one, while `dorandoran keys rotate` has not yet run "
        "(operations.md, Keys).",
    )
    key_command: str | None = Field(
        None,
        description="Instead of DATA_KEY: a program that wraps and unwraps with a key management "
        "service (operations.md, Keys).",
    )
    key_command_previous: str | None = Field(
        None, description="The KEY_COMMAND before this one, as DATA_KEY_PREVIOUS."
    )
    signing_key: SecretStr | None = Field(
        None,
        description="Ed25519 private key as a JWK in JSON, signing access tokens, or a JWK Set "
        "whose first key signs (`dorandoran keys new-signing-key`). In development it is made "
        "under DATA_DIR.",
    )

    @model_validator(mode="after")
    def _one_key_wraps(self) -> Self:
        if self.data_key is not None and self.key_command is not None:
            raise ValueError(
                "DATA_KEY and KEY_COMMAND are both set: the one that was in force before "
                "becomes DATA_KEY_PREVIOUS or KEY_COMMAND_PREVIOUS"
            )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read secrets from files, too."""
        del file_secret_settings
        if not isinstance(dotenv_settings, DotEnvSettingsSource):
            raise TypeError("these are not the settings of a file")
        files = SecretFiles(settings_cls, environment=os.environ, dotenv=dotenv_settings.env_vars)
        return init_settings, env_settings, dotenv_settings, files
