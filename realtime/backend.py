"""Answers what a connection asks: of the application, of the hub and of the broker."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

from realtime.attendance import Attendance
from realtime.broker import Broker
from realtime.channel import Subscriber
from realtime.clock import Clock
from realtime.connection.questions import (
    Allowed,
    Answer,
    Authenticate,
    Authenticated,
    CallRpc,
    ChannelQuestion,
    CountPresence,
    Deliver,
    Done,
    Failed,
    History,
    Join,
    Joined,
    Look,
    Part,
    PresenceCounted,
    PresenceRead,
    Publish,
    Question,
    ReadHistory,
    ReadPresence,
    Renew,
    Renewed,
    Returned,
)
from realtime.errors import ClientDisconnect, ClientError, TokenExpired, TokenInvalid
from realtime.hub import Hub
from realtime.observer import Observer
from realtime.policy import (
    Authenticator,
    ChannelOptions,
    ChannelPolicy,
    Identity,
    MessageHandler,
    RpcHandler,
)
from realtime.presence import Presence
from realtime.protocol import codes
from realtime.protocol.codes import Disconnect, Error
from realtime.protocol.publications import NOTHING, ClientInfo, on_one_line
from realtime.registry import Member, Registry


class Asker(Subscriber, Member, Protocol):
    """The connection that asks."""

    @property
    def client(self) -> str:
        """The connection's id as others see it."""
        ...

    @property
    def identity(self) -> Identity:
        """Who it belongs to; not asked for before that is known."""
        ...


