"""Which keys may sign tokens."""

import json

import pytest
from joserfc.jwk import ECKey, RSAKey

from realtime.standalone.token_keys import hmac_key, key_set, public_key

RSA = RSAKey.generate_key(2048)
EC = ECKey.generate_key("P-256")


def test_a_public_key_is_no_secret() -> None:
    with pytest.raises(ValueError, match="must not be used"):
        hmac_key(RSA.as_pem(private=False).decode())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/nowhere.pem", "give a public key in PEM"),
        (RSA.as_pem(private=True).decode(), "this is a private key"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "no public key in PEM"),
    ],
)
def test_what_is_no_public_key_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        public_key(text)


def test_a_key_set_gives_only_public_keys_for_signatures() -> None:
    keys = [
        {**RSA.as_dict(private=True), "kid": "whole", "alg": "PS256"},
        {**EC.as_dict(private=False), "use": "enc"},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "RSA", "n": "broken"},
        {"kty": "new"},
    ]
    [found] = key_set(json.dumps({"keys": keys}).encode())
    assert (found.id, set(found.algorithms)) == ("whole", {"PS256"})
    assert not found.key.is_private
    for text in (b"", b"[]", b"{}", b'{"keys": 1}'):
        with pytest.raises(ValueError, match="no JSON Web Key Set"):
            key_set(text)
