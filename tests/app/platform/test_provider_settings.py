"""Settings of providers: all of one or none, and an issuer that can be trusted."""

import pytest

from app.platform.provider_settings import PROVIDERS, is_issuer
from app.platform.settings import SettingsError, load_settings


def settings(**given: str) -> object:
    return load_settings(_env_file=None, **given)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_half_of_a_provider_is_refused_by_name(provider: str) -> None:
    with pytest.raises(SettingsError, match=f"{provider.upper()}_CLIENT_SECRET"):
        settings(**{f"{provider}_client_id": "id"})
    with pytest.raises(SettingsError, match=f"{provider.upper()}_CLIENT_ID"):
        settings(**{f"{provider}_client_secret": "secret"})


def test_any_issuer_needs_its_address_too() -> None:
    with pytest.raises(SettingsError, match="OIDC_ISSUER"):
        settings(oidc_client_id="id", oidc_client_secret="secret")
    with pytest.raises(SettingsError, match="https"):
        settings(oidc_client_id="i", oidc_client_secret="s", oidc_issuer="http://id.example")


def test_credentials_are_those_that_are_set() -> None:
    read = load_settings(_env_file=None, kakao_client_id="id", kakao_client_secret="secret")
    assert read.client_credentials("kakao") == ("id", "secret")
    assert read.client_credentials("naver") is None


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("https://id.example", True),
        ("https://id.example:8443/realms/school", True),
        ("http://localhost:9000", True),
        ("http://127.0.0.1:9000/", True),
        ("http://[::1]:9000", True),
        ("http://id.example", False),
        ("http://localhost.evil.example", False),
        ("http://localhost@evil.example", False),
        ("https://id.example?a=b", False),
        ("https://id.example#a", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://id.example:port", False),
        ("file:///etc/passwd", False),
        ("id.example", False),
    ],
)
def test_an_issuer_is_reached_over_tls_or_on_this_machine(text: str, accepted: bool) -> None:
    assert is_issuer(text) is accepted
