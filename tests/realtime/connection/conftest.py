"""A transcript of one connection: this goes in, that must come out, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self, TypeVar

import msgspec
import pytest

from realtime.connection.effects import (
    Ask,
    Broadcast,
    Close,
    Effect,
    Finished,
    Leave,
    Recovery,
    Send,
)
from realtime.connection.machine import Connection
from realtime.connection.questions import Answer, Authenticate, Authenticated, Join, Question
from realtime.limits import Limits
from realtime.policy import ChannelOptions, Identity, StreamOptions
from realtime.protocol.codes import Disconnect
from realtime.protocol.publications import Publication

E = TypeVar("E")


class Transcript:
    """Talks to a connection. Every effect must be expected, in its order."""

    kept = StreamOptions(size=100, ttl=60, meta_ttl=600)
    recovering = ChannelOptions(stream=kept, recover=True)

    def __init__(self, limits: Limits) -> None:
        self.now = 100.0
        self.connection = Connection(
            client="me", version="v", limits=limits, now=self.now, first_ping=limits.ping_interval
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

    def publishes(self, channel: str, offset: int, data: str = "1", epoch: str = "e") -> Self:
        """Give it a publication."""
        publication = Publication(msgspec.Raw(data.encode()), None, offset)
        return self._take(self.connection.publication(Broadcast.of(channel, epoch, publication)))

    def loses(self, channel: str) -> Self:
        """Tell it that the channel's stream has a gap."""
        return self._take(self.connection.insufficient(channel))

    def passes(self, seconds: float) -> Self:
        """Let time pass, and wake it if it wants to be."""
        self.now += seconds
        if self.connection.deadline <= self.now:
            self._take(self.connection.tick(self.now))
        return self

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

    def asks(self, *questions: Question) -> Self:
        """Expect these questions."""
        for question in questions:
            effect = self._next(Ask)
            assert effect.question == question
            self._asked.append(effect)
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
def client(limits: Limits) -> Iterator[Transcript]:
    transcript = Transcript(limits)
    yield transcript
    transcript.does_nothing()
