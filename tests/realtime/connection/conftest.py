"""A transcript of one connection: this goes in, that must come out, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self, TypeVar

import msgspec
import pytest

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
from realtime.connection.questions import Answer, Authenticate, Authenticated, Join, Question
from realtime.connection.state import Origin
from realtime.limits import Limits
from realtime.policy import ChannelOptions, Identity, StreamOptions, When
from realtime.protocol.codes import Disconnect, Unsubscribe
from realtime.protocol.publications import Position, Publication

E = TypeVar("E")


class Transcript:
    """Talks to a connection. Every effect must be expected, in its order."""

    kept = StreamOptions(size=100, ttl=60, meta_ttl=600)
    recovering = ChannelOptions(stream=kept, recover=When.ALWAYS)

    def __init__(self, limits: Limits, origin: Origin) -> None:
        self.now = 100.0
        self.connection = Connection(
            client="me",
            origin=origin,
            limits=limits,
            now=self.now,
            first_ping=limits.ping_interval,
        )
        self.finished: list[Finished] = []
        self.recoveries: list[Recovery] = []
        self._effects: list[Effect] = []
        self._asked: list[Ask] = []

    # What goes in.

    def receives(self, *lines: str | bytes) -> Self:
        """Give it a frame of these lines."""
        if len(lines) == 1:
            return self._take(self.connection.receive(lines[0], self.now))
        texts = [line if isinstance(line, str) else line.decode() for line in lines]
        return self._take(self.connection.receive("\n".join(texts), self.now))

    def answers(self, answer: Answer) -> Self:
        """Give it the answer to the oldest open question."""
        return self._take(self.connection.answer(self._asked.pop(0).ticket, answer, self.now))

    def answers_last(self, answer: Answer) -> Self:
        """Give it the answer to the newest open question."""
        return self._take(self.connection.answer(self._asked.pop().ticket, answer, self.now))

    def publishes(
        self,
        channel: str,
        offset: int,
        data: str = "1",
        epoch: str = "e",
        *,
        tags: dict[str, str] | None = None,
        before: str | None = None,
    ) -> Self:
        """Give it a publication; `before` is the channel's last one, where deltas are made."""
        publication = Publication(msgspec.Raw(data.encode()), None, offset, tags or {})
        previous = None if before is None else before.encode()
        broadcast = Broadcast(channel, epoch, publication, previous)
        return self._take(self.connection.publication(broadcast))

    def loses(self, channel: str) -> Self:
        """Tell it that the channel's stream has a gap."""
        return self._take(self.connection.insufficient(channel))

    def passes(self, seconds: float) -> Self:
        """Let time pass, and wake it if it wants to be."""
        self.now += seconds
        if self.connection.deadline <= self.now:
            self._take(self.connection.tick(self.now))
        return self

    def tells(self, channel: str, push: str) -> Self:
        """Give it the push of another's coming or going."""
        return self._take(self.connection.told(channel, Send(push.encode())))

    def subscribed(
        self, channel: str, options: ChannelOptions, since: Position | None = None
    ) -> Self:
        """Let the server subscribe it."""
        return self._take(self.connection.subscribe(channel, options, since, self.now))

    def unsubscribed(self, channel: str, unsubscribe: Unsubscribe) -> Self:
        """Let the server end a subscription."""
        return self._take(self.connection.unsubscribe(channel, unsubscribe))

    def refreshed(self, expires_in: float | None) -> Self:
        """Let the server give it another end."""
        return self._take(self.connection.refresh(expires_in, self.now))

    def ends(self, disconnect: Disconnect) -> Self:
        """Let the server end it."""
        return self._take(self.connection.disconnect(disconnect))

    def goes(self) -> Self:
        """Let the client go."""
        return self._take(self.connection.closed())

    # What comes out.

    def sends(self, *lines: str, counted: bool = True) -> Self:
        """Expect these lines on the wire."""
        for line in lines:
            effect = self._next(Send)
            assert effect.data.decode() == line
            assert effect.counted is counted
        return self

    def sends_something(self, *, counted: bool = True) -> Self:
        """Expect a line that another test looks at."""
        assert self._next(Send).counted is counted
        return self

    def last_line(self, *, counted: bool = True) -> str:
        """Expect a line, and return it."""
        effect = self._next(Send)
        assert effect.counted is counted
        return effect.data.decode()

    def refuses(self, command: int, code: int) -> Self:
        """Expect a command to be answered with this error."""
        reply = msgspec.json.decode(self.last_line())
        assert (reply["id"], reply["error"]["code"]) == (command, code)
        return self

    def asks(self, *questions: Question) -> Self:
        """Expect these questions."""
        for question in questions:
            effect = self._next(Ask)
            assert effect.question == question
            self._asked.append(effect)
        return self

    def announces(self, channel: str) -> Self:
        """Expect it to have others told that the client came."""
        assert self._next(Announce) == Announce(channel)
        return self

    def asks_something(self) -> Self:
        """Expect a question that another test looks at."""
        self._asked.append(self._next(Ask))
        return self

    def leaves(self, *channels: str) -> Self:
        """Expect it to leave these channels."""
        for channel in channels:
            assert self._next(Leave) == Leave(channel)
        return self

    def closes(self, code: int) -> Self:
        """Expect the end, for this reason."""
        assert self._next(Close).disconnect.code == code
        return self

    def does_nothing(self) -> Self:
        """Expect nothing."""
        assert self._effects == []
        return self

    # What often comes first.

    def connects(
        self, channels: Mapping[str, ChannelOptions] | None = None, user: str = "ann"
    ) -> Self:
        """Connect, without server-side subscriptions unless `channels` are answered later."""
        self.receives('{"id":1,"connect":{"token":"t"}}').asks(Authenticate("t"))
        self.answers(Authenticated(Identity(user), None, channels or {}))
        if not channels:
            self.sends('{"id":1,"connect":{"client":"me","version":"v","ping":25,"pong":true}}')
        return self

    def subscribing(self, channel: str) -> Self:
        """Ask for a channel, without a position."""
        self.receives(f'{{"id":2,"subscribe":{{"channel":"{channel}"}}}}')
        return self.asks(Join(channel))

    def _take(self, effects: object) -> Self:
        assert isinstance(effects, list | tuple)
        for effect in effects:
            if isinstance(effect, Finished):
                self.finished.append(effect)
            elif isinstance(effect, Recovery):
                self.recoveries.append(effect)
            else:
                self._effects.append(effect)
        return self

    def _next(self, kind: type[E]) -> E:
        assert self._effects, f"expected {kind.__name__}, nothing came"
        effect = self._effects.pop(0)
        assert isinstance(effect, kind), f"expected {kind.__name__}, got {effect}"
        return effect


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
def origin() -> Origin:
    return Origin("v")


@pytest.fixture
def client(limits: Limits, origin: Origin) -> Iterator[Transcript]:
    transcript = Transcript(limits, origin)
    yield transcript
    transcript.does_nothing()
