"""A question to every node."""

from __future__ import annotations

import asyncio

import pytest

from realtime.errors import BrokerUnavailable
from realtime.memory.broker import MemoryBroker
from realtime.nodes.control import Control
from realtime.nodes.survey import Survey
from realtime.observer import NullObserver


class Ether:
    """Carries control messages between nodes; silent ones hear and do not answer."""

    def __init__(self) -> None:
        self.nodes: dict[str, Control] = {}
        self.silent: set[str] = set()
        self.away = False

    def node(self, name: str, answer: bytes) -> Survey:
        control = Control(_Broker(self, name), NullObserver())
        survey = Survey(control, node=name, timeout=0.05)
        survey.on("who", lambda payload: answer + payload)
        self.nodes[name] = control
        return survey


class _Broker(MemoryBroker):
    def __init__(self, ether: Ether, name: str) -> None:
        super().__init__()
        self._ether = ether
        self._name = name

    async def send_control(self, message: bytes, *, node: str | None = None) -> int:
        if self._ether.away:
            raise BrokerUnavailable("away")
        others = [name for name in self._ether.nodes if name != self._name and node in {None, name}]
        for name in others:
            if name not in self._ether.silent:
                self._ether.nodes[name].receive(message)
        return len(others)


@pytest.fixture
def ether() -> Ether:
    return Ether()


async def test_every_node_answers(ether: Ether) -> None:
    asker = ether.node("a", b"A")
    ether.node("b", b"B")
    ether.node("c", b"C")
    assert await asker.ask("who", b"?") == {"a": b"A?", "b": b"B?", "c": b"C?"}


async def test_a_node_alone_answers_itself_at_once(ether: Ether) -> None:
    asker = ether.node("a", b"A")
    assert await asker.ask("who") == {"a": b"A"}


async def test_a_node_that_is_silent_is_missing(ether: Ether) -> None:
    asker = ether.node("a", b"A")
    ether.node("b", b"B")
    ether.node("c", b"C")
    ether.silent.add("b")
    assert await asker.ask("who") == {"a": b"A", "c": b"C"}


async def test_surveys_do_not_mix(ether: Ether) -> None:
    asker = ether.node("a", b"A")
    ether.node("b", b"B")
    first, second = await asyncio.gather(asker.ask("who", b"1"), asker.ask("who", b"2"))
    assert (first["b"], second["b"]) == (b"B1", b"B2")


async def test_an_answer_that_comes_late_is_dropped(ether: Ether) -> None:
    asker = ether.node("a", b"A")
    late = ether.node("b", b"B")
    await asker.ask("who")
    await late._answer("a", b"\x93\x01\xa1b\xc4\x01B")
    assert await asker.ask("who") == {"a": b"A", "b": b"B"}


async def test_a_question_that_a_node_does_not_know_is_not_answered_by_it(ether: Ether) -> None:
    asker = ether.node("a", b"A")
    ether.node("b", b"B")
    asker.on("new", lambda _: b"yes")
    assert await asker.ask("new") == {"a": b"yes"}


async def test_an_asker_learns_that_the_broker_is_away(ether: Ether) -> None:
    asker = ether.node("a", b"A")
    ether.away = True
    with pytest.raises(BrokerUnavailable):
        await asker.ask("who")
    ether.away = False
    assert await asker.ask("who") == {"a": b"A"}


async def test_a_handler_that_fails_here_leaves_nothing_open(ether: Ether) -> None:
    asker = ether.node("a", b"A")
    asker.on("bad", lambda _: bytes(-1))
    with pytest.raises(ValueError, match="negative"):
        await asker.ask("bad")
    assert asker._open == {}


async def test_an_answer_to_a_node_that_was_lost_is_given_up(ether: Ether) -> None:
    survey = ether.node("a", b"A")
    ether.away = True
    await survey._answer("gone", b"")
