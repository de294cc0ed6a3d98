"""The relying party that we are (WebAuthn level 3): what is asked of passkeys, and verified."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    base64url_to_bytes,
    parse_attestation_object,
    parse_client_data_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.options_to_json_dict import options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from app.accounts.factors.models import Passkey
from app.accounts.factors.passkeys.schemas import NewCredential, ShownCredential
from app.platform.settings import Settings

NAME = "DoranDoran"
SECONDS = 300
ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
]
# What answers "attestation: none"; the others carry certificates of makers, which nobody asked for.
FORMATS = {"none", "packed"}
TRANSPORTS = {one.value for one in AuthenticatorTransport}

Verified = TypeVar("Verified")


class CredentialError(ValueError):
    """Not made for us, not now, or not with the user verified. The text is for the log."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """`id` is the host that passkeys are bound to; `origins` are where they may be used."""

    id: str
    origins: Sequence[str]

    def creation_options(
        self, *, challenge: bytes, user_id: UUID, name: str, nickname: str, has: Sequence[Passkey]
    ) -> dict[str, Any]:
        """Return PublicKeyCredentialCreationOptionsJSON for a user who has the passkeys `has`.

        A discoverable credential with the user verified, and no attestation: which make of device
        somebody has is none of our business.
        """
        return options_to_json_dict(
            generate_registration_options(
                rp_id=self.id,
                rp_name=NAME,
                user_id=user_id.bytes,
                user_name=name,
                user_display_name=nickname,
                challenge=challenge,
                timeout=SECONDS * 1000,
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.REQUIRED,
                    user_verification=UserVerificationRequirement.REQUIRED,
                ),
                exclude_credentials=[_descriptor(one) for one in has],
                supported_pub_key_algs=ALGORITHMS,
            )
        )

    def request_options(
        self, *, challenge: bytes, allowed: Sequence[Passkey] = ()
    ) -> dict[str, Any]:
        """Return PublicKeyCredentialRequestOptionsJSON; without `allowed` the user chooses."""
        return options_to_json_dict(
            generate_authentication_options(
                rp_id=self.id,
                challenge=challenge,
                timeout=SECONDS * 1000,
                allow_credentials=[_descriptor(one) for one in allowed],
                user_verification=UserVerificationRequirement.REQUIRED,
            )
        )

    def verify_new(self, given: NewCredential, challenge: bytes) -> VerifiedRegistration:
        """Verify a registration (WebAuthn level 3, 7.1). Raises `CredentialError`."""

        def verify() -> VerifiedRegistration:
            _refuse_framed(given.response.client_data)
            attestation = parse_attestation_object(
                base64url_to_bytes(given.response.attestation_object)
            )
            if attestation.fmt not in FORMATS:
                raise CredentialError("attestation format not asked for")
            return verify_registration_response(
                credential=msgspec.to_builtins(given),
                expected_challenge=challenge,
                expected_rp_id=self.id,
                expected_origin=list(self.origins),
                require_user_verification=True,
                supported_pub_key_algs=ALGORITHMS,
            )

        verified = _read(verify)
        if verified.credential_id != base64url_to_bytes(given.raw_id):
            raise CredentialError("the credential's two ids differ")
        return verified

    def verify_shown(
        self, given: ShownCredential, challenge: bytes, public_key: bytes
    ) -> VerifiedAuthentication:
        """Verify an assertion (WebAuthn level 3, 7.2) but its counter.

        The library would look at the counter before the signature, and anybody could raise the
        alarm. Raises `CredentialError`.
        """

        def verify() -> VerifiedAuthentication:
            _refuse_framed(given.response.client_data)
            return verify_authentication_response(
                credential=msgspec.to_builtins(given),
                expected_challenge=challenge,
                expected_rp_id=self.id,
                expected_origin=list(self.origins),
                credential_public_key=public_key,
                credential_current_sign_count=0,
                require_user_verification=True,
            )

        return _read(verify)


def relying_party(settings: Settings) -> RelyingParty:
    """Return the relying party of PUBLIC_URL, or of localhost on this machine.

    Browsers want a host name: under a bare IP address there are no passkeys.
    """
    parts = urlsplit(settings.address)
    origins = [f"{parts.scheme}://{parts.netloc}", *settings.passkey_origins]
    return RelyingParty(parts.hostname or "localhost", origins)


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    transports = [AuthenticatorTransport(name) for name in passkey.transports if name in TRANSPORTS]
    return PublicKeyCredentialDescriptor(
        id=bytes(passkey.credential_id), transports=transports or None
    )


def _refuse_framed(client_data: str) -> None:
    """Refuse what was made inside another site's page, which the library does not look at."""
    if parse_client_data_json(base64url_to_bytes(client_data)).cross_origin:
        raise CredentialError("made inside a page of another origin")


def _read(verify: Callable[[], Verified]) -> Verified:
    try:
        return verify()
    except CredentialError:
        raise
    except Exception as error:
        # Bytes of a stranger fail in the library in many ways (ValueError, KeyError, those of
        # `cryptography` …); whichever it is, they are no credential.
        raise CredentialError(f"{type(error).__name__}") from error
