"""Account events in one process: read, reacted to, and settled, as long as the process lives."""

import asyncio

from app.accounts.access.blacklist import Blacklist
from app.accounts.events.reader import EventReader
from app.accounts.events.settling import Settling


class AccountUpkeep:
    """Owns the three loops; they start and end together."""

    def __init__(self, *, reader: EventReader, settling: Settling, blacklist: Blacklist) -> None:
        self._reader = reader
        self._settling = settling
        self._blacklist = blacklist

    async def run(self) -> None:
        """Look after account events until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._reader.run())
            group.create_task(self._blacklist.run())
            group.create_task(self._settling.run())

    async def hurry(self) -> None:
        """Have every process learn now of what was just committed here."""
        self._settling.wake()
        await self._reader.hurry()

    def heard(self, _payload: bytes) -> None:
        """Another process has changed an account: read now."""
        self._reader.wake()