class Backend:
    """One per node; what it knows of a connection it is told with each question."""

    def __init__(
        self,
        *,
        authenticator: Authenticator,
        policy: ChannelPolicy,
        rpc: Mapping[str, RpcHandler],
        message: MessageHandler | None,
        broker: Broker,
        hub: Hub,
        presence: Presence | None,
        attendance: Attendance,
        registry: Registry,
        observer: Observer,
        clock: Clock,
    ) -> None:
        self._authenticator = authenticator
        self._policy = policy
        self._rpc = rpc
        self._message = message
        self._broker = broker
        self._hub = hub
        self._presence = presence
        self._attendance = attendance
        self._registry = registry
        self._observer = observer
        self._clock = clock

    async def answer(self, asker: Asker, question: Question) -> Answer:
        """Find the answer; whatever goes wrong is an answer too."""
        try:
            return await self._answer(asker, question)
        except ClientError as error:
            return Failed(error.error)
        except ClientDisconnect as decision:
            return Failed(decision.disconnect)
        except TokenExpired:
            return Failed(_expired(question))
        except TokenInvalid:
            return Failed(_invalid(question))
        except Exception as error:  # what a handler failed to foresee must not end the node
            self._observer.failure(_place(question), error)
            return Failed(codes.INTERNAL)

    async def _answer(self, asker: Asker, question: Question) -> Answer:
        match question:
            case CallRpc(method=method, data=data):
                handler = self._rpc.get(method)
                if handler is None:
                    raise ClientError.of(codes.NOT_AVAILABLE)
                result = await handler(asker.identity, data)
                return Returned(on_one_line(result) if result else b"")
            case Authenticate():
                return await self._authenticate(asker, question)
            case Deliver(data=data):
                if self._message is None:
                    return Failed(codes.MESSAGES_NOT_AVAILABLE)
                await self._message(asker.identity, data)
                return Done()
            case _:
                return await self._answer_for_channel(asker, question)

    async def _answer_for_channel(self, asker: Asker, question: ChannelQuestion) -> Answer:
        match question:
            case Join():
                return await self._join(asker, question)
            case Part(channel=channel):
                return await self._part(asker, channel)
            case Renew(channel=channel, token=token):
                options = await self._policy.subscribe(asker.identity, channel, token)
                return Renewed(options, self._seconds_until(options.expires_at))
            case Look(channel=channel):
                return Allowed(await self._policy.outside(asker.identity, channel))
            case Publish():
                return await self._publish(asker, question)
            case ReadPresence(channel=channel):
                return PresenceRead(await self._present().read(channel))
            case CountPresence(channel=channel):
                return PresenceCounted(await self._present().stats(channel))
            case ReadHistory():
                return await self._read_history(question)

    async def _authenticate(self, asker: Asker, question: Authenticate) -> Authenticated:
        self._registry.authenticating(asker)
        try:
            identity = await self._authenticator.authenticate(question.token)
        except BaseException:
            self._registry.unidentified(asker)
            raise
        self._registry.identified(asker, identity)
        return Authenticated(
            identity,
            self._seconds_until(identity.expires_at),
            {} if question.renewal else self._policy.server_side(identity),
        )

    async def _join(self, asker: Asker, question: Join) -> Joined:
        channel, options = question.channel, question.options
        if options is None:
            options = await self._policy.subscribe(asker.identity, channel, question.token)
        follows = question.follows(options)
        await self._hub.join(
            channel, asker, positioned=follows, deltas=question.delta and options.delta
        )
        try:
            expires_in = self._seconds_until(options.expires_at)
            entering = self._attendance.enter(channel, _info(asker, options), options)
            if not follows:
                await entering
                return Joined(options, expires_in=expires_in)
            reads = question.since is not None and question.recovers(options)
            since, limit = (question.since, None) if reads else (None, 0)
            if options.listed:  # at the same time, so that one round trip is waited for, not two
                part, _ = await asyncio.gather(
                    self._broker.read(channel, options.stream, since=since, limit=limit), entering
                )
            else:
                await entering
                part = await self._broker.read(channel, options.stream, since=since, limit=limit)
        except BaseException:
            self.leave(asker, channel)
            raise
        self._hub.observe(channel, options.stream, part.top)
        return Joined(options, part.top, part.publications if reads else None, expires_in)

    def leave(self, asker: Asker, channel: str) -> asyncio.Future[None] | None:
        """Take the connection out of a channel; see `Attendance.leave`."""
        self._hub.leave(channel, asker)
        return self._attendance.leave(channel, asker.client)

    async def _part(self, asker: Asker, channel: str) -> Done:
        known = self.leave(asker, channel)
        if known is not None:
            await asyncio.shield(known)
        return Done()

    async def _publish(self, asker: Asker, question: Publish) -> Done:
        await self._broker.publish(
            question.channel,
            on_one_line(question.data),
            self._policy.stream(question.channel),
            info=_info(asker, None),
        )
        return Done()

    def _present(self) -> Presence:
        if self._presence is None:
            raise ClientError.of(codes.NOT_AVAILABLE)
        return self._presence

    def _seconds_until(self, moment: float | None) -> float | None:
        return None if moment is None else moment - self._clock.wall()

    async def _read_history(self, question: ReadHistory) -> History:
        since = question.since
        part = await self._broker.read(
            question.channel,
            self._policy.stream(question.channel),
            since=since,
            limit=question.limit,
            reverse=question.reverse,
        )
        if since is not None and since.epoch not in {"", part.top.epoch}:
            raise ClientError.of(codes.UNRECOVERABLE_POSITION)
        return History(part.top, part.publications)


def _info(asker: Asker, options: ChannelOptions | None) -> ClientInfo:
    identity = asker.identity
    chan_info = options.info if options is not None else None
    return ClientInfo(
        identity.user,
        asker.client,
        NOTHING if identity.info is None else identity.info,
        NOTHING if chan_info is None else chan_info,
    )


def _expired(question: Question) -> Error | Disconnect:
    if isinstance(question, Authenticate) and question.renewal:
        return codes.CONNECTION_EXPIRED
    return codes.EXPIRED if isinstance(question, Renew) else codes.TOKEN_EXPIRED


def _invalid(question: Question) -> Error | Disconnect:
    if isinstance(question, Authenticate | Renew):
        return codes.INVALID_TOKEN
    return codes.PERMISSION_DENIED


def _place(question: Question) -> str:
    return f"rpc {question.method}" if isinstance(question, CallRpc) else type(question).__name__
