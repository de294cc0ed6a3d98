"""What crosses the wire about passkeys: WebAuthn's own JSON forms, and names for them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

# A credential's id has at most 1023 bytes (WebAuthn level 3, 4), in base64url four thirds of it.
CredentialId = Annotated[str, msgspec.Meta(max_length=1364, pattern="^[A-Za-z0-9_-]+$")]
ClientData = Annotated[str, msgspec.Meta(max_length=4096, pattern="^[A-Za-z0-9_-]+$")]
SignedBytes = Annotated[str, msgspec.Meta(max_length=8192, pattern="^[A-Za-z0-9_-]+$")]
UserHandle = Annotated[str, msgspec.Meta(max_length=88, pattern="^[A-Za-z0-9_-]*$")]
TransportName = Annotated[str, msgspec.Meta(max_length=16)]
TicketText = Annotated[str, msgspec.Meta(max_length=64)]
PasskeyName = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class PasskeyOptions(msgspec.Struct, frozen=True):
    """`options` are what `navigator.credentials` takes (WebAuthn level 3, 5.1.8 and 5.1.9).

    The ticket goes back with what comes out; both are good once, for five minutes.
    """

    ticket: str
    options: dict[str, Any]


class AttestationResponse(msgspec.Struct, frozen=True):
    """Part of `NewCredential`."""

    client_data: ClientData = msgspec.field(name="clientDataJSON")
    attestation_object: SignedBytes = msgspec.field(name="attestationObject")
    transports: Annotated[list[TransportName], msgspec.Meta(max_length=8)] = []


class NewCredential(msgspec.Struct, frozen=True):
    """RegistrationResponseJSON (WebAuthn level 3, 5.1), of which the rest is not looked at."""

    id: CredentialId
    raw_id: CredentialId = msgspec.field(name="rawId")
    type: Literal["public-key"]
    response: AttestationResponse


class AssertionResponse(msgspec.Struct, frozen=True):
    """Part of `ShownCredential`."""

    client_data: ClientData = msgspec.field(name="clientDataJSON")
    authenticator_data: SignedBytes = msgspec.field(name="authenticatorData")
    signature: SignedBytes
    user_handle: UserHandle | None = msgspec.field(name="userHandle", default=None)


class ShownCredential(msgspec.Struct, frozen=True):
    """AuthenticationResponseJSON (WebAuthn level 3, 5.1), of which the rest is not looked at."""

    id: CredentialId
    raw_id: CredentialId = msgspec.field(name="rawId")
    type: Literal["public-key"]
    response: AssertionResponse


class NewPasskey(msgspec.Struct, frozen=True):
    """POST /api/v1/me/passkeys."""

    ticket: TicketText
    credential: NewCredential
    name: PasskeyName
    end_other_sessions: bool = True


class PasskeyRenamed(msgspec.Struct, frozen=True):
    """PATCH /api/v1/me/passkeys/{passkey_id}."""

    name: PasskeyName


class PasskeyLogIn(msgspec.Struct, frozen=True):
    """POST /api/v1/sessions/passkey."""

    ticket: TicketText
    credential: ShownCredential


class FirstPasskey(msgspec.Struct, frozen=True):
    """POST /api/v1/accounts/passkey."""

    ticket: TicketText
    credential: NewCredential
    name: PasskeyName = "Passkey"


class PasskeyShown(msgspec.Struct, frozen=True):
    """A passkey as its owner sees it; `backed_up`: other devices of theirs have it too."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None
    backed_up: bool


class PasskeysShown(msgspec.Struct, frozen=True):
    """GET /api/v1/me/passkeys, oldest first."""

    passkeys: list[PasskeyShown]
