"""What no longer counts: named by session, by token, or by user."""

from uuid import UUID

from app.accounts.events.account_event import (
    Known,
    SessionEnded,
    TokenRevoked,
    UserDeleted,
    UserStatusChanged,
)


def session_mark(session_id: UUID) -> str:
    """Return the mark of every token of a session."""
    return f"sid:{session_id}"


def token_mark(jti: UUID) -> str:
    """Return the mark of one token."""
    return f"jti:{jti}"


def user_mark(user_id: UUID) -> str:
    """Return the mark of a user whose tokens may not count: the database knows."""
    return f"user:{user_id}"


def mark_of(event: Known) -> str | None:
    """Return what an account event revokes; None where it revokes nothing."""
    match event:
        case SessionEnded(session_id=session_id):
            return session_mark(session_id)
        case TokenRevoked(jti=jti):
            return token_mark(jti)
        case UserStatusChanged(user_id=user_id) | UserDeleted(user_id=user_id):
            return user_mark(user_id)
        case _:
            return None
