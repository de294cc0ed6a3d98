"""The settings of e-mails: who hands them in, and whom they are from."""

import re
from email.utils import parseaddr

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

EMAIL = re.compile(r"[^\s@]+@[^\s@]+")


class MailSettings(BaseSettings):
    """Production needs both."""

    smtp_url: SecretStr | None = Field(
        None,
        description="Where e-mails are handed in: `smtp://user:password@host:587` (STARTTLS, or "
        "none is sent; not on loopback) or `smtps://…:465`. Unset in development: they are kept "
        "and shown at `/development/mails`.",
    )
    mail_from: str = Field(
        "DoranDoran <no-reply@localhost>",
        description="Whom e-mails are from: one address, perhaps with a name before it.",
    )

    @field_validator("mail_from")
    @classmethod
    def _is_one_sender(cls, value: str) -> str:
        if value.splitlines() != [value] or EMAIL.fullmatch(parseaddr(value)[1]) is None:
            raise ValueError("must be one e-mail address, perhaps as `Name <address>`")
        return value
