"""The providers that the settings switch on."""

from functools import partial

from app.accounts.oauth.openid import OpenIdProvider
from app.accounts.oauth.outgoing import Outgoing
from app.accounts.oauth.plain import github, naver
from app.accounts.oauth.provider import Provider
from app.platform.clock import Clock
from app.platform.provider_settings import PROVIDERS
from app.platform.settings import Settings


def providers_of(settings: Settings, *, outgoing: Outgoing, clock: Clock) -> dict[str, Provider]:
    """Return each provider whose id and secret are set, by its id, in the order they are shown."""
    made = (_provider(one, settings, outgoing=outgoing, clock=clock) for one in PROVIDERS)
    return {one.id: one for one in made if one is not None}


def _provider(
    name: str, settings: Settings, *, outgoing: Outgoing, clock: Clock
) -> Provider | None:
    credentials = settings.client_credentials(name)
    if credentials is None:
        return None
    openid = partial(
        OpenIdProvider, id=name, credentials=credentials, outgoing=outgoing, clock=clock
    )
    match name:
        case "google":
            # It neither asks again (`prompt=login`) nor says when it last did (`auth_time`).
            return openid(name="Google", issuer="https://accounts.google.com", proves=False)
        case "kakao":
            return openid(
                name="Kakao",
                issuer="https://kauth.kakao.com",
                scope="openid account_email profile_nickname",
            )
        case "github":
            return github(credentials, outgoing)
        case "naver":
            return naver(credentials, outgoing)
    return openid(name=settings.oidc_name, issuer=settings.oidc_issuer or "")
