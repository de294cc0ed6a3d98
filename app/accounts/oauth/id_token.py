"""Whether an ID token holds (OpenID Connect Core 1.0, 3.1.3.7)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from app.accounts.oauth.person import Person, Subject

# Only signatures that nobody can make with what is public: no `none`, no HMAC.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
    | {"ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
# Between its clock and ours.
LEEWAY_SECONDS = 60
LONGEST_TOKEN = 16 * 1024

# Within what a date can say.
Seconds = Annotated[float, msgspec.Meta(ge=0, le=2**37)]


class Claims(msgspec.Struct, frozen=True):
    """The claims that are looked at, with their types; whether they hold is asked after that."""

    iss: str
    sub: Subject
    aud: str | list[str]
    exp: Seconds
    iat: Seconds
    nonce: str
    azp: str | None = None
    at_hash: str | None = None
    auth_time: Seconds | None = None
    email: str | None = None
    # Some write it as a text.
    email_verified: bool | str | None = None
    name: str | None = None
    nickname: str | None = None

    @property
    def says_whose_email(self) -> bool:
        """Whether there is an address, and a word on who made sure whose it is."""
        return self.email is not None and self.email_verified is not None


def verify_id_token(
    text: str,
    keys: KeySet,
    *,
    algorithms: Sequence[str],
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str,
    now: datetime,
) -> Claims:
    """Return what the token says, all of it checked.

    `algorithms` are those that the provider's metadata names; of them only `ALGORITHMS` count.
    Raises `JoseError`, `msgspec.ValidationError`, `ValueError`.
    """
    if len(text) > LONGEST_TOKEN:
        raise ValueError("the ID token is too long")
    allowed = [name for name in algorithms if name in ALGORITHMS]
    registry = JWSRegistry(algorithms=allowed, strict_check_header=False)
    token = jwt.decode(text, keys, registry=registry)
    claims = msgspec.convert(token.claims, Claims)
    CodeIDToken(
        token.claims,
        token.header,
        {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": client_id},
            "nonce": {"essential": True, "value": nonce},
        },
        {"nonce": nonce, "client_id": client_id, "access_token": access_token},
    ).validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    return claims


def person_of(claims: Claims) -> Person:
    """Return whom checked claims are about."""
    return Person(
        issuer=claims.iss,
        subject=claims.sub,
        email=claims.email or None,
        email_verified=claims.email_verified in {True, "true"} and bool(claims.email),
        name=claims.nickname or claims.name,
        authenticated_at=(
            None if claims.auth_time is None else datetime.fromtimestamp(claims.auth_time, UTC)
        ),
    )
