"""Recognising a passkey that is shown, whatever for: a log-in, a second factor, a fresh proof."""

from datetime import datetime
from uuid import UUID

from webauthn.helpers import base64url_to_bytes

from app.accounts.factors.models import Passkey
from app.accounts.factors.passkeys.relying_party import CredentialError, RelyingParty
from app.accounts.factors.passkeys.schemas import ShownCredential
from app.platform.audit.log import AuditLog
from app.platform.clock import Clock
from app.platform.logging import logger

log = logger(__name__)


class Assertions:
    """Verifies what `navigator.credentials.get()` brought, against the passkeys we know."""

    def __init__(self, *, party: RelyingParty, clock: Clock, audit: AuditLog) -> None:
        self._party = party
        self._clock = clock
        self._audit = audit

    async def recognise(
        self, given: ShownCredential, challenge: bytes, *, user_id: UUID | None = None
    ) -> Passkey | None:
        """Return the passkey, of `user_id` where that is known; None where it does not count.

        Call it outside any transaction: the alarm about a copied key must stay.
        """
        try:
            return await self._recognise(given, challenge, user_id)
        except CredentialError as reason:
            log.warning("passkey_refused", reason=str(reason))
            return None

    async def _recognise(
        self, given: ShownCredential, challenge: bytes, user_id: UUID | None
    ) -> Passkey:
        passkey = await Passkey.get_or_none(credential_id=_bytes(given.raw_id))
        if passkey is None or user_id not in {None, passkey.user_id}:
            raise CredentialError("not known")
        handle = given.response.user_handle
        # Where nobody said yet who they are, the credential must (WebAuthn level 3, 7.2, step 6).
        if (handle or user_id is None) and _bytes(handle or "") != UUID(str(passkey.user_id)).bytes:
            raise CredentialError("another user's handle")
        verified = self._party.verify_shown(given, challenge, bytes(passkey.public_key))
        now = self._clock.now()
        if not await _count(passkey, verified.new_sign_count, now):
            await self._raise_alarm(passkey, verified.new_sign_count)
            raise CredentialError("counter went back")
        await Passkey.filter(id=passkey.id).update(backed_up=verified.credential_backed_up)
        return passkey

    async def _raise_alarm(self, passkey: Passkey, count: int) -> None:
        log.error("passkey_counter_went_back", passkey_id=str(passkey.id))
        await self._audit.record(
            actor="system",
            action="passkey.counter_went_back",
            subject=str(passkey.user_id),
            details={"passkey": str(passkey.id), "stored": passkey.sign_count, "shown": count},
        )


async def _count(passkey: Passkey, shown: int, now: datetime) -> bool:
    """Move the counter on; False where it went back: two hold the key (WebAuthn level 3, 6.1.1).

    One statement decides, so that of two answers with the same count one counts. Synchronised
    passkeys stay at zero for ever.
    """
    expected = {"sign_count__lt": shown} if shown else {"sign_count": 0}
    moved = await Passkey.filter(id=passkey.id, **expected).update(
        sign_count=shown, last_used_at=now
    )
    return bool(moved)


def _bytes(text: str) -> bytes:
    try:
        return base64url_to_bytes(text)
    except ValueError as error:
        raise CredentialError("not base64url") from error
