"""Which key may have signed a token, and by which algorithms.

What a token says about it counts for no more than the choice among the keys that were configured.
"""

import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

Key = ECKey | OctKey | OKPKey | RSAKey

#: Algorithms of a shared secret.
HMAC = frozenset({"HS256", "HS384", "HS512"})
_RSA = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
_CURVES = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
_ED25519 = frozenset({"EdDSA", "Ed25519"})
_PUBLIC = (RSAKey, ECKey, OKPKey)


class VerifyingKey(NamedTuple):
    """A key, its id in a key set (or empty), and the algorithms that it verifies."""

    key: Key
    id: str
    algorithms: frozenset[str]


def hmac_key(secret: str) -> VerifyingKey:
    """Return the key of a secret.

    Raises:
        ValueError: it is a public key, which everybody may know.

    """
    with warnings.catch_warnings():
        # Whoever serves is told of a short secret once, at the start.
        warnings.simplefilter("ignore", SecurityWarning)
        return VerifyingKey(OctKey.import_key(secret), "", HMAC)


def public_key(text_or_path: str) -> VerifyingKey:
    """Return a public key written in PEM, or in a file.

    Raises:
        ValueError: it is neither; the text says what to give.

    """
    text = text_or_path
    if "-----BEGIN" not in text:
        try:
            text = Path(text_or_path).read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            raise ValueError("give a public key in PEM, or the path of a file with one") from error
    if "PRIVATE KEY" in text:
        raise ValueError("this is a private key: give the public one only")
    for kind in _PUBLIC:
        try:
            key = kind.import_key(text)
        except (JoseError, ValueError, TypeError, AttributeError):
            continue
        algorithms = _algorithms(key.as_dict(private=False))
        if algorithms:
            return VerifyingKey(key, "", algorithms)
    raise ValueError("no public key in PEM of RSA, EC or Ed25519: see `openssl pkey -pubout`")


def key_set(text: bytes) -> list[VerifyingKey]:
    """Return the keys of a JSON Web Key Set (RFC 7517, 5) that tokens can be verified with.

    Others are left out: secrets, those for encryption, and kinds that are not known.

    Raises:
        ValueError: it is no key set.

    """
    try:
        members = msgspec.json.decode(text, type=dict[str, Any])["keys"]
        return list(_usable(msgspec.convert(members, list[dict[str, Any]])))
    except (msgspec.MsgspecError, KeyError) as error:
        raise ValueError('no JSON Web Key Set: {"keys": [...]} is expected') from error


def _usable(members: Iterable[Mapping[str, Any]]) -> Iterable[VerifyingKey]:
    kinds: dict[str, type[RSAKey | ECKey | OKPKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    for member in members:
        kind = kinds.get(member.get("kty", ""))
        algorithms = _algorithms(member)
        if kind is None or not algorithms or member.get("use", "sig") != "sig":
            continue
        public = {name: value for name, value in member.items() if name not in _SECRET}
        try:
            key = kind.import_key(public)
        except (JoseError, ValueError, TypeError):
            continue
        yield VerifyingKey(key, str(member.get("kid", "")), algorithms)


#: Members of a private key: a set that has them by mistake is used as the public one.
_SECRET = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "key_ops"})


def _algorithms(member: Mapping[str, Any]) -> frozenset[str]:
    """Return what the key is for; `alg` of a key narrows it to one (RFC 7517, 4.4)."""
    match member.get("kty"), member.get("crv"):
        case "RSA", _:
            possible = _RSA
        case "EC", str(curve) if curve in _CURVES:
            possible = frozenset({_CURVES[curve]})
        case "OKP", "Ed25519":
            possible = _ED25519
        case _:
            return frozenset()
    only = member.get("alg")
    return possible if only is None else possible & {only}
