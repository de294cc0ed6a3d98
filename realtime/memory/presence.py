"""Presence for one process."""

from collections.abc import Mapping, Sequence

from realtime.clock import Clock, SystemClock
from realtime.presence import PRESENCE_TTL, PresenceStats
from realtime.protocol.publications import ClientInfo


class MemoryPresence:
    """The reference for what presence does; the same tests run against the one on Redis."""

    def __init__(self, *, clock: Clock | None = None, ttl: float = PRESENCE_TTL) -> None:
        self._clock = clock or SystemClock()
        self._ttl = ttl
        #: By channel and client: the info, and until when it is believed.
        self._clients: dict[str, dict[str, tuple[ClientInfo, float]]] = {}

    async def confirm(self, entries: Sequence[tuple[str, ClientInfo]]) -> None:
        """See `Presence.confirm`."""
        until = self._clock.monotonic() + self._ttl
        for channel, info in entries:
            self._clients.setdefault(channel, {})[info.client] = (info, until)

    async def remove(self, entries: Sequence[tuple[str, str]]) -> None:
        """See `Presence.remove`."""
        for channel, client in entries:
            clients = self._clients.get(channel, {})
            clients.pop(client, None)
            if not clients:
                self._clients.pop(channel, None)

    async def read(self, channel: str) -> Mapping[str, ClientInfo]:
        """See `Presence.read`."""
        now = self._clock.monotonic()
        clients = self._clients.get(channel, {})
        return {client: info for client, (info, until) in clients.items() if until > now}

    async def stats(self, channel: str) -> PresenceStats:
        """See `Presence.stats`."""
        infos = (await self.read(channel)).values()
        return PresenceStats(len(infos), len({info.user for info in infos}))
