"""A fresh proof through a provider: only the linked person, only just now, only in this session."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx2
import pytest

from app.accounts import schemas
from app.accounts.factors.models import TotpSecret
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.platform.ids import new_id
from tests.app.accounts.oauth.conftest import Browser, problem, query_of
from tests.oidc_provider import Account, OidcProvider

if TYPE_CHECKING:
    from tests.conftest import HandClock


@pytest.fixture
async def stale(browser: Browser, clock: "HandClock") -> Browser:
    """Somebody who came in by the provider a while ago."""
    await browser.register()
    clock.advance(700)
    assert problem(await browser.unlink()) == "proof-needed"
    return browser


async def prove(browser: Browser) -> httpx2.Response:
    ticket = await browser.ticket("prove")
    return await browser.post("/api/v1/me/proof/entered", {"ticket": ticket})


async def test_signing_in_there_again_is_a_fresh_proof_in_a_new_session(
    stale: Browser, clock: "HandClock"
) -> None:
    old = stale.token
    proved = await prove(stale)
    assert proved.status_code == 201
    stale.signed_in(proved)
    assert problem(await stale.unlink()) == "last-way-in"
    before, after = await Session.all().order_by("created_at")
    assert (before.ended_reason, after.ended_at) == ("proved", None)
    assert (after.method, after.proved_at) == ("oidc", clock.now())
    stale.token = old
    assert (await stale.ours.get("/api/v1/me", headers=stale.headers)).status_code == 401


async def test_the_provider_is_asked_to_ask_again(stale: Browser) -> None:
    asked = query_of(await stale.set_out("prove"))
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")


async def test_a_browser_that_does_not_pass_that_on_proves_nothing(stale: Browser) -> None:
    url = await stale.set_out("prove")
    url = url.replace("&prompt=login", "").replace("&max_age=0", "")
    place = await stale.come_back(await stale.at_provider(url))
    ticket = place.rpartition("/")[2]
    refused = await stale.post("/api/v1/me/proof/entered", {"ticket": ticket})
    assert (refused.status_code, problem(refused)) == (403, "provider-cannot-prove")


async def test_nor_does_a_provider_that_does_not_ask_or_does_not_say(
    stale: Browser, provider: OidcProvider
) -> None:
    provider.asks_again = False
    assert problem(await prove(stale)) == "provider-cannot-prove"
    provider.claims = {"auth_time": None}
    assert problem(await prove(stale)) == "provider-cannot-prove"
    # A clock that is a little behind is no matter.
    provider.asks_again, provider.claims, provider.seconds_since_sign_in = False, {}, 50
    assert (await prove(stale)).status_code == 201


async def test_another_person_at_the_provider_proves_nothing(
    stale: Browser, new_browser: Callable[[], Browser], provider: OidcProvider
) -> None:
    provider.account = Account(subject="43")
    refused = await prove(stale)
    assert (refused.status_code, problem(refused)) == (403, "proof-wrong")
    # Nor one who has an account here, though another one.
    provider.account = Account(subject="44", email="eve@example.com")
    await new_browser().register()
    assert problem(await prove(stale)) == "proof-wrong"


async def test_who_has_linked_nothing_proves_nothing(
    browser: Browser, registered: schemas.Signed
) -> None:
    browser.token = registered.access_token
    assert problem(await prove(browser)) == "proof-wrong"


async def test_a_proof_counts_once_and_in_its_own_session_only(stale: Browser) -> None:
    ticket = await stale.ticket("prove")
    first = stale.token
    stale.signed_in(await stale.enter())
    refused = await stale.post("/api/v1/me/proof/entered", {"ticket": ticket})
    assert problem(refused) == "other-browser"
    stale.token = first
    answers = await asyncio.gather(
        *(stale.post("/api/v1/me/proof/entered", {"ticket": ticket}) for _ in range(4))
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201
    # What came late found the ticket used, or the session replaced.
    assert set(statuses[1:]) <= {401, 410}
    assert await Session.filter(ended_at=None).count() == 2


@pytest.fixture
async def with_codes(stale: Browser, clock: "HandClock") -> Browser:
    """The same with one-time codes set up, whatever they are."""
    await TotpSecret.create(
        id=new_id(),
        user_id=(await User.get()).id,
        secret=b"s",
        key_id=1,
        created_at=clock.now(),
        confirmed_at=clock.now(),
    )
    return stale


async def test_a_second_factor_is_not_gone_round_by_a_proof(with_codes: Browser) -> None:
    asked = await prove(with_codes)
    assert asked.status_code == 202
    assert asked.json()["factors"] == ["totp"]
    assert problem(await with_codes.unlink()) == "proof-needed"


async def test_nor_by_signing_in(with_codes: Browser, new_browser: Callable[[], Browser]) -> None:
    asked = await new_browser().enter()
    assert asked.status_code == 202
    assert "access_token" not in asked.json()
    assert await Session.all().count() == 1
