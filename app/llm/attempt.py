"""The account of one attempt: what was sent and received, when, and how it ended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from app.llm.errors import ModelError
from app.llm.prices import price
from app.llm.request import Request
from app.llm.usage import Outcome, TokenCounts, Usage

# One Korean syllable, or three letters: a little more than tokenizers make of either.
_BYTES_PER_TOKEN = 3


class Attempt:
    """Filled in while the attempt runs; `usage` is asked for once, at its end."""

    def __init__(
        self,
        request: Request,
        number: int,
        *,
        clock: Callable[[], float],
        started_at: datetime,
    ) -> None:
        """Begin it: `number` counts a call's attempts from 1, `clock` counts seconds."""
        self._request = request
        self._number = number
        self._clock = clock
        self._started_at = started_at
        self._start = clock()
        self._first_token: float | None = None
        self._end: float | None = None
        self._outcome: Outcome | None = None
        self._received_tokens = 0  # as far as they can be counted without being told
        self.answered = False  # the upstream accepted the request, so it may bill it
        self.reported: TokenCounts | None = None

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while it runs."""
        return self._outcome

    @property
    def has_token(self) -> bool:
        """Whether a streamed reply's first token has come."""
        return self._first_token is not None

    def receive(self, tokens: int) -> None:
        """Count the tokens of a streamed reply as they come."""
        if self._first_token is None:
            self._first_token = self._clock()
        self._received_tokens += tokens

    def count(self, text: str) -> None:
        """Estimate the tokens of an answer that came at once."""
        self._received_tokens = _estimate(len(text.encode()))

    def end(self, outcome: Outcome) -> None:
        """Say how it ended, now. What is left without an end was cancelled."""
        self._outcome = outcome
        self._end = self._clock()

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Let a ModelError pass and end the attempt with its outcome."""
        try:
            yield
        except ModelError as error:
            self.end(error.outcome)
            raise

    def usage(self) -> Usage:
        """Return the record for the ledger, priced for the day it was made."""
        outcome = self._outcome or Outcome.CANCELLED
        end = self._clock() if self._end is None else self._end
        tokens = self._tokens(outcome)
        call, route = self._request.call, self._request.route
        cost, priced_by = price(route, tokens, self._started_at)
        return Usage(
            agent=call.agent,
            user_id=call.user_id,
            room_id=call.room_id,
            turn_id=call.turn_id,
            host=route.host,
            model=route.model,
            attempt=self._number,
            outcome=outcome,
            tokens=tokens,
            cost_micro_usd=cost,
            priced_by=priced_by,
            started_at=self._started_at,
            latency_ms=(end - self._start) * 1000,
            first_token_ms=self._milliseconds_to_first_token(),
        )

    def _milliseconds_to_first_token(self) -> float | None:
        return None if self._first_token is None else (self._first_token - self._start) * 1000

    def _tokens(self, outcome: Outcome) -> TokenCounts:
        if self.reported is not None:
            return self.reported
        if not self.answered and outcome not in {Outcome.CANCELLED, Outcome.DEADLINE}:
            return TokenCounts()
        sent = _estimate(self._request.prompt_bytes)
        return TokenCounts(sent, 0, self._received_tokens, estimated=True)


def _estimate(utf8_bytes: int) -> int:
    return -(-utf8_bytes // _BYTES_PER_TOKEN)
