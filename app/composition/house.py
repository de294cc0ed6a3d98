"""The server, joined: every room with what it needs of the others, opened and closed in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from random import SystemRandom
from uuid import UUID

from redis.asyncio import Redis
from starlette.types import ASGIApp

from app.accounts.access.blacklist import WRITING_SECONDS, Blacklist
from app.accounts.access.middleware import PrincipalMiddleware
from app.accounts.access.tokens import Tokens
from app.accounts.events.mailing import MailedLetters
from app.accounts.events.outbox import Outbox
from app.accounts.events.upkeep import AccountUpkeep
from app.accounts.joined import open_accounts
from app.accounts.letters.account_mail import AccountMail
from app.accounts.passwords.hashing import Passwords
from app.composition.account_events import account_upkeep
from app.composition.addresses import address_of
from app.composition.agents import agents_over, open_models
from app.composition.broadcast import RoomBroadcast
from app.composition.channels import Authentication, Channels, rpc_handler
from app.composition.ledger import ForgivingLedger
from app.composition.mail import post_office
from app.composition.names import Names
from app.composition.observing import EngineObserver
from app.composition.personal_data import held_by_rooms, persona_names
from app.composition.sockets import exempt_addresses, socket_limits
from app.composition.study import TranslationAlarm
from app.costs.ledger import Ledger
from app.platform.audit.log import AuditLog
from app.platform.clock import SystemClock
from app.platform.data_keys import reading_again
from app.platform.ids import new_id
from app.platform.jobs import JobQueue, open_queue
from app.platform.metrics import Metrics
from app.platform.rates.admission import Admission
from app.platform.rates.classes import rates_with
from app.platform.rates.lines import LogLines
from app.platform.rates.local import LocalCounting
from app.platform.rates.rate import Counting
from app.platform.rates.shared import open_counting
from app.platform.redis import open_first_redis, open_redis
from app.platform.sealing import Sealer, StreamCodec
from app.platform.secret_keys import open_sealer, signing_key_text, wrapper_of
from app.platform.settings import Settings
from app.platform.version import VERSION
from app.rooms import commands as room_commands
from app.rooms.allowance import Allowance
from app.rooms.history import History
from app.rooms.journal import Journal
from app.rooms.routes import RoomRoutes
from app.rooms.search import Search, messages_said
from app.rooms.sending import Sending
from app.rooms.service import Rooms
from app.study.history import StudyHistory
from app.study.service import ProgressCounter, Words
from app.tutor import commands as tutor_commands
from app.tutor.answers import Agents
from app.tutor.desk import Desk
from app.tutor.history import TurnHistory
from app.tutor.lease import Leases
from app.tutor.persona_book import PersonaBook
from app.tutor.replies_said import replies_said
from app.tutor.routes import routes as tutor_routes
from app.tutor.runner import TurnRunner
from app.tutor.running_turn import ANSWER_SECONDS, RunningTurn
from app.tutor.store import TurnStore
from app.web.application import application
from app.web.audit import audit_routes
from app.web.development_mails import development_mail_routes
from app.web.health import Health
from app.web.origins import origins
from realtime import Broker, BrokerUnavailable, Engine
from realtime.redis.broker import RedisBroker
from realtime.redis.shards import RedisShards

# A busy moment of this process is not to be taken for the loss of Redis; less than a lease.
REDIS_SECONDS = 4.0
NUDGES = ("turn.joined", "turn.stop", "room.moved")


@dataclass(frozen=True, slots=True)
class House:
    """What a running server needs to know of its inside."""

    settings: Settings
    web: ASGIApp
    engine: Engine
    runner: TurnRunner
    upkeep: AccountUpkeep
    journal: Journal
    health: Health
    metrics: Metrics

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Receive from other replicas, own this process's turns, read account events until left."""
        async with self.engine.running(), asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self.runner.run()),
                group.create_task(self.upkeep.run()),
            ]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()


@asynccontextmanager
async def open_house(settings: Settings, *, metrics: Metrics) -> AsyncIterator[House]:
    """Open Redis and models, and join the rooms over them and over the open database.

    Raises what says in one line why it cannot be: `SealingError`, `SettingsError`, `ValueError`.
    """
    async with AsyncExitStack() as stack:
        redis = await stack.enter_async_context(open_redis(address_of(settings.redis_url)))
        marks = await stack.enter_async_context(
            open_first_redis(address_of(settings.redis_url), seconds=WRITING_SECONDS)
        )
        shards = RedisShards(redis, timeout=REDIS_SECONDS)
        sealer = await open_sealer(settings)
        await stack.enter_async_context(reading_again(sealer, wrapper_of(settings)))
        broker = RedisBroker(shards, prefix="dorandoran:", codec=StreamCodec(sealer))
        queue = await stack.enter_async_context(open_queue(address_of(settings.redis_url)))
        ledger = ForgivingLedger(Ledger(ids=new_id))
        models = await stack.enter_async_context(
            open_models(settings, clock=SystemClock(), ledger=ledger)
        )
        passwords = Passwords(
            memory_kib=settings.password_memory_kib,
            passes=settings.password_passes,
            workers=settings.password_workers,
            most_waiting=settings.passwords_waiting,
        )
        stack.callback(passwords.close)
        agents, reply_source = agents_over(models, settings=settings, metrics=metrics)
        counting = await stack.enter_async_context(
            open_counting(address_of(settings.redis_url), LocalCounting(SystemClock()))
        )
        yield _join(
            settings,
            metrics=metrics,
            counting=counting,
            sealer=sealer,
            broker=broker,
            marks=marks,
            queue=queue,
            agents=agents,
            passwords=passwords,
            reply_source=reply_source,
        )


