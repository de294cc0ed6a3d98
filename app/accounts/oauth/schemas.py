"""What crosses the wire about providers: how one sets out, comes back, and what is linked."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from app.accounts.schemas import BirthYear, EmailText, Language, NicknameText

Purpose = Literal["sign_in", "link", "prove"]
TicketText = Annotated[str, msgspec.Meta(max_length=128)]


class ProviderShown(msgspec.Struct, frozen=True):
    """One that learners may come through; `proves`: also where a fresh proof is asked for."""

    id: str
    name: str
    proves: bool


class WaysIn(msgspec.Struct, frozen=True):
    """GET /api/v1/ways-in: beside e-mail and password, which are always one."""

    providers: list[ProviderShown]
    passkeys: bool


class SetOut(msgspec.Struct, frozen=True):
    """POST /api/v1/oauth/{provider}. `link` and `prove` are for somebody signed in."""

    purpose: Purpose


class SentThere(msgspec.Struct, frozen=True):
    """Where the browser goes; it comes back to `/#/entered/<purpose>/<ticket>`."""

    authorization_url: str


class Entered(msgspec.Struct, frozen=True):
    """POST /api/v1/sessions/entered, /api/v1/me/proof/entered: a ticket that was come back with."""

    ticket: TicketText


class Registration(msgspec.Struct, frozen=True):
    """Nobody here yet: what is still needed for an account, and what the provider suggests.

    An `email` that it has `email_verified` is the account's; any other is only a suggestion.
    """

    registration: str
    nickname: str | None
    email: str | None
    email_verified: bool


class NewEntered(msgspec.Struct, frozen=True):
    """POST /api/v1/accounts/entered: `ticket` is the `registration`.

    `email` only where the provider verified none; without it its suggestion is taken.
    """

    ticket: TicketText
    nickname: NicknameText
    birth_year: BirthYear
    language: Language = "en"
    email: EmailText | None = None


class Link(msgspec.Struct, frozen=True):
    """POST /api/v1/me/identities."""

    ticket: TicketText
    end_other_sessions: bool = True


class IdentityShown(msgspec.Struct, frozen=True):
    """A provider's account that opens this one. `name`: what learners call the provider."""

    provider: str
    name: str
    linked_at: datetime
    last_used_at: datetime


class IdentitiesShown(msgspec.Struct, frozen=True):
    """GET /api/v1/me/identities."""

    identities: list[IdentityShown]
