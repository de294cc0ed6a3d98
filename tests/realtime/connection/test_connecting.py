"""`connect` and `refresh`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from realtime.connection.effects import Recovery
from realtime.connection.questions import Authenticate, Authenticated, Failed, Join, Joined
from realtime.policy import ChannelOptions, Identity
from realtime.protocol import codes
from realtime.protocol.publications import Position, Publication

if TYPE_CHECKING:
    from tests.realtime.connection.conftest import Transcript

CONNECTED = '{"id":1,"connect":{"client":"me","version":"v","ping":25,"pong":true}}'


class TestConnect:
    def test_a_good_token_connects(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{"token":"t","name":"js"}}').asks(Authenticate("t"))
        client.answers(Authenticated(Identity("ann"), None, {})).sends(CONNECTED)
        assert client.connection.identity == Identity("ann")

    def test_no_token_is_for_the_authenticator_to_judge(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{}}').asks(Authenticate(""))
        client.answers(Authenticated(Identity(""), None, {})).sends(CONNECTED)

    def test_a_token_that_ends_says_when(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{}}').asks(Authenticate(""))
        client.answers(Authenticated(Identity("ann"), 899.2, {}))
        client.sends(
            '{"id":1,"connect":{"client":"me","version":"v","expires":true,"ttl":900,'
            '"ping":25,"pong":true}}'
        )

    def test_a_bad_token_ends_the_connection(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{"token":"x"}}').asks(Authenticate("x"))
        client.answers(Failed(codes.INVALID_TOKEN)).closes(3500)

    def test_an_expired_token_is_an_error_so_that_the_client_gets_a_new_one(
        self, client: Transcript
    ) -> None:
        client.receives('{"id":1,"connect":{"token":"x"}}').asks(Authenticate("x"))
        client.answers(Failed(codes.TOKEN_EXPIRED))
        client.sends('{"id":1,"error":{"code":109,"message":"token expired"}}')

    def test_a_token_that_expired_on_the_way_is_expired(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{"token":"x"}}').asks(Authenticate("x"))
        client.answers(Authenticated(Identity("ann"), -0.1, {}))
        client.sends('{"id":1,"error":{"code":109,"message":"token expired"}}')

    def test_after_a_refused_connect_nothing_else_is_taken(self, client: Transcript) -> None:
        client.receives(
            '{"id":1,"connect":{"token":"x"}}', '{"id":2,"subscribe":{"channel":"c"}}'
        ).asks(Authenticate("x"))
        client.answers(Failed(codes.TOKEN_EXPIRED))
        client.sends('{"id":1,"error":{"code":109,"message":"token expired"}}').does_nothing()
        client.receives('{"id":3,"rpc":{"method":"m"}}').closes(3501)

    def test_connecting_twice_is_against_the_protocol(self, client: Transcript) -> None:
        client.connects().receives('{"id":2,"connect":{}}').closes(3501)

    def test_anything_before_connect_is_against_the_protocol(self, client: Transcript) -> None:
        client.receives('{"id":1,"rpc":{"method":"m"}}').closes(3501)

    def test_even_a_pong(self, client: Transcript) -> None:
        client.receives("{}").closes(3501)

    def test_a_connect_without_an_id_too(self, client: Transcript) -> None:
        client.receives('{"connect":{}}').closes(3501)

    def test_subscriptions_may_come_in_the_same_frame(self, client: Transcript) -> None:
        client.receives(
            '{"id":1,"connect":{"token":"t"}}', '{"id":2,"subscribe":{"channel":"c"}}'
        ).asks(Authenticate("t"))
        client.answers(Authenticated(Identity("ann"), None, {}))
        client.sends(CONNECTED).asks(Join("c"))
        client.answers(Joined(ChannelOptions())).sends('{"id":2,"subscribe":{}}')


class TestServerSideSubscriptions:
    def test_are_joined_before_the_reply(self, client: Transcript) -> None:
        options = client.recovering
        client.connects({"#ann": options, "ops": ChannelOptions()})
        client.asks(Join("#ann", options=options), Join("ops", options=ChannelOptions()))
        client.answers(Joined(options, Position(7, "e"))).does_nothing()
        client.answers(Joined(ChannelOptions()))
        client.sends(
            '{"id":1,"connect":{"client":"me","version":"v","subs":{"#ann":{"recoverable":true,'
            '"positioned":true,"epoch":"e","offset":7},"ops":{}},"ping":25,"pong":true}}',
            counted=False,
        )
        client.publishes("#ann", 8, '"hi"')
        client.sends('{"push":{"channel":"#ann","pub":{"data":"hi","offset":8}}}')

    def test_are_recovered_from_where_the_client_was(self, client: Transcript) -> None:
        options = client.recovering
        client.receives(
            '{"id":1,"connect":{"subs":{"#ann":{"recover":true,"offset":5,"epoch":"e"}}}}'
        ).asks(Authenticate(""))
        client.answers(Authenticated(Identity("ann"), None, {"#ann": options}))
        client.asks(Join("#ann", since=Position(5, "e"), options=options))
        client.answers(Joined(options, Position(6, "e"), [Publication(msgspec.Raw(b"6"), None, 6)]))
        client.sends(
            '{"id":1,"connect":{"client":"me","version":"v","subs":{"#ann":{"recoverable":true,'
            '"positioned":true,"epoch":"e","offset":5,"was_recovering":true,"recovered":true,'
            '"publications":[{"data":6,"offset":6}]}},"ping":25,"pong":true}}',
            counted=False,
        )
        assert client.recoveries == [Recovery(recovered=True, publications=1)]

    def test_what_cannot_be_recovered_is_said_even_if_the_client_would_have_it_refused(
        self, client: Transcript
    ) -> None:
        options = client.recovering
        client.receives(
            '{"id":1,"connect":{"subs":{"#ann":{"recover":true,"epoch":"old","flag":2}}}}'
        ).asks(Authenticate(""))
        client.answers(Authenticated(Identity("ann"), None, {"#ann": options}))
        client.asks(Join("#ann", since=Position(0, "old"), options=options))
        client.answers(Joined(options, Position(6, "e"), []))
        client.sends(
            '{"id":1,"connect":{"client":"me","version":"v","subs":{"#ann":{"recoverable":true,'
            '"positioned":true,"epoch":"e","offset":6,"was_recovering":true}},'
            '"ping":25,"pong":true}}',
            counted=False,
        )

    def test_share_the_bytes_that_a_reply_may_have(self, client: Transcript) -> None:
        large = [Publication(msgspec.Raw(b'"' + b"x" * 700_000 + b'"'), None, 1)]
        options = client.recovering
        client.receives(
            '{"id":1,"connect":{"subs":{"a":{"recover":true},"b":{"recover":true}}}}'
        ).asks(Authenticate(""))
        client.answers(Authenticated(Identity("ann"), None, {"a": options, "b": options}))
        client.asks(Join("a", since=Position(), options=options))
        client.asks(Join("b", since=Position(), options=options))
        for _ in range(2):
            client.answers(Joined(options, Position(1, "e"), large))
        assert [each.recovered for each in client.recoveries] == [True, False]
        client.sends_something(counted=False)

    def test_one_that_fails_refuses_the_connection_and_leaves_the_others(
        self, client: Transcript
    ) -> None:
        options = client.recovering
        client.connects({"#ann": options, "ops": ChannelOptions()})
        client.asks(Join("#ann", options=options), Join("ops", options=ChannelOptions()))
        client.answers(Joined(options, Position(7, "e"))).answers(Failed(codes.INTERNAL))
        client.sends(
            '{"id":1,"error":{"code":100,"message":"internal server error","temporary":true}}'
        ).leaves("#ann", "ops")

    def test_channels_that_the_client_made_up_are_not_joined(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{"subs":{"secret":{"recover":true}}}}')
        client.asks(Authenticate("")).answers(Authenticated(Identity("ann"), None, {}))
        client.sends(CONNECTED)

    def test_a_lost_stream_ends_the_connection_so_that_it_recovers(
        self, client: Transcript
    ) -> None:
        options = client.recovering
        client.connects({"#ann": options}).asks(Join("#ann", options=options))
        client.answers(Joined(options, Position(7, "e"))).sends_something(counted=False)
        client.loses("#ann").leaves("#ann").closes(3010)


class TestRefresh:
    def test_a_new_token_prolongs_the_connection(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{}}').asks(Authenticate(""))
        client.answers(Authenticated(Identity("ann"), 10, {})).sends_something()
        client.passes(5).receives('{"id":2,"refresh":{"token":"u"}}')
        client.asks(Authenticate("u", renewal=True))
        client.answers(Authenticated(Identity("ann", "later"), 900, {}))
        client.sends('{"id":2,"refresh":{"client":"me","version":"v","expires":true,"ttl":900}}')
        assert client.connection.identity == Identity("ann", "later")

    def test_a_token_that_does_not_end_prolongs_it_for_ever(self, client: Transcript) -> None:
        client.receives('{"id":1,"connect":{}}').asks(Authenticate(""))
        client.answers(Authenticated(Identity("ann"), 10, {})).sends_something()
        client.receives('{"id":2,"refresh":{"token":"u"}}').asks(Authenticate("u", renewal=True))
        client.answers(Authenticated(Identity("ann"), None, {}))
        client.sends('{"id":2,"refresh":{"client":"me","version":"v"}}')

    def test_a_token_of_somebody_else_ends_the_connection(self, client: Transcript) -> None:
        client.connects().receives('{"id":2,"refresh":{"token":"u"}}')
        client.asks(Authenticate("u", renewal=True))
        client.answers(Authenticated(Identity("bob"), 900, {})).closes(3500)

    def test_an_expired_token_ends_the_connection(self, client: Transcript) -> None:
        client.connects().receives('{"id":2,"refresh":{"token":"u"}}')
        client.asks(Authenticate("u", renewal=True))
        client.answers(Authenticated(Identity("ann"), 0, {})).closes(3005)

    def test_no_token_is_against_the_protocol(self, client: Transcript) -> None:
        client.connects().receives('{"id":2,"refresh":{}}').closes(3501)
