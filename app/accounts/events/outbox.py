"""Writing account events in the transaction of the change that they tell of."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec

from app.accounts.events.account_event import Known, SessionEnded, TokenRevoked
from app.platform.sql import execute
from app.platform.tasks import in_transaction_now

# PostgreSQL's clock, so that the window of those who read does not depend on ours.
RECORD = """
INSERT INTO account_events (id, type, user_id, session_id, body, created_at)
VALUES ($1, $2, $3, $4, $5, clock_timestamp())
"""


async def nobody_hurries() -> None:
    """Leave it to the second's reading."""


class Outbox:
    """Records events; whoever changed an account says `hurry` once it has committed."""

    def __init__(
        self, *, ids: Callable[[], UUID], hurry: Callable[[], Awaitable[None]] = nobody_hurries
    ) -> None:
        """`hurry` makes every process read at once; without it they do within a second."""
        self._ids = ids
        self.hurry = hurry

    async def record(self, event: Known) -> None:
        """Write `event` with the change. Raises `RuntimeError` outside a transaction."""
        if not in_transaction_now():
            raise RuntimeError("an account event is written in the transaction of its change")
        body = msgspec.json.encode(event).decode()
        session_id = event.session_id if isinstance(event, SessionEnded | TokenRevoked) else None
        kind = str(type(event).__struct_config__.tag)
        await execute(RECORD, self._ids(), kind, event.user_id, session_id, body)
