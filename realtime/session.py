"""One connection's life: carries out what its machine decides, on asyncio, over any transport."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from realtime.attendance import Attendance
from realtime.backend import Backend
from realtime.clock import Clock
from realtime.connection.broadcast import Broadcast
from realtime.connection.effects import (
    Announce,
    Ask,
    Close,
    Effect,
    Finished,
    Leave,
    Recovery,
    Send,
)
from realtime.connection.machine import Connection
from realtime.connection.questions import (
    Authenticate,
    Authenticated,
    CallRpc,
    Deliver,
    Join,
    Joined,
    Part,
    Publish,
    Question,
    Renew,
)
from realtime.limits import Limits
from realtime.observer import Observer
from realtime.policy import ChannelOptions, Identity
from realtime.protocol.codes import (
    CONNECTION_CLOSED,
    MESSAGE_TOO_BIG,
    SLOW,
    Disconnect,
    Unsubscribe,
)
from realtime.protocol.publications import Position
from realtime.registry import Registry
from realtime.writer import Sink, Writer


@dataclass(frozen=True, slots=True)
class Node:
    """What all connections of a process share."""

    backend: Backend
    attendance: Attendance
    registry: Registry
    observer: Observer
    clock: Clock
    limits: Limits
    #: Commands of clients that have gone, which may finish.
    endings: set[asyncio.Task[None]] = field(default_factory=set)


class Session:
    """Subscriber of the hub, member of the registry, asker of the backend.

    The transport gives it frames (`receive`) and, when the client has gone, ends it (`lost`).
    Questions are answered by tasks that it owns; nothing else here waits.
    """

    __slots__ = (
        "_closing",
        "_connection",
        "_identity",
        "_node",
        "_tasks",
        "_timer",
        "_wakes_at",
        "_writer",
    )

    def __init__(self, node: Node, sink: Sink, connection: Connection) -> None:
        self._node = node
        self._connection = connection
        self._writer = Writer(sink, node.limits, node.clock)
        self._closing: Disconnect | None = None
        self._identity: Identity | None = None
        #: What is being answered, by ticket.
        self._tasks: dict[int, tuple[asyncio.Task[None], Question]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._wakes_at = inf
        node.registry.open(self)
        node.observer.connection_opened()
        self._arm()

    @property
    def client(self) -> str:
        """The connection's id as others see it."""
        return self._connection.client

    @property
    def stream(self) -> str:
        """The client's secret, where its commands come by other requests; else empty."""
        return self._connection.session

    @property
    def user(self) -> str:
        """Who it belongs to, for who observes; empty before that is known."""
        return "" if self._identity is None else self._identity.user

    @property
    def address(self) -> str:
        """The IP address it came from; empty where there is none."""
        return self._connection.address

    @property
    def identity(self) -> Identity:
        """Who it belongs to; not asked for before that is known."""
        assert self._identity is not None
        return self._identity

    @property
    def queued_bytes(self) -> int:
        """Bytes that wait for the client to read."""
        return self._writer.queued_bytes

    def receive(self, frame: bytes | str) -> None:
        """Take a frame of the client."""
        if _exceeds(frame, self._node.limits.frame_bytes):
            self.disconnect(MESSAGE_TOO_BIG)
            return
        # What a client sends brings no deadline nearer before it was answered.
        self._perform(self._connection.receive(frame, self._node.clock.monotonic()))

    def deliver(self, broadcast: Broadcast) -> None:
        """Take a publication of a channel."""
        effects = self._connection.publication(broadcast)
        if effects is broadcast.effects:  # the way of nearly all; what follows is only slower
            if not self._writer.pass_on(broadcast):
                self._watch_queue()
        else:
            self._perform(effects)

    def told(self, channel: str, push: Send) -> None:
        """Take the push of another's coming or going."""
        self._perform(self._connection.told(channel, push))

    def insufficient(self, channel: str) -> None:
        """Take note that a channel lost its continuity."""
        self._perform(self._connection.insufficient(channel))

    def disconnect(self, disconnect: Disconnect) -> None:
        """End the connection from the server's side."""
        self._perform(self._connection.disconnect(disconnect))

    def subscribe(self, channel: str, options: ChannelOptions, since: Position | None) -> None:
        """Subscribe the client from the server's side."""
        now = self._node.clock.monotonic()
        self._perform(self._connection.subscribe(channel, options, since, now))

    def unsubscribe(self, channel: str, unsubscribe: Unsubscribe) -> None:
        """End a subscription from the server's side."""
        self._perform(self._connection.unsubscribe(channel, unsubscribe))

    def refresh(self, expires_at: float | None) -> None:
        """Give the connection another end, in Unix seconds; None for no end."""
        expires_in = None if expires_at is None else expires_at - self._node.clock.wall()
        self._perform(self._connection.refresh(expires_in, self._node.clock.monotonic()))
        self._arm()

    def lost(self) -> None:
        """End the session: the client has gone. Commands that change something may finish."""
        self._perform(self._connection.closed())
        if self._timer is not None:
            self._timer.cancel()
        self._node.registry.close(self)
        self._node.observer.connection_closed((self._closing or CONNECTION_CLOSED).code, self)
        self._closing = self._closing or CONNECTION_CLOSED
        self._writer.stop()
        for task, question in self._tasks.values():
            if not isinstance(question, CallRpc | Deliver | Publish | Part):
                task.cancel()
        if self._tasks:
            ending = asyncio.get_running_loop().create_task(self._end())
            self._node.endings.add(ending)
            ending.add_done_callback(self._node.endings.discard)

    async def _end(self) -> None:
        # Those that are done have taken themselves out.
        tasks = [task for task, _ in self._tasks.values()]
        try:
            if tasks:
                await asyncio.wait(tasks, timeout=self._node.limits.handler_grace)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _perform(self, effects: Sequence[Effect]) -> None:
        """Carry out effects; what is sent together goes out as one frame."""
        lines: list[bytes] = []
        counted = True
        for effect in effects:
            if type(effect) is Send:
                lines.append(effect.data)
                counted = counted and effect.counted
            elif isinstance(effect, Close):
                self._write(lines, counted=counted)
                lines = []
                self._close(effect.disconnect)
            else:
                self._carry_out(effect)
        self._write(lines, counted=counted)

    def _write(self, lines: list[bytes], *, counted: bool) -> None:
        if not lines or self._closing is not None:
            return
        frame = lines[0] if len(lines) == 1 else b"\n".join(lines)
        if not self._writer.write(frame, counted=counted):
            self._watch_queue()

    def _carry_out(self, effect: Effect) -> None:
        if type(effect) is Ask:
            ticket, question = effect.ticket, effect.question
            task = asyncio.get_running_loop().create_task(self._answer(ticket, question))
            self._tasks[ticket] = (task, question)
            return
        match effect:
            case Announce(channel):
                self._node.attendance.announce(channel, self.client)
            case Leave(channel):
                self._node.backend.leave(self, channel)
            case Finished(command, seconds, error):
                self._node.observer.command(command, seconds, error, self)
            case Recovery(recovered, publications):
                self._node.observer.recovery(recovered, publications)

    async def _answer(self, ticket: int, question: Question) -> None:
        try:
            answer = await self._node.backend.answer(self, question)
        finally:
            del self._tasks[ticket]
            if not self._tasks:
                self._tasks = {}  # an emptied dict keeps its memory
        if isinstance(answer, Authenticated):
            self._identity = answer.identity
        if self._closing is not None and isinstance(question, Join) and isinstance(answer, Joined):
            # It ended while it was asked for, and knows nothing of the channel any more.
            self._node.backend.leave(self, question.channel)
        self._perform(self._connection.answer(ticket, answer, self._node.clock.monotonic()))
        if isinstance(question, Authenticate | Join | Renew):
            self._arm()

    def _close(self, disconnect: Disconnect) -> None:
        self._closing = disconnect
        self._writer.close(disconnect, flush=disconnect != SLOW)

    def _watch_queue(self) -> None:
        if self._writer.overfull():
            self._node.observer.slow_disconnect(self._writer.queued_bytes, self)
            self.disconnect(SLOW)
        else:
            self._arm()

    def _arm(self) -> None:
        """Set the timer to the next deadline, unless it is set to an earlier moment already."""
        deadline = min(self._connection.deadline, self._writer.deadline)
        if deadline >= self._wakes_at or self._closing is not None:
            return
        if self._timer is not None:
            self._timer.cancel()
        delay = max(0.0, deadline - self._node.clock.monotonic())
        self._timer = asyncio.get_running_loop().call_later(delay, self._tick)
        self._wakes_at = deadline

    def _tick(self) -> None:
        self._wakes_at = inf
        self._perform(self._connection.tick(self._node.clock.monotonic()))
        if self._closing is None and self._writer.overfull():
            self._watch_queue()
        self._arm()


def _exceeds(frame: str | bytes, limit: int) -> bool:
    """Whether the frame is longer than `limit` bytes of UTF-8."""
    if isinstance(frame, bytes) or len(frame) > limit:
        return len(frame) > limit
    return len(frame) * 4 > limit and len(frame.encode()) > limit
