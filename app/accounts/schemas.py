"""What crosses the wire about accounts: requests with their limits, and the answers."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

# Longer than any that is accepted, so that spaces around it can be typed and are then cut.
NicknameText = Annotated[str, msgspec.Meta(max_length=200)]
EmailText = Annotated[str, msgspec.Meta(max_length=320)]
BirthYear = Annotated[int, msgspec.Meta(ge=1900, le=9999)]
NewPassword = Annotated[str, msgspec.Meta(min_length=8, max_length=128)]
Language = Literal["en", "ko"]


class NewGuest(msgspec.Struct, frozen=True):
    """POST /api/v1/guests."""

    nickname: NicknameText
    birth_year: BirthYear
    language: Language = "en"


class NewAccount(msgspec.Struct, frozen=True):
    """POST /api/v1/accounts."""

    email: EmailText
    password: NewPassword
    nickname: NicknameText
    birth_year: BirthYear
    language: Language = "en"


class NewPerson(msgspec.Struct, frozen=True):
    """An account opened without a password, such as POST /api/v1/accounts/passkey/options."""

    email: EmailText
    nickname: NicknameText
    birth_year: BirthYear
    language: Language = "en"


class Credentials(msgspec.Struct, frozen=True):
    """POST /api/v1/me/credentials: what makes a guest a full account."""

    email: EmailText
    password: NewPassword


class LogIn(msgspec.Struct, frozen=True):
    """POST /api/v1/sessions. A password too short to be one is wrong, not unacceptable."""

    email: EmailText
    password: Annotated[str, msgspec.Meta(max_length=128)]


class Refresh(msgspec.Struct, frozen=True):
    """POST /api/v1/sessions/refresh."""

    refresh_token: Annotated[str, msgspec.Meta(max_length=4096)]


class User(msgspec.Struct, frozen=True):
    """A learner as they see themselves."""

    id: UUID
    nickname: str
    birth_year: int
    email: str | None
    email_verified: bool
    guest: bool
    role: str
    language: str
    level: str


class Signed(msgspec.Struct, frozen=True):
    """What signing in gives: a token to ask with, one to renew it with, and who one is."""

    access_token: str
    access_expires_at: datetime
    refresh_token: str
    user: User
