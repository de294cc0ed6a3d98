"""The agents that answer here: through a model where one is configured, else the engine alone."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.llm import ModelError, Models, Route, Usage, UsageSink
from app.platform.clock import Clock, SystemClock
from app.platform.metrics import Metrics
from app.platform.settings import Settings, SettingsError
from app.tutor.agents import EngineAgents, ModelAgents
from app.tutor.answers import Agents
from app.tutor.running_turn import ANSWER_SECONDS

OPENAI = "https://api.openai.com/v1"
FIRST_TOKEN_SECONDS = 10.0
ANSWER_TOKENS = 1024
REPLY_TOKENS = 300


def routes(settings: Settings) -> dict[str, Route]:
    """Return each agent's way to the model; empty where none is configured.

    Raises `SettingsError` where OPENAI_BASE_URL is not an address.
    """
    if not settings.uses_a_model:
        return {}
    key = settings.openai_api_key
    limits = {
        # Temperature, and the deadline in seconds.
        "feedback": (0.2, ANSWER_SECONDS),
        "words": (0.2, ANSWER_SECONDS),
        "translation": (0.2, 18.0),
        "reply": (0.8, 60.0),
    }
    try:
        return {
            agent: Route(
                base_url=settings.openai_base_url or OPENAI,
                api_key=key.get_secret_value() if key is not None else "",
                model=settings.openai_model,
                attempts=2,
                max_tokens=REPLY_TOKENS if agent == "reply" else ANSWER_TOKENS,
                temperature=temperature,
                first_token_deadline=FIRST_TOKEN_SECONDS * settings.model_patience,
                deadline=deadline * settings.model_patience,
            )
            for agent, (temperature, deadline) in limits.items()
        }
    except ValueError as error:
        raise SettingsError(f"OPENAI_BASE_URL: {error}") from error


@asynccontextmanager
async def open_models(
    settings: Settings, *, clock: Clock, ledger: UsageSink
) -> AsyncIterator[Models | None]:
    """Hold the one door to models open; None where no model is configured."""
    ways = routes(settings)
    if not ways:
        yield None
        return
    async with Models(
        ways,
        ledger,
        clock=asyncio.get_running_loop().time,
        now=clock.now,
        random=random.SystemRandom(),
    ) as models:
        yield models


def agents_over(
    models: Models | None, *, settings: Settings, metrics: Metrics
) -> tuple[Agents, str]:
    """Return the agents, and what answers replies: `model` or `offline`."""

    def observe(agent: str, verdict: str, seconds: float) -> None:
        metrics.agents.labels(agent, verdict).observe(seconds)

    engine = EngineAgents(random=random.SystemRandom(), observe=observe)
    if models is None:
        return engine, "offline"
    agents = ModelAgents(
        models,
        engine,
        model_names=dict.fromkeys(models.agents, settings.openai_model),
        # Less than a turn waits, so that the engine's own answer is still in time.
        answer_seconds=ANSWER_SECONDS * settings.model_patience - 1,
        observe=observe,
    )
    return agents, "model"


async def probe(settings: Settings) -> str | None:
    """Ask the configured model's server for its name; return what is wrong, or None."""

    class Unrecorded:
        """Asking for a name is no call that costs."""

        async def record(self, usage: Usage) -> None:
            """Keep nothing."""

    try:
        ways = routes(settings)
        async with Models(
            ways,
            Unrecorded(),
            clock=asyncio.get_running_loop().time,
            now=SystemClock().now,
            random=random.SystemRandom(),
        ) as models:
            await models.probe("reply")
    except (ModelError, SettingsError) as error:
        return str(error)
    return None
