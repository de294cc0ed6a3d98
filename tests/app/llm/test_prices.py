"""What tokens cost, and what is said where no price is known."""

from datetime import UTC, datetime

import pytest

from app.llm import Route, TokenCounts
from app.llm.prices import load_prices, price

OPENAI = Route("https://api.openai.com/v1", "gpt-4o-mini")
AUTUMN = datetime(2026, 11, 23, tzinfo=UTC)


def test_a_million_tokens_cost_what_the_provider_lists() -> None:
    load_prices()
    cost, priced_by = price(OPENAI, TokenCounts(1_000_000, 0, 1_000_000), AUTUMN)
    assert cost == 150_000 + 600_000
    assert priced_by.startswith("genai-prices ")
    assert priced_by.endswith(": openai/gpt-4o-mini")


def test_cached_tokens_cost_less_and_are_not_counted_twice() -> None:
    cost, _ = price(OPENAI, TokenCounts(1_000_000, 1_000_000, 0), AUTUMN)
    assert cost == 75_000


def test_more_cached_tokens_than_tokens_are_no_reason_to_fail() -> None:
    assert price(OPENAI, TokenCounts(10, 99, 0), AUTUMN)[0] == 1


def test_nothing_costs_nothing() -> None:
    assert price(OPENAI, TokenCounts(), AUTUMN)[0] == 0


def test_prices_are_those_of_the_day() -> None:
    route = Route("https://api.openai.com/v1", "o3")  # $10 a million until 10 June 2025, then $2
    tokens = TokenCounts(1_000_000, 0, 0)
    assert price(route, tokens, datetime(2025, 6, 1, tzinfo=UTC))[0] == 10_000_000
    assert price(route, tokens, datetime(2025, 7, 1, tzinfo=UTC))[0] == 2_000_000


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (Route("http://127.0.0.1:8090/v1", "gpt-4o-mini"), "gpt-4o-mini at 127.0.0.1:8090"),
        (Route("https://api.openai.com/v1", "no-such"), "no-such at api.openai.com"),
        (Route("http://gateway/v1", "gpt-4o", price_provider="nobody"), "gpt-4o at nobody"),
    ],
)
def test_an_unknown_price_is_said_to_be_unknown(route: Route, said: str) -> None:
    assert price(route, TokenCounts(5, 0, 5), AUTUMN) == (None, f"no price known for {said}")


def test_a_gateways_price_is_that_of_the_provider_it_is_said_to_be() -> None:
    route = Route("http://gateway/v1", "gpt-4o-mini", price_provider="openai")
    assert price(route, TokenCounts(1_000_000, 0, 0), AUTUMN)[0] == 150_000
