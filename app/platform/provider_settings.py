"""Settings of the houses that learners may sign in through; each is on where it is set."""

from typing import NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings

PROVIDERS = ("google", "github", "kakao", "naver", "oidc")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ClientCredentials(NamedTuple):
    """Who this server is to a provider (RFC 6749, 2.2 and 2.3)."""

    client_id: str
    client_secret: str


class ProviderSettings(BaseSettings):
    """For each provider the id and the secret that it gave out (sign-in-providers.md)."""

    google_client_id: str | None = Field(
        None, description="Sign-in by Google: the client's id (sign-in-providers.md)."
    )
    google_client_secret: SecretStr | None = Field(None, description="And its secret.")
    github_client_id: str | None = Field(None, description="Sign-in by GitHub: the client's id.")
    github_client_secret: SecretStr | None = Field(None, description="And its secret.")
    kakao_client_id: str | None = Field(
        None, description="Sign-in by Kakao: the REST API key of the application."
    )
    kakao_client_secret: SecretStr | None = Field(None, description="And its client secret.")
    naver_client_id: str | None = Field(None, description="Sign-in by Naver: the client's id.")
    naver_client_secret: SecretStr | None = Field(None, description="And its secret.")
    oidc_issuer: str | None = Field(
        None,
        description="Sign-in by any OpenID Connect provider: its issuer, exactly as its "
        "discovery document writes it. `https`, on this machine also `http`.",
    )
    oidc_client_id: str | None = Field(None, description="And the client's id there.")
    oidc_client_secret: SecretStr | None = Field(None, description="And its secret.")
    oidc_name: str = Field("OpenID", description="And what learners call that provider.")

    def client_credentials(self, provider: str) -> ClientCredentials | None:
        """Return what `provider`, one of `PROVIDERS`, knows us by; None where it is off."""
        client_id = getattr(self, f"{provider}_client_id")
        secret = getattr(self, f"{provider}_client_secret")
        if client_id is None or secret is None:
            return None
        return ClientCredentials(client_id, secret.get_secret_value())

    @model_validator(mode="after")
    def _providers_are_whole(self) -> Self:
        for provider in PROVIDERS:
            names = [f"{provider}_client_id", f"{provider}_client_secret"]
            if provider == "oidc":
                names.append("oidc_issuer")
            missing = [name.upper() for name in names if getattr(self, name) is None]
            if missing and len(missing) < len(names):
                raise ValueError(f"{' and '.join(missing)}: set all of {provider}'s, or none")
        return self

    @model_validator(mode="after")
    def _issuer_can_be_trusted(self) -> Self:
        if self.oidc_issuer is not None and not is_issuer(self.oidc_issuer):
            raise ValueError(
                "OIDC_ISSUER must be an https:// address without query and fragment "
                "(http:// only on this machine)"
            )
        return self


def is_issuer(text: str) -> bool:
    """Say whether `text` can be an issuer (OpenID Connect Discovery 1.0, 3).

    Plain HTTP only on this machine.
    """
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return secure and bool(parts.hostname) and not parts.query and not parts.fragment
