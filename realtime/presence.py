"""What the engine needs of whatever knows who is in a channel, on all nodes together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from realtime.protocol.publications import ClientInfo

#: Seconds after which a client that nobody confirmed is no longer here: its node has died.
PRESENCE_TTL = 60.0


@dataclass(frozen=True, slots=True)
class PresenceStats:
    """How many connections, of how many users."""

    clients: int
    users: int


class Presence(Protocol):
    """Who is in a channel; forgets by itself those whose node no longer confirms them.

    Its methods raise BrokerUnavailable when they cannot do their work now.
    """

    async def confirm(self, entries: Sequence[tuple[str, ClientInfo]]) -> None:
        """Say that clients are in channels: those who come, and again while they stay."""
        ...

    async def remove(self, entries: Sequence[tuple[str, str]]) -> None:
        """Say that clients (channel, client id) are there no more."""
        ...

    async def read(self, channel: str) -> Mapping[str, ClientInfo]:
        """Return who is in the channel, by client id."""
        ...

    async def stats(self, channel: str) -> PresenceStats:
        """Return how many are in the channel."""
        ...
