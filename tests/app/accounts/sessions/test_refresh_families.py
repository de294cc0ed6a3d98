"""Refreshing as tabs, lost answers and thieves do it: over HTTP, many at once, on the database."""

import asyncio
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from app.accounts.events.models import AccountEvent
from app.accounts.sessions.models import RefreshToken, Session
from app.platform.audit.models import AuditEntry

if TYPE_CHECKING:
    from tests.conftest import HandClock

GUEST = {"nickname": "하늘", "birth_year": 2000}
# More than the pool has connections, so that some wait for one too.
TABS = 24
Answer = dict[str, Any]


class Family:
    """One session over HTTP: its refresh token shown by whoever holds it."""

    def __init__(self, client: httpx2.AsyncClient, first: Answer) -> None:
        self.client = client
        self.first: str = first["refresh_token"]

    async def show(self, token: str) -> httpx2.Response:
        return await self.client.post("/api/v1/sessions/refresh", json={"refresh_token": token})

    async def refreshed(self, token: str) -> str:
        answer = await self.show(token)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["refresh_token"])

    async def shown_at_once(self, tokens: Sequence[str]) -> list[httpx2.Response]:
        return list(await asyncio.gather(*(self.show(token) for token in tokens)))


@pytest.fixture
async def family(client: httpx2.AsyncClient) -> Family:
    answer = await client.post("/api/v1/guests", json=GUEST)
    assert answer.status_code == 201
    return Family(client, answer.json())


async def assert_alive() -> None:
    assert (await Session.get()).ended_at is None
    assert not await AccountEvent.exists()


async def assert_found_out(family: Family, *tokens: str) -> None:
    """The session ended for reuse, the user is told of it once, and nobody's token is good."""
    assert (await Session.get()).ended_reason == "refresh_reuse"
    event = await AccountEvent.get()
    assert (event.type, event.body["reason"]) == ("session.ended", "refresh_reuse")
    assert [one.action for one in await AuditEntry.all()] == ["session.reuse_found"]
    assert {one.status_code for one in await family.shown_at_once(tokens)} == {401}
    assert await AccountEvent.all().count() == 1


# N parallel refreshes of one token by honest tabs


async def test_many_tabs_that_refresh_at_once_stay_signed_in_together(family: Family) -> None:
    token = family.first
    for rounds in count(2):
        answers = await family.shown_at_once([token] * TABS)
        assert {one.status_code for one in answers} == {200}
        (token,) = {one.json()["refresh_token"] for one in answers}
        assert await RefreshToken.all().count() == rounds, "one successor a round"
        if rounds == 5:
            break
    await assert_alive()


async def test_tabs_at_both_ends_of_one_rotation_stay_signed_in(family: Family) -> None:
    """Some have the successor already while others still show the token before it."""
    second = await family.refreshed(family.first)
    answers = await family.shown_at_once([family.first] * TABS)
    assert {one.json()["refresh_token"] for one in answers} == {second}
    answers = await family.shown_at_once([second] * TABS)
    assert {one.status_code for one in answers} == {200}
    await assert_alive()


# An answer lost on the way and retried


@pytest.mark.parametrize("lost", [1, 2, 7])
async def test_an_answer_that_is_lost_again_and_again_signs_nobody_out(
    family: Family, clock: "HandClock", lost: int
) -> None:
    token = family.first
    for _ in range(5):
        answers = set()
        for _ in range(lost):
            answers.add(await family.refreshed(token))
            clock.advance(3600)
        answers.add(await family.refreshed(token))
        (token,) = answers
    await assert_alive()


# A stolen token replayed k times inside any grace


@pytest.mark.parametrize("grace", [0, 1, 10, 60, 3600, 86_400])
@pytest.mark.parametrize("replays", [1, 2, 10])
async def test_a_thief_who_comes_after_the_owner_went_on_is_found_out(
    family: Family, clock: "HandClock", replays: int, grace: int
) -> None:
    """No grace lets a used token be used once more where its successor was used."""
    stolen = family.first
    second = await family.refreshed(stolen)
    third = await family.refreshed(second)
    clock.advance(grace)
    answers = await family.shown_at_once([stolen] * replays)
    assert {one.status_code for one in answers} == {401}
    await assert_found_out(family, stolen, second, third)


@pytest.mark.parametrize("replays", [1, 2, 10])
async def test_a_thief_who_comes_first_makes_no_line_of_their_own_and_is_found_out(
    family: Family, replays: int
) -> None:
    """However often it is replayed there is one successor; whoever falls behind shows the theft."""
    stolen = family.first
    taken = {await family.refreshed(stolen) for _ in range(replays)}
    owned = await family.refreshed(stolen)
    assert taken == {owned}
    further = await family.refreshed(owned)
    furthest = await family.refreshed(further)
    # The owner, or the thief: whoever has not followed.
    assert (await family.show(owned)).status_code == 401
    await assert_found_out(family, owned, further, furthest)


async def test_a_thief_and_the_owner_at_the_same_moment_get_one_line(family: Family) -> None:
    answers = await family.shown_at_once([family.first] * TABS)
    assert len({one.json()["refresh_token"] for one in answers}) == 1
    await assert_alive()
    second = answers[0].json()["refresh_token"]
    third = await family.refreshed(second)
    late = await family.shown_at_once([family.first] * TABS)
    assert {one.status_code for one in late} == {401}
    await assert_found_out(family, family.first, second, third)


async def test_a_theft_found_by_many_at_once_is_told_once(family: Family) -> None:
    second = await family.refreshed(family.first)
    third = await family.refreshed(second)
    await family.shown_at_once([family.first, second, third] * 8)
    assert (await Session.get()).ended_reason == "refresh_reuse"
    assert await AccountEvent.all().count() == 1


# A tab that lags


@pytest.mark.parametrize("behind", [1, 60, 86_400])
async def test_a_tab_that_slept_through_one_rotation_goes_on_with_the_others(
    family: Family, clock: "HandClock", behind: int
) -> None:
    lagging = family.first
    awake = await family.refreshed(family.first)
    clock.advance(behind)
    woken = await family.refreshed(lagging)
    assert woken == awake
    first, second = await family.shown_at_once([awake, woken])
    assert first.json()["refresh_token"] == second.json()["refresh_token"]
    await assert_alive()
