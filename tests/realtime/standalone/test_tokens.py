"""Which tokens count: signed by a configured key, for here, and in their time."""

import base64
import hmac
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from realtime.errors import TokenExpired, TokenInvalid
from realtime.standalone.key_ring import KeyRing
from realtime.standalone.token_keys import hmac_key, public_key
from realtime.standalone.tokens import TokenReader
from tests.realtime.signing import SECRET, signed

if TYPE_CHECKING:
    from tests.realtime.conftest import HandMovedClock

RSA = RSAKey.generate_key(2048)
EC = ECKey.generate_key("P-256")
ED = OKPKey.generate_key("Ed25519")


@pytest.fixture
def reader(clock: "HandMovedClock") -> TokenReader:
    return TokenReader(KeyRing([hmac_key(SECRET)], None, clock), clock)


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
async def test_the_secret_signs_tokens(reader: TokenReader, algorithm: str) -> None:
    claims = await reader.connection(signed({"sub": "42", "iat": 1, "more": []}, alg=algorithm))
    assert (claims.sub, claims.expires_at) == ("42", None)


async def test_a_token_without_a_subject_is_nobodys(reader: TokenReader) -> None:
    assert (await reader.connection(signed({}))).sub == ""


@pytest.mark.parametrize(
    "token",
    [
        "",
        "no token",
        "a.b.c",
        signed({"sub": "42"}, "another secret of thirty-two chars"),
        signed({"sub": 42}),
        signed({"sub": "42", "channel": "a"}),
        base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=") + ".e30.",
        signed({"sub": "42"})[:-2],
        "é" + signed({"sub": "42"}),
    ],
)
async def test_these_open_no_connection(reader: TokenReader, token: str) -> None:
    with pytest.raises(TokenInvalid):
        await reader.connection(token)


async def test_a_token_counts_in_its_time_only(
    reader: TokenReader, clock: "HandMovedClock"
) -> None:
    now = clock.wall()
    claims = await reader.connection(signed({"exp": now + 5, "nbf": now}))
    assert claims.expires_at == now + 5
    for claims_outside in ({"exp": now}, {"nbf": now + 1}):
        with pytest.raises(TokenExpired):
            await reader.connection(signed(claims_outside))
    longer = await reader.connection(signed({"exp": now + 5, "expire_at": now + 900}))
    assert longer.expires_at == now + 900
    assert (await reader.connection(signed({"exp": now + 5, "expire_at": 0}))).expires_at is None


async def test_audience_and_issuer_have_to_be_those_configured(clock: "HandMovedClock") -> None:
    reader = TokenReader(
        KeyRing([hmac_key(SECRET)], None, clock), clock, audience="chat", issuer="shop"
    )
    for audience in ("chat", ["mail", "chat"]):
        await reader.connection(signed({"aud": audience, "iss": "shop"}))
    for claims in ({"iss": "shop"}, {"aud": "mail", "iss": "shop"}, {"aud": "chat", "iss": "x"}):
        with pytest.raises(TokenInvalid):
            await reader.connection(signed(claims))


async def test_a_subscription_token_names_its_channel(reader: TokenReader) -> None:
    claims = await reader.subscription(signed({"sub": "42", "channel": "a", "info": {"n": 1}}))
    assert (claims.channel, bytes(claims.info)) == ("a", b'{"n":1}')
    with pytest.raises(TokenInvalid):
        await reader.subscription(signed({"sub": "42"}))


@pytest.mark.parametrize(
    ("key", "algorithm"), [(RSA, "RS256"), (RSA, "PS256"), (EC, "ES256"), (ED, "EdDSA")]
)
async def test_a_public_key_verifies_its_own_algorithms(
    clock: "HandMovedClock", tmp_path: Path, key: Any, algorithm: str
) -> None:
    path = tmp_path / "public.pem"
    path.write_bytes(key.as_pem(private=False))
    reader = TokenReader(KeyRing([public_key(str(path))], None, clock), clock)
    token = signed({"sub": "42"}, key, alg=algorithm)
    assert (await reader.connection(token)).sub == "42"
    with pytest.raises(TokenInvalid):
        await reader.connection(signed({"sub": "42"}))


async def test_a_public_key_is_no_secret_to_sign_with(clock: "HandMovedClock") -> None:
    pem = RSA.as_pem(private=False).decode()
    reader = TokenReader(KeyRing([public_key(pem), hmac_key(SECRET)], None, clock), clock)
    head, body = (
        base64.urlsafe_b64encode(part).rstrip(b"=") for part in (b'{"alg":"HS256"}', b"{}")
    )
    digest = hmac.digest(pem.encode(), head + b"." + body, "sha256")
    forged = b".".join((head, body, base64.urlsafe_b64encode(digest).rstrip(b"=")))
    with pytest.raises(TokenInvalid):
        await reader.connection(forged.decode())


async def test_a_key_that_a_token_brings_itself_leads_nowhere(clock: "HandMovedClock") -> None:
    reader = TokenReader(
        KeyRing([public_key(RSA.as_pem(private=False).decode())], None, clock), clock
    )
    own = RSAKey.generate_key(2048)
    header = {"jwk": own.as_dict(private=False), "jku": "https://example.com/keys"}
    with pytest.raises(TokenInvalid):
        await reader.connection(signed({"sub": "42"}, own, alg="RS256", **header))
    assert (await reader.connection(signed({"sub": "42"}, RSA, alg="RS256", **header))).sub == "42"
