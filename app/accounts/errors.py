"""Why somebody is not, or no longer, signed in: every one is answered with 401."""

from app.platform.errors import Unauthenticated


class TokenInvalid(Unauthenticated):
    """Not an access token of ours, or altered."""

    name, title = "token-invalid", "Token not valid"


class TokenExpired(Unauthenticated):
    """It was an access token of ours; its time is over, or it alone was revoked: refresh it."""

    name, title = "token-expired", "Token expired"


class SessionEnded(Unauthenticated):
    """Logged out, unused for too long, ended for safety, or the user is not active: sign in."""

    name, title = "session-ended", "Session ended"


class AccountSuspended(SessionEnded):
    """The account is suspended or about to be deleted: its sessions count no longer."""

    name, title = "account-not-active", "Account not active"


def session_ended() -> SessionEnded:
    """Return the refusal of whoever asks in a session that is over."""
    return SessionEnded("This session has ended: sign in again")
