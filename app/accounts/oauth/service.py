"""Signing in through providers, joined: every part with what it needs of the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from app.accounts.factors.joined import Factors
from app.accounts.oauth.browser import Browsers
from app.accounts.oauth.entering import Entering
from app.accounts.oauth.identities import Identities
from app.accounts.oauth.journey import Journeys
from app.accounts.oauth.provider import Provider
from app.accounts.oauth.proving import ProvingByProvider
from app.accounts.oauth.schemas import ProviderShown, Purpose, WaysIn
from app.accounts.service import AccountService
from app.accounts.signing_in.service import SigningIn
from app.accounts.tickets.service import Tickets
from app.platform.clock import Clock
from app.platform.principal import Principal
from app.platform.provider_settings import LOOPBACK
from app.platform.settings import Settings


@dataclass(frozen=True, slots=True)
class OAuth:
    """What the routes ask of this folder."""

    browsers: Browsers
    journeys: Journeys
    entering: Entering
    identities: Identities
    proving: ProvingByProvider
    passkeys: bool

    def ways_in(self) -> WaysIn:
        """Return how one may come in here beside e-mail and password."""
        providers = self.journeys.providers.values()
        return WaysIn(
            [ProviderShown(one.id, one.name, one.proves) for one in providers], self.passkeys
        )

    async def set_out(
        self, provider_id: str, purpose: Purpose, browser: str, principal: Principal | None
    ) -> str:
        """Return where to send `browser`; `principal` is None only for signing in.

        Raises `NotFound`, `ProofNeeded`, `CannotProve`, `ProviderUnavailable`, `AnswerInvalid`.
        """
        provider = self.journeys.provider(provider_id)
        if principal is not None and purpose == "link":
            await self.identities.require_fresh(principal)
        if purpose == "prove":
            self.proving.require_able(provider)
        return await self.journeys.begin(provider, purpose, browser, principal)


def open_oauth(
    *,
    settings: Settings,
    providers: Mapping[str, Provider],
    clock: Clock,
    ids: Callable[[], UUID],
    tickets: Tickets,
    signing_in: SigningIn,
    service: AccountService,
    factors: Factors,
) -> OAuth:
    """Join the parts."""
    address = urlsplit(settings.address)
    secure = address.scheme == "https"
    journeys = Journeys(providers=providers, tickets=tickets, clock=clock, address=settings.address)
    return OAuth(
        browsers=Browsers(secure=secure),
        journeys=journeys,
        entering=Entering(
            journeys=journeys, signing_in=signing_in, service=service, clock=clock, ids=ids
        ),
        identities=Identities(
            journeys=journeys,
            proofs=factors.proofs,
            changes=factors.changes,
            clock=clock,
            ids=ids,
        ),
        proving=ProvingByProvider(journeys=journeys, proving=factors.proving),
        # Browsers make keys only where nobody on the way can read (WebAuthn level 3, 13.4.9).
        passkeys=secure or address.hostname in LOOPBACK,
    )
