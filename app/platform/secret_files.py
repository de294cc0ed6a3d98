"""Secrets from files: `NAME_FILE` names one whose content is the secret setting `NAME`."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

SUFFIX = "_file"


class SecretFileError(Exception):
    """A file of a secret cannot be used; the text names the setting and says what to do."""


class SecretFiles(PydanticBaseSettingsSource):
    """Reads every secret that is given by a file, as Docker and Kubernetes hand them out."""

    def __init__(
        self,
        settings: type[BaseSettings],
        *,
        environment: Mapping[str, str],
        dotenv: Mapping[str, str | None],
    ) -> None:
        """`dotenv` is what `.env` says, over which `environment` wins."""
        super().__init__(settings)
        self._environment = {name.lower(): value for name, value in environment.items()}
        self._dotenv = {name.lower(): value for name, value in dotenv.items()}

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the secret, or None where no file is named. Raises `SecretFileError`."""
        # An empty variable hides what `.env` says: so `up` tells its servers an address.
        place = self._environment.get(field_name + SUFFIX, self._dotenv.get(field_name + SUFFIX))
        if not place or not is_secret(field):
            return None, field_name, False
        name = field_name.upper()
        if self._environment.get(field_name) or self._dotenv.get(field_name):
            raise SecretFileError(f"{name} and {name}_FILE are both set: give one of them")
        try:
            text = Path(place).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            raise SecretFileError(f"{name}_FILE cannot be read: {reason}") from error
        # One newline, which editors and `echo` leave; anything else may be the secret's own.
        secret = text.removesuffix("\n").removesuffix("\r")
        if not secret:
            raise SecretFileError(f"{name}_FILE names an empty file")
        return SecretStr(secret), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return the secrets that files give."""
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


def is_secret(field: FieldInfo) -> bool:
    """Say whether a setting is a secret, one that may be missing included."""
    return SecretStr in {field.annotation, *get_args(field.annotation)}


def without_files(names: tuple[str, ...]) -> dict[str, str]:
    """Return an environment in which `names` are given by no file, whatever `.env` says."""
    hidden = {name + SUFFIX.upper(): "" for name in names}
    rest = {name: value for name, value in os.environ.items() if name.upper() not in hidden}
    return {**rest, **hidden}
