"""`publish`, `history`, `rpc`, `send`, `ping`, and what is not offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from realtime.connection.questions import (
    Allowed,
    CallRpc,
    CountPresence,
    Deliver,
    Done,
    Failed,
    History,
    Joined,
    Look,
    PresenceCounted,
    PresenceRead,
    Publish,
    ReadHistory,
    ReadPresence,
    Returned,
)
from realtime.policy import ChannelOptions
from realtime.presence import PresenceStats
from realtime.protocol import codes
from realtime.protocol.publications import ClientInfo, Position, Publication

if TYPE_CHECKING:
    from tests.realtime.connection.conftest import Transcript

NOT_AVAILABLE = '"error":{"code":108,"message":"not available"}'
DENIED = '"error":{"code":103,"message":"permission denied"}'


@pytest.fixture
def connected(client: Transcript) -> Transcript:
    return client.connects()


def join(client: Transcript, options: ChannelOptions) -> None:
    client.subscribing("c").answers(Joined(options)).sends('{"id":2,"subscribe":{}}')


class TestPublish:
    def test_where_it_is_allowed(self, connected: Transcript) -> None:
        join(connected, ChannelOptions(publish=True))
        connected.receives('{"id":3,"publish":{"channel":"c","data":{"a": 1}}}')
        connected.asks(Publish("c", b'{"a": 1}')).answers(Done())
        connected.sends('{"id":3,"publish":{}}')

    def test_elsewhere_is_refused(self, connected: Transcript) -> None:
        join(connected, ChannelOptions())
        connected.receives('{"id":3,"publish":{"channel":"c","data":1}}')
        connected.sends(f'{{"id":3,{DENIED}}}')

    def test_to_a_channel_not_joined_depends_on_the_policy(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"publish":{"channel":"c","data":1}}').asks(Look("c"))
        connected.answers(Allowed(ChannelOptions())).sends(f'{{"id":3,{DENIED}}}')
        connected.receives('{"id":4,"publish":{"channel":"c","data":1}}').asks(Look("c"))
        connected.answers(Allowed(ChannelOptions(publish=True))).asks(Publish("c", b"1"))
        connected.answers(Done()).sends('{"id":4,"publish":{}}')

    def test_to_a_map_is_not_offered(self, connected: Transcript) -> None:
        join(connected, ChannelOptions(publish=True))
        connected.receives('{"id":3,"publish":{"channel":"c","data":1,"type":1}}')
        connected.sends(f'{{"id":3,{NOT_AVAILABLE}}}')

    def test_nothing_is_a_bad_request(self, connected: Transcript) -> None:
        join(connected, ChannelOptions(publish=True))
        connected.receives('{"id":3,"publish":{"channel":"c"}}')
        connected.sends('{"id":3,"error":{"code":107,"message":"bad request"}}')

    def test_no_channel_is_against_the_protocol(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"publish":{"data":1}}').closes(3501)

    def test_one_after_the_other(self, connected: Transcript) -> None:
        join(connected, ChannelOptions(publish=True))
        connected.receives(
            '{"id":3,"publish":{"channel":"c","data":1}}',
            '{"id":4,"publish":{"channel":"c","data":2}}',
        )
        connected.asks(Publish("c", b"1")).answers(Done()).sends('{"id":3,"publish":{}}')
        connected.asks(Publish("c", b"2")).answers(Done()).sends('{"id":4,"publish":{}}')

    def test_a_failure_is_answered_and_the_next_goes_on(self, connected: Transcript) -> None:
        join(connected, ChannelOptions(publish=True))
        connected.receives(
            '{"id":3,"publish":{"channel":"c","data":1}}',
            '{"id":4,"publish":{"channel":"c","data":2}}',
        )
        connected.asks(Publish("c", b"1")).answers(Failed(codes.INTERNAL))
        connected.sends(
            '{"id":3,"error":{"code":100,"message":"internal server error","temporary":true}}'
        )
        connected.asks(Publish("c", b"2")).answers(Done()).sends('{"id":4,"publish":{}}')


class TestHistory:
    @pytest.fixture
    def reader(self, connected: Transcript) -> Transcript:
        join(connected, ChannelOptions(stream=connected.kept, history=True))
        return connected

    def test_without_a_limit_only_the_position(self, reader: Transcript) -> None:
        reader.receives('{"id":3,"history":{"channel":"c"}}')
        reader.asks(ReadHistory("c", 0, None, reverse=False))
        reader.answers(History(Position(7, "e"), []))
        reader.sends('{"id":3,"history":{"epoch":"e","offset":7}}')

    def test_everything_is_as_much_as_an_answer_may_hold(self, reader: Transcript) -> None:
        reader.receives('{"id":3,"history":{"channel":"c","limit":-1}}')
        reader.asks(ReadHistory("c", 1000, None, reverse=False))
        reader.answers(History(Position(1, "e"), [Publication(msgspec.Raw(b"1"), None, 1)]))
        reader.sends(
            '{"id":3,"history":{"publications":[{"data":1,"offset":1}],"epoch":"e","offset":1}}'
        )

    def test_from_a_position_backwards(self, reader: Transcript) -> None:
        reader.receives(
            '{"id":3,"history":{"channel":"c","limit":2,"reverse":true,'
            '"since":{"offset":5,"epoch":"e"}}}'
        )
        reader.asks(ReadHistory("c", 2, Position(5, "e"), reverse=True))
        reader.answers(History(Position(7, "e"), []))
        reader.sends('{"id":3,"history":{"epoch":"e","offset":7}}')

    def test_does_not_make_others_wait(self, reader: Transcript) -> None:
        reader.receives('{"id":3,"history":{"channel":"c"}}', '{"id":4,"ping":{}}')
        reader.asks(ReadHistory("c", 0, None, reverse=False)).sends('{"id":4,"ping":{}}')
        reader.answers(History(Position(7, "e"), []))
        reader.sends('{"id":3,"history":{"epoch":"e","offset":7}}')

    def test_where_it_is_not_allowed_is_refused(self, connected: Transcript) -> None:
        join(connected, ChannelOptions(stream=connected.kept))
        connected.receives('{"id":3,"history":{"channel":"c"}}').sends(f'{{"id":3,{DENIED}}}')

    def test_where_nothing_is_kept_it_is_not_available(self, connected: Transcript) -> None:
        join(connected, ChannelOptions())
        connected.receives('{"id":3,"history":{"channel":"c"}}')
        connected.sends(f'{{"id":3,{NOT_AVAILABLE}}}')


class TestPresence:
    @pytest.fixture
    def watcher(self, connected: Transcript) -> Transcript:
        join(connected, ChannelOptions(presence=True))
        return connected

    def test_names_who_is_here_by_client(self, watcher: Transcript) -> None:
        watcher.receives('{"id":3,"presence":{"channel":"c"}}').asks(ReadPresence("c"))
        watcher.answers(PresenceRead({"id": ClientInfo("ann", "id")}))
        watcher.sends('{"id":3,"presence":{"presence":{"id":{"user":"ann","client":"id"}}}}')

    def test_of_nobody_is_empty(self, watcher: Transcript) -> None:
        watcher.receives('{"id":3,"presence":{"channel":"c"}}').asks(ReadPresence("c"))
        watcher.answers(PresenceRead({})).sends('{"id":3,"presence":{"presence":{}}}')

    def test_counts_connections_and_users(self, watcher: Transcript) -> None:
        watcher.receives('{"id":3,"presence_stats":{"channel":"c"}}').asks(CountPresence("c"))
        watcher.answers(PresenceCounted(PresenceStats(3, 2)))
        watcher.sends('{"id":3,"presence_stats":{"num_clients":3,"num_users":2}}')

    def test_without_joining_depends_on_the_policy(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"presence":{"channel":"c"}}').asks(Look("c"))
        connected.answers(Allowed(ChannelOptions(presence=True))).asks(ReadPresence("c"))
        connected.answers(PresenceRead({})).sends('{"id":3,"presence":{"presence":{}}}')

    @pytest.mark.parametrize("method", ["presence", "presence_stats"])
    def test_where_one_may_not_know_is_refused(self, connected: Transcript, method: str) -> None:
        join(connected, ChannelOptions(listed=True))
        connected.receives(f'{{"id":3,"{method}":{{"channel":"c"}}}}')
        connected.sends(f'{{"id":3,{DENIED}}}')

    @pytest.mark.parametrize("method", ["presence", "presence_stats"])
    def test_where_nobody_is_listed_it_is_not_available(
        self, connected: Transcript, method: str
    ) -> None:
        join(connected, ChannelOptions())
        connected.receives(f'{{"id":3,"{method}":{{"channel":"c"}}}}')
        connected.sends(f'{{"id":3,{NOT_AVAILABLE}}}')


class TestRpc:
    def test_gives_the_handler_json_and_returns_its(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"rpc":{"method":"m","data":{"a": [1]}}}')
        connected.asks(CallRpc("m", b'{"a": [1]}')).answers(Returned(b'{"b":2}'))
        connected.sends('{"id":3,"rpc":{"data":{"b":2}}}')

    def test_without_data_it_is_null(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"rpc":{"method":"m"}}').asks(CallRpc("m", b"null"))
        connected.answers(Returned(b"")).sends('{"id":3,"rpc":{}}')

    def test_an_error_of_the_application(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"rpc":{"method":"m"}}').asks(CallRpc("m", b"null"))
        connected.answers(Failed(codes.Error(409, "not the same"))).sends(
            '{"id":3,"error":{"code":409,"message":"not the same"}}'
        )

    def test_many_at_once_are_answered_as_they_come(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"rpc":{"method":"a"}}', '{"id":4,"rpc":{"method":"b"}}')
        connected.asks(CallRpc("a", b"null"), CallRpc("b", b"null"))
        connected.answers_last(Returned(b"2")).sends('{"id":4,"rpc":{"data":2}}')
        connected.answers(Returned(b"1")).sends('{"id":3,"rpc":{"data":1}}')

    def test_waits_for_what_must_come_before(self, connected: Transcript) -> None:
        connected.subscribing("c").receives('{"id":3,"rpc":{"method":"a"}}').does_nothing()
        connected.answers(Joined(ChannelOptions())).sends('{"id":2,"subscribe":{}}')
        connected.asks(CallRpc("a", b"null")).answers(Returned(b"1"))
        connected.sends('{"id":3,"rpc":{"data":1}}')


class TestSend:
    def test_has_no_answer(self, connected: Transcript) -> None:
        connected.receives('{"send":{"data":{"a":1}}}').asks(Deliver(b'{"a":1}'))
        connected.answers(Done()).does_nothing()

    def test_nor_when_it_fails(self, connected: Transcript) -> None:
        connected.receives('{"send":{}}').asks(Deliver(b"null"))
        connected.answers(Failed(codes.INTERNAL)).does_nothing()

    def test_where_nobody_takes_messages_the_connection_ends(self, connected: Transcript) -> None:
        connected.receives('{"send":{}}').asks(Deliver(b"null"))
        connected.answers(Failed(codes.MESSAGES_NOT_AVAILABLE)).closes(3508)


@pytest.mark.parametrize(
    "method", ["publish", "history", "presence", "presence_stats", "sub_refresh", "unsubscribe"]
)
def test_without_a_channel_it_is_against_the_protocol(connected: Transcript, method: str) -> None:
    connected.receives(f'{{"id":3,"{method}":{{}}}}').closes(3501)


def test_a_clients_own_ping_is_answered(connected: Transcript) -> None:
    connected.receives('{"id":3,"ping":{}}').sends('{"id":3,"ping":{}}')
