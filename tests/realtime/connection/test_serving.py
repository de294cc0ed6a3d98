"""What a server does to a connection unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from realtime.connection.questions import (
    Authenticate,
    Authenticated,
    CallRpc,
    Failed,
    Join,
    Joined,
    Returned,
)
from realtime.connection.state import Origin
from realtime.policy import ChannelOptions, Identity, When
from realtime.protocol import codes
from realtime.protocol.codes import Unsubscribe
from realtime.protocol.publications import Position, Publication

if TYPE_CHECKING:
    from tests.realtime.connection.conftest import Transcript

STOP = Unsubscribe(2000, "server unsubscribe")
UNSUBSCRIBED = '{"push":{"channel":"c","unsubscribe":{"code":2000,"reason":"server unsubscribe"}}}'


@pytest.fixture
def connected(client: Transcript) -> Transcript:
    return client.connects()


class TestSubscribe:
    def test_tells_the_client_where_it_stands(self, connected: Transcript) -> None:
        options = connected.recovering
        connected.subscribed("c", options).asks(Join("c", options=options))
        connected.answers(Joined(options, Position(7, "e")))
        connected.sends(
            '{"push":{"channel":"c","subscribe":'
            '{"recoverable":true,"positioned":true,"epoch":"e","offset":7}}}'
        )
        connected.publishes("c", 8).sends('{"push":{"channel":"c","pub":{"data":1,"offset":8}}}')

    def test_brings_what_was_missed_since_a_position(self, connected: Transcript) -> None:
        options = connected.recovering
        connected.subscribed("c", options, Position(6, "e"))
        connected.asks(Join("c", since=Position(6, "e"), options=options))
        missed = [Publication(msgspec.Raw(b'"seven"'), None, 7)]
        connected.answers(Joined(options, Position(7, "e"), missed))
        connected.sends(
            '{"push":{"channel":"c","subscribe":'
            '{"recoverable":true,"positioned":true,"epoch":"e","offset":6}}}'
        )
        connected.sends('{"push":{"channel":"c","pub":{"data":"seven","offset":7}}}', counted=False)

    def test_waits_for_the_command_under_way(self, connected: Transcript) -> None:
        connected.subscribing("a").subscribed("c", ChannelOptions()).does_nothing()
        connected.answers(Joined(ChannelOptions())).sends('{"id":2,"subscribe":{}}')
        connected.asks(Join("c", options=ChannelOptions())).answers(Joined(ChannelOptions()))
        connected.sends('{"push":{"channel":"c","subscribe":{}}}')

    def test_announces_the_client_like_any_other(self, connected: Transcript) -> None:
        options = ChannelOptions(announced=True, join_leave=When.ALWAYS)
        connected.subscribed("c", options).asks(Join("c", options=options))
        connected.answers(Joined(options))
        connected.sends('{"push":{"channel":"c","subscribe":{}}}').announces("c")

    def test_of_one_who_is_there_changes_nothing(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Joined(ChannelOptions())).sends_something()
        connected.subscribed("c", ChannelOptions()).does_nothing()

    def test_that_fails_leaves_no_trace(self, connected: Transcript) -> None:
        connected.subscribed("c", ChannelOptions()).asks(Join("c", options=ChannelOptions()))
        connected.answers(Failed(codes.INTERNAL)).does_nothing()
        connected.subscribing("c").answers(Joined(ChannelOptions())).sends_something()

    def test_of_one_who_has_gone_is_nothing(self, connected: Transcript) -> None:
        connected.goes().subscribed("c", ChannelOptions()).does_nothing()

    def test_of_one_whose_connect_was_refused_is_nothing(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{}}').asks_something()
        client.subscribed("c", ChannelOptions()).answers(Failed(codes.TOKEN_EXPIRED))
        client.refuses(1, 109)


class TestUnsubscribe:
    def test_tells_the_client_why(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Joined(ChannelOptions())).sends_something()
        connected.unsubscribed("c", STOP).leaves("c").sends(UNSUBSCRIBED)
        connected.publishes("c", 0).does_nothing()

    def test_of_one_who_is_joining_comes_after_the_reply(self, connected: Transcript) -> None:
        connected.subscribing("c").unsubscribed("c", STOP).does_nothing()
        connected.answers(Joined(ChannelOptions()))
        connected.sends('{"id":2,"subscribe":{}}').leaves("c").sends(UNSUBSCRIBED)

    def test_stands_though_the_stream_is_lost_then(self, connected: Transcript) -> None:
        connected.subscribing("c").unsubscribed("c", STOP).loses("c")
        connected.answers(Joined(connected.recovering, Position(7, "e")))
        connected.sends_something().leaves("c").sends(UNSUBSCRIBED)

    def test_of_one_whom_the_server_has_yet_to_subscribe_takes_that_back(
        self, connected: Transcript
    ) -> None:
        connected.subscribing("other")
        connected.subscribed("c", ChannelOptions()).unsubscribed("c", STOP).does_nothing()
        connected.answers(Joined(ChannelOptions())).sends_something().does_nothing()

    def test_of_one_who_is_not_there_is_nothing(self, connected: Transcript) -> None:
        connected.unsubscribed("c", STOP).does_nothing()

    def test_ends_a_servers_subscription_without_the_connection(self, client: Transcript) -> None:
        client.connects({"c": ChannelOptions()}).asks(Join("c", options=ChannelOptions()))
        client.answers(Joined(ChannelOptions())).sends_something(counted=False)
        client.unsubscribed("c", STOP).leaves("c").sends(UNSUBSCRIBED)


class TestRefresh:
    def test_gives_another_end(self, connected: Transcript) -> None:
        connected.refreshed(60).sends('{"push":{"refresh":{"expires":true,"ttl":60}}}')
        connected.connection._state.deadlines._ping = float("inf")
        connected.passes(84).does_nothing().passes(1).closes(3005)

    def test_may_take_the_end_away(self, connected: Transcript) -> None:
        connected.refreshed(None).sends('{"push":{"refresh":{}}}')

    def test_to_a_moment_that_has_passed_ends_the_connection(self, connected: Transcript) -> None:
        connected.refreshed(0).closes(3005)

    def test_of_one_who_is_still_connecting_is_said_by_its_end_alone(
        self, client: Transcript
    ) -> None:
        client.connects({"#ann": ChannelOptions()}).asks_something().refreshed(1).does_nothing()
        client.answers(Joined(ChannelOptions())).sends_something(counted=False)
        client.passes(26).leaves("#ann").closes(3005)

    def test_to_a_past_moment_ends_one_who_is_still_connecting(self, client: Transcript) -> None:
        client.connects({"#ann": ChannelOptions()}).asks_something().refreshed(-1)
        client.leaves("#ann").closes(3005)

    def test_of_one_who_is_not_connected_is_nothing(self, client: Transcript) -> None:
        client.refreshed(60).does_nothing()


@pytest.mark.parametrize("origin", [Origin("v", "secret", "node")])
def test_a_stream_of_its_own_is_told_its_secret_and_its_node(client: Transcript) -> None:
    client.receives('{"id":1,"connect":{"token":"t"}}').asks(Authenticate("t"))
    client.answers(Authenticated(Identity("ann", data=msgspec.Raw(b'{"hi":1}')), None, {}))
    client.sends(
        '{"id":1,"connect":{"client":"me","version":"v","ping":25,"pong":true,"data":{"hi":1},'
        '"session":"secret","node":"node"}}'
    )
    assert client.connection.session == "secret"


def test_what_the_application_takes_its_time_for_does_not_stop_the_server(
    connected: Transcript,
) -> None:
    connected.receives('{"id":3,"rpc":{"method":"slow"}}').asks(CallRpc("slow", b"null"))
    connected.subscribed("c", ChannelOptions()).asks(Join("c", options=ChannelOptions()))
    connected.answers_last(Joined(ChannelOptions())).sends_something()
    connected.answers(Returned(b"1")).sends('{"id":3,"rpc":{"data":1}}')
