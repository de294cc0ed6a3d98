"""Reads clients' tokens: JSON Web Tokens signed by a key that was configured."""

from typing import TypeVar

import msgspec
from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwa import JWSAlgModel
from joserfc.util import urlsafe_b64decode

from realtime.clock import Clock
from realtime.errors import ClientError, TokenExpired, TokenInvalid
from realtime.protocol.codes import INTERNAL
from realtime.standalone.claims import Claims, ConnectionClaims, SubscriptionClaims
from realtime.standalone.key_ring import KeyRing, KeySetUnavailableError

_Claims = TypeVar("_Claims", bound=Claims)


class _Header(msgspec.Struct, frozen=True):
    """All that is looked at: what names or brings a key (jku, jwk, x5u, x5c) leads nowhere."""

    alg: str
    kid: str = ""


class _Registry(jws.JWSRegistry):
    """Allows one algorithm, which the key was chosen for; a frame bounds how long tokens are."""

    max_header_length = max_payload_length = max_signature_length = 64 * 1024

    def __init__(self, algorithm: str) -> None:
        super().__init__(strict_check_header=False)
        self._algorithm = algorithm

    def get_alg(self, name: str) -> JWSAlgModel:
        """Return it, without the library's advice on which names are better (RFC 9864)."""
        if name != self._algorithm:
            raise UnsupportedAlgorithmError(f"{name} is not allowed")
        return self.algorithms[name]


class TokenReader:
    """`audience` and `issuer` are what tokens have to say; empty: anything."""

    def __init__(
        self, keys: KeyRing, clock: Clock, *, audience: str = "", issuer: str = ""
    ) -> None:
        self._keys = keys
        self._clock = clock
        self._audience = audience
        self._issuer = issuer

    async def connection(self, token: str) -> ConnectionClaims:
        """Return what a connection token says.

        Raises:
            TokenExpired: it did count once, or will.
            TokenInvalid: it does not count.
            ClientError: the keys cannot be read now (100, temporary).

        """
        claims = await self._read(token, ConnectionClaims)
        if claims.channel:
            raise TokenInvalid("a subscription token does not open a connection")
        return claims

    async def subscription(self, token: str) -> SubscriptionClaims:
        """Return what a subscription token says. Raises what `connection` raises."""
        return await self._read(token, SubscriptionClaims)

    async def _read(self, token: str, kind: type[_Claims]) -> _Claims:
        try:
            header = msgspec.json.decode(
                urlsafe_b64decode(token.partition(".")[0].encode()), type=_Header
            )
            key = await self._keys.find(header.alg, header.kid)
            if key is None:
                raise TokenInvalid("no key that is configured can have signed it")
            signed = jws.deserialize_compact(token, key.key, registry=_Registry(header.alg))
            claims = msgspec.json.decode(signed.payload or b"", type=kind)
        except KeySetUnavailableError as error:
            raise ClientError.of(INTERNAL) from error
        except (ValueError, JoseError) as error:
            raise TokenInvalid("not a token that was signed for here") from error
        self._check(claims)
        return claims

    def _check(self, claims: Claims) -> None:
        if self._audience and not claims.is_for(self._audience):
            raise TokenInvalid("meant for another audience")
        if self._issuer and claims.iss != self._issuer:
            raise TokenInvalid("from another issuer")
        now = self._clock.wall()
        if (claims.exp is not None and claims.exp <= now) or (claims.nbf or 0) > now:
            raise TokenExpired("outside of its time")
