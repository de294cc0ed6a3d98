"""Every route and every command is asked by everybody who might try, and answers who may.

What is walked is what runs, so that nothing new is forgotten: a route that this file knows no
request for fails it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx2
import msgspec
import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from app.accounts.access.tokens import Tokens
from app.accounts.factors.models import Passkey
from app.composition.house import House
from app.platform.permissions import ROLES, may
from app.platform.routing import GuardedRoute
from app.platform.secret_keys import signing_key_text
from app.platform.sql import execute, fetch
from app.web.asyncapi import COMMANDS
from app.web.endpoints import ENDPOINTS
from app.web.who_may import COMMANDS as COMMAND_NEEDS
from app.web.who_may import ROUTES, needed
from realtime import ClientDisconnect, ClientError, Identity, TokenExpired, TokenInvalid
from tests.conftest import HandClock

# Answered to anybody by the nature of it, without a guard: probes, the page, the documents.
OPEN = {"/", "/healthz", "/readyz", "/startupz", "/openapi.json", "/asyncapi.json"}
LIVE = ("/connection/", "/emulation")

# A request that would succeed if what its path names were one's own. Beside it a body of `{}`.
BODIES: dict[str, dict[str, object]] = {
    "PATCH /api/v1/rooms/{room_id}": {"closeness": 2},
    "PATCH /api/v1/me/passkeys/{passkey_id}": {"name": "mine"},
    "POST /api/v1/rooms/{room_id}/messages": {"text": "안녕하세요"},
}
IDS = {
    "room_id": "SELECT id FROM rooms WHERE user_id = $1",
    "session_id": "SELECT id FROM sessions WHERE user_id = $1",
    "passkey_id": "SELECT id FROM passkeys WHERE user_id = $1",
}
# Shown to this machine alone, and only where nothing is sent.
DEVELOPMENT = "/development/"
FOREIGN_COMMANDS: dict[str, dict[str, object]] = {
    "message.send": {"text": "안녕하세요"},
    "room.history": {},
    "turn.stop": {},
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with an account."""

    id: UUID
    access: str
    refresh: str

    @property
    def headers(self) -> dict[str, str]:
        return bearer(self.access)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "idempotency-key": str(uuid4())}


async def visitor(client: httpx2.AsyncClient) -> Visitor:
    body = {"nickname": "Ada", "birth_year": 1995}
    signed = (await client.post("/api/v1/guests", json=body)).json()
    return Visitor(UUID(signed["user"]["id"]), signed["access_token"], signed["refresh_token"])


@pytest.fixture
def guarded(starlette: Starlette) -> list[GuardedRoute]:
    return [route for route in starlette.routes if isinstance(route, GuardedRoute)]


async def with_everything(house: House, client: httpx2.AsyncClient) -> Visitor:
    """A learner who has something of everything."""
    learner = await visitor(client)
    personas = (await client.get("/api/v1/personas", headers=learner.headers)).json()["personas"]
    body = {"persona": personas[0]["key"], "closeness": 1}
    room = await client.post("/api/v1/rooms", json=body, headers=learner.headers)
    assert room.status_code == 201, room.text
    async with house.running():
        sent = await client.post(
            f"/api/v1/rooms/{room.json()['id']}/messages",
            json={"text": "안녕하세요"},
            headers=learner.headers,
        )
        assert sent.status_code == 201, sent.text
    await Passkey.create(
        id=uuid4(),
        user_id=learner.id,
        credential_id=uuid4().bytes,
        public_key=b"",
        sign_count=0,
        name="phone",
        transports=[],
        backed_up=False,
        created_at=datetime.now(UTC),
    )
    return learner


async def ask(
    client: httpx2.AsyncClient,
    route: GuardedRoute,
    headers: dict[str, str],
    *,
    ids: dict[str, str] | None = None,
) -> httpx2.Response:
    path = route.path
    for name in route.param_convertors:
        path = path.replace(f"{{{name}}}", (ids or {}).get(name, str(uuid4())))
    (method,) = route.methods or set()
    body = BODIES.get(route.does, {}) if method not in {"GET", "DELETE"} else None
    return await client.request(method, path, json=body, headers=headers)


