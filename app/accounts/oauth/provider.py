"""What every provider can do: send somebody there, and say who came back."""

from typing import Protocol

import msgspec

from app.accounts.oauth.person import Person


class AuthorizationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser is sent to the provider with (RFC 6749, 4.1.1; RFC 7636; OIDC Core, 3.1.2.1).

    `fresh`: the provider is to ask again who it is, whoever is signed in there.
    """

    redirect_uri: str
    state: str
    nonce: str
    code_verifier: str
    fresh: bool = False


class AuthorizationResponse(msgspec.Struct, frozen=True, kw_only=True):
    """What it came back with (RFC 6749, 4.1.2); `issuer` where the provider names itself there."""

    code: str
    issuer: str | None = None


class Provider(Protocol):
    """A house that recognises people for us; what it answers counts once it is checked."""

    @property
    def id(self) -> str:
        """Its name in addresses, such as `google`."""
        ...

    @property
    def name(self) -> str:
        """What learners call it."""
        ...

    @property
    def issuer(self) -> str:
        """Which house it is; with the subject the key of an identity."""
        ...

    @property
    def proves(self) -> bool:
        """Whether it says when somebody signed in there, so that this can be a fresh proof."""
        ...

    async def authorization_url(self, request: AuthorizationRequest) -> str:
        """Return where to send the browser. Raises `ProviderUnavailable`, `AnswerInvalid`."""
        ...

    async def recognise(
        self, response: AuthorizationResponse, request: AuthorizationRequest
    ) -> Person:
        """Return who came back with `response`.

        Raises `ProviderUnavailable`, `ProviderRefused`, and `AnswerInvalid` where what it says does
        not hold.
        """
        ...
