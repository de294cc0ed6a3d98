"""One server's rooms, study and tutor on the real database over a broker, without HTTP.

Two replicas over one broker are two servers over one Redis.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from random import Random
from typing import Any
from uuid import UUID, uuid4

import msgspec
from tortoise.connection import get_connection

from app.accounts.models import User
from app.composition.broadcast import RoomBroadcast
from app.composition.channels import ROOM_STREAM, room_channel
from app.platform.clock import Clock
from app.platform.ids import new_id
from app.platform.metrics import Metrics
from app.platform.principal import Principal
from app.platform.rates.local import LocalCounting
from app.platform.sealing import Sealer
from app.platform.sql import execute
from app.rooms.allowance import Allowance
from app.rooms.history import History
from app.rooms.journal import Journal
from app.rooms.schemas import MessageSent, SendMessage
from app.rooms.sending import Sending
from app.rooms.service import Rooms
from app.study.history import StudyHistory
from app.study.service import ProgressCounter, Words
from app.tutor.desk import Desk
from app.tutor.history import TurnHistory
from app.tutor.lease import Leases
from app.tutor.models import Turn
from app.tutor.persona_book import PersonaBook
from app.tutor.runner import TurnRunner
from app.tutor.running_turn import RunningTurn
from app.tutor.store import OpenTurn, TurnStore
from realtime import Broker
from realtime.broker import Fence, PublishOutcome
from realtime.errors import BrokerUnavailable
from realtime.memory.broker import MemoryBroker
from realtime.policy import StreamOptions
from tests.app.scripted_agents import ScriptedAgents

Event = dict[str, Any]


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float = 10) -> None:
    """Wait for something that happens by itself; a bound, not a wait."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.002)


async def until_true(condition: Callable[[], bool], *, seconds: float = 10) -> None:
    async def asked() -> bool:
        return condition()

    await until(asked, seconds=seconds)


async def learner(
    *, birth_year: int = 1995, nickname: str = "샘", language: str = "en"
) -> Principal:
    """A learner with a row of their own."""
    user_id = new_id()
    await User.create(
        id=user_id,
        nickname=nickname,
        birth_year=birth_year,
        language=language,
        created_at="2026-11-01T00:00:00+00:00",
    )
    return Principal(user_id, uuid4(), "user", birth_year, language)


async def rows_of(statement: str, *values: object) -> list[dict[str, Any]]:
    connection = get_connection("default")
    return [dict(row) for row in await connection.execute_query_dict(statement, list(values))]


