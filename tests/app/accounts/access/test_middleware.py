"""Who asks is known to every route, and an old token spoils nothing that needs none."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx2
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.accounts import schemas
from app.accounts.access.middleware import PrincipalMiddleware
from app.accounts.errors import SessionEnded, TokenExpired, TokenInvalid
from app.accounts.joined import Accounts
from app.platform.principal import Principal

if TYPE_CHECKING:
    from tests.conftest import HandClock


class Asked:
    """An app that keeps every scope it is called with."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        await PlainTextResponse("asked")(scope, receive, send)

    @property
    def principal(self) -> object:
        return self.scopes[-1]["principal"]


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
async def signed(accounts: Accounts) -> schemas.Signed:
    return await accounts.service.enter_as_guest(schemas.NewGuest(nickname="하늘", birth_year=2000))


@pytest.fixture
async def speaking(accounts: Accounts, asked: Asked) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(PrincipalMiddleware(asked, accounts.access))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_a_token_that_counts_becomes_a_principal(
    speaking: httpx2.AsyncClient, asked: Asked, signed: schemas.Signed, scheme: str
) -> None:
    await speaking.get("/", headers={"Authorization": f"{scheme} {signed.access_token}"})
    assert isinstance(asked.principal, Principal)
    assert asked.principal.user_id == signed.user.id


async def test_without_a_token_there_is_nobody(speaking: httpx2.AsyncClient, asked: Asked) -> None:
    await speaking.get("/")
    assert asked.principal is None


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Basic YTpi", "token", "Bearer é", "B\x7f"]
)
async def test_what_is_no_bearer_token_passes_on_as_the_reason(
    speaking: httpx2.AsyncClient, asked: Asked, value: str
) -> None:
    answer = await speaking.get("/", headers={b"Authorization": value.encode("latin-1")})
    assert answer.text == "asked"
    assert isinstance(asked.principal, TokenInvalid)


async def test_two_tokens_are_none(
    speaking: httpx2.AsyncClient, asked: Asked, signed: schemas.Signed
) -> None:
    header = ("Authorization", f"Bearer {signed.access_token}")
    await speaking.get("/", headers=[header, header])
    assert isinstance(asked.principal, TokenInvalid)


async def test_an_expired_token_passes_on_as_expired(
    speaking: httpx2.AsyncClient, asked: Asked, signed: schemas.Signed, clock: "HandClock"
) -> None:
    clock.advance(1000)
    await speaking.get("/", headers={"Authorization": f"Bearer {signed.access_token}"})
    assert isinstance(asked.principal, TokenExpired)


async def test_a_token_of_an_ended_session_passes_on_as_ended(
    speaking: httpx2.AsyncClient,
    asked: Asked,
    signed: schemas.Signed,
    accounts: Accounts,
) -> None:
    principal, _ = await accounts.access.principal_for_token(signed.access_token)
    await accounts.sessions.log_out(principal)
    await speaking.get("/", headers={"Authorization": f"Bearer {signed.access_token}"})
    assert isinstance(asked.principal, SessionEnded)


async def test_no_caller_can_say_who_they_are_but_by_a_token(
    speaking: httpx2.AsyncClient, asked: Asked
) -> None:
    await speaking.get("/", params={"principal": "admin"}, headers={"Principal": "admin"})
    assert asked.principal is None


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
async def test_what_is_not_http_passes_as_it_is(accounts: Accounts, kind: str) -> None:
    passed: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        passed.append(scope)

    async def receive() -> dict[str, object]:
        raise AssertionError("nothing is received")

    async def send(_message: object) -> None:
        raise AssertionError("nothing is sent")

    scope = {"type": kind, "headers": [(b"authorization", b"Bearer x")]}
    await PrincipalMiddleware(app, accounts.access)(dict(scope), receive, send)
    assert passed == [scope]
