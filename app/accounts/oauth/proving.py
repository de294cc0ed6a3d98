"""A fresh proof through a provider, for accounts that have no password."""

from dataclasses import replace
from datetime import timedelta

from app.accounts import schemas
from app.accounts.factors.proving import ProofWrong, Proving
from app.accounts.factors.schemas import SecondFactorNeeded
from app.accounts.oauth.errors import CannotProve
from app.accounts.oauth.id_token import LEEWAY_SECONDS
from app.accounts.oauth.journey import Journeys
from app.accounts.oauth.models import Identity
from app.accounts.oauth.provider import Provider
from app.accounts.sessions.service import Arrival
from app.platform.principal import Principal

# What the provider's clock may be behind ours.
LEEWAY = timedelta(seconds=LEEWAY_SECONDS)


class ProvingByProvider:
    """Believes a provider that the caller has signed in there just now, and not only once."""

    def __init__(self, *, journeys: Journeys, proving: Proving) -> None:
        self._journeys = journeys
        self._proving = proving

    async def prove(
        self, principal: Principal, ticket: str, browser: str | None, arrival: Arrival
    ) -> schemas.Signed | SecondFactorNeeded:
        """Count who came back as a first factor: see `Proving.first_factor_shown`.

        Asking for it (`max_age=0`) is not enough, since the browser could change that: the ID
        token's `auth_time` decides (OpenID Connect Core 1.0, 3.1.2.1).
        Raises `TicketInvalid`, `OtherBrowser`, `CannotProve`, and `ProofWrong` where another
        account came back than the linked one.
        """
        back = await self._journeys.look(ticket, "prove", browser, principal)
        person = back.person
        identity = await Identity.get_or_none(
            user_id=principal.user_id, issuer=person.issuer, subject=person.subject
        )
        if identity is None:
            raise ProofWrong("You signed in there with another account than the linked one")
        signed_in_at = person.authenticated_at
        if signed_in_at is None or signed_in_at < back.began_at - LEEWAY:
            raise CannotProve(
                "The provider does not say that you signed in there just now: prove who you are "
                "in another way"
            )
        await self._journeys.take(ticket)
        return await self._proving.first_factor_shown(
            principal, replace(arrival, method=back.provider, identity_id=identity.id)
        )

    def require_able(self, provider: Provider) -> None:
        """Raise `CannotProve` where a provider never says when somebody signed in there."""
        if not provider.proves:
            raise CannotProve(
                f"{provider.name} cannot prove who you are: sign out and in again with it"
            )
