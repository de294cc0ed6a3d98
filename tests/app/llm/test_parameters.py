"""Which parameters each family of models is sent."""

import pytest

from app.llm import Route
from app.llm.parameters import parameters


def sent_to(model: str) -> dict[str, object]:
    return parameters(Route("https://host/v1", model, temperature=0.7, max_tokens=300))


@pytest.mark.parametrize(
    "model",
    ["gpt-4.1-mini", "gpt-4o", "gemma-3-270m", "llama3.1", "o200-chat", "openai/gpt-4o", "olmo2"],
)
def test_most_models_take_max_tokens_and_a_temperature(model: str) -> None:
    assert sent_to(model) == {"max_tokens": 300, "temperature": 0.7}


@pytest.mark.parametrize(
    "model",
    [
        *("o1", "o3-mini", "o4-mini-2025-04-16", "gpt-5", "gpt-5.1-mini", "GPT-6", "gpt-10"),
        *("openai/o3", "ft:o4-mini:acme::abc", "openrouter/openai/gpt-5-nano"),
    ],
)
def test_reasoning_models_count_their_reasoning_and_take_no_temperature(model: str) -> None:
    assert sent_to(model) == {"max_completion_tokens": 300}


def test_the_chat_variant_of_a_reasoning_family_takes_a_temperature() -> None:
    assert sent_to("gpt-5-chat-latest") == {"max_completion_tokens": 300, "temperature": 0.7}


def test_a_temperature_that_is_not_set_is_not_sent() -> None:
    assert parameters(Route("https://host/v1", "gpt-4o", max_tokens=9)) == {"max_tokens": 9}
