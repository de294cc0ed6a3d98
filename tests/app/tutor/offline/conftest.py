"""A talk with the offline tutor, one message after another."""

from collections.abc import Callable, Sequence
from random import Random

import pytest

from app.korean import load
from app.tutor.address import address_of
from app.tutor.offline import Exchange, Level, ScriptContext, reply
from app.tutor.personas import persona_of

Talk = Callable[..., list[str]]


@pytest.fixture(scope="session", autouse=True)
def korean() -> None:
    load()


@pytest.fixture
def talk() -> Talk:
    """Return a function that says messages to a persona and gives its replies."""

    def say(
        persona: str,
        closeness: int,
        messages: Sequence[str],
        *,
        level: Level = Level.BEGINNER,
        name: str = "톰",
        seed: int = 1,
        greeting: str = "",
    ) -> list[str]:
        exchanges: tuple[Exchange, ...] = (Exchange("", greeting),) if greeting else ()
        random = Random(seed)
        replies = []
        for message in messages:
            context = ScriptContext(
                persona=persona,
                persona_name=persona_of(persona).name,
                closeness=closeness,
                text=message,
                address=address_of(persona, closeness, name),
                level=level,
                exchanges=exchanges,
            )
            replies.append(reply(context, random))
            exchanges += (Exchange(message, replies[-1]),)
        return replies

    return say