async def until_somebody_waits_for_a_lock() -> None:
    """Wait until another connection to this database waits for a row."""

    async def waits() -> bool:
        return bool(
            await rows_of(
                "SELECT 1 FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
        )

    await until(waits)


class FlakyBroker(MemoryBroker):
    """A broker in memory that a test can cut off, or let hang."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.hangs = False
        self.refused = 0

    async def publish(
        self,
        channel: str,
        data: bytes,
        options: StreamOptions,
        *,
        sequence: int | None = None,
        fence: Fence | None = None,
        **how: Any,
    ) -> PublishOutcome:
        await self._answer()
        return await super().publish(channel, data, options, sequence=sequence, fence=fence, **how)

    async def read(self, channel: str, options: StreamOptions, **how: Any) -> Any:
        await self._answer()
        return await super().read(channel, options, **how)

    async def _answer(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        if self.away:
            self.refused += 1
            raise BrokerUnavailable("cut off by the test")


class Alarm:
    """Notes for which messages the worker was woken."""

    def __init__(self) -> None:
        self.rung: list[UUID] = []

    async def translate(self, message_id: UUID) -> None:
        self.rung.append(message_id)


class Replica:
    """A server; its runner runs inside `running`, and looks after its turns when told to."""

    def __init__(
        self,
        *,
        sealer: Sealer,
        clock: Clock,
        broker: Broker,
        most_open: int = 5,
        per_minute: int = 100,
        heartbeat_seconds: float = 3600,
        answer_seconds: float = 30,
    ) -> None:
        self.sealer, self.clock, self.broker = sealer, clock, broker
        self.owner = new_id()
        self.agents, self.alarm, self.metrics = ScriptedAgents(), Alarm(), Metrics()
        self.broadcast = RoomBroadcast(broker)
        self._answer_seconds = answer_seconds
        self.nudges: list[tuple[str, UUID]] = []
        self.journal = Journal(sealer=sealer, clock=clock, broadcast=self.broadcast)
        self.personas = PersonaBook(clock=clock, partner_age=19, random=Random(7))
        self.rooms = Rooms(
            sealer=sealer, clock=clock, ids=new_id, journal=self.journal, personas=self.personas
        )
        self.words = Words(
            sealer=sealer, clock=clock, ids=new_id, journal=self.journal, alarm=self.alarm
        )
        self.progress = ProgressCounter(journal=self.journal)
        self.store = TurnStore(
            sealer=sealer,
            clock=clock,
            ids=new_id,
            rooms=self.rooms,
            journal=self.journal,
            words=self.words,
            progress=self.progress,
        )
        self.leases = Leases(self.owner, seconds=6)
        self.runner = TurnRunner(
            make=self.turn,
            give_up=self.store.give_up,
            leases=self.leases,
            nudge=self._nudge,
            metrics=self.metrics,
            heartbeat_seconds=heartbeat_seconds,
            sweep=self.journal.sweep,
        )
        self.desk = Desk(
            ids=new_id,
            clock=clock,
            starter=self.runner,
            owner=self.owner,
            lease_seconds=6,
            most_open=most_open,
        )
        self.sending = Sending(
            sealer=sealer,
            clock=clock,
            ids=new_id,
            journal=self.journal,
            turns=self.desk,
            allowance=Allowance(LocalCounting(clock), per_minute=per_minute),
            longest=500,
        )
        turns = TurnHistory(sealer=sealer)
        self.history = History(
            sealer=sealer,
            broadcast=self.broadcast,
            sources=(turns, StudyHistory(sealer=sealer)),
            replies=turns,
        )

    def turn(self, turn_id: UUID, fence: int) -> RunningTurn:
        return RunningTurn(
            turn_id,
            fence,
            store=self.store,
            agents=self.agents,
            words=self.words,
            clock=self.clock,
            metrics=self.metrics,
            reply_source="model",
            answer_seconds=self._answer_seconds,
        )

    async def _nudge(self, name: str, subject: UUID) -> None:
        self.nudges.append((name, subject))

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Replica"]:
        """Own turns until left, as a process that then dies."""
        task = asyncio.create_task(self.runner.run())
        await asyncio.sleep(0)
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.wait([task])

    # What a test does with it

    async def open(self, who: Principal, persona: str = "friend", closeness: int = 2) -> UUID:
        room, _ = await self.rooms.open(who, persona, closeness, learner_name="샘")
        return room.id

    async def send(
        self,
        who: Principal,
        room_id: UUID,
        text: str = "안녕! 뭐 해?",
        request_id: UUID | None = None,
    ) -> MessageSent:
        return await self.sending.send(who, SendMessage(request_id or uuid4(), room_id, text))

    async def admit(
        self, who: Principal, room_id: UUID, text: str = "안녕! 뭐 해?"
    ) -> tuple[MessageSent, OpenTurn]:
        """Store a message whose turn nobody runs yet, and open that turn."""
        sent = await self.unrun(who, room_id, text)
        turn, _ = await self.store.load(sent.turn_id, 1)
        return sent, turn

    async def unrun(self, who: Principal, room_id: UUID, text: str = "안녕! 뭐 해?") -> MessageSent:
        """Store a message whose turn nobody runs yet."""
        desk = Desk(
            ids=new_id,
            clock=self.clock,
            starter=NobodyStarts(),
            owner=self.owner,
            lease_seconds=6,
            most_open=5,
        )
        sending = Sending(
            sealer=self.sealer,
            clock=self.clock,
            ids=new_id,
            journal=self.journal,
            turns=desk,
            allowance=Allowance(LocalCounting(self.clock), per_minute=100),
            longest=500,
        )
        return await sending.send(who, SendMessage(uuid4(), room_id, text))

    async def end_of(self, turn_id: UUID) -> Turn:
        """Wait until the turn has ended; return its row."""

        async def ended() -> bool:
            return await Turn.filter(id=turn_id).exclude(ended_at=None).exists()

        await until(ended)
        await until_true(lambda: turn_id not in self.runner._running)
        return await Turn.get(id=turn_id)

    async def stream(self, room_id: UUID) -> list[Event]:
        """Return what was published in the room, in the stream's order."""
        part = await self.broker.read(room_channel(room_id), ROOM_STREAM)
        return [msgspec.json.decode(one.data) for one in part.publications]


NewReplica = Callable[..., Replica]


class NobodyStarts:
    """A starter of turns that starts none: its process died after the commit."""

    async def start(self, turn_id: UUID) -> None:
        del turn_id

    async def joined(self, turn_id: UUID) -> None:
        del turn_id


def kinds(events: Iterable[Event]) -> list[str]:
    return [one["type"] for one in events]


async def expire(turn_id: UUID) -> None:
    """Let the lease of a turn have run out, on PostgreSQL's clock, as when its process died.

    A replica that is left in a test hands its turns over, which a dead one does not.
    """
    await execute(
        "UPDATE turns SET lease_until = now() - interval '1 second', handed_over = false "
        "WHERE id = $1",
        turn_id,
    )
