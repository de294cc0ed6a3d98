"""Accounts changed while Redis is away, while it comes back empty, and by who is killed at once."""

import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from uuid import UUID

import aiohttp
import pytest

from app.accounts.events.models import AccountEvent
from app.platform.audit.models import AuditEntry
from tests.account_changes import (
    ENDING,
    ROLE_CHANGED,
    WITHIN_SECONDS,
    Change,
    Person,
    demote,
    give_second_factor,
    log_out,
    person,
    suspend,
)
from tests.app.processes import run
from tests.app.replica import until as until_asked
from tests.e2e.learner import until
from tests.faults.conftest import OwnRedis, StartServer

pytestmark = [pytest.mark.processes, pytest.mark.faults, pytest.mark.timeout(180)]

CHANGES: dict[str, tuple[Change, int]] = {**ENDING, "role change": (demote, ROLE_CHANGED)}
DYING = ("tests.faults.dying_after_a_change", "serve")


async def people(stack: AsyncExitStack, url: str) -> dict[str, Person]:
    """Somebody at `url` for each change."""
    return {
        what: await stack.enter_async_context(person(url, administrator=what == "role change"))
        for what in CHANGES
    }


async def takes_effect(what: str, url: str, whose: Person, by: Person) -> None:
    """Change an account at `url`; its socket elsewhere falls in time, and HTTP refuses there."""
    change, code = CHANGES[what]
    began = time.monotonic()
    await change(url, whose, by)
    fell = await whose.falls_with(code, since=began)
    if what == "role change":
        refused = fell
        assert await search(whose) == 403
    else:
        refused = await whose.is_refused(since=began)
    print(f"{what}: socket fell after {fell:.2f} s, HTTP refused after {refused:.2f} s")
    assert max(fell, refused) < WITHIN_SECONDS


async def came_back(someone: Person) -> None:
    await until(lambda: someone.connected == 2)


async def search(whose: Person) -> int:
    path = "/api/v1/admin/accounts/search"
    async with whose.http.post(path, json={"email": whose.email}) as answer:
        return answer.status


async def status_at(url: str, whose: Person) -> int:
    async with (
        aiohttp.ClientSession(url, headers=whose.http.headers) as http,
        http.get("/api/v1/me") as answer,
    ):
        return answer.status


async def test_every_change_on_one_server_takes_effect_on_the_other(
    start_server: StartServer,
) -> None:
    async with AsyncExitStack() as stack:
        here, there = await stack.enter_async_context(start_server.several(2))
        by = await stack.enter_async_context(person(here.url, administrator=True))
        for what, whose in (await people(stack, there.url)).items():
            await takes_effect(what, here.url, whose, by)
        assert not by.falls


async def test_changes_while_redis_is_away_take_effect_and_last_when_it_is_back_empty(
    start_server: StartServer, own_redis: OwnRedis
) -> None:
    start_server.settings |= {"redis_url": own_redis.url}
    async with AsyncExitStack() as stack:
        here, there = await stack.enter_async_context(start_server.several(2))
        by = await stack.enter_async_context(person(here.url, administrator=True))
        everybody = await people(stack, there.url)
        own_redis.stop()
        for what, whose in everybody.items():
            await takes_effect(what, here.url, whose, by)
        own_redis.start()
        # A process that has never seen these tokens, and a Redis that has never heard of them.
        fresh = await stack.enter_async_context(start_server())
        for what, whose in everybody.items():
            expected = 200 if what == "role change" else 401
            for url in (fresh.url, here.url, there.url):
                assert await status_at(url, whose) == expected, what
        assert await status_at(fresh.url, by) == 200


async def test_changes_by_a_server_that_is_killed_right_after_the_commit_take_effect(
    start_server: StartServer,
) -> None:
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(start_server())
        for what, change, code in (
            ("log-out", log_out, CHANGES["log-out"][1]),
            ("suspension", suspend, CHANGES["suspension"][1]),
            ("role change", demote, ROLE_CHANGED),
        ):
            dying = await stack.enter_async_context(start_server(DYING))
            by = await stack.enter_async_context(person(there.url, administrator=True))
            whose = await stack.enter_async_context(
                person(there.url, administrator=what == "role change")
            )
            began = time.monotonic()
            with suppress(aiohttp.ClientError):  # it dies before it answers
                await change(dying.url, whose, by)
            fell = await whose.falls_with(code, since=began)
            assert await dying.process.wait() == -9
            print(f"{what}, then killed: socket fell after {fell:.2f} s")
            assert fell < WITHIN_SECONDS
            if code != ROLE_CHANGED:
                assert await status_at(there.url, whose) == 401

        async def settled() -> bool:
            return not await AccountEvent.filter(settled_at=None).exists()

        await until_asked(settled)


async def test_commands_beside_the_servers_take_effect_on_them(
    start_server: StartServer, database: str, run_directory: Path
) -> None:
    settings = {name.upper(): start_server.settings[name] for name in ("data_key", "data_dir")}

    async def accounts(*arguments: str, given: str = "") -> tuple[int, str]:
        done, said, complained = await run(
            "accounts",
            *arguments,
            cwd=run_directory,
            given=given,
            DATABASE_URL=database,
            **settings,
        )
        return done, (said or complained).strip()

    async with start_server() as server, person(server.url) as whose, person(server.url) as other:
        refused, why = await accounts("role", whose.email, "admin")
        assert refused == 1
        assert why.startswith("dorandoran: This account has neither a passkey nor")
        for someone in (whose, other):
            await give_second_factor(UUID(someone.user_id))
            assert await accounts("role", someone.email, "admin") == (0, "the role is now admin")
            await came_back(someone)
        token = whose.signed["access_token"]
        assert await accounts("token-revoke", given=f"{token}\n") == (
            0,
            "the token counts no longer",
        )
        await until(lambda: whose.connected == 3)
        assert whose.signed["access_token"] != token
        for arguments, code in (
            (("role", whose.email, "user"), ROLE_CHANGED),
            (("suspend", whose.email), CHANGES["suspension"][1]),
        ):
            await until(lambda: bool(whose.falls))
            whose.falls.clear()
            done, said = await accounts(*arguments)
            ended = time.monotonic()
            assert done == 0, said
            fell = await whose.falls_with(code, since=ended)
            print(f"{said}: socket fell {fell:.2f} s after the command had ended")
            assert fell < WITHIN_SECONDS
        assert await whose.status() == 401
        assert await accounts("sessions-end", other.email) == (0, "1 sessions ended")
        assert await accounts("reactivate", whose.email) == (0, "the account is active")
        assert (await accounts("suspend", "nobody@example.com"))[0] == 1
        print(await AuditEntry.all().order_by("id").values_list("action", flat=True))
        by_command = AuditEntry.filter(actor="command")
        assert await by_command.filter(action="account.looked_up").count() == 8
        assert await by_command.exclude(action="account.looked_up").count() == 7
