"""Where passkeys are used follows from the settings."""

import pytest

from app.accounts.factors.passkeys.relying_party import relying_party
from app.platform.settings import Settings, SettingsError, load_settings

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


@pytest.mark.parametrize("origin", ["*", "http://example.com", "android:apk-key-hash:x", 5])
def test_only_origins_over_tls_and_apps_are_added(origin: object) -> None:
    with pytest.raises(SettingsError, match="PASSKEY_ORIGINS"):
        load_settings(passkey_origins=[origin])
