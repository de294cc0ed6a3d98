"""Signed tokens, as an application's server makes them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from joserfc import jws
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

SECRET = "a secret of thirty-two characters"


class _AnyAlgorithm(jws.JWSRegistry):
    def get_alg(self, name: str) -> JWSAlgModel:
        return self.algorithms[name]


def signed(
    claims: Mapping[str, Any],
    key: str | OctKey | RSAKey | ECKey | OKPKey = SECRET,
    **header: Any,
) -> str:
    """A JSON Web Token; HS256 with a secret unless the header says otherwise."""
    if isinstance(key, str):
        key = OctKey.import_key(key)
    registry = _AnyAlgorithm(strict_check_header=False)
    text = {"alg": "HS256", **header}
    return jws.serialize_compact(text, msgspec.json.encode(claims), key, registry=registry)
