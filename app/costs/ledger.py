"""Writing the usage ledger: one row for every call to a model."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.costs.models import Usage


class TokenCounts(Protocol):
    """Tokens of a call; `estimated` where the server did not say."""

    @property
    def input(self) -> int: ...  # noqa: D102 - a field
    @property
    def cached(self) -> int: ...  # noqa: D102
    @property
    def output(self) -> int: ...  # noqa: D102
    @property
    def estimated(self) -> bool: ...  # noqa: D102


class Call(Protocol):
    """A finished call to a model, as its caller reports it."""

    @property
    def agent(self) -> str: ...  # noqa: D102 - a field
    @property
    def user_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def room_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def turn_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def host(self) -> str: ...  # noqa: D102
    @property
    def model(self) -> str: ...  # noqa: D102
    @property
    def attempt(self) -> int: ...  # noqa: D102
    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def tokens(self) -> TokenCounts: ...  # noqa: D102
    @property
    def cost_micro_usd(self) -> int | None: ...  # noqa: D102
    @property
    def priced_by(self) -> str: ...  # noqa: D102
    @property
    def started_at(self) -> datetime: ...  # noqa: D102
    @property
    def latency_ms(self) -> float: ...  # noqa: D102
    @property
    def first_token_ms(self) -> float | None: ...  # noqa: D102


class Ledger:
    """Keeps what every call cost."""

    def __init__(self, *, ids: Callable[[], UUID]) -> None:
        self._ids = ids

    async def record(self, usage: Call) -> None:
        """Write one row; failed and cancelled calls too."""
        await Usage.create(
            id=self._ids(),
            at=usage.started_at,
            agent=usage.agent,
            user_id=usage.user_id,
            room_id=usage.room_id,
            turn_id=usage.turn_id,
            route=usage.host,
            model=usage.model,
            tokens_in=usage.tokens.input,
            tokens_cached=usage.tokens.cached,
            tokens_out=usage.tokens.output,
            tokens_estimated=usage.tokens.estimated,
            priced_by=usage.priced_by,
            cost_micro_usd=usage.cost_micro_usd,
            latency_ms=round(usage.latency_ms),
            first_token_ms=None if usage.first_token_ms is None else round(usage.first_token_ms),
            outcome=str(usage.outcome),
            attempt=usage.attempt,
        )
