"""What is done to an account on one replica takes effect on another, at once."""

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.account_changes import (
    ENDING,
    ROLE_CHANGED,
    WITHIN_SECONDS,
    Person,
    demote,
    person,
)
from tests.e2e.conftest import RunServer
from tests.e2e.learner import until


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


def state_of_operations(someone: Person) -> str:
    assert someone.operations is not None
    return str(someone.operations.state.value)
