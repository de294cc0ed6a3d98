"""Who an access token speaks for: asked by every request, every socket and every renewal."""

from datetime import datetime

from joserfc.jwk import KeySetSerialization

from app.accounts.access.principals import find_principal
from app.accounts.access.tokens import Tokens
from app.platform.principal import Principal


class Access:
    """Token, then blacklist, then user (requirements.md, R2.6)."""

    def __init__(self, *, tokens: Tokens) -> None:
        self._tokens = tokens

    async def principal_for_token(self, token: str) -> tuple[Principal, datetime]:
        """Return who an access token speaks for, and when it expires.

        Raises `TokenInvalid`, `TokenExpired`, and `SessionEnded` where the session ended or the
        user is not active.
        """
        claims = self._tokens.verify(token)
        principal = await find_principal(user_id=claims.sub, session_id=claims.sid)
        return principal, claims.expires_at

    def public_keys(self) -> KeySetSerialization:
        """Return the JWK Set that verifies our access tokens."""
        return self._tokens.public_keys()
