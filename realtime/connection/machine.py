"""The connection: commands in the protocol's order, one question after the other, effects out.

Every input is a method that is given the time (monotonic seconds) and returns effects. A command
waits for the questions of the one before it, so a client may send `connect` and its subscriptions
in one frame; only those that change nothing here (`_UNORDERED`) do not make others wait.
"""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from math import ceil, inf
from typing import Any, NamedTuple

from realtime.connection import calling, connecting, serving, subscribing
from realtime.connection.allowance import Allowance, Verdict
from realtime.connection.broadcast import Broadcast
from realtime.connection.effects import Ask, Close, Effect, Finished, Leave, Send
from realtime.connection.exchange import Exchange
from realtime.connection.questions import Answer, Failed
from realtime.connection.state import Conversation, Origin, Outcome, Refusal, State
from realtime.connection.subscription import Arrival
from realtime.limits import Limits
from realtime.policy import ChannelOptions, Identity
from realtime.protocol import codes
from realtime.protocol.codes import Disconnect, Error, Unsubscribe
from realtime.protocol.commands import Command, MalformedFrameError, decode_commands
from realtime.protocol.publications import Position
from realtime.protocol.pushes import RefreshPush, encode_refresh, encode_unsubscribe
from realtime.protocol.replies import PING, Reply, encode_reply

_CONVERSATIONS: dict[str, Callable[[State, Any], Conversation]] = {
    "connect": connecting.connect,
    "refresh": connecting.refresh,
    "subscribe": subscribing.subscribe,
    "unsubscribe": subscribing.unsubscribe,
    "publish": calling.publish,
    "history": calling.history,
    "rpc": calling.rpc,
    "send": calling.send,
    "ping": calling.ping,
    "presence": calling.presence,
    "presence_stats": calling.presence_stats,
    "sub_refresh": subscribing.sub_refresh,
}

#: Why a client must come back anew, where it cannot subscribe again: the server subscribed it.
_RECONNECT_FOR = {
    codes.RESUBSCRIBE: codes.INSUFFICIENT_STATE,
    codes.UNSUBSCRIBE_EXPIRED: codes.SUBSCRIPTION_EXPIRED,
}

_UNORDERED = {"rpc", "history", "presence", "presence_stats"}


class _Phase(Enum):
    OPEN = auto()
    CONNECTING = auto()
    CONNECTED = auto()
    REFUSED = auto()
    CLOSED = auto()


class _Waiting(NamedTuple):
    """A command, or the server's own subscription to a channel; `since` in monotonic seconds."""

    what: Command | Conversation
    since: float
    channel: str | None = None


