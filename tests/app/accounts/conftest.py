"""An account service on the real database, and a client that speaks HTTP to its routes."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import httpx2
import pytest
from joserfc.jwk import OKPKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.access.middleware import PrincipalMiddleware
from app.accounts.access.tokens import Tokens
from app.accounts.events.outbox import Outbox
from app.accounts.joined import Accounts, open_accounts
from app.accounts.passwords.hashing import Passwords
from app.composition.personal_data import held_by_rooms
from app.platform.audit.log import AuditLog
from app.platform.errors import Problem
from app.platform.http import problem_response
from app.platform.ids import new_id
from app.platform.mail.post import PostOffice
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from tests.app.accounts.mailbox import Mailbox

if TYPE_CHECKING:
    from tests.conftest import HandClock


@pytest.fixture(scope="session")
def signing_key() -> str:
    return json.dumps(OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True))


@pytest.fixture
def tokens(signing_key: str, clock: "HandClock", settings: Settings) -> Tokens:
    return Tokens(signing_key, clock=clock, ids=new_id, seconds=settings.access_token_seconds)


@pytest.fixture(scope="session")
def passwords() -> Iterator[Passwords]:
    made = Passwords(memory_kib=8192, passes=1, workers=2)
    yield made
    made.close()


@pytest.fixture
def post(sealer: Sealer, clock: "HandClock") -> PostOffice:
    return PostOffice(sealer=sealer, clock=clock, ids=new_id)


@pytest.fixture
def mailbox(sealer: Sealer) -> Mailbox:
    return Mailbox(sealer)


@pytest.fixture
def accounts(
    settings: Settings,
    clock: "HandClock",
    passwords: Passwords,
    tokens: Tokens,
    sealer: Sealer,
    post: PostOffice,
) -> Accounts:
    return open_accounts(
        settings=settings,
        clock=clock,
        ids=new_id,
        passwords=passwords,
        tokens=tokens,
        sealer=sealer,
        outbox=Outbox(ids=new_id),
        post=post,
        audit=AuditLog(sealer=sealer, clock=clock),
        held=held_by_rooms(sealer),
    )


@pytest.fixture
async def client(accounts: Accounts) -> AsyncIterator[httpx2.AsyncClient]:
    app = Starlette(
        routes=accounts.routes,
        middleware=[Middleware(PrincipalMiddleware, access=accounts.access)],
        exception_handlers={Problem: _answer_problem},
    )
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as speaking:
        yield speaking


def _answer_problem(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem_response(problem)