def kind(answer: httpx2.Response) -> tuple[int, str]:
    if answer.headers.get("content-type") != "application/problem+json":
        return answer.status_code, ""
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


# What is written about it


def test_every_route_is_guarded_or_open_by_its_nature(starlette: Starlette) -> None:
    def known(route: BaseRoute) -> bool:
        if not isinstance(route, Route):
            return True
        return isinstance(route, GuardedRoute) or route.path in OPEN or route.path.startswith(LIVE)

    assert [route for route in starlette.routes if not known(route)] == []


def test_every_guarded_route_needs_what_is_written_of_it(guarded: list[GuardedRoute]) -> None:
    written = {end.does: needed(ROUTES, end.path) if end.signed_in else None for end in ENDPOINTS}
    needs = {route.does: route.needs for route in guarded if not route.path.startswith(DEVELOPMENT)}
    assert needs.items() <= written.items()


def test_every_command_is_written_down_with_what_it_needs(house: House) -> None:
    assert set(COMMANDS) == set(rpc_of(house)) == set(FOREIGN_COMMANDS)
    assert all(needed(COMMAND_NEEDS, name) for name in COMMANDS)


# Who is refused


async def test_without_a_token_only_what_needs_none_answers(
    client: httpx2.AsyncClient, guarded: list[GuardedRoute]
) -> None:
    for route in guarded:
        status, problem = kind(await ask(client, route, {}))
        if route.needs is not None:
            assert (status, problem) == (401, "unauthenticated"), route.does
        else:
            assert status not in {403, 500}, route.does


async def test_a_token_that_does_not_count_opens_nothing(
    client: httpx2.AsyncClient, guarded: list[GuardedRoute], house: House
) -> None:
    learner, suspended = await visitor(client), await visitor(client)
    await execute("UPDATE users SET status = 'suspended' WHERE id = $1", suspended.id)
    (session,) = await fetch("SELECT id FROM sessions WHERE user_id = $1", learner.id)
    past = HandClock()
    past.advance(-86_400 * 365)
    key = signing_key_text(house.settings)
    old = Tokens(key, clock=past, ids=uuid4, seconds=60).issue(
        user_id=learner.id, session_id=session["id"], role="admin"
    )
    head, body, _ = learner.access.split(".")
    tokens = {
        suspended.access: {"session-ended", "account-not-active"},
        old.text: {"token-expired"},
        learner.refresh: {"token-invalid"},
        f"{head}.{body}.": {"token-invalid"},
        f"{head}.{body}.{'A' * 86}": {"token-invalid"},
        "": {"token-invalid"},
    }
    for route in guarded:
        if route.needs is None:
            continue
        for token, problems in tokens.items():
            status, problem = kind(await ask(client, route, bearer(token)))
            assert status == 401, route.does
            assert problem in problems, route.does
        twice = [("authorization", f"Bearer {learner.access}")] * 2
        both = await client.request(route.does.split()[0], route.path, headers=twice)
        assert both.status_code == 401, route.does


async def test_an_access_token_refreshes_nothing(client: httpx2.AsyncClient) -> None:
    learner = await visitor(client)
    body = {"refresh_token": learner.access}
    answer = await client.post("/api/v1/sessions/refresh", json=body)
    assert kind(answer) == (401, "session-ended")
    assert (await client.get("/api/v1/me", headers=learner.headers)).status_code == 200


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_opens_what_it_holds_and_nothing_else(
    client: httpx2.AsyncClient, guarded: list[GuardedRoute], role: str
) -> None:
    for route in guarded:
        one = await visitor(client)
        await execute("UPDATE users SET role = $2 WHERE id = $1", one.id, role)
        await execute("UPDATE sessions SET second_factor = true WHERE user_id = $1", one.id)
        status, problem = kind(await ask(client, route, one.headers))
        assert status < 500, route.does
        if route.needs is None or may(role, route.needs):
            assert (status, problem) != (403, "forbidden"), route.does
            assert problem not in {"unauthenticated", "token-invalid"}, route.does
        else:
            assert (status, problem) == (403, "forbidden"), route.does


# What is another learner's


