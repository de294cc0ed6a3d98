"""Coming in through a provider: into one's account, or into a new one."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from tortoise.exceptions import IntegrityError

from app.accounts import schemas as account_schemas
from app.accounts.addresses import find_by_email
from app.accounts.factors.schemas import SecondFactorNeeded
from app.accounts.models import User
from app.accounts.oauth.errors import IdentityTaken, LinkNeeded
from app.accounts.oauth.journey import Back, Journeys
from app.accounts.oauth.models import Identity
from app.accounts.oauth.schemas import NewEntered, Registration
from app.accounts.service import AccountService
from app.accounts.sessions.service import Arrival
from app.accounts.signing_in.service import SigningIn
from app.platform.clock import Clock
from app.platform.errors import Conflict
from app.platform.logging import logger

log = logger(__name__)

REGISTRATION = "oauth_registration"
# For reading who we are, and remembering a birth year.
REGISTRATION_SECONDS = 900


class Entering:
    """Opens the account that an identity is linked to; makes one where it is linked to none."""

    def __init__(
        self,
        *,
        journeys: Journeys,
        signing_in: SigningIn,
        service: AccountService,
        clock: Clock,
        ids: Callable[[], UUID],
    ) -> None:
        self._journeys = journeys
        self._signing_in = signing_in
        self._service = service
        self._clock = clock
        self._ids = ids

    async def enter(
        self, ticket: str, browser: str | None, arrival: Arrival
    ) -> account_schemas.Signed | SecondFactorNeeded | Registration:
        """Sign in whoever came back, or say what a new account still needs.

        Who it is follows from the provider and its own id of them alone. A verified address that
        has an account here opens nothing: whoever made that account may not be who came.
        Raises `TicketInvalid`, `OtherBrowser`, `LinkNeeded`, and what `SigningIn.welcome` does.
        """
        back = await self._journeys.look(ticket, "sign_in", browser)
        await self._journeys.take(ticket)
        person = back.person
        identity = await Identity.get_or_none(issuer=person.issuer, subject=person.subject)
        if identity is not None:
            await Identity.filter(id=identity.id).update(last_used_at=self._clock.now())
            user = await User.get(id=identity.user_id)
            _log(back, "known", user.id)
            came = replace(arrival, method=back.provider, identity_id=identity.id)
            return await self._signing_in.welcome(user, came)
        if person.email_verified and await find_by_email(person.email or "") is not None:
            _log(back, "link_needed")
            raise link_needed()
        _log(back, "new")
        return Registration(
            registration=await self._journeys.keep(REGISTRATION, REGISTRATION_SECONDS, back),
            nickname=person.name,
            email=person.email,
            email_verified=person.email_verified,
        )

    async def register(
        self, given: NewEntered, browser: str | None, arrival: Arrival
    ) -> account_schemas.Signed:
        """Make an account with this identity and no password, and sign it in.

        Raises `TicketInvalid`, `OtherBrowser`, `Unprocessable`, `LinkNeeded`, and `Conflict` where
        the address is taken or the identity was linked meanwhile.
        """
        back = await self._journeys.look(given.ticket, "sign_in", browser, kind=REGISTRATION)
        person, user_id = back.person, self._ids()
        chosen = None if person.email_verified else given.email
        wanted = account_schemas.NewPerson(
            email=chosen or person.email or "",
            nickname=given.nickname,
            birth_year=given.birth_year,
            language=given.language,
        )

        async def link() -> None:
            await self._journeys.take(given.ticket, kind=REGISTRATION)
            await add_identity(self._ids(), user_id, back, self._clock)

        try:
            signed = await self._service.register_with(
                link,
                wanted,
                user_id=user_id,
                arrival=replace(arrival, method=back.provider),
                email_verified=person.email_verified,
            )
        except IntegrityError:
            raise IdentityTaken(
                "This account of the provider is linked already: sign in with it"
            ) from None
        except Conflict as conflict:
            if person.email_verified and "email" in conflict.fields:
                raise link_needed() from None
            raise
        _log(back, "registered", user_id)
        return signed


async def add_identity(identity_id: UUID, user_id: UUID, back: Back, clock: Clock) -> None:
    """Link who came back to a user, in the open transaction.

    Raises `IntegrityError`: linked already, to whomever.
    """
    now = clock.now()
    await Identity.create(
        id=identity_id,
        user_id=user_id,
        provider=back.provider,
        issuer=back.person.issuer,
        subject=back.person.subject,
        created_at=now,
        last_used_at=now,
    )


def link_needed() -> LinkNeeded:
    """Return the problem of an address that has an account."""
    return LinkNeeded(
        "You have an account with this e-mail address. Sign in to it as you did until now, or set "
        "a new password, and then link the provider in your account"
    )


def _log(back: Back, outcome: str, user_id: UUID | None = None) -> None:
    shown = None if user_id is None else str(user_id)
    log.info("provider sign-in", provider=back.provider, outcome=outcome, user_id=shown)
