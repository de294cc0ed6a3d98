"""What is believed of an issuer: its metadata, its keys, and that it is the one that was asked."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.app.accounts.oauth.conftest import ADDRESS, Browser, problem
from tests.oidc_provider import Account, OidcProvider

if TYPE_CHECKING:
    from tests.conftest import HandClock

INVALID = "not-entered/provider-answer-invalid"


async def test_metadata_and_keys_are_asked_for_once_an_hour(
    browser: Browser, provider: OidcProvider, clock: "HandClock"
) -> None:
    for _ in range(2):
        await browser.to_and_fro()
        await browser.to_and_fro()
        clock.advance(3601)
    assert provider.asked.count("/.well-known/openid-configuration") == 2
    assert provider.asked.count("/jwks") == 2


async def test_a_provider_may_change_its_key(
    browser: Browser, provider: OidcProvider, clock: "HandClock"
) -> None:
    await browser.to_and_fro()
    clock.advance(11)
    provider.rotate_key()
    assert (await browser.to_and_fro()).startswith("entered/sign_in/")
    assert provider.asked.count("/jwks") == 2


async def test_a_key_under_the_same_name_is_looked_for_too(
    browser: Browser, provider: OidcProvider, clock: "HandClock"
) -> None:
    await browser.to_and_fro()
    clock.advance(11)
    provider.rotate_key()
    provider.kid = "first"
    assert (await browser.to_and_fro()).startswith("entered/sign_in/")


async def test_but_nobody_makes_us_look_for_keys_all_the_time(
    browser: Browser, provider: OidcProvider
) -> None:
    await browser.to_and_fro()
    provider.rotate_key()
    # Within ten seconds of the last look.
    for _ in range(3):
        assert await browser.to_and_fro() == INVALID
    assert provider.asked.count("/jwks") == 1


@pytest.mark.parametrize("issuer", ["https://accounts.google.com", "", "http://127.0.0.1"])
async def test_an_issuer_that_calls_itself_another_is_not_used(
    issuer: str, browser: Browser, provider: OidcProvider
) -> None:
    provider.metadata = {"issuer": issuer}
    refused = await browser.post("/api/v1/oauth/oidc", {"purpose": "sign_in"})
    assert (refused.status_code, problem(refused)) == (502, "provider-answer-invalid")


@pytest.mark.parametrize(
    "metadata",
    [
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "gopher://evil.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"userinfo_endpoint": "http://169.254.169.254/latest"},
        {"jwks_uri": 7},
        {"token_endpoint": "http://[::1"},
    ],
    ids=str,
)
async def test_nor_one_that_names_an_address_that_nobody_should_be_sent_to(
    metadata: dict[str, Any], browser: Browser, provider: OidcProvider
) -> None:
    provider.metadata = metadata
    refused = await browser.post("/api/v1/oauth/oidc", {"purpose": "sign_in"})
    assert (refused.status_code, problem(refused)) == (502, "provider-answer-invalid")


async def test_an_answer_that_names_another_issuer_is_refused_before_the_code_is_shown(
    browser: Browser, provider: OidcProvider
) -> None:
    """Mix-up: the attacker's provider would get the code that another one gave (RFC 9207)."""
    provider.names_itself = "https://honest.example"
    assert await browser.to_and_fro() == INVALID
    assert "/token" not in provider.asked


async def test_an_answer_must_name_its_issuer_where_the_provider_says_that_it_does(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    assert await browser.to_and_fro() == INVALID
    provider.names_itself = provider.issuer
    assert (await browser.to_and_fro()).startswith("entered/sign_in/")


async def test_where_it_does_not_say_so_a_wrong_name_is_refused_all_the_same(
    browser: Browser, provider: OidcProvider
) -> None:
    callback = await browser.at_provider(await browser.set_out())
    assert await browser.come_back(f"{callback}&iss=https://evil.example") == INVALID


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
async def test_the_secret_is_shown_as_the_provider_wants_it(
    method: str, browser: Browser, provider: OidcProvider
) -> None:
    provider.metadata = {"token_endpoint_auth_methods_supported": [method, "private_key_jwt"]}
    (client,) = provider.clients.values()
    client.methods = (method,)
    assert (await browser.to_and_fro()).startswith("entered/sign_in/")
    (form,) = provider.forms
    assert ("client_secret" in form) == (method == "client_secret_post")
    assert form["redirect_uri"] == f"{ADDRESS}/oauth/oidc/callback"
    assert len(form["code_verifier"]) == 43


async def test_a_provider_that_takes_no_secret_is_not_shown_it(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.metadata = {"token_endpoint_auth_methods_supported": ["private_key_jwt"]}
    assert await browser.to_and_fro() == INVALID
    assert "/token" not in provider.asked


async def test_what_the_token_does_not_say_of_an_address_is_asked_for(
    browser: Browser, provider: OidcProvider
) -> None:
    """As Kakao has it: `email_verified` is only at the UserInfo endpoint."""
    provider.account = Account(email_verified=None)
    provider.user_info = {"email_verified": True, "nickname": "에이다"}
    entered = (await browser.enter()).json()
    assert entered["email_verified"]
    assert entered["nickname"] == "에이다"


async def test_but_not_believed_where_it_is_about_somebody_else(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.account = Account(email_verified=None)
    provider.user_info = {"email_verified": True, "sub": "43"}
    assert await browser.to_and_fro() == INVALID


async def test_a_provider_without_such_an_endpoint_is_taken_at_its_token(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.account = Account(email=None, email_verified=None)
    provider.metadata = {"userinfo_endpoint": None}
    assert (await browser.enter()).json()["email"] is None
