"""The connection as a whole: order, limits, time, and its end."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import pytest

from realtime.connection.machine import Connection
from realtime.connection.questions import (
    Authenticate,
    Authenticated,
    CallRpc,
    Joined,
    Returned,
)
from realtime.connection.state import Origin
from realtime.limits import Limits
from realtime.policy import ChannelOptions, Identity
from realtime.protocol import codes
from realtime.protocol.publications import Position

if TYPE_CHECKING:
    from tests.realtime.connection.conftest import Transcript

TOO_MANY = '"error":{"code":111,"message":"too many requests","temporary":true}'


@pytest.fixture
def connected(client: Transcript) -> Transcript:
    return client.connects()


class TestFrames:
    @pytest.mark.parametrize(
        "frame",
        [
            pytest.param("connect", id="no JSON"),
            pytest.param("[]", id="no object"),
            pytest.param('{"id":"one","ping":{}}', id="an id that is no number"),
            pytest.param('{"id":-1,"ping":{}}', id="an id below zero"),
            pytest.param('{"id":3,"rpc":[]}', id="a body that is no object"),
            pytest.param('{"id":3,"subscribe":{"channel":1}}', id="a channel that is no text"),
            pytest.param('{"id":3}', id="no method"),
            pytest.param('{"id":3,"dance":{}}', id="a method nobody knows"),
            pytest.param(b'{"id":3,"rpc":{"method":"\xff"}}', id="no UTF-8"),
        ],
    )
    def test_what_is_no_command_ends_the_connection(
        self, connected: Transcript, frame: str | bytes
    ) -> None:
        connected.receives(frame).closes(3501)

    def test_unknown_fields_are_ignored(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"ping":{"new":1},"flag":[]}').sends('{"id":3,"ping":{}}')

    def test_empty_lines_are_ignored(self, connected: Transcript) -> None:
        connected.receives('\n{"id":3,"ping":{}}\n\n').sends('{"id":3,"ping":{}}')

    def test_binary_frames_are_read_like_text(self, connected: Transcript) -> None:
        connected.receives(b'{"id":3,"ping":{}}').sends('{"id":3,"ping":{}}')

    def test_commands_after_a_fatal_one_are_not_looked_at(self, connected: Transcript) -> None:
        connected.receives('{"id":3}', '{"id":4,"rpc":{"method":"m"}}').closes(3501)
        connected.receives('{"id":5,"rpc":{"method":"m"}}').does_nothing()


class TestRate:
    def test_forty_at_once_and_then_a_temporary_error(self, connected: Transcript) -> None:
        for number in range(3, 42):  # connect was the first
            connected.receives(f'{{"id":{number},"ping":{{}}}}')
            connected.sends(f'{{"id":{number},"ping":{{}}}}')
        connected.receives('{"id":50,"ping":{}}').sends(f'{{"id":50,{TOO_MANY}}}')
        assert [each.error for each in connected.finished[-2:]] == [0, 111]

    def test_twenty_more_every_second(self, connected: Transcript) -> None:
        frame = "\n".join('{"id":3,"ping":{}}' for _ in range(39))
        connected.receives(frame).sends(*['{"id":3,"ping":{}}'] * 39)
        connected.passes(0.25).receives(frame)
        connected.sends(*['{"id":3,"ping":{}}'] * 5, *[f'{{"id":3,{TOO_MANY}}}'] * 34)

    def test_a_message_beyond_it_is_dropped(self, connected: Transcript) -> None:
        frame = "\n".join('{"id":3,"ping":{}}' for _ in range(39))
        connected.receives(frame).sends(*['{"id":3,"ping":{}}'] * 39)
        connected.receives('{"send":{}}').does_nothing()
        assert (connected.finished[-1].command, connected.finished[-1].error) == ("send", 111)

    def test_a_hundred_refused_end_the_connection(self, connected: Transcript) -> None:
        frame = "\n".join('{"id":3,"ping":{}}' for _ in range(139))
        connected.receives(frame)
        connected.sends(*['{"id":3,"ping":{}}'] * 39, *[f'{{"id":3,{TOO_MANY}}}'] * 100)
        connected.receives('{"id":3,"ping":{}}').closes(3013)

    def test_pongs_cost_nothing(self, connected: Transcript) -> None:
        frame = "\n".join('{"id":3,"ping":{}}' for _ in range(39))
        connected.receives(frame).sends(*['{"id":3,"ping":{}}'] * 39)
        connected.passes(25).sends("{}").receives("{}").does_nothing()


class TestPending:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(commands_pending=2)

    def test_more_unanswered_commands_than_allowed_are_refused(self, connected: Transcript) -> None:
        for number in (3, 4):
            connected.receives(f'{{"id":{number},"rpc":{{"method":"m"}}}}')
            connected.asks(CallRpc("m", b"null"))
        connected.receives('{"id":5,"rpc":{"method":"m"}}').sends(f'{{"id":5,{TOO_MANY}}}')
        connected.answers(Returned(b"1")).sends('{"id":3,"rpc":{"data":1}}')
        connected.receives('{"id":6,"rpc":{"method":"m"}}').asks(CallRpc("m", b"null"))

    def test_commands_that_wait_count_too(self, connected: Transcript) -> None:
        connected.subscribing("c").receives('{"id":3,"ping":{}}').does_nothing()
        connected.receives('{"id":4,"ping":{}}').sends(f'{{"id":4,{TOO_MANY}}}')
        connected.answers(Joined(ChannelOptions()))
        connected.sends('{"id":2,"subscribe":{}}', '{"id":3,"ping":{}}')


class TestTime:
    def test_who_does_not_connect_is_sent_away(self, client: Transcript) -> None:
        assert client.connection.deadline == client.now + 15
        client.passes(14.9).does_nothing().passes(0.1).closes(3502)

    def test_who_is_still_being_authenticated_too(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{}}').asks(Authenticate(""))
        client.passes(15).closes(3502)
        client.answers(Authenticated(Identity("ann"), None, {})).does_nothing()

    def test_a_ping_is_sent_and_its_pong_awaited(self, connected: Transcript) -> None:
        connected.passes(24.9).does_nothing().passes(0.1).sends("{}")
        connected.passes(9).receives("{}").does_nothing()
        connected.passes(16).sends("{}")

    def test_without_a_pong_the_connection_ends(self, connected: Transcript) -> None:
        connected.passes(25).sends("{}").passes(9.9).does_nothing().passes(0.1).closes(3012)

    def test_a_pong_nobody_asked_for_ends_it(self, connected: Transcript) -> None:
        connected.receives("{}").closes(3501)

    def test_so_does_a_second_one(self, connected: Transcript) -> None:
        connected.passes(25).sends("{}").receives("{}").receives("{}").closes(3501)

    def test_a_pong_does_not_wait_for_a_slow_command(self, connected: Transcript) -> None:
        connected.subscribing("c").passes(25).sends("{}").receives("{}")
        connected.passes(10).does_nothing()

    def test_the_first_ping_may_come_earlier(self) -> None:
        connection = Connection(
            client="me", origin=Origin("v"), limits=Limits(), now=0, first_ping=3
        )
        [_] = connection.receive('{"id":1,"connect":{}}', 0)
        connection.answer(1, Authenticated(Identity("ann"), None, {}), 1)
        assert connection.deadline == 4

    def test_after_its_token_the_connection_lives_for_a_grace(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{}}').asks(Authenticate(""))
        client.answers(Authenticated(Identity("ann"), 20, {})).sends_something()
        client.passes(25).sends("{}").receives("{}")
        client.passes(19.9).does_nothing().passes(0.1).closes(3005)

    def test_a_refresh_moves_that_on(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{}}').asks(Authenticate(""))
        client.answers(Authenticated(Identity("ann"), 20, {})).sends_something()
        client.receives('{"id":2,"refresh":{"token":"u"}}').asks(Authenticate("u", renewal=True))
        client.answers(Authenticated(Identity("ann"), 40, {})).sends_something()
        client.passes(25).sends("{}").receives("{}").passes(25).sends("{}").receives("{}")
        client.passes(14.9).does_nothing().passes(0.1).closes(3005)


class TestTheEnd:
    def test_from_the_server_leaves_everything_and_closes(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Joined(ChannelOptions()))
        connected.sends('{"id":2,"subscribe":{}}')
        connected.ends(codes.SHUTDOWN).leaves("c").closes(3001)
        connected.ends(codes.SHUTDOWN).goes().passes(100).does_nothing()

    def test_from_the_client_leaves_everything(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Joined(connected.recovering, Position(1, "e")))
        connected.sends_something().goes().leaves("c")
        connected.publishes("c", 2).loses("c").does_nothing()

    def test_leaves_a_channel_that_is_being_joined(self, connected: Transcript) -> None:
        connected.subscribing("c").goes().leaves("c")
        connected.answers(Joined(ChannelOptions())).does_nothing()

    def test_answers_that_come_after_it_are_dropped(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"rpc":{"method":"m"}}', '{"id":4,"rpc":{"method":"n"}}')
        connected.asks(CallRpc("m", b"null"), CallRpc("n", b"null")).goes()
        connected.answers(Returned(b"1")).answers(Returned(b"2")).does_nothing()

    def test_commands_that_waited_are_dropped(self, connected: Transcript) -> None:
        connected.subscribing("c").receives('{"id":3,"rpc":{"method":"m"}}')
        connected.goes().leaves("c").answers(Joined(ChannelOptions())).does_nothing()


class TestMeasurements:
    def test_a_command_is_measured_from_its_arrival_to_its_reply(
        self, connected: Transcript
    ) -> None:
        connected.receives('{"id":3,"rpc":{"method":"m"}}').asks(CallRpc("m", b"null"))
        connected.passes(2).answers(Returned(b"1")).sends('{"id":3,"rpc":{"data":1}}')
        last = connected.finished[-1]
        assert (last.command, last.seconds, last.error) == ("rpc", 2, 0)

    def test_waiting_for_others_counts(self, connected: Transcript) -> None:
        connected.subscribing("c").receives('{"id":3,"ping":{}}').passes(3)
        connected.answers(Joined(ChannelOptions())).sends_something().sends_something()
        assert [each.seconds for each in connected.finished[-2:]] == [3, 3]

    def test_one_that_ended_the_connection_is_measured_with_its_code(
        self, connected: Transcript
    ) -> None:
        connected.receives('{"id":3,"refresh":{}}').closes(3501)
        last = connected.finished[-1]
        assert (last.command, last.error) == ("refresh", 3501)


def test_an_ended_connection_wants_no_more_ticks(client: Transcript) -> None:
    client.goes()
    assert client.connection.deadline == inf
