"""Coming in through a provider: new here, known here, and what one may not come in to."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx2
import pytest

from app.accounts import schemas
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.accounts.sessions.models import Session
from tests.app.accounts.oauth.conftest import Browser, problem
from tests.oidc_provider import Account, OidcProvider

if TYPE_CHECKING:
    from tests.conftest import HandClock


async def test_somebody_new_is_asked_what_an_account_needs(browser: Browser) -> None:
    entered = await browser.enter()
    assert entered.status_code == 200
    assert entered.headers["cache-control"] == "no-store"
    body = entered.json()
    assert body.pop("registration")
    assert body == {"nickname": "Ada", "email": "ada@example.com", "email_verified": True}
    assert await User.all().count() == 0


async def test_and_then_has_an_account_with_a_verified_address_and_no_password(
    browser: Browser, provider: OidcProvider
) -> None:
    signed = await browser.register(nickname="에이다", language="ko")
    assert signed["user"]["email"] == "ada@example.com"
    assert signed["user"]["email_verified"]
    assert not signed["user"]["guest"]
    user = await User.get()
    assert (user.nickname, user.language, user.birth_year) == ("에이다", "ko", 2000)
    assert user.password_hash is None
    identity = await Identity.get()
    assert (identity.issuer, identity.subject) == (provider.issuer, "42")
    assert (await Session.get()).method == "oidc"


async def test_somebody_known_is_signed_in_at_once(
    browser: Browser, new_browser: Callable[[], Browser], clock: "HandClock"
) -> None:
    signed = await browser.register()
    clock.advance(60)
    again = await new_browser().enter()
    assert again.status_code == 201
    assert again.json()["user"] == signed["user"]
    identity = await Identity.get()
    assert identity.last_used_at > identity.created_at


async def test_it_is_the_subject_who_is_known_not_the_address(
    browser: Browser, new_browser: Callable[[], Browser], provider: OidcProvider
) -> None:
    signed = await browser.register()
    provider.account = Account(email="new@example.com", name="Else")
    assert (await new_browser().enter()).json()["user"] == signed["user"]


async def test_another_subject_with_the_same_address_does_not_get_in(
    browser: Browser, new_browser: Callable[[], Browser], provider: OidcProvider
) -> None:
    await browser.register()
    # The address was given to somebody else there, say at a company.
    provider.account = Account(subject="43")
    refused = await new_browser().enter()
    assert (refused.status_code, problem(refused)) == (409, "link-needed")


async def test_a_verified_address_opens_no_account_that_was_made_otherwise(
    browser: Browser, registered: schemas.Signed, provider: OidcProvider
) -> None:
    provider.account = Account(email="GRACE@example.com")
    refused = await browser.enter()
    assert (refused.status_code, problem(refused)) == (409, "link-needed")
    assert "link" in refused.json()["detail"]
    assert await Identity.all().count() == 0


async def test_an_account_that_somebody_else_made_with_my_address_is_not_joined_with_mine(
    browser: Browser, accounts: Accounts, registered: schemas.Signed, provider: OidcProvider
) -> None:
    """The classic pre-hijacking: an attacker registers the victim's address and waits."""
    assert (await User.get()).email_verified_at is None
    provider.account = Account(email="grace@example.com")
    assert problem(await browser.enter()) == "link-needed"
    hijacked = await User.get()
    assert hijacked.email_verified_at is None
    assert await Session.filter(user_id=hijacked.id).count() == 1


