"""Posting an e-mail: a sealed row, written with what it tells of, that a worker sends."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from app.platform.clock import Clock
from app.platform.mail.letter import Letter
from app.platform.mail.models import Mail
from app.platform.sealing import Sealer


class Envelope(msgspec.Struct, frozen=True):
    """What a row of `mails` holds sealed: to whom, and what it says."""

    to: str
    letter: Letter


async def nobody_hurries() -> None:
    """Leave it to the worker's sweep."""


class PostOffice:
    """Takes letters; whoever posted says `hurry` once it has committed."""

    def __init__(
        self,
        *,
        sealer: Sealer,
        clock: Clock,
        ids: Callable[[], UUID],
        hurry: Callable[[], Awaitable[None]] = nobody_hurries,
    ) -> None:
        """`hurry` wakes a worker; without it, it looks within 15 s."""
        self._sealer = sealer
        self._clock = clock
        self._ids = ids
        self.hurry = hurry

    async def post(self, *, to: str, letter: Letter, kind: str, user_id: UUID | None) -> None:
        """Write a letter down, in the open transaction where there is one.

        `to` is one e-mail address. Raises `ValueError` where it is more than one line.
        """
        if to.splitlines() != [to]:
            raise ValueError("an e-mail address is one line")
        await self._write(Envelope(to, letter), kind, user_id)

    async def post_nothing(self) -> None:
        """Write a row that is never sent: whoever waits cannot tell it from a letter."""
        await self._write(Envelope("", Letter("-", "", "")), "nothing", None, sent=False)

    async def _write(
        self, envelope: Envelope, kind: str, user_id: UUID | None, *, sent: bool = True
    ) -> None:
        mail_id, now = self._ids(), self._clock.now()
        sealed = self._sealer.seal(msgspec.json.encode(envelope), place_of(mail_id))
        await Mail.create(
            id=mail_id,
            user_id=user_id,
            kind=kind,
            sealed=sealed.data,
            key_id=sealed.key_id,
            created_at=now,
            next_try_at=now,
            given_up_at=None if sent else now,
        )


def opened(mail: Mail, sealer: Sealer) -> Envelope:
    """Return to whom a row goes and what it says. Raises `SealingError`."""
    data = sealer.open(bytes(mail.sealed), mail.key_id, place_of(mail.id))
    return msgspec.json.decode(data, type=Envelope)


def place_of(mail_id: UUID) -> str:
    """Return where a sealed mail belongs (see `Sealer`)."""
    return f"mails:{mail_id}"
