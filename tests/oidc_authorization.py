"""The authorization server of the tests' provider: Authlib's, over the provider's own state.

mypy knows nothing of Authlib's types, so the classes here follow its documentation, not stubs.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web
from authlib.oauth2 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import OAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.core import OpenIDCode
from authlib.oidc.core.models import AuthorizationCodeMixin
from joserfc import jwt

if TYPE_CHECKING:
    from tests.oidc_provider import Account, OidcProvider

Forge = Callable[[dict[str, Any], dict[str, Any]], str]


@dataclass
class Client(ClientMixin):  # type: ignore[misc]
    """Whom the provider knows; `redirect_uris` are compared as they are (RFC 9700, 2.1)."""

    client_id: str
    client_secret: str
    redirect_uris: list[str]
    methods: tuple[str, ...]
    id_token_signed_response_alg: str = "RS256"

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uris[0]

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(client_secret, self.client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in self.methods

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    """An authorization code, good once."""

    code: str
    client_id: str
    redirect_uri: str
    scope: str
    account: "Account"
    auth_time: int
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class _Payload(OAuth2Payload):  # type: ignore[misc]
    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    @property
    def data(self) -> dict[str, str]:
        return self._values

    @property
    def datalist(self) -> dict[str, list[str]]:
        return {name: [value] for name, value in self._values.items()}


class Request(OAuth2Request):  # type: ignore[misc]
    """A request of aiohttp as Authlib reads one."""

    def __init__(self, request: web.Request, form: dict[str, str]) -> None:
        # Authlib refuses plain HTTP, which here is what a proxy would have taken the TLS off.
        super().__init__(request.method, f"https://provider{request.path}", None, request.headers)
        self._query = dict(request.query)
        self._form = form
        self.payload = _Payload({**self._query, **form})

    @property
    def args(self) -> dict[str, str]:
        return self._query

    @property
    def form(self) -> dict[str, str]:
        return self._form


class Authorization(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server; what it keeps is kept in the provider."""

    def __init__(self, provider: "OidcProvider") -> None:
        super().__init__()
        self.provider = provider
        self.register_token_generator(
            "default", BearerTokenGenerator(lambda **_: secrets.token_urlsafe(24))
        )
        self.register_grant(_CodeGrant, [CodeChallenge(required=True), _IdTokens()])
        self.register_extension(_Issuer(provider))

    def query_client(self, client_id: str) -> Client | None:
        return self.provider.clients.get(client_id)

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        self.provider.tokens[token["access_token"]] = request.user

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: Request) -> Request:
        return request

    def handle_response(
        self, status: int, body: Any, headers: list[tuple[str, str]]
    ) -> web.Response:
        text = json.dumps(body) if isinstance(body, dict) else body
        return _Answer(status=status, text=text, headers=dict(headers))


class _Answer(web.Response):
    """With `location` as Authlib's extensions look for it."""

    @property
    def location(self) -> str | None:
        return self.headers.get("Location")

    @location.setter
    def location(self, value: str) -> None:
        self.headers["Location"] = value


class _Issuer(IssuerParameter):  # type: ignore[misc]
    def __init__(self, provider: "OidcProvider") -> None:
        self._provider = provider

    def get_issuer(self) -> str | None:
        return self._provider.names_itself


class _CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

    @property
    def _provider(self) -> "OidcProvider":
        provider: OidcProvider = self.server.provider
        return provider

    def save_authorization_code(self, code: str, request: Request) -> None:
        asked = request.payload.data
        self._provider.codes[code] = Code(
            code=code,
            client_id=request.client.client_id,
            redirect_uri=request.payload.redirect_uri,
            scope=request.scope or "",
            account=request.user,
            auth_time=self._provider.signed_in_at(asks_again="max_age" in asked),
            nonce=asked.get("nonce"),
            code_challenge=asked.get("code_challenge"),
            code_challenge_method=asked.get("code_challenge_method"),
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        found = self._provider.codes.get(code)
        return found if found is not None and found.client_id == client.client_id else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        del self._provider.codes[authorization_code.code]

    def authenticate_user(self, authorization_code: Code) -> "Account":
        return authorization_code.account


class _IdTokens(OpenIDCode):  # type: ignore[misc]
    """ID tokens as Authlib makes them; where the test forges, its own in their place."""

    def __init__(self) -> None:
        super().__init__(require_nonce=True)

    def exists_nonce(self, nonce: str, request: Request) -> bool:
        return False

    def encode_id_token(self, token: dict[str, Any], request: Request) -> str:
        self._provider: OidcProvider = request.client.provider
        text: str = super().encode_id_token(token, request)
        forge = self._provider.forge
        if forge is None:
            return text
        honest = jwt.decode(text, self._provider.key, [self._provider.algorithm])
        forged: str = forge(dict(honest.header), dict(honest.claims))
        return forged

    def resolve_client_private_key(self, client: Client) -> Any:
        return self._provider.key

    def get_client_algorithm(self, client: Client) -> str:
        return self._provider.algorithm

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": self._provider.algorithm, "kid": self._provider.kid}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        now = self._provider.now()
        return {
            "iss": self._provider.issuer,
            "aud": [client.client_id],
            "iat": now,
            "exp": now + 300,
        }

    def generate_user_info(self, user: "Account", scope: str) -> dict[str, Any]:
        return {**user.claims(), **self._provider.claims}
