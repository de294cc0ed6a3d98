"""ID tokens of a hostile provider, each through the whole way: none of them signs anybody in."""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from app.accounts.models import User
from tests.app.accounts.oauth.conftest import Browser
from tests.oidc_provider import Account, OidcProvider, rsa_key

INVALID = "not-entered/provider-answer-invalid"
Claims = dict[str, Any]


def signed(header: Claims, claims: Claims, key: Any = None) -> str:
    """A token as a provider would sign it that checks nothing."""
    registry = JWSRegistry(algorithms=[header["alg"]], strict_check_header=False)
    payload = json.dumps(claims).encode()
    return jws.serialize_compact(header, payload, key or rsa_key(), registry=registry)


def plain(part: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


async def test_an_honest_token_holds(browser: Browser, provider: OidcProvider) -> None:
    provider.forge = signed
    assert (await browser.to_and_fro()).startswith("entered/sign_in/")


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "somebody-else"},
        {"aud": ["somebody-else"]},
        {"aud": []},
        {"azp": "somebody-else"},
        {"iss": "https://accounts.google.com"},
        {"iss": "https://evil.example"},
        {"exp": 0},
        {"exp": "tomorrow"},
        {"exp": True},
        {"iat": 2**36},
        {"nbf": 2**36},
        {"auth_time": "now"},
        {"sub": ""},
        {"sub": 42},
        {"sub": "a" * 256},
        {"sub": "4\u00002"},
        {"sub": "４２"},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=str,
)
async def test_a_token_with_a_claim_that_does_not_hold_is_refused(
    claims: Claims, browser: Browser, provider: OidcProvider
) -> None:
    provider.claims = claims
    assert await browser.to_and_fro() == INVALID
    assert await User.all().count() == 0


@pytest.mark.parametrize("claim", ["nonce", "aud", "iss", "exp", "iat", "sub"])
async def test_a_token_without_a_claim_that_it_must_have_is_refused(
    claim: str, browser: Browser, provider: OidcProvider
) -> None:
    provider.forge = lambda header, claims: signed(
        header, {name: value for name, value in claims.items() if name != claim}
    )
    assert await browser.to_and_fro() == INVALID


async def test_a_token_for_several_must_say_that_it_was_asked_for_by_us(
    browser: Browser, provider: OidcProvider
) -> None:
    (client,) = provider.clients
    provider.claims = {"aud": [client, "somebody-else"]}
    assert await browser.to_and_fro() == INVALID
    provider.claims["azp"] = client
    assert (await browser.to_and_fro()).startswith("entered/sign_in/")


async def test_a_token_that_has_run_out_is_refused_but_for_what_clocks_differ(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.claims = {"exp": provider.now() - 61}
    assert await browser.to_and_fro() == INVALID
    provider.claims = {"exp": provider.now() - 30}
    assert (await browser.to_and_fro()).startswith("entered/sign_in/")


def unsigned(header: Claims, claims: Claims) -> str:
    return f"{plain({**header, 'alg': 'none'})}.{plain(claims)}."


def by_hmac(header: Claims, claims: Claims, secret: bytes) -> str:
    text = f"{plain({**header, 'alg': 'HS256'})}.{plain(claims)}"
    code = hmac.digest(secret, text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(code).rstrip(b'=').decode()}"


def signed_with_the_public_key(header: Claims, claims: Claims) -> str:
    key = rsa_key()
    assert isinstance(key, RSAKey)
    return by_hmac(header, claims, key.as_pem(private=False))


def signed_with_a_secret(header: Claims, claims: Claims) -> str:
    return by_hmac(header, claims, b"s" * 32)


def altered(header: Claims, claims: Claims) -> str:
    head, _, signature = signed(header, claims).split(".")
    return f"{head}.{plain({**claims, 'sub': '1'})}.{signature}"


def without_signature(header: Claims, claims: Claims) -> str:
    return signed(header, claims).rpartition(".")[0] + "."


def by_another_key(header: Claims, claims: Claims) -> str:
    return signed({"alg": "ES256", "kid": header["kid"]}, claims, ECKey.generate_key("P-256"))


def with_a_key_of_its_own(header: Claims, claims: Claims) -> str:
    key = RSAKey.generate_key(2048)
    own = {**key.as_dict(private=False), "kid": "mine"}
    return signed({**header, "kid": "mine", "jwk": own}, claims, key)


def of_an_unknown_key(header: Claims, claims: Claims) -> str:
    return signed({**header, "kid": "nobody's"}, claims)


def critical(header: Claims, claims: Claims) -> str:
    head = {**header, "crit": ["urn:example:only-mine"], "urn:example:only-mine": True}
    text = f"{plain(head)}.{plain(claims)}"
    signature = JWSRegistry.algorithms["RS256"].sign(text.encode(), rsa_key())
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def too_long(header: Claims, claims: Claims) -> str:
    return signed(header, {**claims, "more": "a" * 20_000})


@pytest.mark.parametrize(
    "forge",
    [
        unsigned,
        signed_with_the_public_key,
        signed_with_a_secret,
        altered,
        without_signature,
        by_another_key,
        with_a_key_of_its_own,
        of_an_unknown_key,
        critical,
        too_long,
        lambda _header, _claims: "",
        lambda _header, _claims: "a.b.c",
        lambda _header, _claims: "é",
    ],
)
async def test_a_token_that_is_not_signed_as_it_must_be_is_refused(
    forge: Callable[[Claims, Claims], str], browser: Browser, provider: OidcProvider
) -> None:
    provider.forge = forge
    assert await browser.to_and_fro() == INVALID
    assert await User.all().count() == 0


@pytest.mark.parametrize("forge", [unsigned, signed_with_the_public_key, signed_with_a_secret])
async def test_neither_where_the_provider_itself_allows_such_signatures(
    forge: Callable[[Claims, Claims], str], browser: Browser, provider: OidcProvider
) -> None:
    provider.metadata = {"id_token_signing_alg_values_supported": ["none", "HS256", "RS256"]}
    provider.forge = forge
    assert await browser.to_and_fro() == INVALID


async def test_an_algorithm_counts_only_where_the_provider_names_it(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.metadata = {"id_token_signing_alg_values_supported": ["RS256"]}
    provider.rotate_key()
    assert await browser.to_and_fro() == INVALID
    provider.metadata = {"id_token_signing_alg_values_supported": []}
    assert await browser.to_and_fro() == INVALID


async def test_an_answer_without_an_id_token_signs_nobody_in(
    browser: Browser, provider: OidcProvider
) -> None:
    url = (await browser.set_out()).replace("openid+", "")
    assert await browser.come_back(await browser.at_provider(url)) == INVALID


@pytest.mark.parametrize("verified", [False, None, "false", "yes", ""])
async def test_an_address_counts_as_verified_only_where_the_token_says_so(
    verified: object, browser: Browser, provider: OidcProvider
) -> None:
    provider.claims = {"email_verified": verified}
    provider.user_info = {"email_verified": False}
    assert not (await browser.enter()).json()["email_verified"]


async def test_some_providers_say_so_in_letters(browser: Browser, provider: OidcProvider) -> None:
    provider.account = Account(email_verified=None)
    provider.claims = {"email_verified": "true"}
    assert (await browser.enter()).json()["email_verified"]


async def test_a_name_with_half_a_character_does_no_harm(
    browser: Browser, provider: OidcProvider
) -> None:
    provider.forge = lambda header, claims: signed(header, {**claims, "name": "\ud800"})
    assert (await browser.enter()).json()["nickname"] is None
