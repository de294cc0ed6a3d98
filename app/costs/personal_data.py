"""What the ledger keeps about a learner: which calls to models were for them, and their cost."""

from collections.abc import AsyncIterator, Mapping
from uuid import UUID

from app.costs.models import Usage
from app.platform.batches import delete_in_batches, read_in_batches

Record = Mapping[str, object]

# The figures stay for the accounts of the house; whom they were for does not.
NOBODYS = """
UPDATE usage SET user_id = NULL, room_id = NULL, turn_id = NULL WHERE id IN (
    SELECT id FROM usage WHERE user_id = $1 LIMIT $2)
"""


class UsageData:
    """Fills accounts' `PersonalData`."""

    tables = frozenset({"usage"})

    def files(self, user_id: UUID) -> Mapping[str, AsyncIterator[Record]]:
        """Return the calls that were made for a learner."""
        return {"costs/usage.json": _usage(user_id)}

    async def erase(self, user_id: UUID) -> None:
        """Make the figures nobody's."""
        await delete_in_batches(NOBODYS, user_id)


async def _usage(user_id: UUID) -> AsyncIterator[Record]:
    async for row in read_in_batches(Usage.filter(user_id=user_id)):
        yield {
            "at": row.at,
            "agent": row.agent,
            "model": row.model,
            "tokens_in": row.tokens_in,
            "tokens_out": row.tokens_out,
            "cost_micro_usd": row.cost_micro_usd,
            "latency_ms": row.latency_ms,
            "outcome": row.outcome,
        }
