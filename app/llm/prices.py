"""What tokens cost: dated prices, by provider and model, in micro-dollars."""

from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal

import genai_prices

from app.llm.route import Route
from app.llm.usage import TokenCounts

_MICRO = Decimal(1_000_000)


def load_prices() -> None:
    """Read the price table now (30 ms) instead of during somebody's first call."""
    genai_prices.data_snapshot.get_snapshot()


def price(route: Route, tokens: TokenCounts, at: datetime) -> tuple[int | None, str]:
    """Return what `tokens` cost on `route` at a point of time, in micro-dollars, and who says so.

    The provider is the route's `price_provider`, else the one whose base URL this is: a price is a
    contract with a provider, so a model's name alone has none. Returns None and the reason where
    the table has no price; never raises.
    """
    used = genai_prices.Usage(
        input_tokens=tokens.input,
        cache_read_tokens=min(tokens.cached, tokens.input),
        output_tokens=tokens.output,
    )
    try:
        if route.price_provider:
            found = genai_prices.calc_price(
                used,
                route.model,
                provider_id=route.price_provider,
                genai_request_timestamp=at,
            )
        else:
            found = genai_prices.calc_price(
                used, route.model, provider_api_url=route.base_url, genai_request_timestamp=at
            )
    except LookupError:
        return None, f"no price known for {route.model} at {route.price_provider or route.host}"
    micro = (found.total_price * _MICRO).to_integral_value(ROUND_HALF_EVEN)
    table = f"genai-prices {genai_prices.__version__}"
    return int(micro), f"{table}: {found.provider.id}/{found.model.id}"
