"""How many messages a learner may send in a minute, over all replicas."""

from uuid import UUID

from app.platform.errors import TooMany
from app.platform.rates.rate import Counting, Rate

WINDOW_SECONDS = 60


class Allowance:
    """A sliding minute for each learner."""

    def __init__(self, counting: Counting, *, per_minute: int) -> None:
        self._counting = counting
        self._rate = Rate(per_minute, WINDOW_SECONDS)

    async def spend(self, user_id: UUID) -> None:
        """Count one message. Raises `TooMany`, saying when to come again."""
        left = await self._counting.count("messages", str(user_id), self._rate)
        if left.is_refused:
            raise TooMany(
                f"that was quick: write again in {left.wait} seconds", retry_after=left.wait
            )
