"""Commands of a socket that say whom they are for: a permission, checked before they run."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.platform.permissions import Permission, require
from app.platform.principal import Principal

Run = Callable[[Principal, bytes], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Command:
    """Raw JSON in, raw JSON out; `needs` is what the caller's role must hold."""

    run: Run
    needs: Permission

    async def __call__(self, principal: Principal, data: bytes) -> bytes:
        """Run it for whom it is meant. Raises `Forbidden`, and whatever problem it answers with."""
        require(principal, self.needs)
        return await self.run(principal, data)
