"""Only what we signed, unaltered, with our algorithm and before its time is over, counts."""

import base64
import hashlib
import hmac
import itertools
import json
from typing import TYPE_CHECKING, Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from joserfc import jws
from joserfc.errors import UnsupportedAlgorithmError
from joserfc.jwk import OKPKey

from app.accounts.access.tokens import AccessToken, EdDSARegistry, Tokens
from app.accounts.errors import TokenExpired, TokenInvalid
from app.platform.ids import new_id
from app.platform.settings import SettingsError
from app.platform.signing_keys import with_first_key_alone, with_last_key_first, with_next_key

if TYPE_CHECKING:
    from tests.conftest import HandClock

LIFE = 900
UNCLOSED = b'{"x":' + b"[" * 3000


def issued(tokens: Tokens) -> AccessToken:
    return tokens.issue(user_id=new_id(), session_id=new_id(), role="user")


def encoded(part: object) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def as_bytes(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def decoded(segment: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(as_bytes(segment)))


def signed_with(
    key: OKPKey, tokens: Tokens, *, header: dict[str, Any] | None = None, **claims: Any
) -> str:
    """A token as ours would be, but for the given members; None takes a claim away."""
    ours, payload, _ = issued(tokens).text.split(".")
    members = {**decoded(payload), **claims}
    members = {name: value for name, value in members.items() if value is not None}
    signing_input = f"{encoded({**decoded(ours), **(header or {})})}.{encoded(members)}"
    private_key = key.private_key
    assert isinstance(private_key, Ed25519PrivateKey)
    signature = private_key.sign(signing_input.encode())
    return f"{signing_input}.{encoded(signature)}"


@pytest.fixture
def own_key(signing_key: str) -> OKPKey:
    return OKPKey.import_key(json.loads(signing_key))


def test_a_token_says_who_in_which_session_and_until_when(tokens: Tokens) -> None:
    user_id, session_id = new_id(), new_id()
    token = tokens.issue(user_id=user_id, session_id=session_id, role="admin")
    claims = tokens.verify(token.text)
    assert (claims.sub, claims.sid, claims.role) == (user_id, session_id, "admin")
    assert claims.exp - claims.iat == LIFE
    assert claims.expires_at == token.expires_at


def test_every_token_has_an_id_of_its_own(tokens: Tokens) -> None:
    user_id, session_id = new_id(), new_id()
    made = {
        tokens.verify(tokens.issue(user_id=user_id, session_id=session_id, role="user").text).jti
        for _ in range(3)
    }
    assert len(made) == 3


def test_a_token_counts_until_its_last_moment_and_not_in_the_one_after(
    tokens: Tokens, clock: "HandClock"
) -> None:
    seen, unseen = issued(tokens).text, issued(tokens).text
    clock.advance(LIFE - 0.001)
    tokens.verify(seen)
    clock.advance(0.001)
    for token in (seen, unseen):
        with pytest.raises(TokenExpired):
            tokens.verify(token)


def test_a_token_counts_on_a_replica_whose_clock_is_behind(
    tokens: Tokens, clock: "HandClock"
) -> None:
    token = issued(tokens).text
    clock.advance(-2)
    tokens.verify(token)


def test_a_token_altered_anywhere_does_not_count(tokens: Tokens) -> None:
    token = issued(tokens).text
    tokens.verify(token)
    for place, character in enumerate(token):
        altered = token[:place] + ("A" if character != "A" else "B") + token[place + 1 :]
        with pytest.raises(TokenInvalid):
            tokens.verify(altered)


@pytest.mark.parametrize(
    "alteration", ["{}=", "{}\n", " {}", "{}A", "{}!", "{}.", "{}é", "{}\ud800"]
)
def test_a_token_has_one_spelling_only(tokens: Tokens, alteration: str) -> None:
    with pytest.raises(TokenInvalid):
        tokens.verify(alteration.format(issued(tokens).text))


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "...",
        "a.b",
        "null",
        f"{encoded(5)}.e30.AA",
        f"{encoded('alg')}.e30.AA",
        f"{encoded(b'[' * 3000)}.e30.AA",
        f"{encoded({'alg': []})}.e30.AA",
        f"{encoded({'alg': 'EdDSA', 'typ': 'JWT', 'kid': 'x', 'crit': 5})}.e30.AA",
        f"{encoded({'alg': 'EdDSA', 'typ': 'JWT', 'kid': 'x'})}.e30.AA",
        f"{encoded(UNCLOSED)}.e30.AA",
        "x" * 5000,
    ],
)
def test_noise_is_no_token_and_nothing_else(tokens: Tokens, token: str) -> None:
    with pytest.raises(TokenInvalid):
        tokens.verify(token)


