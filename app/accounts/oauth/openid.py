"""A provider that speaks OpenID Connect: found by its issuer's metadata, believed by its keys."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.accounts.oauth.authorization_code import authorization_url, exchange_code
from app.accounts.oauth.errors import AnswerInvalid
from app.accounts.oauth.id_token import Claims, person_of, verify_id_token
from app.accounts.oauth.outgoing import Outgoing, read_answer
from app.accounts.oauth.person import Person, Subject
from app.accounts.oauth.provider import AuthorizationRequest, AuthorizationResponse
from app.platform.clock import Clock
from app.platform.provider_settings import ClientCredentials, is_issuer

METADATA_KEPT = timedelta(hours=1)
# A key that we do not know yet is looked for, and nobody can make us look all the time.
KEYS_KEPT_AT_LEAST = timedelta(seconds=10)


class Metadata(msgspec.Struct, frozen=True):
    """What an issuer says of itself (OpenID Connect Discovery 1.0, 3; RFC 9207, 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    id_token_signing_alg_values_supported: Sequence[str] = ("RS256",)
    token_endpoint_auth_methods_supported: Sequence[str] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False

    @property
    def endpoints(self) -> list[str]:
        """Every address that is asked or shown."""
        optional = [] if self.userinfo_endpoint is None else [self.userinfo_endpoint]
        return [self.authorization_endpoint, self.token_endpoint, self.jwks_uri, *optional]


class PublishedKeys(msgspec.Struct, frozen=True):
    """The document at `jwks_uri` (RFC 7517, 5)."""

    keys: list[dict[str, str | list[str]]]


class UserInfo(msgspec.Struct, frozen=True):
    """The answer of the UserInfo endpoint (OpenID Connect Core 1.0, 5.3)."""

    sub: Subject
    email: str | None = None
    email_verified: bool | str | None = None
    name: str | None = None
    nickname: str | None = None


class TokenAnswer(msgspec.Struct, frozen=True):
    """What the token endpoint gave (OpenID Connect Core 1.0, 3.1.3.3); dropped after use."""

    access_token: str
    id_token: str


class OpenIdProvider:
    """One issuer. Nothing else than its settings says which: no address comes from a request."""

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - the protocol's word
        name: str,
        issuer: str,
        credentials: ClientCredentials,
        outgoing: Outgoing,
        clock: Clock,
        scope: str = "openid email profile",
        proves: bool = True,
    ) -> None:
        self.id = id
        self.name = name
        self.issuer = issuer
        self.proves = proves
        self._credentials = credentials
        self._outgoing = outgoing
        self._clock = clock
        self._scope = scope
        self._metadata: tuple[Metadata, datetime] | None = None
        self._keys: tuple[KeySet, datetime] | None = None

    async def authorization_url(self, request: AuthorizationRequest) -> str:
        """Return where to send the browser (OpenID Connect Core 1.0, 3.1.2.1)."""
        async with self._outgoing.to(self._credentials) as client:
            metadata = await self._known_metadata(client)
            # `max_age` obliges the provider to say when it was (`auth_time`).
            again = {"prompt": "login", "max_age": "0"} if request.fresh else {}
            return authorization_url(
                client,
                metadata.authorization_endpoint,
                request,
                nonce=request.nonce,
                scope=self._scope,
                **again,
            )

    async def recognise(
        self, response: AuthorizationResponse, request: AuthorizationRequest
    ) -> Person:
        """Exchange the code and return whom the ID token is about, once it holds."""
        async with self._outgoing.to(self._credentials) as client:
            metadata = await self._known_metadata(client)
            self._refuse_other_issuer(response, metadata)
            answered = await exchange_code(
                client,
                metadata.token_endpoint,
                response,
                request,
                method=_method_of(metadata),
            )
            token = msgspec.convert(answered, TokenAnswer)
            claims = await self._verified(client, token, metadata, request.nonce)
            if not claims.says_whose_email and metadata.userinfo_endpoint is not None:
                claims = await _with_user_info(client, metadata.userinfo_endpoint, claims)
            return person_of(claims)

    def _refuse_other_issuer(self, response: AuthorizationResponse, metadata: Metadata) -> None:
        # RFC 9207, 2.4: against the mix-up of two providers.
        needed = metadata.authorization_response_iss_parameter_supported
        if (needed or response.issuer is not None) and response.issuer != self.issuer:
            raise AnswerInvalid("Another provider answered than was asked: begin again")

    async def _verified(
        self, client: AsyncOAuth2Client, token: TokenAnswer, metadata: Metadata, nonce: str
    ) -> Claims:
        def verify(keys: KeySet) -> Claims:
            return verify_id_token(
                token.id_token,
                keys,
                algorithms=metadata.id_token_signing_alg_values_supported,
                issuer=self.issuer,
                client_id=self._credentials.client_id,
                nonce=nonce,
                access_token=token.access_token,
                now=self._clock.now(),
            )

        keys, read_at = self._keys or await self._read_keys(client, metadata)
        if read_at <= self._clock.now() - METADATA_KEPT:
            keys, read_at = await self._read_keys(client, metadata)
        try:
            return verify(keys)
        except JoseError:
            # It may sign with a new key since; where that was looked for just now, it does not.
            if read_at > self._clock.now() - KEYS_KEPT_AT_LEAST:
                raise
            keys, _ = await self._read_keys(client, metadata)
            return verify(keys)

    async def _known_metadata(self, client: AsyncOAuth2Client) -> Metadata:
        now = self._clock.now()
        if self._metadata is not None and self._metadata[1] > now - METADATA_KEPT:
            return self._metadata[0]
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        metadata = await read_answer(client, address, Metadata)
        if metadata.issuer != self.issuer:
            raise AnswerInvalid("The provider calls itself another: tell who runs this server")
        for endpoint in metadata.endpoints:
            self._refuse_insecure(endpoint)
        self._metadata = metadata, now
        return metadata

    def _refuse_insecure(self, endpoint: str) -> None:
        # An issuer on this machine may name its plain addresses; one elsewhere may not name ours.
        plain = urlsplit(endpoint).scheme != "https"
        if (plain and self.issuer.startswith("https:")) or not is_issuer(_without_query(endpoint)):
            raise AnswerInvalid("The provider names an address without TLS")

    async def _read_keys(
        self, client: AsyncOAuth2Client, metadata: Metadata
    ) -> tuple[KeySet, datetime]:
        published = await read_answer(client, metadata.jwks_uri, PublishedKeys)
        found = KeySet.import_key_set({"keys": published.keys}), self._clock.now()
        self._keys = found
        return found


async def _with_user_info(client: AsyncOAuth2Client, address: str, claims: Claims) -> Claims:
    """Return `claims` with the address that the UserInfo endpoint knows (OIDC Core, 5.3.2)."""
    told = await read_answer(client, address, UserInfo, signed_in=True)
    if told.sub != claims.sub:
        raise AnswerInvalid("The provider tells of somebody else")
    return msgspec.structs.replace(
        claims,
        email=told.email,
        email_verified=told.email_verified,
        name=claims.name or told.name,
        nickname=claims.nickname or told.nickname,
    )


def _method_of(metadata: Metadata) -> str:
    for method in ("client_secret_basic", "client_secret_post"):
        if method in metadata.token_endpoint_auth_methods_supported:
            return method
    raise AnswerInvalid("The provider takes no client secret")


def _without_query(address: str) -> str:
    return address.partition("?")[0]
