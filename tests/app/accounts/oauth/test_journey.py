"""The way to a provider and back, and those who would take it in another's place."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from app.accounts import schemas
from app.accounts.joined import Accounts
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.accounts.tickets.models import Ticket
from tests.app.accounts.oauth.conftest import ADDRESS, Browser, problem, query_of
from tests.oidc_provider import Account, OidcProvider

if TYPE_CHECKING:
    from tests.conftest import HandClock


async def test_a_browser_is_sent_with_all_that_binds_the_answer_to_it(
    browser: Browser, provider: OidcProvider
) -> None:
    url = await browser.set_out()
    assert url.startswith(f"{provider.issuer}/authorize?")
    asked = query_of(url)
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == f"{ADDRESS}/oauth/oidc/callback"
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "openid email profile"
    assert "prompt" not in asked
    secrets = {asked[name] for name in ("state", "nonce", "code_challenge")}
    assert len(secrets) == 3
    # 256 bits each in base64url.
    assert all(len(secret) == 43 for secret in secrets)


async def test_each_way_has_secrets_of_its_own(browser: Browser) -> None:
    first, second = query_of(await browser.set_out()), query_of(await browser.set_out())
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]


async def test_two_tabs_can_be_on_their_way_at_once(browser: Browser) -> None:
    first, second = await browser.set_out(), await browser.set_out()
    for url in (second, first):
        place = await browser.come_back(await browser.at_provider(url))
        assert place.startswith("entered/sign_in/")


async def test_the_cookie_is_one_that_only_this_server_can_set(browser: Browser) -> None:
    answer = await browser.post("/api/v1/oauth/oidc", {"purpose": "sign_in"})
    cookie = answer.headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    assert name == "__Host-sign-in"
    assert {part.strip().lower() for part in rest.split(";")[1:]} == {
        "httponly",
        "max-age=1800",
        "path=/",
        "samesite=lax",
        "secure",
    }
    value = rest.split(";")[0]
    assert value not in answer.text


async def test_a_victim_is_not_signed_in_to_the_attacker_s_account(
    browser: Browser, new_browser: Callable[[], Browser]
) -> None:
    """Login CSRF: the attacker goes to the provider, and has the victim open the callback."""
    victim = new_browser()
    callback = await browser.at_provider(await browser.set_out())
    assert await victim.come_back(callback) == "not-entered/other-browser"
    # Neither where the victim is on a way of their own.
    await victim.set_out()
    assert await victim.come_back(callback) == "not-entered/other-browser"
    # The attacker's own way is not spent by that.
    assert (await browser.come_back(callback)).startswith("entered/sign_in/")


async def test_nor_by_the_link_that_the_attacker_came_back_to(
    browser: Browser, new_browser: Callable[[], Browser]
) -> None:
    await browser.register()
    ticket = await browser.ticket()
    victim = new_browser()
    await victim.set_out()
    refused = await victim.post("/api/v1/sessions/entered", {"ticket": ticket})
    assert (refused.status_code, problem(refused)) == (403, "other-browser")
    assert (await browser.post("/api/v1/sessions/entered", {"ticket": ticket})).status_code == 201


async def test_nor_made_to_register_with_the_attacker_s_identity(
    browser: Browser, new_browser: Callable[[], Browser]
) -> None:
    ticket = (await browser.enter()).json()["registration"]
    victim = new_browser()
    await victim.set_out()
    body = {"ticket": ticket, "nickname": "Ada", "birth_year": 2000}
    refused = await victim.post("/api/v1/accounts/entered", body)
    assert (refused.status_code, problem(refused)) == (403, "other-browser")
    assert await User.all().count() == 0


async def test_a_victim_s_account_is_not_linked_to_the_attacker_s_identity(
    new_browser: Callable[[], Browser], registered: schemas.Signed
) -> None:
    """The attacker stops before the callback and has the victim, signed in here, open it."""
    attacker, victim = new_browser(), new_browser()
    guest = await attacker.post("/api/v1/guests", {"nickname": "Eve", "birth_year": 2000})
    attacker.signed_in(guest)
    callback = await attacker.at_provider(await attacker.set_out("link"))
    victim.token = registered.access_token
    await victim.set_out("link")
    assert await victim.come_back(callback) == "not-entered/other-browser"

    place = await attacker.come_back(callback)
    ticket = place.rpartition("/")[2]
    refused = await victim.post("/api/v1/me/identities", {"ticket": ticket})
    assert (refused.status_code, problem(refused)) == (403, "other-browser")
    # Nor where both use one browser, one after the other.
    attacker.token = registered.access_token
    refused = await attacker.post("/api/v1/me/identities", {"ticket": ticket})
    assert problem(refused) == "other-browser"
    assert await Identity.all().count() == 0


async def test_a_way_is_gone_once(browser: Browser, provider: OidcProvider) -> None:
    callback = await browser.at_provider(await browser.set_out())
    places = await asyncio.gather(*(browser.come_back(callback) for _ in range(5)))
    assert sorted(place.rpartition("/")[0] for place in places) == [
        "entered/sign_in",
        *(["not-entered"] * 4),
    ]
    assert await browser.come_back(callback) == "not-entered/ticket-invalid"
    # The provider was shown the code once.
    assert provider.asked.count("/token") == 1


async def test_a_way_that_takes_too_long_is_closed(browser: Browser, clock: "HandClock") -> None:
    callback = await browser.at_provider(await browser.set_out())
    clock.advance(601)
    assert await browser.come_back(callback) == "not-entered/ticket-invalid"


@pytest.mark.parametrize("state", ["", "a" * 43, "\0", "' OR 1=1 --", "é", "x" * 4097])
async def test_a_callback_that_nobody_asked_for_leads_nowhere(
    state: str, browser: Browser, provider: OidcProvider
) -> None:
    await browser.set_out()
    callback = f"/oauth/oidc/callback?{urlencode({'code': 'stolen', 'state': state})}"
    assert await browser.come_back(callback) in {
        "not-entered/ticket-invalid",
        "not-entered/provider-answer-invalid",
    }
    assert await browser.come_back("/oauth/oidc/callback?code=stolen") == (
        "not-entered/ticket-invalid"
    )
    assert "/token" not in provider.asked


async def test_a_stolen_code_is_of_no_use_on_another_way(
    browser: Browser, new_browser: Callable[[], Browser], provider: OidcProvider
) -> None:
    """Code injection: PKCE binds a code to the way it was given on (RFC 9700, 4.5)."""
    stolen = query_of(await browser.at_provider(await browser.set_out()))["code"]
    attacker = new_browser()
    own = query_of(await attacker.set_out())
    callback = f"/oauth/oidc/callback?{urlencode({'code': stolen, 'state': own['state']})}"
    assert await attacker.come_back(callback) == "not-entered/provider-refused"
    assert provider.tokens == {}


async def test_a_parameter_that_comes_twice_is_not_chosen_from(browser: Browser) -> None:
    callback = await browser.at_provider(await browser.set_out())
    assert await browser.come_back(f"{callback}&code=other") == (
        "not-entered/provider-answer-invalid"
    )


@pytest.mark.parametrize(
    "more", ["next=https://evil.example", "redirect_uri=//evil.example", "return_to=/%5Cevil"]
)
async def test_the_way_back_ends_on_our_page_wherever_else_it_is_asked_to(
    more: str, browser: Browser
) -> None:
    callback = await browser.at_provider(await browser.set_out())
    answer = await browser.ours.get(f"{callback}&{more}")
    assert answer.headers["location"].startswith("/#/entered/sign_in/")


async def test_no_address_of_ours_depends_on_the_host_that_was_asked(browser: Browser) -> None:
    answer = await browser.ours.post(
        "/api/v1/oauth/oidc",
        json={"purpose": "sign_in"},
        headers={"host": "evil.example", "x-forwarded-host": "evil.example"},
    )
    asked = query_of(answer.json()["authorization_url"])
    assert asked["redirect_uri"] == f"{ADDRESS}/oauth/oidc/callback"


async def test_a_provider_that_the_settings_do_not_have_is_not_there(browser: Browser) -> None:
    for answer in (
        await browser.post("/api/v1/oauth/google", {"purpose": "sign_in"}),
        await browser.post("/api/v1/oauth/evil.example", {"purpose": "sign_in"}),
        await browser.ours.get("/oauth/google/callback?code=a&state=b"),
    ):
        assert (answer.status_code, problem(answer)) == (404, "not-found")


async def test_who_turns_back_at_the_provider_is_told_so(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.account = None
    assert await browser.to_and_fro() == "not-entered/not-agreed"


async def test_an_error_of_the_provider_counts_only_with_our_state(
    browser: Browser, new_browser: Callable[[], Browser]
) -> None:
    state = query_of(await browser.set_out())["state"]
    refused = f"/oauth/oidc/callback?{urlencode({'error': 'server_error', 'state': state})}"
    assert await new_browser().come_back(refused) == "not-entered/other-browser"
    assert await browser.come_back("/oauth/oidc/callback?error=server_error") == (
        "not-entered/ticket-invalid"
    )
    assert await browser.come_back(refused) == "not-entered/provider-refused"


async def test_only_somebody_signed_in_can_set_out_to_link_or_prove(browser: Browser) -> None:
    for purpose in ("link", "prove"):
        refused = await browser.post("/api/v1/oauth/oidc", {"purpose": purpose})
        assert refused.status_code == 401


async def test_what_was_begun_for_one_thing_is_good_for_nothing_else(
    browser: Browser, accounts: Accounts
) -> None:
    signed = await browser.register()
    for purpose, paths in {
        "sign_in": ("/api/v1/me/identities", "/api/v1/me/proof/entered"),
        "link": ("/api/v1/sessions/entered", "/api/v1/me/proof/entered"),
        "prove": ("/api/v1/sessions/entered", "/api/v1/me/identities"),
    }.items():
        ticket = await browser.ticket(purpose)
        for path in paths:
            refused = await browser.post(path, {"ticket": ticket})
            assert (refused.status_code, problem(refused)) == (403, "other-browser"), path
    assert signed["user"]["email"] == "ada@example.com"


async def test_what_is_kept_of_a_way_is_sealed(browser: Browser, provider: OidcProvider) -> None:
    provider.account = Account(email="secret@example.com")
    await browser.to_and_fro()
    for row in await Ticket.all():
        assert b"secret@example.com" not in bytes(row.state)
        assert b"sign_in" not in bytes(row.state)
