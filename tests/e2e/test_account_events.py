"""What is done to an account on one replica takes effect on another, at once."""

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from uuid import UUID

import aiohttp
import pytest
from joserfc.util import urlsafe_b64decode
from tortoise.transactions import in_transaction

from app.accounts.events.account_event import PasswordChanged, TokenRevoked
from app.accounts.events.outbox import Outbox
from app.platform.ids import new_id
from app.platform.mail.models import Mail
from app.rooms.models import Room
from tests.account_changes import (
    ENDING,
    ROLE_CHANGED,
    TOKEN_REVOKED,
    WITHIN_SECONDS,
    Person,
    become_a_full_account,
    demote,
    person,
    reactivate,
    suspend,
)
from tests.app.replica import until as until_asked
from tests.e2e.conftest import RunServer
from tests.e2e.learner import post, until
from tests.realtime.transports.wire import StreamClient, http_stream, server_sent_events


@pytest.fixture
async def replicas(run_server: RunServer) -> AsyncIterator[tuple[str, str]]:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(run_server())
        second = await stack.enter_async_context(run_server())
        yield first.url, second.url


@pytest.mark.parametrize("what", ENDING)
async def test_a_session_that_ends_on_one_replica_is_over_on_the_other(
    replicas: tuple[str, str], what: str
) -> None:
    first, second = replicas
    change, code = ENDING[what]
    async with person(first, administrator=True) as by, person(second) as whose:
        assert await whose.status() == 200
        began = time.monotonic()
        await change(first, whose, by)
        assert await whose.falls_with(code, since=began) < WITHIN_SECONDS
        assert await whose.is_refused(since=began) < WITHIN_SECONDS
        assert not by.falls


async def test_a_token_that_leaked_is_revoked_and_its_owner_goes_on_with_another(
    replicas: tuple[str, str],
) -> None:
    _, second = replicas
    async with person(second) as whose:
        leaked = whose.signed["access_token"]
        assert await status_with(second, leaked) == 200
        began = time.monotonic()
        await revoke(leaked)
        assert await whose.falls_with(TOKEN_REVOKED, since=began) < WITHIN_SECONDS
        assert await status_with(second, leaked) == 401
        await until(lambda: whose.connected == 2)
        assert whose.signed["access_token"] != leaked
        assert await whose.status() == 200


@pytest.mark.parametrize("transport", [http_stream, server_sent_events])
@pytest.mark.parametrize("what", ["log-out", "suspension"])
async def test_a_stream_in_a_sockets_place_ends_with_its_session_too(
    run_server: RunServer,
    transport: Callable[..., AbstractAsyncContextManager[StreamClient]],
    what: str,
) -> None:
    change, code = ENDING[what]
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(run_server(server_sent_events=True))
        there = await stack.enter_async_context(run_server(server_sent_events=True))
        by = await stack.enter_async_context(person(here.url, administrator=True))
        whose = await stack.enter_async_context(person(here.url))
        connect = {"id": 1, "connect": {"token": whose.signed["access_token"]}}
        client = await stack.enter_async_context(transport(there.url, json.dumps(connect)))
        client.connected = await client.until("connect")
        ask = json.dumps({"id": 2, "rpc": {"method": "room.history", "data": {}}})
        assert await client.post(ask, here.url) == 204
        began = time.monotonic()
        await change(here.url, whose, by)
        assert (await client.until("disconnect"))["code"] == code
        assert time.monotonic() - began < WITHIN_SECONDS
        with pytest.raises(EOFError):
            await client.next()
        await until_asked(partial(is_gone, client, ask, there.url))


async def is_gone(client: StreamClient, frame: str, url: str) -> bool:
    return await client.post(frame, url) == 404


async def test_a_role_that_is_taken_on_one_replica_is_gone_on_the_other(
    replicas: tuple[str, str],
) -> None:
    first, second = replicas
    async with (
        person(first, administrator=True) as by,
        person(second, administrator=True) as whose,
    ):
        began = time.monotonic()
        await demote(first, whose, by)
        assert await whose.falls_with(ROLE_CHANGED, since=began) < WITHIN_SECONDS
        await until(lambda: whose.connected == 2)
        await until(lambda: state_of_operations(whose) == "unsubscribed")
        assert await whose.status() == 200, "the session goes on"
        async with whose.http.post(
            "/api/v1/admin/accounts/search", json={"email": whose.email}
        ) as answer:
            assert answer.status == 403


async def test_rooms_of_a_suspended_learner_are_locked_and_open_again_with_the_account(
    replicas: tuple[str, str],
) -> None:
    first, second = replicas
    async with person(first, administrator=True) as by, person(second) as whose:
        room = await post(whose.http, "/api/v1/rooms", persona="friend", closeness=2)

        async def is_locked() -> bool:
            return (await Room.get(id=room["id"])).locked_at is not None

        async def is_open() -> bool:
            return not await is_locked()

        await suspend(first, whose, by)
        await until_asked(is_locked)
        await reactivate(first, whose, by)
        await until_asked(is_open)


async def test_a_user_hears_on_their_own_channel_what_was_changed(
    replicas: tuple[str, str],
) -> None:
    _, second = replicas
    async with person(second) as whose:
        await change_a_factor(whose)
        await until(lambda: bool(whose.notices))
        assert whose.notices == [{"type": "account.changed", "what": "totp"}]
        assert not whose.falls


async def test_a_page_that_is_open_hears_that_its_guest_has_an_account_now(
    replicas: tuple[str, str],
) -> None:
    first, second = replicas
    async with person(second, guest=True) as whose:
        began = time.monotonic()
        await become_a_full_account(first, whose)
        await until(lambda: bool(whose.notices))
        assert time.monotonic() - began < WITHIN_SECONDS
        assert whose.notices == [{"type": "account.changed", "what": "profile"}]
        assert not whose.falls


async def test_whoever_has_an_address_is_written_to(replicas: tuple[str, str]) -> None:
    first, second = replicas
    async with person(first, administrator=True) as by, person(second) as whose:
        await change_a_factor(whose)
        await suspend(first, whose, by)

        async def is_written_to() -> bool:
            mails = await Mail.filter(user_id=whose.user_id)
            return {"account_suspended", "factor_changed"} <= {mail.kind for mail in mails}

        await until_asked(is_written_to)


async def revoke(token: str) -> None:
    claims = json.loads(urlsafe_b64decode(token.split(".")[1].encode()))
    async with in_transaction():
        await Outbox(ids=new_id).record(
            TokenRevoked(
                user_id=UUID(claims["sub"]), session_id=UUID(claims["sid"]), jti=UUID(claims["jti"])
            )
        )


async def status_with(url: str, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(url, headers=headers) as http,
        http.get("/api/v1/me") as answer,
    ):
        return answer.status


async def change_a_factor(whose: Person) -> None:
    async with in_transaction():
        await Outbox(ids=new_id).record(PasswordChanged(user_id=UUID(whose.user_id), what="totp"))


def state_of_operations(someone: Person) -> str:
    assert someone.operations is not None
    return str(someone.operations.state.value)
