"""Where passkeys are used follows from the settings."""

import msgspec
import pytest

from app.accounts.factors.passkeys.challenges import new_challenge
from app.accounts.factors.passkeys.relying_party import (
    CredentialError,
    RelyingParty,
    relying_party,
)
from app.accounts.factors.passkeys.schemas import NewCredential
from app.platform.ids import new_id
from app.platform.settings import Settings, SettingsError, load_settings
from tests.authenticator import ORIGIN, Authenticator

ANDROID = f"android:apk-key-hash:{'A' * 43}"


def test_on_ones_own_machine_they_belong_to_localhost(settings: Settings) -> None:
    party = relying_party(settings)
    assert (party.id, list(party.origins)) == ("localhost", ["http://localhost:8080"])


def test_behind_a_public_address_they_belong_to_its_host(settings: Settings) -> None:
    public = settings.model_copy(
        update={
            "public_url": "https://learn.example.com:8443/",
            "passkey_origins": ("https://app.learn.example.com", ANDROID),
        }
    )
    party = relying_party(public)
    assert party.id == "learn.example.com"
    assert list(party.origins) == [
        "https://learn.example.com:8443",
        "https://app.learn.example.com",
        ANDROID,
    ]


def test_only_the_attestation_that_was_asked_for_is_read_at_all() -> None:
    party, challenge = RelyingParty("localhost", [ORIGIN]), new_challenge()
    options = party.creation_options(
        challenge=challenge, user_id=new_id(), name="ada", nickname="Ada", has=()
    )
    for kind in ("tpm", "apple", "android-key", "android-safetynet", "fido-u2f"):
        made = Authenticator().create(options, attestation={"fmt": kind, "attStmt": {}})
        with pytest.raises(CredentialError, match="format"):
            party.verify_new(msgspec.convert(made, NewCredential), challenge)


@pytest.mark.parametrize("origin", ["*", "http://example.com", "android:apk-key-hash:x", 5])
def test_only_origins_over_tls_and_apps_are_added(origin: object) -> None:
    with pytest.raises(SettingsError, match="PASSKEY_ORIGINS"):
        load_settings(passkey_origins=[origin])
