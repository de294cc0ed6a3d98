"""A real provider on a port of this machine: OpenID Connect and OAuth 2, honest or hostile as told.

async with OidcProvider(clock) as provider:
    client = provider.register(redirect_uri)        # its id and secret
    provider.account = Account("42", email="ada@example.com")   # who is signed in there
    provider.claims = {"aud": "somebody-else"}      # put over those of each ID token
    provider.forge = lambda header, claims: "…"     # the ID token itself
    provider.faults["/token"] = Fault.HANG          # what becomes of requests to a path

The same server also speaks as GitHub and as Naver do (`/user`, `/user/emails`, `/v1/nid/me`).
"""

import asyncio
import functools
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from authlib.oauth2 import OAuth2Error
from joserfc.jwk import ECKey, Key, RSAKey

from app.platform.clock import Clock
from tests.oidc_authorization import Authorization, Client, Code, Forge, Request

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Fault(Enum):
    """What becomes of a request."""

    DROP = auto()  # the connection closes without an answer
    HANG = auto()  # no answer at all
    DRIP = auto()  # an answer that never ends, byte by byte
    HUGE = auto()  # an answer that is far too long
    PACKED = auto()  # an answer that is short, and huge when unpacked
    GARBAGE = auto()  # no JSON
    ERROR = auto()  # status 500
    MOVED = auto()  # a redirect to another path of this server


@dataclass(frozen=True)
class Account:
    """Somebody's account there."""

    subject: str = "42"
    email: str | None = "ada@example.com"
    email_verified: bool | None = True
    name: str | None = "Ada"

    def claims(self) -> dict[str, Any]:
        """The standard claims (OpenID Connect Core 1.0, 5.1), those that are known."""
        known = {
            "sub": self.subject,
            "email": self.email,
            "email_verified": self.email_verified,
            "name": self.name,
        }
        return {name: value for name, value in known.items() if value is not None}


@functools.cache
def rsa_key() -> Key:
    """A key that takes long to make."""
    return RSAKey.generate_key(2048)


class OidcProvider:
    """The server, in the event loop that it is made in, on the clock that it is given."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.account: Account | None = Account()
        self.key, self.kid, self.algorithm = rsa_key(), "first", "RS256"
        self.claims: dict[str, Any] = {}
        self.forge: Forge | None = None
        self.metadata: dict[str, Any] = {}
        self.user_info: dict[str, Any] = {}
        self.emails: list[dict[str, Any]] | None = None
        self.names_itself: str | None = None
        self.seconds_since_sign_in = 3600
        self.asks_again = True
        self.faults: dict[str, Fault] = {}
        self.asked: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.clients: dict[str, Client] = {}
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, Account] = {}
        self.issuer = ""
        application = web.Application(middlewares=[self._with_faults])
        application.router.add_get("/.well-known/openid-configuration", self._discovery)
        application.router.add_get("/jwks", self._jwks)
        application.router.add_get("/userinfo", self._user_info)
        application.router.add_get("/user", self._github_user)
        application.router.add_get("/user/emails", self._github_emails)
        application.router.add_get("/v1/nid/me", self._naver_profile)
        for path in ("/authorize", "/login/oauth/authorize", "/oauth2.0/authorize"):
            application.router.add_get(path, self._authorize)
        for path in ("/token", "/login/oauth/access_token", "/oauth2.0/token"):
            application.router.add_post(path, self._token)
        self._authorization = Authorization(self)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.issuer = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    def register(self, *redirect_uris: str, methods: tuple[str, ...] = ()) -> Client:
        """Let a client in; its secret has characters that must be encoded on the way."""
        client = Client(
            client_id=f"client-{len(self.clients)}",
            client_secret=secrets.token_urlsafe(16) + "+/=&",
            redirect_uris=list(redirect_uris),
            methods=methods or ("client_secret_basic", "client_secret_post"),
        )
        client.provider = self
        self.clients[client.client_id] = client
        return client

    def rotate_key(self) -> None:
        """Sign with another key, of another kind, from now on; the old one is published no more."""
        self.key, self.kid, self.algorithm = ECKey.generate_key("P-256"), "second", "ES256"

    def now(self) -> int:
        """The time in seconds since 1970."""
        return int(self._clock.now().timestamp())

    def signed_in_at(self, *, asks_again: bool) -> int:
        """When whoever is signed in there proved who they are."""
        again = asks_again and self.asks_again
        return self.now() - (0 if again else self.seconds_since_sign_in)

    async def _discovery(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "id_token_signing_alg_values_supported": ["RS256", "ES256"],
                "authorization_response_iss_parameter_supported": self.names_itself is not None,
                "claims_supported": ["sub", "email"],
                **self.metadata,
            }
        )

    async def _jwks(self, _request: web.Request) -> web.Response:
        published = self.key.as_dict(private=False)
        return web.json_response({"keys": [{**published, "kid": self.kid, "use": "sig"}]})

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        asked = Request(request, {})
        try:
            grant = self._authorization.get_consent_grant(asked, end_user=self.account)
        except OAuth2Error as error:
            return web.json_response(dict(error.get_body()), status=400)
        answer: web.Response = self._authorization.create_authorization_response(
            asked, grant_user=self.account, grant=grant
        )
        return answer

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        answer: web.Response = self._authorization.create_token_response(Request(request, form))
        return answer

    async def _user_info(self, request: web.Request) -> web.Response:
        return web.json_response({**self._holder(request).claims(), **self.user_info})

    async def _github_user(self, request: web.Request) -> web.Response:
        account = self._holder(request)
        return web.json_response(
            {"id": int(account.subject), "login": "ada-l", "name": account.name, "type": "User"}
        )

    async def _github_emails(self, request: web.Request) -> web.Response:
        account = self._holder(request)
        primary = {"email": account.email, "primary": True, "verified": account.email_verified}
        other = {"email": "other@example.com", "primary": False, "verified": True}
        return web.json_response(self.emails if self.emails is not None else [other, primary])

    async def _naver_profile(self, request: web.Request) -> web.Response:
        account = self._holder(request)
        profile = {"id": account.subject, "nickname": account.name, "email": account.email}
        return web.json_response({"resultcode": "00", "message": "success", "response": profile})

    def _holder(self, request: web.Request) -> Account:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            raise web.HTTPUnauthorized
        return self.tokens[token]

    @web.middleware
    async def _with_faults(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.asked.append(request.path)
        match self.faults.get(request.path):
            case None:
                return await handler(request)
            case Fault.HANG:
                await asyncio.Event().wait()
            case Fault.DROP:
                assert request.transport is not None
                request.transport.close()
            case Fault.DRIP:
                return await _stream(request, b" ", 0.02)
            case Fault.HUGE:
                return await _stream(request, b" " * 65_536, 0)
            case Fault.PACKED:
                answer = web.json_response({"keys": " " * 5_000_000})
                answer.enable_compression(web.ContentCoding.gzip)
                return answer
            case Fault.ERROR:
                return web.json_response({"error": "server_error"}, status=500)
            case Fault.MOVED:
                raise web.HTTPFound("/elsewhere")
        return web.Response(text="<html>not JSON</html>")


async def _stream(request: web.Request, piece: bytes, pause: float) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json"})
    await answer.prepare(request)
    try:
        while True:
            await answer.write(piece)
            await asyncio.sleep(pause)
    except ConnectionError:
        return answer
