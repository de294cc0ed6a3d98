"""`subscribe`, recovery and `unsubscribe`: centrifuge-notes, section 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from realtime.connection.effects import Recovery
from realtime.connection.questions import Failed, Join, Joined
from realtime.limits import Limits
from realtime.policy import ChannelOptions
from realtime.protocol import codes
from realtime.protocol.publications import Position, Publication

if TYPE_CHECKING:
    from tests.realtime.connection.conftest import Transcript

AT_TOP = '"recoverable":true,"positioned":true,"epoch":"e","offset"'
RESUBSCRIBE = '{"push":{"channel":"c","unsubscribe":{"code":2500,"reason":"insufficient state"}}}'


def publications(*offsets: int) -> list[Publication]:
    return [Publication(msgspec.Raw(b"%d" % offset), None, offset) for offset in offsets]


def push(offset: int, data: str = "1") -> str:
    return f'{{"push":{{"channel":"c","pub":{{"data":{data},"offset":{offset}}}}}}}'


@pytest.fixture
def connected(client: Transcript) -> Transcript:
    return client.connects()


@pytest.fixture
def subscribed(connected: Transcript) -> Transcript:
    """Subscribed to c at offset 7."""
    connected.subscribing("c").answers(Joined(connected.recovering, Position(7, "e")))
    return connected.sends(f'{{"id":2,"subscribe":{{{AT_TOP}:7}}}}')


class TestSubscribe:
    def test_the_reply_says_where_the_stream_is(self, connected: Transcript) -> None:
        connected.receives('{"id":2,"subscribe":{"channel":"c","token":"s"}}')
        connected.asks(Join("c", "s"))
        connected.answers(Joined(connected.recovering, Position(0, "e")))
        connected.sends('{"id":2,"subscribe":{"recoverable":true,"positioned":true,"epoch":"e"}}')

    def test_a_channel_without_a_stream_says_nothing(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Joined(ChannelOptions()))
        connected.sends('{"id":2,"subscribe":{}}')
        connected.publishes("c", 0, '"now"').publishes("c", 0, '"now"')
        for _ in range(2):
            connected.sends('{"push":{"channel":"c","pub":{"data":"now"}}}')

    def test_a_refusal_leaves_the_connection_alone(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Failed(codes.PERMISSION_DENIED))
        connected.sends('{"id":2,"error":{"code":103,"message":"permission denied"}}')
        connected.subscribing("c").answers(Joined(ChannelOptions()))
        connected.sends('{"id":2,"subscribe":{}}')

    def test_a_disconnect_of_the_policy_ends_it(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Failed(codes.Disconnect(4501, "session ended")))
        connected.closes(4501)

    def test_twice_is_an_error(self, subscribed: Transcript) -> None:
        subscribed.receives('{"id":3,"subscribe":{"channel":"c"}}')
        subscribed.sends('{"id":3,"error":{"code":105,"message":"already subscribed"}}')

    def test_a_server_side_channel_is_subscribed_already(self, client: Transcript) -> None:
        client.connects({"#ann": ChannelOptions()}).asks(Join("#ann", options=ChannelOptions()))
        client.answers(Joined(ChannelOptions())).sends_something(counted=False)
        client.receives('{"id":3,"subscribe":{"channel":"#ann"}}')
        client.sends('{"id":3,"error":{"code":105,"message":"already subscribed"}}')

    def test_no_channel_is_against_the_protocol(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"subscribe":{}}').closes(3501)

    def test_a_long_name_is_a_bad_request(self, connected: Transcript) -> None:
        connected.receives(f'{{"id":3,"subscribe":{{"channel":"{"x" * 256}"}}}}')
        connected.sends('{"id":3,"error":{"code":107,"message":"bad request"}}')


class TestChannelLimit:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(channels=1)

    def test_one_channel_too_many_is_an_error(self, subscribed: Transcript) -> None:
        subscribed.receives('{"id":3,"subscribe":{"channel":"d"}}')
        subscribed.sends('{"id":3,"error":{"code":106,"message":"limit exceeded"}}')

    def test_a_place_that_was_left_is_free(self, subscribed: Transcript) -> None:
        subscribed.receives('{"id":3,"unsubscribe":{"channel":"c"}}')
        subscribed.sends('{"id":3,"unsubscribe":{}}').leaves("c")
        subscribed.subscribing("d").answers(Joined(ChannelOptions()))
        subscribed.sends('{"id":2,"subscribe":{}}')


class TestRecovery:
    def recovering(self, client: Transcript, offset: int, epoch: str = "e", flag: int = 0) -> None:
        client.receives(
            f'{{"id":2,"subscribe":{{"channel":"c","recover":true,"epoch":"{epoch}",'
            f'"offset":{offset},"flag":{flag}}}}}'
        )
        client.asks(Join("c", since=Position(offset, epoch)))

    def test_what_was_missed_comes_with_the_reply(self, connected: Transcript) -> None:
        self.recovering(connected, 5)
        connected.answers(Joined(connected.recovering, Position(7, "e"), publications(6, 7)))
        connected.sends(
            f'{{"id":2,"subscribe":{{{AT_TOP}:5,"was_recovering":true,"recovered":true,'
            '"publications":[{"data":6,"offset":6},{"data":7,"offset":7}]}}',
            counted=False,
        )
        connected.publishes("c", 8).sends(push(8))
        assert connected.recoveries == [Recovery(recovered=True, publications=2)]

    def test_nothing_missed_is_recovered_too(self, connected: Transcript) -> None:
        self.recovering(connected, 7)
        connected.answers(Joined(connected.recovering, Position(7, "e"), []))
        connected.sends(
            f'{{"id":2,"subscribe":{{{AT_TOP}:7,"was_recovering":true,"recovered":true}}}}',
            counted=False,
        )

    def test_an_empty_epoch_matches_any(self, connected: Transcript) -> None:
        self.recovering(connected, 0, epoch="")
        connected.answers(Joined(connected.recovering, Position(1, "e"), publications(1)))
        connected.sends(
            '{"id":2,"subscribe":{"recoverable":true,"positioned":true,"epoch":"e",'
            '"was_recovering":true,"recovered":true,"publications":[{"data":1,"offset":1}]}}',
            counted=False,
        )

    @pytest.mark.parametrize(
        ("offset", "epoch", "top", "found"),
        [
            pytest.param(5, "other", 7, (), id="another epoch"),
            pytest.param(3, "e", 7, (6, 7), id="the oldest is gone"),
            pytest.param(5, "e", 7, (), id="all are gone"),
            pytest.param(9, "e", 7, (), id="a position from the future"),
            pytest.param(5, "e", 8, (6, 7), id="the newest is missing"),
            pytest.param(5, "e", 8, (6, 8), id="one in the middle is missing"),
        ],
    )
    def test_otherwise_it_is_not_recovered_and_live_delivery_goes_on(
        self, connected: Transcript, offset: int, epoch: str, top: int, found: tuple[int, ...]
    ) -> None:
        self.recovering(connected, offset, epoch)
        joined = Joined(connected.recovering, Position(top, "e"), publications(*found))
        connected.answers(joined)
        connected.sends(f'{{"id":2,"subscribe":{{{AT_TOP}:{top},"was_recovering":true}}}}')
        connected.publishes("c", top + 1).sends(push(top + 1))
        assert connected.recoveries == [Recovery(recovered=False, publications=0)]

    def test_a_client_that_would_rather_load_anew_gets_an_error_and_no_subscription(
        self, connected: Transcript
    ) -> None:
        self.recovering(connected, 3, flag=2)
        connected.answers(Joined(connected.recovering, Position(7, "e"), publications(6, 7)))
        connected.sends('{"id":2,"error":{"code":112,"message":"unrecoverable position"}}')
        connected.leaves("c").publishes("c", 8).does_nothing()
        assert connected.recoveries == [Recovery(recovered=False, publications=0)]

    def test_that_flag_among_others(self, connected: Transcript) -> None:
        self.recovering(connected, 3, flag=3)
        connected.answers(Joined(connected.recovering, Position(7, "e"), []))
        connected.sends('{"id":2,"error":{"code":112,"message":"unrecoverable position"}}')
        connected.leaves("c")

    def test_the_flag_matters_only_to_one_who_recovers(self, connected: Transcript) -> None:
        connected.receives('{"id":2,"subscribe":{"channel":"c","flag":2}}').asks(Join("c"))
        connected.answers(Joined(connected.recovering, Position(7, "e")))
        connected.sends(f'{{"id":2,"subscribe":{{{AT_TOP}:7}}}}')

    def test_more_than_a_reply_may_hold_is_unrecoverable(self, connected: Transcript) -> None:
        self.recovering(connected, 0)
        large = [Publication(msgspec.Raw(b'"' + b"x" * 1_100_000 + b'"'), None, 1)]
        connected.answers(Joined(connected.recovering, Position(1, "e"), large))
        connected.sends(f'{{"id":2,"subscribe":{{{AT_TOP}:1,"was_recovering":true}}}}')

    def test_a_channel_that_does_not_recover_ignores_the_position(
        self, connected: Transcript
    ) -> None:
        self.recovering(connected, 5)
        connected.answers(Joined(ChannelOptions())).sends('{"id":2,"subscribe":{}}')


class TestPublicationsWhileJoining:
    def test_wait_for_the_reply(self, connected: Transcript) -> None:
        connected.subscribing("c").publishes("c", 8).publishes("c", 9).does_nothing()
        connected.answers(Joined(connected.recovering, Position(7, "e")))
        connected.sends(f'{{"id":2,"subscribe":{{{AT_TOP}:7}}}}', push(8), push(9))

    def test_are_not_doubled_if_the_stream_held_them(self, connected: Transcript) -> None:
        connected.subscribing("c").publishes("c", 7).publishes("c", 8)
        connected.answers(Joined(connected.recovering, Position(7, "e")))
        connected.sends(f'{{"id":2,"subscribe":{{{AT_TOP}:7}}}}', push(8))

    def test_show_a_gap_behind_the_stream(self, connected: Transcript) -> None:
        connected.subscribing("c").publishes("c", 9)
        connected.answers(Joined(connected.recovering, Position(7, "e")))
        connected.sends(f'{{"id":2,"subscribe":{{{AT_TOP}:7}}}}').leaves("c").sends(RESUBSCRIBE)

    def test_show_that_the_stream_is_another(self, connected: Transcript) -> None:
        connected.subscribing("c").publishes("c", 8, epoch="old")
        connected.answers(Joined(connected.recovering, Position(7, "e")))
        connected.sends(f'{{"id":2,"subscribe":{{{AT_TOP}:7}}}}').leaves("c").sends(RESUBSCRIBE)

    def test_a_stream_lost_meanwhile_is_said_after_the_reply(self, connected: Transcript) -> None:
        connected.subscribing("c").loses("c").does_nothing()
        connected.answers(Joined(connected.recovering, Position(7, "e")))
        connected.sends(f'{{"id":2,"subscribe":{{{AT_TOP}:7}}}}').leaves("c").sends(RESUBSCRIBE)

    def test_go_to_one_who_follows_no_position_too(self, connected: Transcript) -> None:
        connected.subscribing("c").publishes("c", 8).loses("c")
        connected.answers(Joined(ChannelOptions()))
        connected.sends('{"id":2,"subscribe":{}}', push(8))


class TestLiveDelivery:
    def test_each_next_publication_is_sent(self, subscribed: Transcript) -> None:
        subscribed.publishes("c", 8).publishes("c", 9, '{"a":"안녕"}')
        subscribed.sends(push(8), push(9, '{"a":"안녕"}'))

    def test_an_old_one_is_not(self, subscribed: Transcript) -> None:
        subscribed.publishes("c", 7).publishes("c", 3).does_nothing()
        subscribed.publishes("c", 8).sends(push(8)).publishes("c", 8).does_nothing()

    def test_a_gap_makes_the_client_subscribe_again(self, subscribed: Transcript) -> None:
        subscribed.publishes("c", 9).leaves("c").sends(RESUBSCRIBE)
        subscribed.publishes("c", 10).does_nothing()

    def test_another_epoch_too(self, subscribed: Transcript) -> None:
        subscribed.publishes("c", 8, epoch="f").leaves("c").sends(RESUBSCRIBE)

    def test_a_lost_stream_too(self, subscribed: Transcript) -> None:
        subscribed.loses("c").leaves("c").sends(RESUBSCRIBE).loses("c").does_nothing()

    def test_one_who_follows_no_position_minds_neither(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Joined(ChannelOptions()))
        connected.sends('{"id":2,"subscribe":{}}')
        connected.publishes("c", 3).publishes("c", 9).sends(push(3), push(9))
        connected.loses("c").does_nothing()

    def test_a_channel_that_was_never_joined_is_nobodys(self, connected: Transcript) -> None:
        connected.publishes("c", 1).loses("c").does_nothing()


class TestUnsubscribe:
    def test_leaves_the_channel(self, subscribed: Transcript) -> None:
        subscribed.receives('{"id":3,"unsubscribe":{"channel":"c"}}')
        subscribed.sends('{"id":3,"unsubscribe":{}}').leaves("c")
        subscribed.publishes("c", 8).does_nothing()

    def test_succeeds_always(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"unsubscribe":{"channel":"c"}}')
        connected.sends('{"id":3,"unsubscribe":{}}')

    def test_no_channel_is_against_the_protocol(self, connected: Transcript) -> None:
        connected.receives('{"id":3,"unsubscribe":{}}').closes(3501)

    def test_waits_for_a_subscribe_under_way(self, connected: Transcript) -> None:
        connected.subscribing("c").receives('{"id":3,"unsubscribe":{"channel":"c"}}')
        connected.does_nothing().answers(Joined(ChannelOptions()))
        connected.sends('{"id":2,"subscribe":{}}', '{"id":3,"unsubscribe":{}}').leaves("c")

    def test_subscribing_again_recovers_from_the_kept_position(
        self, subscribed: Transcript
    ) -> None:
        subscribed.receives('{"id":3,"unsubscribe":{"channel":"c"}}')
        subscribed.sends('{"id":3,"unsubscribe":{}}').leaves("c")
        subscribed.receives(
            '{"id":4,"subscribe":{"channel":"c","recover":true,"offset":7,"epoch":"e"}}'
        ).asks(Join("c", since=Position(7, "e")))
        subscribed.answers(Joined(subscribed.recovering, Position(8, "e"), publications(8)))
        subscribed.sends(
            f'{{"id":4,"subscribe":{{{AT_TOP}:7,"was_recovering":true,"recovered":true,'
            '"publications":[{"data":8,"offset":8}]}}',
            counted=False,
        )