def test_an_unsigned_token_does_not_count(tokens: Tokens) -> None:
    header, payload, signature = issued(tokens).text.split(".")
    unsigned = {**decoded(header), "alg": "none"}
    for end in ("", signature):
        with pytest.raises(TokenInvalid):
            tokens.verify(f"{encoded(unsigned)}.{payload}.{end}")


def test_the_public_key_is_no_shared_secret(tokens: Tokens, own_key: OKPKey) -> None:
    header, payload, _ = issued(tokens).text.split(".")
    public = own_key.as_dict(private=False)
    spellings = (
        own_key.as_pem(private=False),
        json.dumps(public).encode(),
        str(public["x"]).encode(),
        as_bytes(str(public["x"])),
    )
    for secret in spellings:
        signing_input = f"{encoded({**decoded(header), 'alg': 'HS256'})}.{payload}"
        signature = hmac.new(secret, signing_input.encode(), hashlib.sha256).digest()
        with pytest.raises(TokenInvalid):
            tokens.verify(f"{signing_input}.{encoded(signature)}")


@pytest.mark.parametrize("name", ["none", "HS256", "RS256", "ES256", "Ed25519", "Ed448"])
def test_the_registry_knows_no_other_algorithm(name: str) -> None:
    with pytest.raises(UnsupportedAlgorithmError):
        EdDSARegistry().get_alg(name)


def test_another_key_under_our_keys_name_does_not_count(tokens: Tokens) -> None:
    with pytest.raises(TokenInvalid):
        tokens.verify(signed_with(OKPKey.generate_key("Ed25519"), tokens))


def test_a_token_brings_no_key_of_its_own(tokens: Tokens) -> None:
    stranger = OKPKey.generate_key("Ed25519", auto_kid=True)
    brought = {
        "jwk": stranger.as_dict(private=False),
        "jku": "https://example.com/jwks.json",
        "x5u": "https://example.com/certificate.pem",
        "x5c": ["MII"],
    }
    for name, value in brought.items():
        for kid in (stranger.kid, decoded(issued(tokens).text.split(".")[0])["kid"]):
            with pytest.raises(TokenInvalid):
                tokens.verify(signed_with(stranger, tokens, header={name: value, "kid": kid}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "someone"},
        {"aud": "another-api"},
        {"aud": None},
        {"type": "refresh"},
        {"type": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": 1e300},
        {"sub": "me"},
        {"sid": None},
        {"jti": None},
        {"role": None},
    ],
    ids=str,
)
def test_our_own_signature_under_other_claims_does_not_count(
    tokens: Tokens, own_key: OKPKey, wrong: dict[str, Any]
) -> None:
    tokens.verify(signed_with(own_key, tokens))
    with pytest.raises(TokenInvalid):
        tokens.verify(signed_with(own_key, tokens, **wrong))


