"""The ledger keeps one row for every call to a model, failed ones too."""

from datetime import UTC, datetime
from uuid import uuid4

from app.costs.ledger import Ledger
from app.costs.models import Usage as Row
from app.llm import Usage
from app.llm.usage import Outcome, TokenCounts
from app.platform.ids import new_id

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def call(outcome: Outcome = Outcome.COMPLETE, **changed: object) -> Usage:
    fields: dict[str, object] = {
        "agent": "reply",
        "user_id": uuid4(),
        "room_id": uuid4(),
        "turn_id": uuid4(),
        "host": "api.example",
        "model": "gpt-test",
        "attempt": 1,
        "outcome": outcome,
        "tokens": TokenCounts(input=120, cached=64, output=30),
        "cost_micro_usd": 91,
        "priced_by": "genai-prices 2026-11",
        "started_at": AT,
        "latency_ms": 812.6,
        "first_token_ms": 240.4,
    }
    return Usage(**{**fields, **changed})  # type: ignore[arg-type]


async def test_a_row_says_who_asked_which_model_for_what_and_what_it_cost(database: str) -> None:
    made = call()
    await Ledger(ids=new_id).record(made)
    row = await Row.get()
    assert (row.agent, row.route, row.model) == ("reply", "api.example", "gpt-test")
    assert (row.user_id, row.room_id, row.turn_id) == (made.user_id, made.room_id, made.turn_id)
    assert (row.tokens_in, row.tokens_cached, row.tokens_out) == (120, 64, 30)
    assert (row.cost_micro_usd, row.priced_by) == (91, "genai-prices 2026-11")
    assert (row.latency_ms, row.first_token_ms) == (813, 240)
    assert (row.at, row.outcome, row.attempt) == (AT, "complete", 1)
    assert not row.tokens_estimated


async def test_every_attempt_is_kept_however_it_ended(database: str) -> None:
    ledger = Ledger(ids=new_id)
    for attempt, outcome in enumerate(Outcome, 1):
        await ledger.record(call(outcome, attempt=attempt))
    rows = await Row.all().order_by("attempt")
    assert [row.outcome for row in rows] == [str(one) for one in Outcome]


async def test_what_is_not_known_is_kept_as_not_known(database: str) -> None:
    nobody = call(
        Outcome.CANCELLED,
        user_id=None,
        room_id=None,
        turn_id=None,
        tokens=TokenCounts(input=9, estimated=True),
        cost_micro_usd=None,
        priced_by="unknown",
        first_token_ms=None,
    )
    await Ledger(ids=new_id).record(nobody)
    row = await Row.get()
    assert (row.user_id, row.cost_micro_usd, row.first_token_ms) == (None, None, None)
    assert row.tokens_estimated
