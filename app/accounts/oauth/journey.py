"""The way to a provider and back: begun in one browser for one purpose, and finished once."""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from app.accounts.oauth.browser import browser_hash
from app.accounts.oauth.errors import AnswerInvalid, NotAgreed, OtherBrowser, ProviderRefused
from app.accounts.oauth.person import Person, usable
from app.accounts.oauth.provider import AuthorizationRequest, AuthorizationResponse, Provider
from app.accounts.oauth.schemas import Purpose
from app.accounts.tickets.service import Held, Tickets
from app.platform.clock import Clock
from app.platform.errors import NotFound
from app.platform.logging import logger
from app.platform.principal import Principal

log = logger(__name__)

AWAY, BACK = "oauth_away", "oauth_back"
# For finding one's password at the provider, and then for the page to load.
AWAY_SECONDS, BACK_SECONDS = 600, 300
# 43 characters of base64url; RFC 7636, 4.1 asks for as many at least.
SECRET_BYTES = 32

Parameter = Annotated[str, msgspec.Meta(max_length=4096)]


class Returned(msgspec.Struct, frozen=True):
    """The query of the callback (RFC 6749, 4.1.2 and 4.1.2.1; RFC 9207, 2)."""

    state: Parameter = ""
    code: Parameter = ""
    error: Parameter = ""
    iss: Parameter | None = None


class Away(msgspec.Struct, frozen=True):
    """What is known of a browser that is at a provider; the ticket's token is the `state`."""

    provider: str
    purpose: Purpose
    browser: bytes
    nonce: str
    code_verifier: str
    began_at: datetime
    session_id: UUID | None = None


class Back(msgspec.Struct, frozen=True):
    """What is known of one that came back: who it was there."""

    provider: str
    purpose: Purpose
    browser: bytes
    began_at: datetime
    person: Person
    session_id: UUID | None = None


class Journeys:
    """Sends browsers to providers and takes them back, each only its own."""

    def __init__(
        self,
        *,
        providers: Mapping[str, Provider],
        tickets: Tickets,
        clock: Clock,
        address: str,
    ) -> None:
        """`address`: under which learners reach this server (`Settings.address`)."""
        self.providers = providers
        self._tickets = tickets
        self._clock = clock
        self._address = address.rstrip("/")

    def provider(self, provider_id: str) -> Provider:
        """Return the provider. Raises `NotFound` where the settings have none of this name."""
        found = self.providers.get(provider_id)
        if found is None:
            raise NotFound("Nobody signs in through this provider here")
        return found

    async def begin(
        self, provider: Provider, purpose: Purpose, browser: str, principal: Principal | None
    ) -> str:
        """Return the address to send `browser` to.

        Raises `ProviderUnavailable`, `AnswerInvalid`.
        """
        away = Away(
            provider=provider.id,
            purpose=purpose,
            browser=browser_hash(browser),
            nonce=secrets.token_urlsafe(SECRET_BYTES),
            code_verifier=secrets.token_urlsafe(SECRET_BYTES),
            began_at=self._clock.now(),
            session_id=None if principal is None else principal.session_id,
        )
        state = await self._tickets.issue(
            AWAY,
            seconds=AWAY_SECONDS,
            state=msgspec.msgpack.encode(away),
            user_id=None if principal is None else principal.user_id,
        )
        return await provider.authorization_url(self._request(provider, away, state))

    async def come_back(
        self, provider: Provider, returned: Returned, browser: str | None
    ) -> tuple[Purpose, str]:
        """Return for what the browser had set out, and a ticket for that.

        Raises `TicketInvalid`, `OtherBrowser`, `NotAgreed`, `ProviderRefused`,
        `ProviderUnavailable`, `AnswerInvalid`.
        """
        held = await self._tickets.look(AWAY, returned.state)
        away = msgspec.msgpack.decode(held.state, type=Away)
        _require_browser(away.browser, browser)
        if away.provider != provider.id:
            raise AnswerInvalid("Another provider answered than was asked: begin again")
        await self._tickets.take(AWAY, returned.state)
        if returned.error:
            log.info("provider sign-in", provider=provider.id, outcome="refused")
            if returned.error == "access_denied":
                raise NotAgreed("You turned back at the provider: nothing was changed")
            raise ProviderRefused("The provider refused: begin again")
        person = await provider.recognise(
            AuthorizationResponse(code=returned.code, issuer=returned.iss),
            self._request(provider, away, returned.state),
        )
        back = Back(
            provider=provider.id,
            purpose=away.purpose,
            browser=away.browser,
            began_at=away.began_at,
            person=usable(person),
            session_id=away.session_id,
        )
        return away.purpose, await self._keep(BACK, BACK_SECONDS, back, held.user_id)

    async def look(
        self,
        ticket: str,
        purpose: Purpose,
        browser: str | None,
        principal: Principal | None = None,
        *,
        kind: str = BACK,
    ) -> Back:
        """Return who came back with `ticket`, for `purpose`, in this browser, in this session.

        Raises `TicketInvalid`, `OtherBrowser`.
        """
        held = await self._tickets.look(kind, ticket)
        back = msgspec.msgpack.decode(held.state, type=Back)
        _require_browser(back.browser, browser)
        if back.purpose != purpose or not _is_of(held, back, principal):
            raise OtherBrowser("This was begun for something else: begin again")
        return back

    async def take(self, ticket: str, *, kind: str = BACK) -> None:
        """Use the ticket up; joins the open transaction. Raises `TicketInvalid`."""
        await self._tickets.take(kind, ticket)

    async def keep(self, kind: str, seconds: int, back: Back) -> str:
        """Return a ticket for what is still to do with somebody who came back to sign in."""
        return await self._keep(kind, seconds, back, None)

    async def _keep(self, kind: str, seconds: int, back: Back, user_id: UUID | None) -> str:
        state = msgspec.msgpack.encode(back)
        return await self._tickets.issue(kind, seconds=seconds, state=state, user_id=user_id)

    def _request(self, provider: Provider, away: Away, state: str) -> AuthorizationRequest:
        return AuthorizationRequest(
            redirect_uri=f"{self._address}/oauth/{provider.id}/callback",
            state=state,
            nonce=away.nonce,
            code_verifier=away.code_verifier,
            fresh=away.purpose == "prove",
        )


def _require_browser(expected: bytes, browser: str | None) -> None:
    if browser is None or not hmac.compare_digest(expected, browser_hash(browser)):
        raise OtherBrowser("This was begun in another browser: begin again in this one")


def _is_of(held: Held, back: Back, principal: Principal | None) -> bool:
    if principal is None:
        return back.session_id is None
    return (held.user_id, back.session_id) == (principal.user_id, principal.session_id)
