"""What one call to a model used: one record for each attempt, failed ones too."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Outcome(StrEnum):
    """How an attempt ended."""

    COMPLETE = "complete"
    LENGTH = "length"  # cut by the upstream at max_tokens: what came is not the whole
    FILTERED = "filtered"  # withheld or cut by the upstream's content filter
    CANCELLED = "cancelled"  # left before its end by whoever asked
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    DEADLINE = "deadline"
    BAD_ANSWER = "bad_answer"


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """Tokens of one attempt. `cached` of `input` came from the upstream's prompt cache.

    `estimated`: the upstream did not say (cancelled, cut off, or it never does), so they are taken
    from the bytes sent and the deltas received. Providers bill such calls too.
    """

    input: int = 0
    cached: int = 0
    output: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """One attempt, as the ledger keeps it.

    `host` and `model` are the route's; `attempt` counts from 1 within a call. Latencies are
    milliseconds from the attempt's start: to its end, and to the first token of a streamed reply
    (None if none came, or the answer was not streamed). `cost_micro_usd` is None where the price
    is not known, and `priced_by` then says so; else it names the dated table that was used.
    """

    agent: str
    user_id: UUID | None
    room_id: UUID | None
    turn_id: UUID | None
    host: str
    model: str
    attempt: int
    outcome: Outcome
    tokens: TokenCounts
    cost_micro_usd: int | None
    priced_by: str
    started_at: datetime
    latency_ms: float
    first_token_ms: float | None


class UsageSink(Protocol):
    """Where usage goes: the ledger.

    `record` is awaited before a call returns and while it is being cancelled, so it should be
    quick. What it raises reaches whoever made the call: an unwritten row is never silent.
    """

    async def record(self, usage: Usage) -> None:
        """Keep one attempt's usage."""
        ...
