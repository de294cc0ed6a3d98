"""What a role may do, as data: routes, commands and channels name a permission, roles hold some."""

from collections.abc import Mapping
from enum import StrEnum

from app.platform.errors import Forbidden
from app.platform.principal import Principal


class Permission(StrEnum):
    """One thing that somebody signed in may be allowed to do."""

    OWN_ACCOUNT = "account.own"
    """See and change one's own account, sessions, factors and data."""
    TALK = "rooms.talk"
    """Open rooms with personas of one's age, write and read there."""
    STUDY = "study.own"
    """See and change what one learns."""
    SEE_OPERATIONS = "operations.see"
    """Live figures of the service: channel `ops`, console."""
    ADMINISTER_ACCOUNTS = "accounts.administer"
    """Find accounts, suspend and reactivate them, end their sessions, change their role."""
    READ_AUDIT = "audit.read"
    """Read the audit log."""


LEARNER = frozenset({Permission.OWN_ACCOUNT, Permission.TALK, Permission.STUDY})

ROLES: Mapping[str, frozenset[Permission]] = {
    "user": LEARNER,
    "admin": LEARNER
    | {Permission.SEE_OPERATIONS, Permission.ADMINISTER_ACCOUNTS, Permission.READ_AUDIT},
}


class SecondFactorMissing(Forbidden):
    """What a role holds beyond a learner's permissions needs a session with a second factor."""

    name, title = "second-factor-missing", "Second factor needed"


def may(role: str, permission: Permission) -> bool:
    """Say whether `role` holds `permission`; a role that is not in the table holds none."""
    return permission in ROLES.get(role, frozenset())


def require(principal: Principal, permission: Permission) -> None:
    """Raise `Forbidden` where the caller's role does not hold `permission`.

    Raises `SecondFactorMissing` where it does, beyond what every learner holds, and the session was
    opened with one factor only: an administrator without a second one can merely set it up.
    """
    if not may(principal.role, permission):
        raise Forbidden("Your role does not allow this")
    if permission not in LEARNER and not principal.second_factor:
        raise SecondFactorMissing(
            "This needs a second factor: set one up, or prove who you are with it"
        )
