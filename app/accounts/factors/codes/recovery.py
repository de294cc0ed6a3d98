"""A user's recovery codes: made anew together, used up one by one."""

from collections.abc import Callable
from uuid import UUID

from tortoise.transactions import in_transaction

from app.accounts.factors.changes import Changes, locked_user
from app.accounts.factors.codes import schemas
from app.accounts.factors.codes.recovery_code import code_hash, new_code
from app.accounts.factors.models import RecoveryCode
from app.accounts.factors.owned import owned_by
from app.accounts.factors.proofs import Proofs
from app.platform.clock import Clock
from app.platform.errors import Conflict
from app.platform.principal import Principal

CODES = 10


class RecoveryCodes:
    """For the day the phone is lost; nothing else writes them."""

    def __init__(
        self, *, proofs: Proofs, changes: Changes, clock: Clock, ids: Callable[[], UUID]
    ) -> None:
        self._proofs = proofs
        self._changes = changes
        self._clock = clock
        self._ids = ids

    async def renew(
        self, principal: Principal, given: schemas.NewRecoveryCodes
    ) -> schemas.RecoveryCodesShown:
        """Replace the caller's codes by new ones.

        Raises `ProofNeeded`, and `Conflict` where there is no second factor to stand in for.
        """
        await self._proofs.require_fresh(principal)
        async with in_transaction():
            await locked_user(principal)
            if not (await owned_by(principal.user_id)).has_second_factor:
                raise Conflict("Set up a second factor first")
            codes = await self.make(principal.user_id)
            await self._changes.record(
                principal,
                "recovery_codes",
                "recovery_codes.renewed",
                end_others=given.end_other_sessions,
            )
        await self._changes.hurry()
        return schemas.RecoveryCodesShown(recovery_codes=codes)

    async def make(self, user_id: UUID) -> list[str]:
        """Replace a user's codes in the open transaction, and return the new ones."""
        await forget(user_id)
        codes = [new_code() for _ in range(CODES)]
        now = self._clock.now()
        await RecoveryCode.bulk_create(
            RecoveryCode(id=self._ids(), user_id=user_id, code_hash=code_hash(code), created_at=now)
            for code in codes
        )
        return codes

    async def take(self, user_id: UUID, code: str) -> bool:
        """Use one of a user's codes up; of many who show it at once, one does."""
        used = await RecoveryCode.filter(
            user_id=user_id, code_hash=code_hash(code), used_at=None
        ).update(used_at=self._clock.now())
        return bool(used)


async def forget(user_id: UUID) -> None:
    """Drop a user's codes in the open transaction."""
    await RecoveryCode.filter(user_id=user_id).delete()
