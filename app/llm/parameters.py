"""The parameters of a chat completion request, by what the model's family accepts.

Reasoning families of OpenAI refuse `max_tokens` (they want `max_completion_tokens`, which counts
their reasoning too) and every temperature but 1. Other servers of this protocol, older and
self-hosted ones among them, know only `max_tokens`.
"""

import re

from app.llm.route import Route

# o1, o3-mini, gpt-5, gpt-5.1-mini and what follows them.
_COUNTS_REASONING = re.compile(r"(?:o\d|gpt-(?:[5-9]|\d\d))(?!\d)")


def parameters(route: Route) -> dict[str, object]:
    """Return the route's limits as its model wants them, temperature only if it is taken.

    The family is read from the model's name; a gateway's prefix ("openai/o3") and that of a
    fine-tuned model ("ft:o4-mini:...") do not count.
    """
    name = route.model.lower().rpartition("/")[2].removeprefix("ft:")
    if _COUNTS_REASONING.match(name) is None:
        limits: dict[str, object] = {"max_tokens": route.max_tokens}
        takes_temperature = True
    else:
        limits = {"max_completion_tokens": route.max_tokens}
        takes_temperature = "-chat" in name  # gpt-5-chat does not reason
    if takes_temperature and route.temperature is not None:
        limits["temperature"] = route.temperature
    return limits
