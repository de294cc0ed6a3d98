"""Access tokens: JWTs signed with Ed25519 (RFC 8037), short-lived and verified without a query."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec
from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import KeySet, KeySetSerialization
from joserfc.util import urlsafe_b64decode

from app.accounts.errors import TokenExpired, TokenInvalid
from app.platform.clock import Clock
from app.platform.signing_keys import read_signing_keys

ALGORITHM = "EdDSA"
LONGEST_TOKEN = 4096


class AccessToken(NamedTuple):
    """A signed token and the moment from which it no longer counts."""

    text: str
    expires_at: datetime


class Claims(msgspec.Struct, frozen=True):
    """What an access token says (RFC 7519, 4). Another issuer, audience or type does not decode."""

    sub: UUID
    sid: UUID
    jti: UUID
    role: str
    iat: int
    exp: int
    iss: Literal["dorandoran"]
    aud: Literal["dorandoran-api"]
    type: Literal["access"]

    @property
    def expires_at(self) -> datetime:
        """The moment from which the token no longer counts."""
        return datetime.fromtimestamp(self.exp, UTC)


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The only header there is: whatever names or brings a key (jku, jwk, x5u) does not decode."""

    alg: Literal["EdDSA"]
    kid: str
    typ: Literal["JWT"]


class EdDSARegistry(jws.JWSRegistry):
    """An allow-list of one algorithm.

    RFC 9864 deprecates the name `EdDSA` because it leaves the curve open. Here every key is
    Ed25519, and `EdDSA` is the name that other verifiers of our JWKS know.
    """

    def get_alg(self, name: str) -> JWSAlgModel:
        """Return EdDSA. Raises `UnsupportedAlgorithmError` for any other name."""
        if name != ALGORITHM:
            raise UnsupportedAlgorithmError(f"{name} is not allowed")
        return self.algorithms[name]


class Tokens:
    """Signs access tokens with the first of its Ed25519 keys, and verifies with each.

    What was verified once is remembered by SHA-256 until it expires: at most `remembered`
    tokens, the least recently seen forgotten first. Only tokens that we signed get there.
    """

    def __init__(
        self,
        signing_key: str,
        *,
        clock: Clock,
        ids: Callable[[], UUID],
        seconds: int,
        remembered: int = 10_000,
    ) -> None:
        """`signing_key` is the text of SIGNING_KEY. Raises `SettingsError` where it is none."""
        keys = read_signing_keys(signing_key)
        self._key = keys[0]
        self._keys = KeySet(list(keys))
        self._registry = EdDSARegistry()
        self._clock = clock
        self._ids = ids
        self._seconds = seconds
        self._remembered = remembered
        self._verified: OrderedDict[bytes, Claims] = OrderedDict()

    def issue(self, *, user_id: UUID, session_id: UUID, role: str) -> AccessToken:
        """Return a signed token, good for `seconds` from now (whole seconds, RFC 7519)."""
        issued_at = int(self._clock.now().timestamp())
        claims = Claims(
            sub=user_id,
            sid=session_id,
            jti=self._ids(),
            role=role,
            iat=issued_at,
            exp=issued_at + self._seconds,
            iss="dorandoran",
            aud="dorandoran-api",
            type="access",
        )
        header = {"alg": ALGORITHM, "kid": self._key.kid, "typ": "JWT"}
        text = jws.serialize_compact(
            header, msgspec.json.encode(claims), self._key, registry=self._registry
        )
        return AccessToken(text, claims.expires_at)

    def verify(self, token: str) -> Claims:
        """Return what `token` says. Raises `TokenInvalid`, or `TokenExpired` from `exp` on."""
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise TokenInvalid("This is not an access token")
        digest = hashlib.sha256(token.encode()).digest()
        claims = self._verified.get(digest)
        if claims is None:
            claims = self._verify(token)
        if claims.exp <= self._clock.now().timestamp():
            self._verified.pop(digest, None)
            raise TokenExpired("The access token has expired: refresh it")
        self._remember(digest, claims)
        return claims

    def public_keys(self) -> KeySetSerialization:
        """Return the JWK Set (RFC 7517, 5) that our tokens can be verified with."""
        return self._keys.as_dict(private=False)

    def _verify(self, token: str) -> Claims:
        try:
            # The header is read before the library sees it, so that nothing in it leads anywhere.
            msgspec.json.decode(urlsafe_b64decode(token.partition(".")[0].encode()), type=Header)
            signed = jws.deserialize_compact(token, self._keys, registry=self._registry)
            return msgspec.json.decode(signed.payload or b"", type=Claims)
        except (ValueError, JoseError) as error:
            raise TokenInvalid("This is not an access token of ours") from error

    def _remember(self, digest: bytes, claims: Claims) -> None:
        self._verified[digest] = claims
        self._verified.move_to_end(digest)
        if len(self._verified) > self._remembered:
            self._verified.popitem(last=False)
