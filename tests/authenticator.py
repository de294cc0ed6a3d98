"""An authenticator in software (WebAuthn level 3, 6): makes passkeys and shows them, also badly."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

ORIGIN = "http://localhost:8080"
PRESENT, VERIFIED, ELIGIBLE, BACKED_UP, ATTESTED = 1, 4, 8, 16, 64
ES256, EDDSA, RS256, ES512 = -7, -8, -257, -36

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


@dataclass
class Credential:
    """A private key of one site and user; `count` None: the device counts nothing."""

    id: bytes
    algorithm: int
    key: PrivateKey
    site: str
    user_handle: bytes
    count: int | None = 0


@dataclass
class Authenticator:
    """Answers `navigator.credentials.create()` and `.get()` with what they give as JSON."""

    origin: str = ORIGIN
    credentials: list[Credential] = field(default_factory=list)

    def create(
        self,
        options: dict[str, Any],
        *,
        algorithm: int | None = None,
        flags: int = PRESENT | VERIFIED,
        counts: bool = True,
        site: str | None = None,
        origin: str | None = None,
        credential_id: bytes | None = None,
        attestation: dict[str, Any] | None = None,
        **client_data: Any,
    ) -> dict[str, Any]:
        """Make a passkey; what is given by keyword is done otherwise than it was asked for."""
        chosen = algorithm or options["pubKeyCredParams"][0]["alg"]
        credential = Credential(
            id=credential_id or secrets.token_bytes(32),
            algorithm=chosen,
            key=_new_key(chosen),
            site=options["rp"]["id"],
            user_handle=from_base64url(options["user"]["id"]),
            count=0 if counts else None,
        )
        self.credentials.append(credential)
        attested = b"".join(
            (
                bytes(16),
                len(credential.id).to_bytes(2, "big"),
                credential.id,
                cbor2.dumps(_cose(credential)),
            )
        )
        data = _authenticator_data(site or credential.site, flags | ATTESTED, 0) + attested
        statement = attestation or {"fmt": "none", "attStmt": {}}
        return {
            **_ids(credential),
            "response": {
                "clientDataJSON": self._client_data(
                    "webauthn.create", options, origin, client_data
                ),
                "attestationObject": to_base64url(cbor2.dumps({**statement, "authData": data})),
                "transports": ["internal", "hybrid"],
            },
        }

    def get(
        self,
        options: dict[str, Any],
        *,
        credential: Credential | None = None,
        flags: int = PRESENT | VERIFIED,
        count: int | None = None,
        site: str | None = None,
        origin: str | None = None,
        user_handle: bytes | None = None,
        **client_data: Any,
    ) -> dict[str, Any]:
        """Show a passkey; what is given by keyword is done otherwise than it was asked for."""
        shown = credential or self._allowed(options)
        if shown.count is not None:
            shown.count = shown.count + 1 if count is None else count
        data = _authenticator_data(site or shown.site, flags, shown.count or 0)
        told = self._client_data("webauthn.get", options, origin, client_data)
        signature = _sign(shown, data + hashlib.sha256(from_base64url(told)).digest())
        return {
            **_ids(shown),
            "response": {
                "clientDataJSON": told,
                "authenticatorData": to_base64url(data),
                "signature": to_base64url(signature),
                "userHandle": to_base64url(
                    shown.user_handle if user_handle is None else user_handle
                ),
            },
        }

    def _allowed(self, options: dict[str, Any]) -> Credential:
        allowed = {from_base64url(one["id"]) for one in options["allowCredentials"]}
        fitting = [
            one
            for one in self.credentials
            if one.site == options["rpId"] and (not allowed or one.id in allowed)
        ]
        return fitting[-1]

    def _client_data(
        self, kind: str, options: dict[str, Any], origin: str | None, others: dict[str, Any]
    ) -> str:
        told = {
            "type": kind,
            "challenge": options["challenge"],
            "origin": origin or self.origin,
            "crossOrigin": False,
            **others,
        }
        return to_base64url(json.dumps(told).encode())


def to_base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _ids(credential: Credential) -> dict[str, Any]:
    text = to_base64url(credential.id)
    return {"id": text, "rawId": text, "type": "public-key", "clientExtensionResults": {}}


def _authenticator_data(site: str, flags: int, count: int) -> bytes:
    return hashlib.sha256(site.encode()).digest() + bytes([flags]) + count.to_bytes(4, "big")


def _new_key(algorithm: int) -> PrivateKey:
    if algorithm == EDDSA:
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm == RS256:
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP521R1() if algorithm == ES512 else ec.SECP256R1())


def _cose(credential: Credential) -> dict[int, int | bytes]:
    """Return the public key as COSE writes it (RFC 9053, 7)."""
    key = credential.key.public_key()
    if isinstance(key, ed25519.Ed25519PublicKey):
        return {1: 1, 3: EDDSA, -1: 6, -2: key.public_bytes_raw()}
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        return {1: 3, 3: RS256, -1: numbers.n.to_bytes(256, "big"), -2: b"\x01\x00\x01"}
    point, size = key.public_numbers(), (key.key_size + 7) // 8
    return {
        1: 2,
        3: credential.algorithm,
        -1: 3 if credential.algorithm == ES512 else 1,
        -2: point.x.to_bytes(size, "big"),
        -3: point.y.to_bytes(size, "big"),
    }


def _sign(credential: Credential, data: bytes) -> bytes:
    match credential.key:
        case ed25519.Ed25519PrivateKey() as key:
            return key.sign(data)
        case rsa.RSAPrivateKey() as key:
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        case key:
            return key.sign(data, ec.ECDSA(hashes.SHA256()))
