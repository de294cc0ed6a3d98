"""Rooms, messages and agents on a real engine and a real HTTP upstream."""

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from uuid import UUID, uuid4

import pytest

from app.korean import load
from app.llm import Models, Route, Usage
from app.tutor.agents import EngineAgents, ModelAgents
from app.tutor.answers import Conversation, Exchange
from app.tutor.ports import RoomMessage
from tests.upstream import Upstream

AGENTS = ("feedback", "words", "reply")

Talk = Callable[..., Conversation]
Say = Callable[[str], RoomMessage]


@pytest.fixture(scope="session", autouse=True)
def korean() -> None:
    load()


@dataclass(frozen=True)
class Room:
    persona: str
    closeness: int
    level: str
    learner_name: str = "톰"
    language: str = "en"
    room_id: UUID = field(default_factory=uuid4)
    user_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class Line:
    text: str
    author: str = "learner"
    seq: int = 1
    turn_id: UUID | None = None
    message_id: UUID = field(default_factory=uuid4)


@pytest.fixture
def talk() -> Talk:
    def make(
        persona: str = "friend",
        closeness: int = 2,
        *exchanges: Exchange,
        level: str = "beginner",
        known: frozenset[str] = frozenset(),
    ) -> Conversation:
        return Conversation(Room(persona, closeness, level), uuid4(), exchanges, known)

    return make


@pytest.fixture
def say() -> Say:
    return Line


class Observed(list[tuple[str, str]]):
    """What was observed: (agent, verdict), the seconds checked and left out."""

    def __call__(self, agent: str, verdict: str, seconds: float) -> None:
        assert seconds >= 0
        self.append((agent, verdict))


@pytest.fixture
def observed() -> Observed:
    return Observed()


@pytest.fixture
def engine(observed: Observed) -> EngineAgents:
    return EngineAgents(Random(7), pause=0.0, observe=observed)


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with Upstream() as server:
        yield server


@pytest.fixture
def ledger() -> list[Usage]:
    return []


class Ledger:
    def __init__(self, rows: list[Usage]) -> None:
        self._rows = rows

    async def record(self, usage: Usage) -> None:
        self._rows.append(usage)


@pytest.fixture
def patience() -> float:
    """Multiplies how long a model is waited for."""
    return 1.0


@pytest.fixture
async def models(upstream: Upstream, ledger: list[Usage], patience: float) -> AsyncIterator[Models]:
    route = Route(
        base_url=upstream.base_url,
        model="test",
        attempts=1,
        first_token_deadline=2.0 * patience,
        deadline=5.0 * patience,
    )
    async with Models(
        dict.fromkeys(AGENTS, route),
        Ledger(ledger),
        clock=time.monotonic,
        now=lambda: datetime.now(UTC),
        random=Random(1),
    ) as made:
        yield made


@pytest.fixture
def agents(models: Models, engine: EngineAgents, observed: Observed) -> ModelAgents:
    return ModelAgents(
        models,
        engine,
        model_names=dict.fromkeys(AGENTS, "test"),
        answer_seconds=3.0,
        observe=observed,
    )