async def test_an_unverified_address_is_a_suggestion_and_stays_unverified(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.account = Account(email_verified=False)
    entered = (await browser.enter()).json()
    assert (entered["email"], entered["email_verified"]) == ("ada@example.com", False)
    signed = await browser.register()
    assert not signed["user"]["email_verified"]


async def test_an_unverified_address_may_be_replaced_a_verified_one_may_not(
    browser: Browser, new_browser: Callable[[], Browser], provider: OidcProvider
) -> None:
    own = await browser.register(email="mine@example.com")
    assert own["user"]["email"] == "ada@example.com"
    provider.account = Account(subject="43", email_verified=False)
    other = await new_browser().register(email="mine@example.com")
    assert (other["user"]["email"], other["user"]["email_verified"]) == ("mine@example.com", False)


async def test_an_unverified_address_does_not_say_who_has_an_account(
    browser: Browser, registered: schemas.Signed, provider: OidcProvider
) -> None:
    """Whoever may write any address at a provider would otherwise ask about anybody."""
    provider.account = Account(email="grace@example.com", email_verified=False)
    assert (await browser.enter()).status_code == 200


async def test_an_unverified_address_of_another_account_is_not_taken_over(
    browser: Browser, registered: schemas.Signed, provider: OidcProvider
) -> None:
    provider.account = Account(email="grace@example.com", email_verified=False)
    ticket = (await browser.enter()).json()["registration"]
    body = {"ticket": ticket, "nickname": "Eve", "birth_year": 2000}
    refused = await browser.post("/api/v1/accounts/entered", body)
    assert (refused.status_code, problem(refused)) == (409, "conflict")
    assert "email" in refused.json()["fields"]
    other = await browser.post("/api/v1/accounts/entered", {**body, "email": "eve@example.com"})
    assert other.status_code == 201


async def test_where_the_provider_tells_no_address_one_is_asked_for(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.account = Account(email=None, email_verified=None)
    entered = (await browser.enter()).json()
    assert entered["email"] is None
    body = {"ticket": entered["registration"], "nickname": "Ada", "birth_year": 2000}
    refused = await browser.post("/api/v1/accounts/entered", body)
    assert (refused.status_code, refused.json()["fields"].keys()) == (422, {"email"})
    made = await browser.post("/api/v1/accounts/entered", {**body, "email": "ada@example.com"})
    assert not made.json()["user"]["email_verified"]


async def test_a_fault_in_what_is_given_does_not_cost_the_ticket(browser: Browser) -> None:
    ticket = (await browser.enter()).json()["registration"]
    body = {"ticket": ticket, "nickname": "Ada", "birth_year": 2015}
    refused = await browser.post("/api/v1/accounts/entered", body)
    assert (refused.status_code, refused.json()["fields"].keys()) == (422, {"birth_year"})
    refused = await browser.post(
        "/api/v1/accounts/entered", {**body, "birth_year": 2000, "nickname": "\u202eAda"}
    )
    assert refused.json()["fields"].keys() == {"nickname"}
    assert await User.all().count() == 0
    made = await browser.post("/api/v1/accounts/entered", {**body, "birth_year": 2000})
    assert made.status_code == 201


@pytest.mark.parametrize("name", ["\u202eadA", "", "a" * 5000, "Ada\r\nX: y"])
async def test_a_name_that_no_learner_could_have_is_not_suggested(
    name: str, browser: Browser, provider: OidcProvider
) -> None:
    provider.claims = {"name": name}
    suggested = (await browser.enter()).json()["nickname"]
    assert suggested is None or suggested == "a" * 40


async def test_an_address_that_is_none_does_not_count_as_verified(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.account = Account(email="ada@example.com\r\nBcc: eve@example.com")
    entered = (await browser.enter()).json()
    assert (entered["email"], entered["email_verified"]) == (None, False)


async def test_a_ticket_signs_in_once(browser: Browser) -> None:
    await browser.register()
    ticket = await browser.ticket()
    answers = await asyncio.gather(
        *(browser.post("/api/v1/sessions/entered", {"ticket": ticket}) for _ in range(5))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 410, 410, 410, 410]


async def test_a_registration_makes_one_account_however_often_it_is_sent(browser: Browser) -> None:
    ticket = (await browser.enter()).json()["registration"]
    body = {"ticket": ticket, "nickname": "Ada", "birth_year": 2000}
    answers = await asyncio.gather(
        *(browser.post("/api/v1/accounts/entered", body) for _ in range(5))
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201
    assert set(statuses[1:]) <= {409, 410}
    assert await User.all().count() == 1


async def test_two_registrations_of_one_person_make_one_account(
    browser: Browser, new_browser: Callable[[], Browser], provider: OidcProvider
) -> None:
    provider.account = Account(email_verified=False)
    other = new_browser()
    first, second = (await browser.enter()).json(), (await other.enter()).json()

    async def register(where: Browser, ticket: str, email: str) -> httpx2.Response:
        body = {"ticket": ticket, "nickname": "Ada", "birth_year": 2000, "email": email}
        return await where.post("/api/v1/accounts/entered", body)

    assert (await register(browser, first["registration"], "a@example.com")).status_code == 201
    refused = await register(other, second["registration"], "b@example.com")
    assert (refused.status_code, problem(refused)) == (409, "identity-taken")
    assert await User.all().count() == 1


async def test_a_registration_is_not_a_way_in_and_a_way_in_no_registration(
    browser: Browser,
) -> None:
    registration = (await browser.enter()).json()["registration"]
    swapped = await browser.post("/api/v1/sessions/entered", {"ticket": registration})
    assert swapped.status_code == 410
    ticket = await browser.ticket()
    body = {"ticket": ticket, "nickname": "Ada", "birth_year": 2000}
    assert (await browser.post("/api/v1/accounts/entered", body)).status_code == 410


async def test_tickets_run_out(browser: Browser, clock: "HandClock") -> None:
    ticket = await browser.ticket()
    clock.advance(301)
    late = await browser.post("/api/v1/sessions/entered", {"ticket": ticket})
    assert (late.status_code, problem(late)) == (410, "ticket-invalid")
    registration = (await browser.enter()).json()["registration"]
    clock.advance(901)
    body = {"ticket": registration, "nickname": "Ada", "birth_year": 2000}
    assert (await browser.post("/api/v1/accounts/entered", body)).status_code == 410


async def test_an_account_that_is_not_active_stays_shut(browser: Browser) -> None:
    await browser.register()
    await User.all().update(status="suspended")
    refused = await browser.enter()
    assert (refused.status_code, problem(refused)) == (403, "forbidden")


async def test_nothing_of_the_provider_s_tokens_is_kept(
    browser: Browser, provider: OidcProvider
) -> None:
    signed = await browser.register()
    (token,) = provider.tokens
    assert token not in str(signed)
    columns = {field for field in Identity._meta.fields_map if "token" in field}
    assert columns == set()
