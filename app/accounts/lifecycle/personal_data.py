"""What the house holds about a user, room by room: the port by which it is exported and erased."""

from collections.abc import AsyncIterator, Mapping
from typing import Protocol
from uuid import UUID

Record = Mapping[str, object]


class PersonalData(Protocol):
    """Filled by every room of the house that keeps something about users.

    A test compares `tables` of all of them with the tables that there are: none is forgotten.
    """

    @property
    def tables(self) -> frozenset[str]:
        """The tables whose rows of a user `erase` leaves none of, or none that name the user."""
        ...

    def files(self, user_id: UUID) -> Mapping[str, AsyncIterator[Record]]:
        """Return what is held, opened, as records of files (`rooms/messages.json`)."""
        ...

    async def erase(self, user_id: UUID) -> None:
        """Delete it in batches, each a transaction of its own; to do it again does no harm."""
        ...
