"""The ledger as models are given it: a row that cannot be written costs no reply."""

from app.costs.ledger import Ledger
from app.llm import Usage
from app.platform.logging import logger
from app.platform.outages import DATABASE_AWAY

log = logger(__name__)


class ForgivingLedger:
    """Fills `llm.UsageSink`. While the database is away the figures go to the log instead."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def record(self, usage: Usage) -> None:
        """Write one row; what cannot be written is logged with its figures."""
        try:
            await self._ledger.record(usage)
        except DATABASE_AWAY as error:
            log.warning(
                "usage_not_recorded",
                error=type(error).__name__,
                agent=usage.agent,
                model=usage.model,
                outcome=str(usage.outcome),
                tokens_in=usage.tokens.input,
                tokens_out=usage.tokens.output,
                cost_micro_usd=usage.cost_micro_usd,
                turn_id=None if usage.turn_id is None else str(usage.turn_id),
            )
