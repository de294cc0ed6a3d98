"""Tickets: issued with a state, looked at, and taken once."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import F

from app.accounts.tickets.models import Ticket
from app.platform.clock import Clock
from app.platform.errors import Problem, TooMany
from app.platform.sealing import Sealer
from app.platform.sql import fetch

TOKEN_BYTES = 32
# Wrong answers that one ticket bears; a code of six digits is not found in so few.
TRIES = 5
A_MINUTE = timedelta(minutes=1)
ONE_BY_ONE = "SELECT pg_advisory_xact_lock(hashtextextended('tickets:' || $1, 0))"


class TicketInvalid(Problem):
    """Unknown, used, expired, or tried too often: the four are not told apart."""

    status, code, name, title = 410, 410, "ticket-invalid", "No longer valid"


@dataclass(frozen=True, slots=True)
class Held:
    """What a ticket stands for."""

    id: UUID
    user_id: UUID | None
    state: bytes


class Tickets:
    """What is good once and for a while: a mailed link, a challenge, a log-in half done."""

    def __init__(self, *, sealer: Sealer, clock: Clock, ids: Callable[[], UUID]) -> None:
        self._sealer = sealer
        self._clock = clock
        self._ids = ids

    async def issue(
        self, kind: str, *, seconds: int, state: bytes = b"", user_id: UUID | None = None
    ) -> str:
        """Return the token of a new ticket: 256 random bits, of which only a hash is kept."""
        token, ticket_id, now = secrets.token_urlsafe(TOKEN_BYTES), self._ids(), self._clock.now()
        sealed = self._sealer.seal(state, _place(ticket_id))
        await Ticket.create(
            id=ticket_id,
            kind=kind,
            token_hash=_hash(token),
            user_id=user_id,
            state=sealed.data,
            key_id=sealed.key_id,
            created_at=now,
            expires_at=now + timedelta(seconds=seconds),
        )
        return token

    async def look(self, kind: str, token: str) -> Held:
        """Return what a ticket stands for and leave it good. Raises `TicketInvalid`."""
        row = await Ticket.get_or_none(
            kind=kind,
            token_hash=_hash(token),
            used_at=None,
            tries__lt=TRIES,
            expires_at__gt=self._clock.now(),
        )
        if row is None:
            raise TicketInvalid("This is no longer valid: ask for a new one")
        state = self._sealer.open(bytes(row.state), row.key_id, _place(row.id))
        return Held(row.id, None if row.user_id is None else UUID(str(row.user_id)), state)

    async def take(self, kind: str, token: str) -> Held:
        """Use a ticket up: of many who show it at once, one gets it. Raises `TicketInvalid`."""
        held = await self.look(kind, token)
        taken = await Ticket.filter(
            id=held.id, used_at=None, tries__lt=TRIES, expires_at__gt=self._clock.now()
        ).update(used_at=self._clock.now())
        if not taken:
            raise TicketInvalid("This is no longer valid: ask for a new one")
        return held

    async def attempt(self, kind: str, token: str) -> Held:
        """Spend one of a ticket's `TRIES`, before the answer that came with it is judged.

        So that of many answers at once no more than these are looked at. A right one is followed by
        `finish`. Raises `TicketInvalid`.
        """
        held = await self.look(kind, token)
        spent = await Ticket.filter(id=held.id, used_at=None, tries__lt=TRIES).update(
            tries=F("tries") + 1
        )
        if not spent:
            raise TicketInvalid("This is no longer valid: ask for a new one")
        return held

    async def finish(self, held: Held) -> None:
        """Use up what was attempted: of many right answers one does. Raises `TicketInvalid`."""
        used = await Ticket.filter(id=held.id, used_at=None).update(used_at=self._clock.now())
        if not used:
            raise TicketInvalid("This is no longer valid: ask for a new one")

    async def refuse_haste(self, kind: str, user_id: UUID) -> None:
        """Raise `TooMany` where the user got one of `kind` within the last minute.

        So nobody can have us fill somebody's mailbox. Call it in the transaction that issues the
        next: of many who ask at once the others wait for that, and are refused.
        """
        await fetch(ONE_BY_ONE, f"{kind}:{user_id}")
        since = self._clock.now() - A_MINUTE
        if await Ticket.filter(kind=kind, user_id=user_id, created_at__gt=since).exists():
            raise TooMany("One was sent a moment ago: wait a minute", retry_after=60)

    async def void(self, kind: str, user_id: UUID) -> None:
        """Use up whatever of `kind` the user still holds: a newer one takes its place."""
        await Ticket.filter(kind=kind, user_id=user_id, used_at=None).update(
            used_at=self._clock.now()
        )

    async def void_all(self, user_id: UUID) -> None:
        """Use up whatever the user holds: links in a mailbox, log-ins half done."""
        await Ticket.filter(user_id=user_id, used_at=None).update(used_at=self._clock.now())


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _place(ticket_id: UUID) -> str:
    return f"tickets:{ticket_id}"