def test_what_was_verified_is_remembered_and_the_least_recently_seen_forgotten(
    signing_key: str, clock: "HandClock", monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = Tokens(signing_key, clock=clock, ids=new_id, seconds=LIFE, remembered=2)
    checked: list[str] = []
    check = jws.deserialize_compact

    def noted(token: str, *arguments: Any, **named: Any) -> jws.CompactSignature:
        checked.append(token)
        return check(token, *arguments, **named)

    monkeypatch.setattr(jws, "deserialize_compact", noted)
    first, second, third = (issued(tokens).text for _ in range(3))
    for token in (first, second, first, third, first, second):
        tokens.verify(token)
    assert checked == [first, second, third, second]


def test_another_verifier_trusts_our_tokens_by_the_published_key_alone(tokens: Tokens) -> None:
    (public,) = tokens.public_keys()["keys"]
    assert public.keys() == {"kty", "crv", "x", "use", "alg", "kid"}
    assert (public["kty"], public["crv"], public["use"]) == ("OKP", "Ed25519", "sig")

    header, payload, signature = issued(tokens).text.split(".")
    assert decoded(header) == {"alg": public["alg"], "kid": public["kid"], "typ": "JWT"}
    key = Ed25519PublicKey.from_public_bytes(as_bytes(str(public["x"])))
    key.verify(as_bytes(signature), f"{header}.{payload}".encode())


def test_two_processes_with_one_key_trust_each_others_tokens(
    signing_key: str, tokens: Tokens, clock: "HandClock"
) -> None:
    other = Tokens(signing_key, clock=clock, ids=new_id, seconds=LIFE)
    other.verify(issued(tokens).text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "secret",
        "{}",
        json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=False)),
        json.dumps(OKPKey.generate_key("Ed448").as_dict(private=True)),
        json.dumps(OKPKey.generate_key("X25519").as_dict(private=True)),
        '{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}',
        '{"kty":"oct","k":"c2VjcmV0"}',
    ],
    ids=["nothing", "text", "empty", "public", "Ed448", "X25519", "short", "shared"],
)
def test_a_setting_that_is_no_private_ed25519_key_is_named_and_not_shown(
    clock: "HandClock", text: str
) -> None:
    with pytest.raises(SettingsError, match=r"^SIGNING_KEY: not a private Ed25519 key as a JWK$"):
        Tokens(text, clock=clock, ids=new_id, seconds=LIFE)


def made(text: str, clock: "HandClock") -> Tokens:
    return Tokens(text, clock=clock, ids=new_id, seconds=LIFE)


def kid_of(token: str) -> str:
    return str(decoded(token.split(".", maxsplit=1)[0])["kid"])


def test_a_signing_key_is_turned_over_in_three_steps_without_refusing_anybody(
    signing_key: str, clock: "HandClock"
) -> None:
    introduced = with_next_key(signing_key)
    signing = with_last_key_first(introduced)
    retired = with_first_key_alone(signing)
    steps = [made(text, clock) for text in (signing_key, introduced, signing, retired)]
    # While a step is rolled out, processes of it and of the one before stand side by side.
    for before, after in itertools.pairwise(steps):
        after.verify(issued(before).text)
    for before, after in itertools.pairwise(steps[:3]):
        before.verify(issued(after).text)
    old, new = kid_of(issued(steps[0]).text), kid_of(issued(steps[3]).text)
    assert old != new
    assert [kid_of(issued(step).text) for step in steps] == [old, old, new, new]


def test_a_tokens_key_that_was_retired_or_never_was_ours_does_not_count(
    signing_key: str, tokens: Tokens, own_key: OKPKey, clock: "HandClock"
) -> None:
    both = with_last_key_first(with_next_key(signing_key))
    old = issued(tokens).text
    made(both, clock).verify(old)
    alone = made(with_first_key_alone(both), clock)
    with pytest.raises(TokenInvalid):
        alone.verify(old)
    # Nor under the name of the key that is left.
    with pytest.raises(TokenInvalid):
        alone.verify(signed_with(own_key, alone))
    with pytest.raises(TokenInvalid):
        tokens.verify(signed_with(own_key, tokens, header={"kid": "unknown"}))


def test_every_key_that_verifies_is_published_and_none_of_its_private_half(
    signing_key: str, clock: "HandClock"
) -> None:
    both = with_next_key(signing_key)
    published = made(both, clock).public_keys()["keys"]
    assert len(published) == 2
    assert all(key.keys() == {"kty", "crv", "x", "use", "alg", "kid"} for key in published)
