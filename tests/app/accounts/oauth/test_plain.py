"""GitHub and Naver, each against a server that answers in its shapes."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from app.accounts import schemas
from app.accounts.joined import Accounts
from app.accounts.oauth.models import Identity
from app.accounts.oauth.outgoing import Outgoing
from app.accounts.oauth.plain import github, naver
from app.platform.provider_settings import ClientCredentials
from tests.app.accounts.oauth.conftest import ADDRESS, Browser, problem, query_of
from tests.oidc_authorization import Client
from tests.oidc_provider import Account, OidcProvider


@pytest.fixture
def accounts(accounts: Accounts, provider: OidcProvider) -> Accounts:
    """With GitHub and Naver switched on, both at the tests' provider."""
    providers = cast("dict[str, object]", accounts.oauth.journeys.providers)
    for name, make in (("github", github), ("naver", naver)):
        client = provider.register(
            f"{ADDRESS}/oauth/{name}/callback", methods=("client_secret_post",)
        )
        providers[name] = make(
            ClientCredentials(client.client_id, client.client_secret),
            Outgoing(),
            web=provider.issuer,
            api=provider.issuer,
        )
    return accounts


def client_of(provider: OidcProvider, name: str) -> Client:
    callback = f"{ADDRESS}/oauth/{name}/callback"
    return next(one for one in provider.clients.values() if callback in one.redirect_uris)


async def test_github_is_asked_with_pkce_and_what_is_needed_only(
    browser: Browser, provider: OidcProvider
) -> None:
    url = await browser.set_out(provider="github")
    assert url.startswith(f"{provider.issuer}/login/oauth/authorize?")
    asked = query_of(url)
    assert asked["scope"] == "read:user user:email"
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    assert asked["client_id"] == client_of(provider, "github").client_id


async def test_github_s_number_is_who_one_is_and_its_verified_primary_address_counts(
    browser: Browser, provider: OidcProvider
) -> None:
    signed = await browser.register("github")
    assert signed["user"]["email"] == "ada@example.com"
    assert signed["user"]["email_verified"]
    identity = await Identity.get()
    assert (identity.provider, identity.subject) == ("github", "42")
    assert "/user/emails" in provider.asked


@pytest.mark.parametrize(
    ("emails", "shown"),
    [
        ([], (None, False)),
        ([{"email": "a@b.example", "primary": True, "verified": False}], ("a@b.example", False)),
        ([{"email": "a@b.example", "primary": False, "verified": True}], (None, False)),
    ],
)
async def test_no_other_address_of_github_s_does(
    emails: list[dict[str, Any]],
    shown: tuple[str | None, bool],
    browser: Browser,
    provider: OidcProvider,
) -> None:
    provider.emails = emails
    entered = (await browser.enter("github")).json()
    assert (entered["email"], entered["email_verified"]) == shown


async def test_who_has_no_name_at_github_is_called_by_their_login(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.account = Account(name=None)
    assert (await browser.enter("github")).json()["nickname"] == "ada-l"


async def test_naver_is_given_the_state_again_and_no_scope(
    browser: Browser, provider: OidcProvider
) -> None:
    url = await browser.set_out(provider="naver")
    assert url.startswith(f"{provider.issuer}/oauth2.0/authorize?")
    assert "scope" not in query_of(url)
    # The tests' provider insists on one, where Naver has its own.
    await browser.come_back(await browser.at_provider(f"{url}&scope=profile"))
    (form,) = provider.forms
    assert form["state"] == query_of(url)["state"]
    assert len(form["code_verifier"]) == 43


async def test_an_address_of_naver_s_counts_as_unverified(
    browser: Browser, provider: OidcProvider
) -> None:
    url = f"{await browser.set_out(provider='naver')}&scope=profile"
    place = await browser.come_back(await browser.at_provider(url))
    entered = await browser.post("/api/v1/sessions/entered", {"ticket": place.rpartition("/")[2]})
    body = entered.json()
    assert (body["email"], body["email_verified"]) == ("ada@example.com", False)


async def test_and_so_it_cannot_be_linked(
    browser: Browser, registered: schemas.Signed, provider: OidcProvider
) -> None:
    browser.token = registered.access_token
    url = f"{await browser.set_out('link', 'naver')}&scope=profile"
    place = await browser.come_back(await browser.at_provider(url))
    refused = await browser.post("/api/v1/me/identities", {"ticket": place.rpartition("/")[2]})
    assert (refused.status_code, problem(refused)) == (403, "provider-email-unverified")


async def test_the_same_subject_at_two_providers_is_two_people(
    browser: Browser, new_browser: Callable[[], Browser], provider: OidcProvider
) -> None:
    await browser.register("github")
    await Identity.all().update(issuer="https://github.com")
    refused = await new_browser().enter()
    assert problem(refused) == "link-needed"


async def test_a_code_of_one_provider_is_not_taken_at_the_callback_of_another(
    browser: Browser, provider: OidcProvider
) -> None:
    """Mix-up where nobody names an issuer: each provider has a redirect URI (RFC 9700, 4.4)."""
    callback = await browser.at_provider(await browser.set_out(provider="github"))
    swapped = callback.replace("/oauth/github/", "/oauth/oidc/")
    assert await browser.come_back(swapped) == "not-entered/provider-answer-invalid"
    assert "/token" not in provider.asked
    # It did not cost the way.
    assert (await browser.come_back(callback)).startswith("entered/sign_in/")


@pytest.mark.parametrize("name", ["github", "naver"])
async def test_neither_can_prove_who_somebody_is(
    name: str, browser: Browser, registered: schemas.Signed
) -> None:
    browser.token = registered.access_token
    refused = await browser.post(f"/api/v1/oauth/{name}", {"purpose": "prove"})
    assert (refused.status_code, problem(refused)) == (403, "provider-cannot-prove")


async def test_an_answer_of_another_shape_signs_nobody_in(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.emails = [{"email": "ada@example.com", "primary": "yes"}]
    assert await browser.to_and_fro(provider="github") == "not-entered/provider-answer-invalid"
