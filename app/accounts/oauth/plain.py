"""Providers that speak OAuth 2 without OpenID Connect: who came is read from their own API."""

from collections.abc import Awaitable, Callable

import msgspec
from authlib.integrations.httpx_client import AsyncOAuth2Client

from app.accounts.oauth.authorization_code import authorization_url, exchange_code
from app.accounts.oauth.outgoing import Outgoing, read_answer
from app.accounts.oauth.person import Person, Subject
from app.accounts.oauth.provider import AuthorizationRequest, AuthorizationResponse
from app.platform.provider_settings import ClientCredentials

ReadPerson = Callable[[AsyncOAuth2Client], Awaitable[Person]]


class PlainProvider:
    """One authorization server (RFC 6749). The access token is used once and dropped."""

    proves = False

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - the protocol's word
        name: str,
        issuer: str,
        credentials: ClientCredentials,
        outgoing: Outgoing,
        authorization_endpoint: str,
        token_endpoint: str,
        scope: str | None,
        read_person: ReadPerson,
    ) -> None:
        self.id = id
        self.name = name
        self.issuer = issuer
        self._credentials = credentials
        self._outgoing = outgoing
        self._authorization_endpoint = authorization_endpoint
        self._token_endpoint = token_endpoint
        self._scope = scope
        self._read_person = read_person

    async def authorization_url(self, request: AuthorizationRequest) -> str:
        """Return where to send the browser (RFC 6749, 4.1.1; RFC 7636, 4.3)."""
        scope = {} if self._scope is None else {"scope": self._scope}
        async with self._outgoing.to(self._credentials) as client:
            return authorization_url(client, self._authorization_endpoint, request, **scope)

    async def recognise(
        self, response: AuthorizationResponse, request: AuthorizationRequest
    ) -> Person:
        """Exchange the code and return whose access token it gave.

        That the token was made for this client follows from the exchange (RFC 6749, 4.1.3): none
        that came another way is ever shown to the API.
        """
        async with self._outgoing.to(self._credentials) as client:
            await exchange_code(
                client,
                self._token_endpoint,
                response,
                request,
                method="client_secret_post",
                # Naver asks for it once more.
                state=request.state,
            )
            return await self._read_person(client)


class GitHubUser(msgspec.Struct, frozen=True):
    """`GET /user`."""

    id: int
    login: str
    name: str | None = None


class GitHubEmail(msgspec.Struct, frozen=True):
    """One of `GET /user/emails`."""

    email: str
    primary: bool
    verified: bool


def github(
    credentials: ClientCredentials,
    outgoing: Outgoing,
    *,
    web: str = "https://github.com",
    api: str = "https://api.github.com",
) -> PlainProvider:
    """Return GitHub: its primary address counts where it is verified there."""

    async def read_person(client: AsyncOAuth2Client) -> Person:
        user = await read_answer(client, f"{api}/user", GitHubUser, signed_in=True)
        emails = await read_answer(client, f"{api}/user/emails", list[GitHubEmail], signed_in=True)
        primary = next((one for one in emails if one.primary), None)
        return Person(
            issuer=web,
            subject=str(user.id),
            email=None if primary is None else primary.email,
            email_verified=primary is not None and primary.verified,
            name=user.name or user.login,
        )

    return PlainProvider(
        id="github",
        name="GitHub",
        issuer=web,
        credentials=credentials,
        outgoing=outgoing,
        authorization_endpoint=f"{web}/login/oauth/authorize",
        token_endpoint=f"{web}/login/oauth/access_token",
        scope="read:user user:email",
        read_person=read_person,
    )


class NaverProfile(msgspec.Struct, frozen=True):
    """What a learner agreed to show."""

    id: Subject
    email: str | None = None
    nickname: str | None = None


class NaverAnswer(msgspec.Struct, frozen=True):
    """`GET /v1/nid/me`."""

    response: NaverProfile


def naver(
    credentials: ClientCredentials,
    outgoing: Outgoing,
    *,
    web: str = "https://nid.naver.com",
    api: str = "https://openapi.naver.com",
) -> PlainProvider:
    """Return Naver. It does not say that an address is verified, so none of it counts as that."""

    async def read_person(client: AsyncOAuth2Client) -> Person:
        answered = await read_answer(client, f"{api}/v1/nid/me", NaverAnswer, signed_in=True)
        profile = answered.response
        return Person(
            issuer=web,
            subject=profile.id,
            email=profile.email or None,
            name=profile.nickname,
        )

    return PlainProvider(
        id="naver",
        name="Naver",
        issuer=web,
        credentials=credentials,
        outgoing=outgoing,
        authorization_endpoint=f"{web}/oauth2.0/authorize",
        token_endpoint=f"{web}/oauth2.0/token",
        # What is asked for is chosen where the application is registered.
        scope=None,
        read_person=read_person,
    )
