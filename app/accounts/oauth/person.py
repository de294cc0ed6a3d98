"""Whom a provider has recognised: all that is kept of what it said."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.accounts.rules import (
    NICKNAME_LENGTH,
    email_fault,
    nickname_fault,
    normalise_email,
    normalise_nickname,
)

# At most 255 characters of ASCII (OpenID Connect Core 1.0, 2), as the table of identities holds.
Subject = Annotated[str, msgspec.Meta(max_length=255, pattern=r"\A[\x20-\x7e]+\Z")]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is to a provider: `issuer` and `subject` alone tell two people apart.

    `email_verified` is true only where the provider itself has made sure whose address it is.
    `authenticated_at` is None where it does not say when they last proved who they are there.
    """

    issuer: str
    subject: Subject
    email: str | None = None
    email_verified: bool = False
    name: str | None = None
    authenticated_at: datetime | None = None


def usable(person: Person) -> Person:
    """Return `person` with a name and an address only where a learner here may have such ones."""
    email = normalise_email(person.email or "")
    name = normalise_nickname((person.name or "")[:NICKNAME_LENGTH])
    has_email = email_fault(email) is None
    return msgspec.structs.replace(
        person,
        email=email if has_email else None,
        email_verified=person.email_verified and has_email,
        name=name if nickname_fault(name) is None else None,
    )
