"""The ledger that models are given: a row that cannot be written costs no reply."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import structlog

from app.composition.ledger import ForgivingLedger
from app.costs.ledger import Ledger
from app.costs.models import Usage as UsageRow
from app.llm import Outcome, TokenCounts, Usage
from app.platform.ids import new_id

USAGE = Usage(
    agent="reply",
    user_id=uuid4(),
    room_id=uuid4(),
    turn_id=uuid4(),
    host="localhost",
    model="m",
    attempt=1,
    outcome=Outcome.COMPLETE,
    tokens=TokenCounts(input=12, output=34),
    cost_micro_usd=5,
    priced_by="test",
    started_at=datetime(2026, 11, 23, tzinfo=UTC),
    latency_ms=10.0,
    first_token_ms=None,
)


@pytest.mark.usefixtures("database")
async def test_usage_is_written_to_the_ledger() -> None:
    await ForgivingLedger(Ledger(ids=new_id)).record(USAGE)
    assert await UsageRow.filter(turn_id=USAGE.turn_id).count() == 1


async def test_while_the_database_is_away_the_figures_are_logged() -> None:
    class Away(Ledger):
        async def record(self, usage: object) -> None:
            del usage
            raise ConnectionRefusedError

    with structlog.testing.capture_logs() as lines:
        await ForgivingLedger(Away(ids=new_id)).record(USAGE)
    (line,) = lines
    assert (line["event"], line["tokens_in"], line["tokens_out"], line["cost_micro_usd"]) == (
        "usage_not_recorded",
        12,
        34,
        5,
    )
