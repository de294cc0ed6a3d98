"""What a user can prove themselves with, and what of it a log-in asks for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from app.platform.sql import fetch

Factor = Literal["totp", "recovery_code", "passkey"]

OWNED = """
SELECT users.role,
       users.email IS NOT NULL AND users.password_hash IS NOT NULL AS password,
       (SELECT confirmed_at FROM totp_secrets WHERE user_id = users.id) AS totp_since,
       (SELECT count(*) FROM passkeys WHERE user_id = users.id) AS passkeys,
       (SELECT count(*) FROM identities WHERE user_id = users.id) AS identities,
       (SELECT count(*) FROM recovery_codes
        WHERE user_id = users.id AND used_at IS NULL) AS recovery_codes
FROM users WHERE users.id = $1
"""


@dataclass(frozen=True, slots=True)
class Owned:
    """A user's ways in and factors, as they are now."""

    role: str
    password: bool
    totp_since: datetime | None
    passkeys: int
    identities: int
    recovery_codes: int

    @property
    def ways_in(self) -> int:
        """In how many ways one can sign in; a guest in none but the session that is open."""
        return self.password + self.passkeys + self.identities

    @property
    def has_second_factor(self) -> bool:
        """Whether there is anything beyond a password that one has rather than knows."""
        return self.totp_since is not None or self.passkeys > 0

    @property
    def asked_for(self) -> list[Factor]:
        """The second factors of which one is asked for after a password or a provider.

        A learner's passkeys are a way in, and ask for nothing beside their password until they set
        up one-time codes. Of an administrator a second factor is asked for wherever there is one.
        """
        if self.totp_since is None and not (self.role == "admin" and self.passkeys):
            return []
        factors: list[tuple[Factor, bool]] = [
            ("totp", self.totp_since is not None),
            ("passkey", self.passkeys > 0),
            ("recovery_code", self.recovery_codes > 0),
        ]
        return [name for name, there in factors if there]


async def owned_by(user_id: UUID) -> Owned:
    """Return what the user has, in the open transaction or by itself."""
    (row,) = await fetch(OWNED, user_id)
    return Owned(**row)
