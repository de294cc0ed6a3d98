"""A server with one real provider beside it, and browsers that go to and fro between the two."""

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import schemas
from app.accounts.access.middleware import PrincipalMiddleware
from app.accounts.joined import Accounts
from app.platform.errors import Problem
from app.platform.http import problem_response
from app.platform.settings import Settings
from tests.oidc_provider import OidcProvider

if TYPE_CHECKING:
    from tests.conftest import HandClock

ADDRESS = "https://learn.example"


class Browser:
    """One browser with its cookies; `token` is of who is signed in on our page."""

    def __init__(self, ours: httpx2.AsyncClient) -> None:
        self.ours = ours
        self.token: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.token is None else {"Authorization": f"Bearer {self.token}"}

    async def post(self, path: str, body: dict[str, Any]) -> httpx2.Response:
        return await self.ours.post(path, json=body, headers=self.headers)

    async def set_out(self, purpose: str = "sign_in", provider: str = "oidc") -> str:
        """Ask our page for the way to a provider."""
        answer = await self.post(f"/api/v1/oauth/{provider}", {"purpose": purpose})
        assert answer.status_code == 200, answer.text
        return cast("str", answer.json()["authorization_url"])

    async def at_provider(self, url: str) -> str:
        """Go there, agree, and return where one is sent back to."""
        async with httpx2.AsyncClient(verify=False) as there:
            answer = await there.get(url)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    async def come_back(self, callback: str) -> str:
        """Follow the provider's redirect; return the place on our page it ends at."""
        answer = await self.ours.get(callback)
        assert answer.status_code == 303, answer.text
        assert answer.headers["cache-control"] == "no-store"
        return answer.headers["location"].removeprefix("/#/")

    async def to_and_fro(self, purpose: str = "sign_in", provider: str = "oidc") -> str:
        return await self.come_back(await self.at_provider(await self.set_out(purpose, provider)))

    async def ticket(self, purpose: str = "sign_in", provider: str = "oidc") -> str:
        """Go the whole way and return the ticket."""
        place = await self.to_and_fro(purpose, provider)
        assert place.startswith(f"entered/{purpose}/"), place
        return place.rpartition("/")[2]

    async def enter(self, provider: str = "oidc") -> httpx2.Response:
        ticket = await self.ticket(provider=provider)
        return await self.post("/api/v1/sessions/entered", {"ticket": ticket})

    async def register(self, provider: str = "oidc", **given: object) -> dict[str, Any]:
        """Become a user by a provider, and stay signed in."""
        entered = await self.enter(provider)
        assert entered.status_code == 200, entered.text
        body = {
            "ticket": entered.json()["registration"],
            "nickname": "Ada",
            "birth_year": 2000,
            **given,
        }
        answer = await self.post("/api/v1/accounts/entered", body)
        assert answer.status_code == 201, answer.text
        return self.signed_in(answer)

    async def link(self, provider: str = "oidc", **given: object) -> httpx2.Response:
        ticket = await self.ticket("link", provider)
        return await self.post("/api/v1/me/identities", {"ticket": ticket, **given})

    async def unlink(self, provider: str = "oidc", *, keep_others: bool = False) -> httpx2.Response:
        query = "?keep_others=1" if keep_others else ""
        path = f"/api/v1/me/identities/{provider}{query}"
        return await self.ours.delete(path, headers=self.headers)

    def signed_in(self, answer: httpx2.Response) -> dict[str, Any]:
        signed = cast("dict[str, Any]", answer.json())
        self.token = signed["access_token"]
        return signed


def problem(answer: httpx2.Response) -> str:
    """The name of the problem that was answered."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return cast("str", answer.json()["type"].removeprefix("/problems/"))


def query_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.fixture
async def provider(clock: "HandClock") -> AsyncIterator[OidcProvider]:
    async with OidcProvider(clock) as serving:
        yield serving


@pytest.fixture
def address() -> str:
    """Under which learners reach the server."""
    return ADDRESS


@pytest.fixture
def settings(settings: Settings, provider: OidcProvider, address: str) -> Settings:
    client = provider.register(f"{address.rstrip('/')}/oauth/oidc/callback")
    return settings.model_copy(
        update={
            "public_url": address,
            "oidc_issuer": provider.issuer,
            "oidc_client_id": client.client_id,
            "oidc_client_secret": SecretStr(client.client_secret),
            "oidc_name": "School",
        }
    )


@pytest.fixture
async def new_browser(accounts: Accounts, address: str) -> AsyncIterator[Callable[[], Browser]]:
    app = Starlette(
        routes=accounts.routes,
        middleware=[Middleware(PrincipalMiddleware, access=accounts.access)],
        exception_handlers={Problem: _answer_problem},
    )
    transport = httpx2.ASGITransport(app)
    opened: list[httpx2.AsyncClient] = []

    def open_browser() -> Browser:
        opened.append(httpx2.AsyncClient(transport=transport, base_url=address))
        return Browser(opened[-1])

    yield open_browser
    for one in opened:
        await one.aclose()


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


@pytest.fixture
async def registered(accounts: Accounts) -> schemas.Signed:
    """Somebody who registered by e-mail and password."""
    wanted = schemas.NewAccount(
        email="grace@example.com", password="correct horse", nickname="Grace", birth_year=2000
    )
    return await accounts.service.register(wanted)


def _answer_problem(_request: Request, raised: Exception) -> Response:
    assert isinstance(raised, Problem)
    return problem_response(raised)