async def test_what_is_another_learners_is_answered_as_if_it_were_not_there(
    client: httpx2.AsyncClient, guarded: list[GuardedRoute], house: House
) -> None:
    ada, bea = await with_everything(house, client), await visitor(client)
    for route in guarded:
        names = [name for name in route.param_convertors if name in IDS]
        if not names or not may("user", route.needs or next(iter(ROLES["user"]))):
            continue
        ids = {name: str((await fetch(IDS[name], ada.id))[0]["id"]) for name in names}
        before = await rows_of(ada.id)
        foreign = await ask(client, route, bea.headers, ids=ids)
        missing = await ask(client, route, bea.headers)
        assert kind(foreign)[0] == 404, route.does
        assert foreign.content == missing.content, route.does
        assert await rows_of(ada.id) == before, route.does


async def test_every_kind_of_id_in_a_path_is_tried(guarded: list[GuardedRoute]) -> None:
    names = {name for route in guarded for name in route.param_convertors}
    assert names <= IDS.keys() | {"provider", "account_id", "mail_id"}, "add it to IDS"


async def test_no_command_reaches_another_learners_room_or_turn(
    client: httpx2.AsyncClient, house: House
) -> None:
    ada, bea = await with_everything(house, client), await visitor(client)
    identity = await identity_of(house, bea.access)
    (room,) = await fetch("SELECT id FROM rooms WHERE user_id = $1", ada.id)
    (turn,) = await fetch("SELECT id FROM turns WHERE room_id = $1", room["id"])
    for name, handler in rpc_of(house).items():
        command = {
            **FOREIGN_COMMANDS[name],
            "request_id": str(uuid4()),
            "room_id": str(room["id"]),
            "turn_id": str(turn["id"]),
        }
        with pytest.raises(ClientError) as refused:
            await handler(identity, msgspec.json.encode(command))
        assert refused.value.code == 404, name


async def test_no_channel_of_another_learner_can_be_heard(
    client: httpx2.AsyncClient, house: House
) -> None:
    ada, bea = await with_everything(house, client), await visitor(client)
    identity = await identity_of(house, bea.access)
    (room,) = await fetch("SELECT id FROM rooms WHERE user_id = $1", ada.id)
    policy = backend_of(house)._policy
    for channel in (f"room:{room['id']}", f"#{ada.id}", "ops", "room:", "#", "somewhere else"):
        with pytest.raises(ClientError) as refused:
            await policy.subscribe(identity, channel, "")
        assert refused.value.code in {102, 103}, channel
    assert list(policy.server_side(identity)) == [f"#{bea.id}"]


async def test_a_socket_is_opened_by_nothing_but_a_good_access_token(
    client: httpx2.AsyncClient, house: House
) -> None:
    learner, suspended = await visitor(client), await visitor(client)
    await execute("UPDATE users SET status = 'suspended' WHERE id = $1", suspended.id)
    for token in ("", "nonsense", learner.refresh):
        with pytest.raises(TokenInvalid):
            await identity_of(house, token)
    with pytest.raises(ClientDisconnect) as ended:
        await identity_of(house, suspended.access)
    assert ended.value.disconnect.code in {4501, 4502}
    past = HandClock()
    past.advance(-86_400 * 365)
    tokens = Tokens(signing_key_text(house.settings), clock=past, ids=uuid4, seconds=60)
    old = tokens.issue(user_id=learner.id, session_id=uuid4(), role="user")
    with pytest.raises(TokenExpired):
        await identity_of(house, old.text)
    assert (await identity_of(house, learner.access)).user == str(learner.id)


def backend_of(house: House) -> Any:
    """What every connection of the engine is served by: policy, authenticator, commands."""
    return house.engine._node.backend


def rpc_of(house: House) -> dict[str, Any]:
    return dict(backend_of(house)._rpc)


async def identity_of(house: House, token: str) -> Identity:
    found: Identity = await backend_of(house)._authenticator.authenticate(token)
    return found


async def rows_of(user_id: UUID) -> list[dict[str, Any]]:
    return await fetch(
        "SELECT id, closeness, closed_at, next_seq FROM rooms WHERE user_id = $1", user_id
    )
