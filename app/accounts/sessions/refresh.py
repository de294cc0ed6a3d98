"""Refresh tokens: opaque, single use, and what is answered to one that comes a second time."""

import hashlib
import secrets
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from app.accounts.sessions.models import RefreshToken

TOKEN_BYTES = 32


class Answer(Enum):
    """What a shown refresh token is answered with."""

    ROTATE = auto()
    """Its first use: it is used up, and a successor is made."""
    REPEAT = auto()
    """Its answer was lost, or many asked at once: the same successor again."""
    REUSED = auto()
    """Its successor was used already, so two hold this family: nobody keeps it."""
    EXPIRED = auto()
    """The session was not used for too long, or began too long ago."""


def judge(
    shown: RefreshToken, successor: RefreshToken | None, now: datetime, *, over_at: datetime
) -> Answer:
    """Decide about a token of a session that has not ended, under that session's lock.

    From `over_at` on the session is over, however much it is used.

    A successor counts as used when it was shown, not when it was handed out: until then the
    client may never have received it.
    """
    if shown.used_at is None:
        return Answer.EXPIRED if min(shown.expires_at, over_at) <= now else Answer.ROTATE
    if successor is None or successor.used_at is not None:
        return Answer.REUSED
    return Answer.EXPIRED if min(successor.expires_at, over_at) <= now else Answer.REPEAT


def new_token() -> str:
    """Return a fresh token: 256 random bits in base64url, which say nothing."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """Return what is stored of a token. So many random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def sealing_place(token_id: UUID) -> str:
    """Return where the sealed successor of the token `token_id` belongs (see `Sealer`)."""
    return f"refresh_tokens:{token_id}"
