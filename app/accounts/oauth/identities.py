"""A user's accounts at providers: listed, linked and unlinked."""

from collections.abc import Callable, Mapping
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from app.accounts.addresses import find_by_email
from app.accounts.factors.changes import Changes, locked_user
from app.accounts.factors.models import Passkey
from app.accounts.factors.proofs import Proofs
from app.accounts.models import User
from app.accounts.oauth.entering import add_identity, link_needed
from app.accounts.oauth.errors import EmailUnverified, IdentityTaken, LastWayIn
from app.accounts.oauth.journey import Journeys
from app.accounts.oauth.models import Identity
from app.accounts.oauth.person import Person
from app.accounts.oauth.provider import Provider
from app.accounts.oauth.schemas import IdentitiesShown, IdentityShown, Link
from app.platform.clock import Clock
from app.platform.errors import NotFound
from app.platform.principal import Principal
from app.platform.provider_settings import PROVIDERS


class Identities:
    """Which providers' accounts open a user's account."""

    def __init__(
        self,
        *,
        journeys: Journeys,
        proofs: Proofs,
        changes: Changes,
        clock: Clock,
        ids: Callable[[], UUID],
    ) -> None:
        self._journeys = journeys
        self._proofs = proofs
        self._changes = changes
        self._clock = clock
        self._ids = ids

    async def shown(self, principal: Principal) -> IdentitiesShown:
        """Return what is linked to the caller's account, oldest first."""
        rows = await Identity.filter(user_id=principal.user_id).order_by("created_at", "id")
        names: Mapping[str, Provider] = self._journeys.providers
        return IdentitiesShown(
            [
                IdentityShown(
                    provider=row.provider,
                    name=names[row.provider].name if row.provider in names else row.provider,
                    linked_at=row.created_at,
                    last_used_at=row.last_used_at,
                )
                for row in rows
            ]
        )

    async def require_fresh(self, principal: Principal) -> None:
        """Raise `ProofNeeded` where the caller must prove who they are before linking."""
        await self._proofs.require_fresh(principal)

    async def link(self, principal: Principal, given: Link, browser: str | None) -> IdentitiesShown:
        """Link who came back to the caller's account; a guest becomes a full account by it.

        Raises `TicketInvalid`, `OtherBrowser`, `ProofNeeded`, `EmailUnverified`, `IdentityTaken`,
        and `LinkNeeded` where a guest's address has an account already.
        """
        back = await self._journeys.look(given.ticket, "link", browser, principal)
        await self.require_fresh(principal)
        if not back.person.email_verified:
            raise EmailUnverified(
                "The provider has not verified your e-mail address: verify it there, then link"
            )
        try:
            async with in_transaction():
                # Before the ticket, as everybody does who changes an account.
                user = await locked_user(principal)
                await self._journeys.take(given.ticket)
                await self._take_address(user, back.person)
                await add_identity(self._ids(), user.id, back, self._clock)
                await self._record(
                    principal, "linked", back.provider, end_others=given.end_other_sessions
                )
        except IntegrityError:
            raise IdentityTaken(
                "This account of the provider is linked to an account here, or another one of "
                "that provider to yours: unlink that first"
            ) from None
        await self._changes.hurry()
        return await self.shown(principal)

    async def unlink(self, principal: Principal, provider: str, *, end_others: bool) -> None:
        """Forget one identity; `end_others`: and end every other session, come in by whatever.

        Raises `ProofNeeded`, `NotFound`, and `LastWayIn` where it is all that opens the account.
        """
        await self._proofs.require_fresh(principal)
        if provider not in PROVIDERS:
            raise NotFound("This provider is not linked")
        async with in_transaction():
            # Two ways in that are dropped at once would each see the other one still there.
            user = await locked_user(principal)
            identity = await Identity.get_or_none(user_id=user.id, provider=provider)
            if identity is None:
                raise NotFound("This provider is not linked")
            if not await self._another_way_in(user, identity):
                raise LastWayIn("Set a password or add a passkey first, so that you can come back")
            await identity.delete()
            await self._record(principal, "unlinked", provider, end_others=end_others)
        await self._changes.hurry()

    async def _take_address(self, user: User, person: Person) -> None:
        """Give a guest the verified address, or see that the one they typed is theirs."""
        email = person.email or ""
        owner = await find_by_email(email)
        if user.email is None and owner is not None:
            raise link_needed()
        if user.email is None:
            try:
                await User.filter(id=user.id).update(
                    email=email, email_verified_at=self._clock.now()
                )
            except IntegrityError:
                # Taken since we looked.
                raise link_needed() from None
        elif owner is not None and owner.id == user.id and user.email_verified_at is None:
            await User.filter(id=user.id).update(email_verified_at=self._clock.now())

    async def _another_way_in(self, user: User, but: Identity) -> bool:
        if user.password_hash is not None or await Passkey.exists(user_id=user.id):
            return True
        issuers = [one.issuer for one in self._journeys.providers.values()]
        others = Identity.filter(user_id=user.id, issuer__in=issuers).exclude(id=but.id)
        return await others.exists()

    async def _record(
        self, principal: Principal, done: str, provider: str, *, end_others: bool
    ) -> None:
        await self._changes.record(
            principal,
            "identity",
            f"identity.{done}",
            end_others=end_others,
            details={"provider": provider},
        )
