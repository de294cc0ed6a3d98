"""Whatever is lost, doubled or late on the way: a client sees every publication once, in order,
or is told that it has to load again.

Hypothesis drives a stream, a node's channel and a connection through any order of mishaps. Nothing
here waits: the machines do no I/O, so the test moves every message by hand.
"""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from realtime.broker import StreamPart
from realtime.channel import Channel
from realtime.connection.broadcast import Broadcast
from realtime.connection.effects import Ask, Close, Effect, Leave, Send
from realtime.connection.machine import Connection
from realtime.connection.questions import Authenticate, Authenticated, Join, Joined
from realtime.connection.state import Origin
from realtime.limits import Limits
from realtime.policy import ChannelOptions, Identity, StreamOptions, When
from realtime.protocol.publications import Position, Publication

SIZE = 4
OPTIONS = ChannelOptions(stream=StreamOptions(size=SIZE, ttl=60, meta_ttl=600), recover=When.ALWAYS)


class Delivery(RuleBasedStateMachine):
    """One channel, one client that keeps its position as the SDKs do."""

    def __init__(self) -> None:
        super().__init__()
        self.epoch = 0
        self.top = 0
        self.stream: list[Publication] = []
        #: Published, and not yet heard by the node.
        self.wire: list[tuple[str, Publication]] = []
        self.channel = Channel()
        self.subscribed = False
        #: The client's position, and what it has seen in that epoch since it last loaded.
        self.position: Position | None = None
        self.seen: list[int] = []
        self.loaded = 0
        self.joining: int | None = None
        self.connect()

    # The world.

    @rule()
    def publish(self) -> None:
        self.top += 1
        publication = Publication(msgspec.Raw(b"%d" % self.top), None, self.top)
        self.stream = [*self.stream, publication][-SIZE:]
        self.wire.append((f"e{self.epoch}", publication))

    @precondition(lambda self: self.wire)
    @rule()
    def hear(self) -> None:
        epoch, publication = self.wire.pop(0)
        self.arrive(Broadcast("c", epoch, publication))

    @precondition(lambda self: self.wire)
    @rule()
    def lose(self) -> None:
        self.wire.pop(0)

    @precondition(lambda self: self.wire)
    @rule()
    def double(self) -> None:
        self.wire.insert(0, self.wire[0])

    @rule()
    def fail_over(self) -> None:
        """The stream starts anew; what was on its way is lost."""
        self.epoch += 1
        self.top = 0
        self.stream = []
        self.wire = []

    @rule()
    def look(self) -> None:
        """The node compares its channel with the stream."""
        self.channel.held = self.channel.held or []
        broadcasts, lost = self.channel.fill("c", self.read(self.channel.position))
        if lost and self.subscribed:
            self.subscribed = False
            self.perform(self.connection.insufficient("c"))
        for broadcast in broadcasts:
            self.pass_on(broadcast)

    # The client.

    @rule()
    def drop(self) -> None:
        """The socket breaks, and the client comes back."""
        self.perform(self.connection.closed())
        self.connect()

    @precondition(lambda self: self.joining is None and not self.subscribed)
    @rule(reject=st.booleans())
    def subscribe(self, reject: bool) -> None:
        request: dict[str, object] = {"channel": "c", "flag": 2 if reject else 0}
        if self.position is not None:
            request |= {"recover": True, "offset": self.position.offset}
            request |= {"epoch": self.position.epoch}
        frame = msgspec.json.encode({"id": 2, "subscribe": request})
        self.perform(self.connection.receive(frame, 0))

    @precondition(lambda self: self.joining is not None)
    @rule()
    def read_for_the_subscriber(self) -> None:
        assert self.joining is not None
        ticket, self.joining = self.joining, None
        part = self.read(self.position)
        if self.channel.position is None:
            self.channel.position = part.top
        joined = Joined(OPTIONS, part.top, part.publications if self.position else None)
        self.perform(self.connection.answer(ticket, joined, 0))

    @invariant()
    def every_publication_was_seen_once_and_in_order(self) -> None:
        expected = list(range(self.loaded + 1, self.loaded + 1 + len(self.seen)))
        assert self.seen == expected

    def teardown(self) -> None:
        """In quiet times the client catches up, or is told to load."""
        for _ in range(3):
            if self.joining is not None:
                self.read_for_the_subscriber()
            if not self.subscribed:
                self.subscribe(reject=False)
                self.read_for_the_subscriber()
            self.wire = []
            self.look()
        assert self.position == Position(self.top, f"e{self.epoch}")

    # How they are joined.

    def connect(self) -> None:
        self.subscribed = False
        self.joining = None
        limits = Limits(command_burst=10**6)
        self.connection = Connection(client="me", origin=Origin("v"), limits=limits, now=0)
        self.perform(self.connection.receive('{"id":1,"connect":{}}', 0))

    def read(self, since: Position | None) -> StreamPart:
        top = Position(self.top, f"e{self.epoch}")
        if since is not None and since.epoch != top.epoch:
            return StreamPart(top, [])
        after = since.offset if since else 0
        return StreamPart(top, [each for each in self.stream if each.offset > after])

    def arrive(self, broadcast: Broadcast) -> None:
        if self.channel.arrive(broadcast):
            self.pass_on(broadcast)

    def pass_on(self, broadcast: Broadcast) -> None:
        if self.subscribed:
            self.perform(self.connection.publication(broadcast))

    def perform(self, effects: object) -> None:
        assert isinstance(effects, list | tuple)
        for effect in effects:
            self.carry_out(effect)

    def carry_out(self, effect: Effect) -> None:
        match effect:
            case Ask(ticket, Authenticate()):
                answer = Authenticated(Identity("ann"), None, {})
                self.perform(self.connection.answer(ticket, answer, 0))
            case Ask(ticket, Join()):
                self.subscribed = True  # the hub delivers from here on
                self.joining = ticket
            case Leave():
                self.subscribed = False
            case Send(data=data):
                self.take(msgspec.json.decode(data))
            case Close():
                raise AssertionError("nothing here ends a connection")

    def take(self, reply: dict[str, Any]) -> None:
        """Do what an SDK does with what it hears."""
        publication = reply.get("push", {}).get("pub")
        if publication is not None:
            self.see(publication["offset"])
        if "error" in reply:
            assert reply["error"]["code"] == 112
            self.position = None
        result = reply.get("subscribe")
        if result is None:
            return
        offset = result.get("offset", 0)
        if not result.get("recovered"):
            self.loaded, self.seen = offset, []
        self.position = Position(offset, result["epoch"])
        for publication in result.get("publications", []):
            self.see(publication["offset"])

    def see(self, offset: int) -> None:
        assert self.position is not None
        self.seen.append(offset)
        self.position = Position(offset, self.position.epoch)


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
