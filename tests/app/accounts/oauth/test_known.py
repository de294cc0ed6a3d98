"""Which providers the settings switch on, and as what."""

from typing import TYPE_CHECKING

from pydantic import SecretStr

from app.accounts.oauth.known import providers_of
from app.accounts.oauth.outgoing import Outgoing
from app.platform.provider_settings import PROVIDERS
from app.platform.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import HandClock

SECRET = SecretStr("secret")


def test_without_settings_there_is_none(clock: "HandClock") -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert providers_of(settings, outgoing=Outgoing(), clock=clock) == {}


def test_each_is_on_where_its_id_and_secret_are_set(clock: "HandClock") -> None:
    given: dict[str, object] = {"oidc_issuer": "https://id.example/", "oidc_name": "School"}
    for provider in PROVIDERS:
        given |= {f"{provider}_client_id": "id", f"{provider}_client_secret": SECRET}
    settings = Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]
    made = providers_of(settings, outgoing=Outgoing(), clock=clock)
    assert [(one.id, one.name, one.issuer, one.proves) for one in made.values()] == [
        ("google", "Google", "https://accounts.google.com", False),
        ("github", "GitHub", "https://github.com", False),
        ("kakao", "Kakao", "https://kauth.kakao.com", True),
        ("naver", "Naver", "https://nid.naver.com", False),
        ("oidc", "School", "https://id.example/", True),
    ]
    assert list(made) == [one.id for one in made.values()]
