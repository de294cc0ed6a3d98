"""A user's one-time passwords: set up in two steps, accepted once each, removed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from tortoise.transactions import in_transaction

from app.accounts.factors.changes import Changes, locked_user, require_enough
from app.accounts.factors.codes import recovery, schemas
from app.accounts.factors.codes.one_time_password import (
    matching_step,
    new_secret,
    otpauth_uri,
    secret_text,
)
from app.accounts.factors.codes.recovery import RecoveryCodes
from app.accounts.factors.models import TotpSecret
from app.accounts.factors.owned import owned_by
from app.accounts.factors.proofs import Proofs
from app.accounts.models import User
from app.accounts.sessions.models import Session
from app.platform.clock import Clock
from app.platform.errors import Conflict, NotFound, Unprocessable
from app.platform.principal import Principal
from app.platform.sealing import Sealer

CONFIRMED_WITHIN = timedelta(minutes=15)


class Totp:
    """Nothing else writes the secrets of one-time passwords."""

    def __init__(
        self,
        *,
        proofs: Proofs,
        changes: Changes,
        recovery_codes: RecoveryCodes,
        sealer: Sealer,
        clock: Clock,
        ids: Callable[[], UUID],
    ) -> None:
        self._proofs = proofs
        self._changes = changes
        self._recovery_codes = recovery_codes
        self._sealer = sealer
        self._clock = clock
        self._ids = ids

    async def begin(self, principal: Principal) -> schemas.TotpBegun:
        """Make a secret for the caller's app; it counts once its first code was shown.

        Raises `ProofNeeded`, and `Conflict` where there is one already, or no way to sign in that
        a second factor could be asked after.
        """
        await self._proofs.require_fresh(principal)
        secret, secret_id = new_secret(), self._ids()
        sealed = self._sealer.seal(secret, _place(secret_id))
        async with in_transaction():
            user = await locked_user(principal)
            owned = await owned_by(user.id)
            if owned.totp_since is not None:
                raise Conflict("One-time codes are set up already: remove them first")
            if not owned.ways_in:
                raise Conflict("A guest cannot sign in again: make this a full account first")
            await TotpSecret.filter(user_id=user.id).delete()
            await TotpSecret.create(
                id=secret_id,
                user_id=user.id,
                secret=sealed.data,
                key_id=sealed.key_id,
                created_at=self._clock.now(),
            )
        return schemas.TotpBegun(
            secret=secret_text(secret), otpauth_uri=otpauth_uri(secret, _name(user))
        )

    async def confirm(
        self, principal: Principal, given: schemas.TotpConfirmed
    ) -> schemas.RecoveryCodesShown:
        """Count the caller's secret from now on, and return recovery codes.

        Raises `ProofNeeded`, `Conflict` where none was begun a short while ago, and `Unprocessable`
        where the code is another's.
        """
        await self._proofs.require_fresh(principal)
        now = self._clock.now()
        async with in_transaction():
            await locked_user(principal)
            begun = await TotpSecret.get_or_none(
                user_id=principal.user_id,
                confirmed_at=None,
                created_at__gt=now - CONFIRMED_WITHIN,
            )
            if begun is None:
                raise Conflict("Begin first: ask for a new secret")
            step = matching_step(self._opened(begun), given.code, now)
            if step is None:
                why = {"code": "This is not the code that the app shows now"}
                raise Unprocessable("The code is not right", fields=why)
            await TotpSecret.filter(id=begun.id).update(confirmed_at=now, last_step=step)
            codes = await self._recovery_codes.make(principal.user_id)
            # Its first code was shown in this session, right after a fresh proof.
            await Session.filter(id=principal.session_id).update(second_factor=True)
            await self._changes.record(
                principal, "totp", "totp.added", end_others=given.end_other_sessions
            )
        await self._changes.hurry()
        return schemas.RecoveryCodesShown(recovery_codes=codes)

    async def remove(self, principal: Principal, *, end_others: bool) -> None:
        """Ask the caller for one-time codes no longer.

        Raises `ProofNeeded`, `NotFound`, and `Conflict` where an administrator would be left
        without a second factor.
        """
        await self._proofs.require_fresh(principal)
        async with in_transaction():
            await locked_user(principal)
            owned = await owned_by(principal.user_id)
            if owned.totp_since is None:
                raise NotFound("There are no one-time codes to remove")
            left = replace(owned, totp_since=None)
            require_enough(left)
            await TotpSecret.filter(user_id=principal.user_id).delete()
            if not left.has_second_factor:
                await recovery.forget(principal.user_id)
            await self._changes.record(principal, "totp", "totp.removed", end_others=end_others)
        await self._changes.hurry()

    async def accept(self, user_id: UUID, code: str) -> bool:
        """Say whether `code` is good now; each is once, also for many who show it at once."""
        secret = await TotpSecret.get_or_none(user_id=user_id, confirmed_at__isnull=False)
        if secret is None:
            return False
        step = matching_step(self._opened(secret), code, self._clock.now())
        if step is None:
            return False
        return bool(
            await TotpSecret.filter(id=secret.id, last_step__lt=step).update(last_step=step)
        )

    def _opened(self, secret: TotpSecret) -> bytes:
        return self._sealer.open(bytes(secret.secret), secret.key_id, _place(secret.id))


def _place(secret_id: UUID) -> str:
    return f"totp_secrets:{secret_id}"


def _name(user: User) -> str:
    return user.email or user.nickname
