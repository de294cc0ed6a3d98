"""SIGNING_KEY: one private Ed25519 key as a JWK, or a JWK Set whose first key signs."""

import json
from collections.abc import Sequence
from typing import Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.util import urlsafe_b64decode

from app.platform.settings import SettingsError

ALGORITHM = "EdDSA"


class SigningKeyText(msgspec.Struct, frozen=True, omit_defaults=True):
    """A private Ed25519 key as a JWK (RFC 8037, 2)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    d: str
    kid: str | None = None


class SigningKeysText(msgspec.Struct, frozen=True):
    """A JWK Set of such keys (RFC 7517, 5): what the others signed is still verified."""

    keys: list[SigningKeyText]


def read_signing_keys(text: str) -> Sequence[OKPKey]:
    """Return the keys of SIGNING_KEY, the one that signs first.

    Raises `SettingsError`, which names the setting and shows nothing of it.
    """
    keys = [_key(one) for one in _texts(text)]
    if not keys:
        raise SettingsError("SIGNING_KEY: its JWK Set has no key")
    if len({key.kid for key in keys}) < len(keys):
        raise SettingsError("SIGNING_KEY: two keys of its JWK Set have the same `kid`")
    return keys


def private_bytes(key: OKPKey) -> bytes:
    """Return the 32 bytes that a private key is made of (RFC 8032, 5.1.5)."""
    return urlsafe_b64decode(str(key.as_dict(private=True)["d"]).encode())


def fresh_signing_key() -> str:
    """Return a new SIGNING_KEY; its `kid` is the key's thumbprint (RFC 7638)."""
    return _text([_fresh()])


def with_next_key(text: str) -> str:
    """Return SIGNING_KEY with a fresh key behind the others: it verifies, and signs nothing yet.

    Raises `SettingsError`.
    """
    return _text([*_named(text), _fresh()])


def with_last_key_first(text: str) -> str:
    """Return SIGNING_KEY with its last key signing, the others verifying.

    Raises `SettingsError`.
    """
    keys = _named(text)
    if len(keys) < 2:
        raise SettingsError("SIGNING_KEY: there is no second key yet: introduce one first")
    return _text([keys[-1], *keys[:-1]])


def with_first_key_alone(text: str) -> str:
    """Return SIGNING_KEY with the key that signs, and no other. Raises `SettingsError`."""
    return _text(_named(text)[:1])


def _fresh() -> SigningKeyText:
    made = OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True)
    return msgspec.convert(made, SigningKeyText)


def _text(keys: Sequence[SigningKeyText]) -> str:
    return msgspec.json.encode(keys[0] if len(keys) == 1 else SigningKeysText(list(keys))).decode()


def _named(text: str) -> list[SigningKeyText]:
    """Return the keys, each under the name that it has without one."""
    kids = [key.kid for key in read_signing_keys(text)]
    return [
        msgspec.structs.replace(one, kid=kid) for one, kid in zip(_texts(text), kids, strict=True)
    ]


def _texts(text: str) -> list[SigningKeyText]:
    try:
        given = json.loads(text)
        if isinstance(given, dict) and "keys" in given:
            return msgspec.convert(given, SigningKeysText).keys
        return [msgspec.convert(given, SigningKeyText)]
    except (ValueError, RecursionError) as error:
        raise _no_key() from error


def _key(text: SigningKeyText) -> OKPKey:
    members: dict[str, str | list[str]] = {
        "kty": text.kty,
        "crv": text.crv,
        "x": text.x,
        "d": text.d,
    }
    if text.kid is not None:
        members["kid"] = text.kid
    try:
        key = OKPKey.import_key(members, {"use": "sig", "alg": ALGORITHM})
        own = Ed25519PrivateKey.from_private_bytes(private_bytes(key)).public_key()
    except (ValueError, JoseError) as error:
        raise _no_key() from error
    if urlsafe_b64decode(text.x.encode()) != own.public_bytes_raw():
        raise SettingsError("SIGNING_KEY: its `x` is of another key than its `d`")
    key.ensure_kid()
    return key


def _no_key() -> SettingsError:
    return SettingsError("SIGNING_KEY: not a private Ed25519 key as a JWK")
