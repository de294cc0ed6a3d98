"""The caller's own passkeys: added, listed, renamed, removed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import asyncpg
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from app.accounts.factors.changes import Changes, locked_user, require_enough
from app.accounts.factors.models import Passkey
from app.accounts.factors.owned import owned_by
from app.accounts.factors.passkeys import schemas
from app.accounts.factors.passkeys.challenges import Challenges
from app.accounts.factors.passkeys.relying_party import CredentialError, RelyingParty
from app.accounts.factors.proofs import Proofs
from app.accounts.models import User
from app.accounts.oauth.models import Identity
from app.platform.clock import Clock
from app.platform.errors import Conflict, NotFound, Unprocessable
from app.platform.logging import logger
from app.platform.principal import Principal

log = logger(__name__)

MOST = 20
ADDING = "passkey_new"
CREDENTIAL_INDEX = "passkeys_credential"


class Passkeys:
    """Nothing else writes passkeys, but the count of their use."""

    def __init__(
        self,
        *,
        party: RelyingParty,
        challenges: Challenges,
        proofs: Proofs,
        changes: Changes,
        issuers: Sequence[str],
        clock: Clock,
        ids: Callable[[], UUID],
    ) -> None:
        """`issuers`: identities of theirs are a way in."""
        self._party = party
        self._challenges = challenges
        self._proofs = proofs
        self._changes = changes
        self._issuers = issuers
        self._clock = clock
        self._ids = ids

    async def offer(self, principal: Principal) -> schemas.PasskeyOptions:
        """Return what the caller's device makes a passkey with.

        Raises `ProofNeeded`, and `Conflict` where there are as many as there may be.
        """
        await self._proofs.require_fresh(principal)
        user = await User.get(id=principal.user_id)
        has = await Passkey.filter(user_id=user.id)
        _require_room_for_one(len(has))
        return await self._challenges.ask_for_new(ADDING, user, has)

    async def add(self, principal: Principal, given: schemas.NewPasskey) -> schemas.PasskeyShown:
        """Keep the passkey that the caller's device made.

        Raises `TicketInvalid`, `ProofNeeded`, `Unprocessable` where it cannot be verified, and
        `Conflict` where it is registered already.
        """
        await self._proofs.require_fresh(principal)
        challenge = await self._challenges.take(ADDING, given.ticket, of=principal.user_id)
        with conflict_where_registered():
            async with in_transaction():
                await locked_user(principal)
                _require_room_for_one(await Passkey.filter(user_id=principal.user_id).count())
                passkey = await self.create(
                    principal.user_id, given.credential, given.name, challenge
                )
                await self._changes.record(
                    principal, "passkey", "passkey.added", end_others=given.end_other_sessions
                )
        await self._changes.hurry()
        return shown(passkey)

    async def create(
        self, user_id: UUID, credential: schemas.NewCredential, name: str, challenge: bytes
    ) -> Passkey:
        """Verify and store a user's new passkey in the open transaction.

        Raises `Unprocessable`, and `IntegrityError` where it is registered already.
        """
        try:
            verified = self._party.verify_new(credential, challenge)
        except CredentialError as reason:
            log.warning("passkey_refused", reason=str(reason))
            why = {"credential": "This was not made for here and now, with you verified"}
            raise Unprocessable("The passkey cannot be verified", fields=why) from reason
        return await Passkey.create(
            id=self._ids(),
            user_id=user_id,
            credential_id=verified.credential_id,
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
            name=name.strip() or "Passkey",
            transports=credential.response.transports,
            backed_up=verified.credential_backed_up,
            created_at=self._clock.now(),
        )

    async def owned(self, principal: Principal) -> schemas.PasskeysShown:
        """Return the caller's passkeys, oldest first."""
        found = await Passkey.filter(user_id=principal.user_id).order_by("created_at", "id")
        return schemas.PasskeysShown(passkeys=[shown(one) for one in found])

    async def rename(
        self, principal: Principal, passkey_id: UUID, given: schemas.PasskeyRenamed
    ) -> schemas.PasskeyShown:
        """Call one of the caller's passkeys something else. Raises `NotFound`."""
        name = given.name.strip() or "Passkey"
        await Passkey.filter(id=passkey_id, user_id=principal.user_id).update(name=name)
        return shown(await _own(principal, passkey_id))

    async def remove(self, principal: Principal, passkey_id: UUID, *, end_others: bool) -> None:
        """Forget one of the caller's passkeys.

        Raises `NotFound`, `ProofNeeded`, and `Conflict` where it is the last way in, or an
        administrator's last second factor.
        """
        await self._proofs.require_fresh(principal)
        async with in_transaction():
            await locked_user(principal)
            passkey = await _own(principal, passkey_id)
            owned = await owned_by(principal.user_id)
            # One of a provider that was switched off opens nothing.
            identities = await Identity.filter(
                user_id=principal.user_id, issuer__in=self._issuers
            ).count()
            require_enough(replace(owned, passkeys=owned.passkeys - 1, identities=identities))
            await passkey.delete()
            await self._changes.record(
                principal, "passkey", "passkey.removed", end_others=end_others
            )
        await self._changes.hurry()


def shown(passkey: Passkey) -> schemas.PasskeyShown:
    """Return a passkey as its owner sees it."""
    return schemas.PasskeyShown(
        id=passkey.id,
        name=passkey.name,
        created_at=passkey.created_at,
        last_used_at=passkey.last_used_at,
        backed_up=passkey.backed_up,
    )


@contextmanager
def conflict_where_registered() -> Iterator[None]:
    """Turn the database's refusal of a credential that is there already into a `Conflict`."""
    try:
        yield
    except IntegrityError as error:
        cause = error.__cause__
        if (
            isinstance(cause, asyncpg.UniqueViolationError)
            and cause.constraint_name == CREDENTIAL_INDEX
        ):
            raise Conflict("This passkey is registered already") from None
        raise


def _require_room_for_one(there: int) -> None:
    if there >= MOST:
        raise Conflict(f"You may have {MOST} passkeys: remove one that you do not use")


async def _own(principal: Principal, passkey_id: UUID) -> Passkey:
    passkey = await Passkey.get_or_none(id=passkey_id, user_id=principal.user_id)
    if passkey is None:
        raise NotFound("There is no such passkey of yours")
    return passkey