class Connection:
    """One client's side of the protocol, from the opened socket to its end."""

    __slots__ = (
        "_allowance",
        "_asked",
        "_effects",
        "_ordered",
        "_phase",
        "_state",
        "_ticket",
        "_waiting",
    )

    def __init__(
        self,
        *,
        client: str,
        origin: Origin,
        limits: Limits,
        now: float,
        first_ping: float | None = None,
    ) -> None:
        """`first_ping`: seconds after `connect`; None for the whole interval."""
        first = limits.ping_interval if first_ping is None else first_ping
        self._state = State(client, origin, limits, now, first)
        self._allowance = Allowance(limits, now)
        self._phase = _Phase.OPEN
        self._effects: list[Effect] = []
        self._ticket = 0
        self._asked: dict[int, Exchange] = {}
        #: The exchange that others wait for, and what waits: commands, and the server's own.
        self._ordered: Exchange | None = None
        self._waiting: list[_Waiting] = []

    @property
    def client(self) -> str:
        """The connection's id as others see it."""
        return self._state.client

    @property
    def session(self) -> str:
        """The client's secret, where its commands come by other requests; else empty."""
        return self._state.origin.session

    @property
    def address(self) -> str:
        """The IP address it came from; empty where there is none."""
        return self._state.origin.address

    @property
    def identity(self) -> Identity | None:
        """Whose connection this is; None before `connect` has succeeded."""
        return self._state.identity

    @property
    def deadline(self) -> float:
        """When `tick` wants to be called; `inf` for never."""
        return inf if self._ended() else self._state.deadlines.next

    def receive(self, frame: bytes | str, now: float) -> Sequence[Effect]:
        """Take a frame: commands, each a JSON object, separated by line feeds."""
        if self._ended():
            return ()
        self._state.now = now
        try:
            commands = decode_commands(frame)
        except MalformedFrameError:
            self._close(codes.MALFORMED)
            return self._flush()
        for command in commands:
            self._take(command)
            if self._ended():
                break
        return self._flush()

    def answer(self, ticket: int, answer: Answer, now: float) -> Sequence[Effect]:
        """Take the answer to a question; one that comes after the end is dropped."""
        exchange = self._asked.pop(ticket, None)
        if exchange is None:
            return ()
        if not self._asked:
            self._asked = {}  # an emptied dict keeps its memory
        self._state.now = now
        exchange.answers[ticket] = answer
        exchange.awaited -= 1
        if not exchange.awaited:
            self._advance(exchange)
            self._resume()
        return self._flush()

    def publication(self, broadcast: Broadcast) -> Sequence[Effect]:
        """Take a publication of a channel that was joined."""
        subscription = self._state.subscriptions.get(broadcast.channel)
        if subscription is None:
            return ()
        arrival = subscription.arrive(broadcast)
        if arrival is Arrival.NEXT:
            return broadcast.effects if subscription.plain else subscription.effects(broadcast)
        if arrival is Arrival.GAP:
            self._drop(broadcast.channel, codes.RESUBSCRIBE)
            return self._flush()
        return ()

    def told(self, channel: str, push: Send) -> Sequence[Effect]:
        """Take the push of another's coming or going; passed on where the client hears of it."""
        subscription = self._state.subscriptions.get(channel)
        return (push,) if subscription is not None and subscription.hears_joins else ()

    def insufficient(self, channel: str) -> Sequence[Effect]:
        """Take note that the channel's stream has a gap that nothing can fill."""
        subscription = self._state.subscriptions.get(channel)
        if subscription is not None and subscription.lose():
            self._drop(channel, codes.RESUBSCRIBE)
        return self._flush()

    def subscribe(
        self, channel: str, options: ChannelOptions, since: Position | None, now: float
    ) -> Sequence[Effect]:
        """Subscribe the client from the server's side, after the command under way."""
        if self._ended():
            return ()
        self._state.now = now
        conversation = serving.subscribe_from_server(self._state, channel, options, since)
        self._waiting.append(_Waiting(conversation, now, channel))
        self._resume()
        return self._flush()

    def unsubscribe(self, channel: str, unsubscribe: Unsubscribe) -> Sequence[Effect]:
        """End a subscription from the server's side; nothing happens where there is none."""
        self._waiting = [each for each in self._waiting if each.channel != channel]
        subscription = self._state.subscriptions.get(channel)
        if subscription is not None and subscription.joining:
            subscription.ended = unsubscribe
        elif subscription is not None:
            self._drop(channel, unsubscribe)
        return self._flush()

    def refresh(self, expires_in: float | None, now: float) -> Sequence[Effect]:
        """Give the connection another end, in seconds (None: none), and tell the client."""
        if self._phase not in {_Phase.CONNECTING, _Phase.CONNECTED}:
            return ()
        if expires_in is not None and expires_in <= 0:
            return self.disconnect(codes.CONNECTION_EXPIRED)
        self._state.deadlines.expire(now, expires_in)
        if self._phase is _Phase.CONNECTING:  # nothing may be said before its reply
            return ()
        push = RefreshPush(expires_in is not None, ceil(expires_in or 0))
        self._effects.append(Send(encode_refresh(push)))
        return self._flush()

    def tick(self, now: float) -> Sequence[Effect]:
        """Let time pass."""
        if self._ended():
            return ()
        self._state.now = now
        overdue = self._state.deadlines.due(now)
        if overdue is not None:
            self._close(overdue)
            return self._flush()
        for channel in self._state.deadlines.expired(now):
            self._drop(channel, codes.UNSUBSCRIBE_EXPIRED)
        if not self._ended() and self._state.deadlines.ping(now):
            self._effects.append(Send(PING))
        return self._flush()

    def disconnect(self, disconnect: Disconnect) -> Sequence[Effect]:
        """End the connection from the server's side; nothing happens if it has ended."""
        if not self._ended():
            self._close(disconnect)
        return self._flush()

    def closed(self) -> Sequence[Effect]:
        """Take note that the client has gone: leave what was joined."""
        if not self._ended():
            self._end()
        return self._flush()

    def _ended(self) -> bool:
        return self._phase is _Phase.CLOSED

    def _flush(self) -> Sequence[Effect]:
        effects, self._effects = self._effects, []
        return effects

    def _take(self, command: Command) -> None:
        if self._phase is _Phase.CONNECTED and command.is_pong:
            broken = self._state.deadlines.pong()
            if broken is not None:
                self._close(broken)
            return
        verdict = self._allowance.take(self._state.now)
        if verdict is Verdict.TOO_MANY:
            self._close(codes.TOO_MANY_COMMANDS)
        elif verdict is Verdict.REFUSED or self._pending >= self._state.limits.commands_pending:
            self._refuse(command, codes.TOO_MANY_REQUESTS)
        elif self._ordered is not None:
            self._waiting.append(_Waiting(command, self._state.now))
        else:
            self._begin_command(command, self._state.now)

    @property
    def _pending(self) -> int:
        return len(self._asked) + len(self._waiting)

    def _refuse(self, command: Command, error: Error) -> None:
        request = command.request()
        name = request[0] if request else "unknown"
        if command.id:
            self._effects.append(Send(encode_reply(Reply(id=command.id, error=error))))
        self._effects.append(Finished(name, 0.0, error.code))

    def _begin_command(self, command: Command, arrived: float) -> None:
        request = command.request()
        if request is None or command.is_pong or not self._expected(request[0]):
            self._close(codes.MALFORMED)
            return
        name, body = request
        if name == "connect":
            self._phase = _Phase.CONNECTING
        conversation = _CONVERSATIONS[name](self._state, body)
        self._begin(Exchange(command.id, name, conversation, arrived))

    def _begin(self, exchange: Exchange) -> None:
        if exchange.name not in _UNORDERED:
            self._ordered = exchange
        self._advance(exchange)

    def _expected(self, name: str) -> bool:
        """`connect` comes first, and once."""
        return self._phase is (_Phase.OPEN if name == "connect" else _Phase.CONNECTED)

    def _resume(self) -> None:
        while self._ordered is None and self._waiting:
            what, since, _ = self._waiting.pop(0)
            if isinstance(what, Command):
                self._begin_command(what, since)
            elif self._phase is _Phase.CONNECTED:
                self._begin(Exchange(0, "server_subscribe", what, since))

    def _advance(self, exchange: Exchange) -> None:
        """Let a command go on with its answers until it asks again or ends."""
        answers = list(exchange.answers.values())
        failed = next((each for each in answers if isinstance(each, Failed)), None)
        try:
            if failed is not None:
                questions = exchange.conversation.throw(Refusal(failed.reason))
            elif answers:
                questions = exchange.conversation.send([each for each in answers if each])
            else:
                questions = next(exchange.conversation)
        except StopIteration as stop:
            outcome: Outcome = stop.value
            self._finish(exchange, outcome)
            return
        except Refusal as refusal:
            self._fail(exchange, refusal.reason)
            return
        exchange.answers = {}
        for question in questions:
            self._ticket += 1
            exchange.answers[self._ticket] = None
            self._asked[self._ticket] = exchange
            self._effects.append(Ask(self._ticket, question))
        exchange.awaited = len(exchange.answers)

    def _finish(self, exchange: Exchange, outcome: Outcome) -> None:
        if exchange is self._ordered:
            self._ordered = None
        if exchange.name == "connect":
            self._phase = _Phase.CONNECTED
        error = 0
        if outcome.reply is not None:
            outcome.reply.id = exchange.id
            error = outcome.reply.error.code if outcome.reply.error else 0
            self._effects.append(Send(encode_reply(outcome.reply), outcome.counted))
        self._effects.append(Finished(exchange.name, self._state.now - exchange.started, error))
        self._effects.extend(outcome.after)
        for channel in outcome.ended:
            subscription = self._state.subscriptions.get(channel)
            if subscription is not None and subscription.ended is not None:
                self._drop(channel, subscription.ended)

    def _fail(self, exchange: Exchange, reason: Error | Disconnect) -> None:
        seconds = self._state.now - exchange.started
        self._effects.append(Finished(exchange.name, seconds, reason.code))
        if isinstance(reason, Disconnect):
            self._close(reason)
            return
        if exchange is self._ordered:
            self._ordered = None
        if exchange.id:
            self._effects.append(Send(encode_reply(Reply(id=exchange.id, error=reason))))
        if exchange.name == "connect":
            # Nothing but the client's own end can follow. The server does not close at once, since
            # a client may see the close before the error and come back with the same token.
            self._phase = _Phase.REFUSED
            self._waiting.clear()
            self._leave_all()

    def _drop(self, channel: str, unsubscribe: Unsubscribe) -> None:
        """End a subscription, and tell the client; some a client cannot make again by itself."""
        subscription = self._state.subscriptions.get(channel)
        if subscription is None or self._ended():
            return
        if subscription.server_side and unsubscribe in _RECONNECT_FOR:
            self._close(_RECONNECT_FOR[unsubscribe])
            return
        self._state.forget(channel)
        self._effects.append(Leave(channel))
        self._effects.append(Send(encode_unsubscribe(channel, unsubscribe)))

    def _close(self, disconnect: Disconnect) -> None:
        self._end()
        self._effects.append(Close(disconnect))

    def _end(self) -> None:
        self._phase = _Phase.CLOSED
        self._ordered = None
        self._waiting.clear()
        for exchange in set(self._asked.values()):
            exchange.conversation.close()
        self._asked.clear()
        self._leave_all()

    def _leave_all(self) -> None:
        self._effects.extend(Leave(channel) for channel in self._state.subscriptions)
        self._state.subscriptions.clear()