def _join(
    settings: Settings,
    *,
    metrics: Metrics,
    sealer: Sealer,
    broker: Broker,
    marks: Redis,
    queue: JobQueue,
    agents: Agents,
    passwords: Passwords,
    reply_source: str,
    counting: Counting,
) -> House:
    """Make every room with what it needs of the others."""
    clock, owner = SystemClock(), new_id()
    tokens = Tokens(
        signing_key_text(settings),
        clock=clock,
        ids=new_id,
        seconds=settings.access_token_seconds,
    )

    async def hurry() -> None:
        await upkeep.hurry()

    post = post_office(settings, sealer=sealer, clock=clock, queue=queue)
    blacklist = Blacklist(marks, process=owner, token_seconds=settings.access_token_seconds)
    accounts = open_accounts(
        settings=settings,
        clock=clock,
        ids=new_id,
        passwords=passwords,
        tokens=tokens,
        sealer=sealer,
        outbox=Outbox(ids=new_id, hurry=hurry),
        blacklist=blacklist,
        audit=AuditLog(sealer=sealer, clock=clock, failed=metrics.audit_failures.inc),
        post=post,
        held=held_by_rooms(sealer),
        words=persona_names,
    )
    broadcast = RoomBroadcast(broker)
    journal = Journal(sealer=sealer, clock=clock, broadcast=broadcast)
    personas = PersonaBook(clock=clock, partner_age=settings.partner_age, random=SystemRandom())
    rooms = Rooms(sealer=sealer, clock=clock, ids=new_id, journal=journal, personas=personas)
    words = Words(
        sealer=sealer, clock=clock, ids=new_id, journal=journal, alarm=TranslationAlarm(queue)
    )
    store = TurnStore(
        sealer=sealer,
        clock=clock,
        ids=new_id,
        rooms=rooms,
        journal=journal,
        words=words,
        progress=ProgressCounter(journal=journal),
    )

    def make_turn(turn_id: UUID, fence: int) -> RunningTurn:
        return RunningTurn(
            turn_id,
            fence,
            store=store,
            agents=agents,
            words=words,
            clock=clock,
            metrics=metrics,
            reply_source=reply_source,
            answer_seconds=ANSWER_SECONDS * settings.model_patience,
        )

    async def nudge(name: str, subject: UUID) -> None:
        # Only sooner: every process also looks at its turns with each heartbeat.
        with suppress(BrokerUnavailable):
            await engine.send_control(name, subject.bytes)

    runner = TurnRunner(
        make=make_turn,
        give_up=store.give_up,
        leases=Leases(owner, seconds=settings.lease_seconds),
        nudge=nudge,
        metrics=metrics,
        heartbeat_seconds=settings.heartbeat_seconds,
        sweep=journal.sweep,
    )
    desk = Desk(
        ids=new_id,
        clock=clock,
        starter=runner,
        owner=owner,
        lease_seconds=settings.lease_seconds,
        most_open=settings.turns_waiting,
    )
    sending = Sending(
        sealer=sealer,
        clock=clock,
        ids=new_id,
        journal=journal,
        turns=desk,
        allowance=Allowance(counting, per_minute=settings.messages_per_minute),
        longest=settings.message_length,
    )
    turn_history = TurnHistory(sealer=sealer)
    history = History(
        sealer=sealer,
        broadcast=broadcast,
        sources=(turn_history, StudyHistory(sealer=sealer)),
        replies=turn_history,
    )
    commands = {
        **room_commands.commands(sending=sending, history=history),
        **tutor_commands.commands(runner),
    }
    health = Health()
    engine = Engine(
        broker=broker,
        authenticator=Authentication(accounts.access),
        policy=Channels(accounts.access),
        rpc={name: rpc_handler(one, accounts.access) for name, one in commands.items()},
        limits=socket_limits(settings),
        observer=EngineObserver(metrics, health, sealer, LogLines(clock)),
        allowed_origins=origins(settings),
        exempt_addresses=exempt_addresses(settings),
        server_sent_events=settings.server_sent_events,
        version=f"dorandoran {VERSION}",
    )
    for name in NUDGES:
        engine.on_control(name, partial(_heard, runner, name))
    upkeep = account_upkeep(
        accounts,
        blacklist=blacklist,
        engine=engine,
        stop_turns=runner.stop_all,
        letters=MailedLetters(AccountMail(post, address=settings.address)),
        metrics=metrics,
    )
    web = application(
        settings=settings,
        metrics=metrics,
        health=health,
        routes=[
            *engine.routes,
            *accounts.routes,
            *audit_routes(),
            *development_mail_routes(settings, sealer),
            *tutor_routes(
                personas, model=settings.openai_model if reply_source == "model" else None
            ),
            *RoomRoutes(
                rooms=rooms,
                sending=sending,
                history=history,
                search=Search(sources=(messages_said(sealer), replies_said(sealer))),
                names=Names(accounts.service),
            ).routes,
        ],
        authenticate=lambda app: PrincipalMiddleware(app, accounts.access),
        admission=Admission(
            rates=rates_with(settings.rate_limits),
            shared=counting,
            local=LocalCounting(clock),
            sealer=sealer,
            metrics=metrics,
            exempt=exempt_addresses(settings),
        ),
    )
    return House(settings, web, engine, runner, upkeep, journal, health, metrics)


def _heard(runner: TurnRunner, name: str, payload: bytes) -> None:
    runner.overhear(name, UUID(bytes=payload))
