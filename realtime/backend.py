"""Answers what a connection asks: of the application, of the hub and of the broker."""

from collections.abc import Mapping
from typing import Protocol

from realtime.broker import Broker
from realtime.channel import Subscriber
from realtime.clock import Clock
from realtime.connection.questions import (
    Answer,
    Authenticate,
    Authenticated,
    CallRpc,
    Deliver,
    Done,
    Failed,
    History,
    Join,
    Joined,
    Publish,
    Question,
    ReadHistory,
    Returned,
)
from realtime.errors import ClientDisconnect, ClientError, TokenExpired, TokenInvalid
from realtime.hub import Hub
from realtime.observer import Observer
from realtime.policy import Authenticator, ChannelPolicy, Identity, MessageHandler, RpcHandler
from realtime.protocol import codes
from realtime.protocol.codes import Disconnect, Error
from realtime.protocol.publications import ClientInfo, on_one_line
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
            case Join():
                return await self._join(asker, question)
            case Publish():
                return await self._publish(asker, question)
            case ReadHistory():
                return await self._read_history(question)
            case Deliver(data=data):
                if self._message is None:
                    return Failed(codes.MESSAGES_NOT_AVAILABLE)
                await self._message(asker.identity, data)
                return Done()

    async def _authenticate(self, asker: Asker, question: Authenticate) -> Authenticated:
        self._registry.authenticating(asker)
        identity = await self._authenticator.authenticate(question.token)
        self._registry.identified(asker, identity)
        expires_at = identity.expires_at
        return Authenticated(
            identity,
            None if expires_at is None else expires_at - self._clock.wall(),
            {} if question.renewal else self._policy.server_side(identity),
        )

    async def _join(self, asker: Asker, question: Join) -> Joined:
        channel, since = question.channel, question.since
        options = question.options
        if options is None:
            options = await self._policy.subscribe(asker.identity, channel, question.token)
        await self._hub.join(channel, asker, positioned=options.recover)
        if not options.recover:
            return Joined(options)
        try:
            part = await self._broker.read(
                channel, options.stream, since=since, limit=None if since else 0
            )
        except BaseException:
            self._hub.leave(channel, asker)
            raise
        self._hub.observe(channel, options.stream, part.top)
        return Joined(options, part.top, part.publications if since else None)

    async def _publish(self, asker: Asker, question: Publish) -> Done:
        identity = asker.identity
        info = ClientInfo(identity.user, asker.client)
        if identity.info is not None:
            info = ClientInfo(identity.user, asker.client, identity.info)
        await self._broker.publish(
            question.channel,
            question.data,
            self._policy.stream(question.channel),
            info=info,
        )
        return Done()

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


def _expired(question: Question) -> Error | Disconnect:
    if isinstance(question, Authenticate) and question.renewal:
        return codes.CONNECTION_EXPIRED
    return codes.TOKEN_EXPIRED


def _invalid(question: Question) -> Error | Disconnect:
    return codes.INVALID_TOKEN if isinstance(question, Authenticate) else codes.PERMISSION_DENIED


def _place(question: Question) -> str:
    return f"rpc {question.method}" if isinstance(question, CallRpc) else type(question).__name__
