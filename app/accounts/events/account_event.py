"""The account events, by type: what changed, and of whom (operations.md, Identity and security)."""

from uuid import UUID

import msgspec


class AccountEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """A committed change of a user's account. Handling one twice does no harm."""

    user_id: UUID


class UserStatusChanged(AccountEvent, frozen=True, tag="user.status_changed"):
    """Suspended, reactivated, or deletion asked for or taken back; `was` where it is known."""

    status: str
    was: str = ""


class UserRoleChanged(AccountEvent, frozen=True, tag="user.role_changed"):
    """The role is another; sessions go on, with the new one."""

    role: str


class PasswordChanged(AccountEvent, frozen=True, tag="user.password_changed"):
    """A password or factor is new or gone, in `kept_session` or by a reset (None).

    Sessions that end with it have events of their own, `SessionEnded`.
    """

    kept_session: UUID | None = None
    what: str = "password"


class ProfileChanged(AccountEvent, frozen=True, tag="user.profile_changed"):
    """What a user is shown of themselves is another: they have an address now, or it is verified.

    `what` is `email` where the address is another than before, else `profile`.
    """

    what: str = "profile"


class SessionEnded(AccountEvent, frozen=True, tag="session.ended"):
    """One session is over; whatever was signed in it counts no longer."""

    session_id: UUID
    reason: str


class TokenRevoked(AccountEvent, frozen=True, tag="token.revoked"):
    """One access token counts no longer, though its session goes on."""

    session_id: UUID
    jti: UUID


class UserDeleted(AccountEvent, frozen=True, tag="user.deleted"):
    """Everything personal is erased; the days of grace are over."""


Known = (
    UserStatusChanged
    | UserRoleChanged
    | PasswordChanged
    | ProfileChanged
    | SessionEnded
    | TokenRevoked
    | UserDeleted
)
