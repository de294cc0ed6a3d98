"""PostgreSQL or Redis stands still, refusing nothing: requests are answered soon all the same."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from tests.e2e.learner import Learner
from tests.faults.conftest import OwnPostgres, OwnRedis, StartServer, frozen, stopwatch
from tests.meeting import MeetLearner

pytestmark = [pytest.mark.processes, pytest.mark.faults, pytest.mark.timeout(150)]

STILL_SECONDS = 12.0
EVERY_SECONDS = 0.75
# What PostgreSQL may take to be found out: two seconds to be suspected, two to be asked.
FOUND_OUT_SECONDS = 4.0
# This machine is busy with other things too.
SLACK_SECONDS = 1.0


@dataclass
class Caller:
    """Asks again and again; notes when, what was answered, and after how long."""

    http: aiohttp.ClientSession
    clock: Callable[[], float]
    answers: list[tuple[float, int, float]] = field(default_factory=list)

    async def ask(self, method: str, path: str, **body: Any) -> None:
        began = self.clock()
        headers = {"Idempotency-Key": str(uuid4())}
        json = body or None
        async with self.http.request(method, path, headers=headers, json=json) as answer:
            await answer.read()
            self.answers.append((began, answer.status, self.clock() - began))

    async def keep_asking(self, *requests: tuple[str, str, dict[str, Any]]) -> None:
        """Ask all of `requests` every so often, whether or not earlier ones are answered."""
        async with asyncio.TaskGroup() as group:
            while self.clock() < STILL_SECONDS:
                for method, path, body in requests:
                    group.create_task(self.ask(method, path, **body))
                await asyncio.sleep(EVERY_SECONDS)

    def statuses(self) -> set[int]:
        return {status for _, status, _ in self.answers}

    def longest(self, *, since: float = 0.0) -> float:
        return max(seconds for began, _, seconds in self.answers if began >= since)


async def asked_meanwhile(learner: Learner, *requests: tuple[str, str, dict[str, Any]]) -> Caller:
    """Return who kept asking as `learner` while something stands still."""
    async with aiohttp.ClientSession(
        learner.http._base_url, headers=learner.http.headers, timeout=aiohttp.ClientTimeout(60)
    ) as http:
        caller = Caller(http, stopwatch())
        await caller.keep_asking(*requests)
        print(
            f"{len(caller.answers)} answers, {caller.statuses()}, longest "
            f"{caller.longest():.2f} s, then {caller.longest(since=5):.2f} s"
        )
        return caller


async def served_again(learner: Learner) -> float:
    """Return after how many seconds a request is served."""
    began = time.monotonic()
    async with asyncio.timeout(30):
        while True:
            async with learner.http.get("/api/v1/rooms") as answer:
                if answer.status == 200:
                    return time.monotonic() - began


async def test_requests_are_refused_while_postgresql_stands_still_and_served_at_once_after_it(
    start_server: StartServer, own_postgres: OwnPostgres, meet: MeetLearner
) -> None:
    async with (
        start_server(database_url=own_postgres.url) as server,
        meet(server.url) as learner,
    ):
        with own_postgres.standing_still():
            caller = await asked_meanwhile(
                learner,
                ("GET", "/api/v1/me", {}),
                ("GET", "/api/v1/rooms", {}),
                ("PATCH", f"/api/v1/rooms/{learner.room_id}", {"closeness": 3}),
                ("POST", "/api/v1/guests", {"nickname": "샘", "birth_year": 1995}),
                ("GET", "/readyz", {}),
            )
        back = await served_again(learner)
        print(f"served again after {back:.2f} s")
        assert caller.statuses() == {503}
        assert caller.longest() < FOUND_OUT_SECONDS + SLACK_SECONDS
        assert caller.longest(since=FOUND_OUT_SECONDS + SLACK_SECONDS) < SLACK_SECONDS
        assert back < 1 + SLACK_SECONDS
        sent = await learner.send("이제 들려?")
        assert (await learner.end_of(sent["turn_id"]))["type"] == "turn.completed"
        assert server.process.returncode is None


async def test_requests_do_not_wait_for_a_redis_that_stands_still(
    start_server: StartServer, own_redis: OwnRedis, meet: MeetLearner
) -> None:
    """What only is announced through it succeeds; what may not be half done is refused."""
    async with (
        start_server(redis_url=own_redis.url) as server,
        meet(server.url) as learner,
        meet(server.url) as other,
    ):
        with frozen(own_redis.process_id):
            changing, sending = await asyncio.gather(
                asked_meanwhile(
                    learner,
                    ("GET", "/api/v1/me", {}),
                    ("PATCH", f"/api/v1/rooms/{learner.room_id}", {"closeness": 1}),
                    ("PATCH", f"/api/v1/rooms/{learner.room_id}", {"closeness": 2}),
                    ("POST", "/api/v1/guests", {"nickname": "샘", "birth_year": 1995}),
                ),
                asked_meanwhile(
                    other,
                    ("POST", f"/api/v1/rooms/{other.room_id}/messages", {"text": "들려?"}),
                ),
            )
        assert changing.statuses() == {200, 201}
        assert sending.statuses() == {503}
        for caller in (changing, sending):
            assert caller.longest() < 2 + SLACK_SECONDS
        sent = await other.send("이제 들려?")
        assert (await other.end_of(sent["turn_id"]))["type"] == "turn.completed"
