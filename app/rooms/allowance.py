"""How many messages a learner may send in a minute."""

from collections import deque
from uuid import UUID

from app.platform.clock import Clock
from app.platform.errors import TooMany

WINDOW_SECONDS = 60


class Allowance:
    """A sliding minute for each learner, kept by this process."""

    def __init__(self, clock: Clock, *, per_minute: int) -> None:
        self._clock = clock
        self._per_minute = per_minute
        self._sent: dict[UUID, deque[float]] = {}

    def spend(self, user_id: UUID) -> None:
        """Count one message. Raises `TooMany`, saying when to come again."""
        now = self._clock.now().timestamp()
        sent = self._sent.setdefault(user_id, deque())
        while sent and sent[0] <= now - WINDOW_SECONDS:
            sent.popleft()
        if len(sent) >= self._per_minute:
            wait = max(1, round(sent[0] + WINDOW_SECONDS - now))
            raise TooMany(f"that was quick: write again in {wait} seconds")
        sent.append(now)
        if len(self._sent) > 10_000:
            self._forget_idle(now)

    def _forget_idle(self, now: float) -> None:
        idle = [user for user, sent in self._sent.items() if sent[-1] <= now - WINDOW_SECONDS]
        for user in idle:
            del self._sent[user]
