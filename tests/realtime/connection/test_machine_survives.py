"""Whatever a client sends, in whatever order answers come: the machine ends at most once."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.connection.effects import Ask, Close, Effect
from realtime.connection.machine import Connection
from realtime.connection.questions import (
    Allowed,
    Answer,
    Authenticate,
    Authenticated,
    CallRpc,
    CountPresence,
    Done,
    Failed,
    History,
    Join,
    Joined,
    Look,
    PresenceCounted,
    PresenceRead,
    Question,
    ReadHistory,
    ReadPresence,
    Renew,
    Renewed,
    Returned,
)
from realtime.connection.state import Origin
from realtime.limits import Limits
from realtime.policy import ChannelOptions, Identity, StreamOptions, When
from realtime.presence import PresenceStats
from realtime.protocol import codes
from realtime.protocol.publications import Position
from tests.realtime.mutations import mutated

OPTIONS = ChannelOptions(
    stream=StreamOptions(size=9, ttl=9, meta_ttl=9),
    recover=When.ASKED,
    publish=True,
    history=True,
    presence=True,
    announced=True,
    delta=True,
    tags_filter=True,
)
LIMITS = Limits(command_rate=1e6, command_burst=1000)


def answer_to(question: Question, random: Random) -> Answer:
    """A good answer, or now and then a failure."""
    if random.random() < 0.1:
        return random.choice([Failed(codes.INTERNAL), Failed(codes.SHUTDOWN)])
    match question:
        case Authenticate():
            return Authenticated(Identity("ann"), random.choice([None, 60.0, -1.0]), {})
        case Join():
            top = Position(7, "e") if question.follows(OPTIONS) else None
            return Joined(OPTIONS, top, None, random.choice([None, 5.0, 0.0]))
        case Renew():
            return Renewed(OPTIONS, 60.0)
        case Look():
            return Allowed(OPTIONS)
        case ReadPresence():
            return PresenceRead({})
        case CountPresence():
            return PresenceCounted(PresenceStats(0, 0))
        case ReadHistory():
            return History(Position(7, "e"), [])
        case CallRpc():
            return Returned(b"1")
        case _:
            return Done()


def converse(seed: int) -> None:
    """Twenty frames, answered out of order, with time passing."""
    random = Random(seed)
    connection = Connection(client="me", origin=Origin("v"), limits=LIMITS, now=0.0)
    asked: list[Ask] = []
    closes = 0
    now = 0.0

    def take(effects: object) -> None:
        nonlocal closes
        assert isinstance(effects, list | tuple)
        for place, effect in enumerate(effects):
            assert isinstance(effect, Effect)
            assert not closes, "nothing follows the end"
            if isinstance(effect, Ask):
                asked.append(effect)
            elif isinstance(effect, Close):
                closes += 1
                assert place == len(effects) - 1
                assert 1000 <= effect.disconnect.code < 5000

    frames = [mutated(random) for _ in range(20)]
    if random.random() < 0.7:
        frames.insert(0, b'{"id":1,"connect":{"token":"ann"}}')
    for frame in frames:
        take(connection.receive(frame, now))
        while asked and random.random() < 0.7:
            ask = asked.pop(random.randrange(len(asked)))
            take(connection.answer(ask.ticket, answer_to(ask.question, random), now))
        now += random.choice([0.0, 0.1, 30.0])
        take(connection.tick(now))
    take(connection.closed())


@given(st.integers(min_value=0, max_value=2**64 - 1))
@settings(max_examples=60, deadline=None)
def test_mutated_frames_end_it_properly_or_not_at_all(seed: int) -> None:
    converse(seed)


@pytest.mark.faults
@pytest.mark.timeout(300)
@given(st.integers(min_value=0, max_value=2**64 - 1))
@settings(max_examples=2_000, deadline=None)
def test_forty_thousand_mutated_frames(seed: int) -> None:
    converse(seed)


@given(st.lists(st.one_of(st.binary(max_size=200), st.text(max_size=200)), max_size=10))
@settings(max_examples=100, deadline=None)
def test_random_frames_end_it_properly(frames: list[bytes | str]) -> None:
    connection = Connection(client="me", origin=Origin("v"), limits=LIMITS, now=0.0)
    effects = [effect for frame in frames for effect in connection.receive(frame, 0.0)]
    assert sum(isinstance(effect, Close) for effect in effects) <= 1
