"""What a subscription is: what the policy grants, and what the client asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from realtime.connection.questions import Done, Failed, Join, Joined, Part, Renew, Renewed
from realtime.policy import ChannelOptions, StreamOptions, When
from realtime.protocol import codes
from realtime.protocol.fossil import apply_delta
from realtime.protocol.publications import Position, Publication

if TYPE_CHECKING:
    from tests.realtime.connection.conftest import Transcript

TOP = Position(7, "e")
LONG = '{"topic":"what the two of them talked about at the market","turn":1}'
LONGER = LONG.replace('"turn":1', '"turn":2')
MISSED = [(6, LONG), (7, LONGER)]
JOINED = '{"push":{"channel":"c","join":{"info":{"user":"bob"}}}}'


@pytest.fixture
def connected(client: Transcript) -> Transcript:
    return client.connects()


def kept(client: Transcript, **options: object) -> ChannelOptions:
    return ChannelOptions(stream=client.kept, **options)  # type: ignore[arg-type]


def subscribe(client: Transcript, **wishes: object) -> Transcript:
    request = msgspec.json.encode({"channel": "c", **wishes}).decode()
    return client.receives(f'{{"id":2,"subscribe":{request}}}')


def quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()


class TestPositions:
    def test_follow_where_the_client_asks(self, connected: Transcript) -> None:
        options = kept(connected, position=When.ASKED)
        subscribe(connected, positioned=True).asks(Join("c", positioned=True))
        connected.answers(Joined(options, TOP))
        connected.sends('{"id":2,"subscribe":{"positioned":true,"epoch":"e","offset":7}}')
        connected.publishes("c", 9).leaves("c")
        connected.sends(
            '{"push":{"channel":"c","unsubscribe":{"code":2500,"reason":"insufficient state"}}}'
        )

    @pytest.mark.parametrize(
        ("recover", "asked", "follows"),
        [
            (When.NEVER, True, False),
            (When.ASKED, False, False),
            (When.ASKED, True, True),
            (When.ALWAYS, False, True),
        ],
    )
    def test_recovery_depends_on_policy_and_client(
        self, connected: Transcript, recover: When, asked: bool, follows: bool
    ) -> None:
        options = kept(connected, recover=recover)
        question = Join("c", recoverable=asked)
        assert question.recovers(options) is question.follows(options) is follows

    def test_who_comes_back_with_a_position_asks_for_recovery(self) -> None:
        options = ChannelOptions(
            stream=StreamOptions(size=9, ttl=1, meta_ttl=1), recover=When.ASKED
        )
        assert Join("c", since=TOP).recovers(options)

    def test_a_position_alone_recovers_nothing(self, connected: Transcript) -> None:
        options = kept(connected, position=When.ALWAYS)
        subscribe(connected, recover=True, offset=5, epoch="e")
        connected.asks(Join("c", since=Position(5, "e"))).answers(Joined(options, TOP))
        connected.sends(
            '{"id":2,"subscribe":{"positioned":true,"epoch":"e","offset":7,"was_recovering":true}}'
        )

    def test_what_has_no_place_in_the_stream_is_passed_on(self, connected: Transcript) -> None:
        options = kept(connected, recover=When.ALWAYS)
        connected.subscribing("c").answers(Joined(options, TOP)).sends_something()
        connected.publishes("c", 0).sends('{"push":{"channel":"c","pub":{"data":1}}}')
        connected.publishes("c", 8).sends('{"push":{"channel":"c","pub":{"data":1,"offset":8}}}')


class TestComingsAndGoings:
    def test_are_told_where_the_client_asks_and_may(self, connected: Transcript) -> None:
        subscribe(connected, join_leave=True).asks(Join("c"))
        connected.answers(Joined(ChannelOptions(join_leave=When.ASKED)))
        connected.sends('{"id":2,"subscribe":{}}').tells("c", JOINED).sends(JOINED)

    @pytest.mark.parametrize("granted", [When.NEVER, When.ASKED])
    def test_are_not_told_otherwise(self, connected: Transcript, granted: When) -> None:
        connected.subscribing("c").answers(Joined(ChannelOptions(join_leave=granted)))
        connected.sends('{"id":2,"subscribe":{}}').tells("c", JOINED).does_nothing()

    def test_are_told_unasked_where_the_policy_says_so(self, connected: Transcript) -> None:
        connected.subscribing("c").tells("c", JOINED).does_nothing()
        connected.answers(Joined(ChannelOptions(join_leave=When.ALWAYS)))
        connected.sends('{"id":2,"subscribe":{}}').tells("c", JOINED).sends(JOINED)

    def test_ones_own_is_announced_after_the_reply(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Joined(ChannelOptions(announced=True)))
        connected.sends('{"id":2,"subscribe":{}}').announces("c")

    @pytest.mark.parametrize(
        "options", [ChannelOptions(announced=True), ChannelOptions(listed=True)]
    )
    def test_one_who_can_be_seen_has_left_before_it_is_told_so(
        self, connected: Transcript, options: ChannelOptions
    ) -> None:
        connected.subscribing("c").answers(Joined(options)).sends('{"id":2,"subscribe":{}}')
        if options.announced:
            connected.announces("c")
        connected.receives('{"id":3,"unsubscribe":{"channel":"c"}}').asks(Part("c"))
        connected.receives('{"id":4,"ping":{}}').does_nothing()
        connected.answers(Done()).sends('{"id":3,"unsubscribe":{}}', '{"id":4,"ping":{}}')


class TestExpiry:
    @pytest.fixture
    def expiring(self, connected: Transcript) -> Transcript:
        connected.subscribing("c").answers(Joined(ChannelOptions(), expires_in=59.5))
        return connected.sends('{"id":2,"subscribe":{"expires":true,"ttl":60}}')

    def test_one_that_has_passed_is_refused(self, connected: Transcript) -> None:
        connected.subscribing("c").answers(Joined(ChannelOptions(), expires_in=0))
        connected.sends('{"id":2,"error":{"code":110,"message":"expired"}}').leaves("c")

    def test_makes_the_client_subscribe_again_after_some_grace(self, expiring: Transcript) -> None:
        expiring.connection._state.deadlines._ping = float("inf")
        expiring.passes(59.5 + 24.9).does_nothing()
        expiring.passes(0.1).leaves("c")
        expiring.sends(
            '{"push":{"channel":"c","unsubscribe":{"code":2501,"reason":"subscription expired"}}}'
        )

    def test_of_a_servers_subscription_ends_the_connection(self, client: Transcript) -> None:
        client.connects({"#ann": ChannelOptions()}).asks(Join("#ann", options=ChannelOptions()))
        client.answers(Joined(ChannelOptions(), expires_in=1)).sends_something(counted=False)
        client.passes(26).leaves("#ann").closes(3006)

    def test_is_put_off_by_a_new_token(self, expiring: Transcript) -> None:
        expiring.connection._state.deadlines._ping = float("inf")
        expiring.passes(50).receives('{"id":3,"sub_refresh":{"channel":"c","token":"t"}}')
        expiring.asks(Renew("c", "t")).answers(Renewed(ChannelOptions(), 60))
        expiring.sends('{"id":3,"sub_refresh":{"expires":true,"ttl":60}}')
        expiring.passes(84.9).does_nothing().passes(0.2).leaves("c").sends_something()

    def test_is_over_where_the_new_token_has_none(self, expiring: Transcript) -> None:
        expiring.receives('{"id":3,"sub_refresh":{"channel":"c","token":"t"}}')
        expiring.asks(Renew("c", "t")).answers(Renewed(ChannelOptions(), None))
        expiring.sends('{"id":3,"sub_refresh":{}}')
        assert expiring.connection._state.deadlines.expired(float("inf")) == []

    def test_ends_with_the_subscription(self, expiring: Transcript) -> None:
        expiring.receives('{"id":3,"unsubscribe":{"channel":"c"}}')
        expiring.sends('{"id":3,"unsubscribe":{}}').leaves("c")
        assert expiring.connection._state.deadlines.expired(float("inf")) == []


class TestSubRefresh:
    @pytest.fixture
    def subscribed(self, connected: Transcript) -> Transcript:
        connected.subscribing("c").answers(Joined(ChannelOptions(), expires_in=60))
        return connected.sends_something()

    @pytest.mark.parametrize(
        ("request_", "code"),
        [
            ('{"channel":"other","token":"t"}', 103),
            ('{"channel":"c"}', 107),
            ('{"channel":"c","token":"t","type":1}', 108),
        ],
    )
    def test_that_makes_no_sense_is_refused(
        self, subscribed: Transcript, request_: str, code: int
    ) -> None:
        subscribed.receives(f'{{"id":3,"sub_refresh":{request_}}}').refuses(3, code)

    def test_with_a_token_that_has_expired(self, subscribed: Transcript) -> None:
        subscribed.receives('{"id":3,"sub_refresh":{"channel":"c","token":"t"}}')
        subscribed.asks(Renew("c", "t")).answers(Renewed(ChannelOptions(), -1)).refuses(3, 110)

    def test_of_a_subscription_that_ended_meanwhile_changes_nothing(
        self, subscribed: Transcript
    ) -> None:
        subscribed.receives('{"id":3,"sub_refresh":{"channel":"c","token":"t"}}')
        subscribed.asks(Renew("c", "t"))
        subscribed.unsubscribed("c", codes.SERVER_UNSUBSCRIBE).leaves("c").sends_something()
        subscribed.answers(Renewed(ChannelOptions(), 60)).sends_something()
        subscribed.connection._state.deadlines._ping = float("inf")
        assert subscribed.connection.deadline == float("inf")

    def test_with_a_bad_token_ends_the_connection(self, subscribed: Transcript) -> None:
        subscribed.receives('{"id":3,"sub_refresh":{"channel":"c","token":"t"}}')
        subscribed.asks(Renew("c", "t")).answers(Failed(codes.INVALID_TOKEN))
        subscribed.leaves("c").closes(3500)


class TestDeltas:
    def delta(self, client: Transcript, data: str, before: str) -> str:
        """The push of what was said last, which must be shorter than what it says."""
        line = client.last_line()
        body = msgspec.json.decode(line)["push"]["pub"]
        assert body["delta"] is True
        assert apply_delta(before.encode(), body["data"].encode()).decode() == data
        return line

    def test_the_first_is_whole_and_the_next_the_difference(self, connected: Transcript) -> None:
        options = kept(connected, recover=When.ALWAYS, delta=True)
        subscribe(connected, delta="fossil").asks(Join("c", delta=True))
        connected.answers(Joined(options, TOP))
        connected.sends(
            '{"id":2,"subscribe":{"recoverable":true,"positioned":true,"epoch":"e","offset":7,'
            '"delta":true}}'
        )
        connected.publishes("c", 8, LONG, before="0")
        connected.sends(f'{{"push":{{"channel":"c","pub":{{"data":{quoted(LONG)},"offset":8}}}}}}')
        connected.publishes("c", 9, LONGER, before=LONG)
        self.delta(connected, LONGER, LONG)

    def test_what_was_recovered_is_a_chain_that_goes_on_live(self, connected: Transcript) -> None:
        options = kept(connected, recover=When.ALWAYS, delta=True)
        subscribe(connected, delta="fossil", recover=True, offset=5, epoch="e")
        connected.asks(Join("c", since=Position(5, "e"), delta=True))
        read = [Publication(msgspec.Raw(text.encode()), None, n) for n, text in MISSED]
        connected.answers(Joined(options, TOP, read))
        reply = msgspec.json.decode(connected.last_line(counted=False))["subscribe"]
        first, second = reply["publications"]
        assert (first["data"], "delta" in first) == (LONG, False)
        assert apply_delta(LONG.encode(), second["data"].encode()).decode() == LONGER
        connected.publishes("c", 8, LONG, before=LONGER)
        self.delta(connected, LONG, LONGER)

    def test_that_would_be_longer_are_not_sent(self, connected: Transcript) -> None:
        options = kept(connected, recover=When.ALWAYS, delta=True)
        subscribe(connected, delta="fossil").asks(Join("c", delta=True))
        connected.answers(Joined(options, TOP)).sends_something()
        connected.publishes("c", 8).sends_something().publishes("c", 9, "2", before="1")
        connected.sends('{"push":{"channel":"c","pub":{"data":"2","offset":9}}}')

    def test_are_not_made_to_what_has_no_place_in_the_stream(self, connected: Transcript) -> None:
        options = kept(connected, recover=When.ALWAYS, delta=True)
        subscribe(connected, delta="fossil").asks(Join("c", delta=True))
        connected.answers(Joined(options, TOP)).sends_something()
        connected.publishes("c", 8, LONG).sends_something()
        connected.publishes("c", 0, LONGER, before=LONG)
        assert '"delta"' not in connected.last_line()
        connected.publishes("c", 9, LONG, before=LONGER)
        assert '"delta"' not in connected.last_line()
        connected.publishes("c", 10, LONGER, before=LONG)
        self.delta(connected, LONGER, LONG)

    @pytest.mark.parametrize(
        ("options", "wishes"),
        [
            (ChannelOptions(), {"delta": "fossil"}),
            (ChannelOptions(delta=True), {"delta": "other"}),
            (ChannelOptions(delta=True), {}),
        ],
    )
    def test_are_for_those_who_ask_and_may(
        self, connected: Transcript, options: ChannelOptions, wishes: dict[str, str]
    ) -> None:
        subscribe(connected, **wishes).asks(Join("c", delta=wishes.get("delta") == "fossil"))
        connected.answers(Joined(options)).sends('{"id":2,"subscribe":{}}')
        connected.publishes("c", 0, LONG)
        connected.sends(f'{{"push":{{"channel":"c","pub":{{"data":{LONG}}}}}}}')


class TestTagsFilters:
    korean = {"tf": {"key": "lang", "cmp": "eq", "val": "ko"}}

    def test_leave_out_what_is_not_wanted_and_go_on(self, connected: Transcript) -> None:
        options = kept(connected, recover=When.ALWAYS, tags_filter=True)
        subscribe(connected, **self.korean).asks(Join("c")).answers(Joined(options, TOP))
        connected.sends_something()
        connected.publishes("c", 8, tags={"lang": "en"}).does_nothing()
        connected.publishes("c", 9, tags={"lang": "ko"}).sends(
            '{"push":{"channel":"c","pub":{"data":1,"offset":9,"tags":{"lang":"ko"}}}}'
        )

    def test_are_applied_to_what_was_missed(self, connected: Transcript) -> None:
        options = kept(connected, recover=When.ALWAYS, tags_filter=True)
        subscribe(connected, recover=True, offset=5, epoch="e", **self.korean)
        connected.asks(Join("c", since=Position(5, "e")))
        read = [
            Publication(msgspec.Raw(b"6"), None, 6, {"lang": "en"}),
            Publication(msgspec.Raw(b"7"), None, 7, {"lang": "ko"}),
        ]
        connected.answers(Joined(options, TOP, read))
        reply = msgspec.json.decode(connected.last_line(counted=False))["subscribe"]
        assert reply["recovered"] is True
        assert [each["offset"] for each in reply["publications"]] == [7]

    def test_rule_deltas_out(self, connected: Transcript) -> None:
        options = kept(connected, delta=True, tags_filter=True)
        subscribe(connected, delta="fossil", **self.korean).asks(Join("c", delta=True))
        connected.answers(Joined(options)).sends('{"id":2,"subscribe":{}}')

    def test_that_mean_nothing_are_a_bad_request(self, connected: Transcript) -> None:
        subscribe(connected, tf={"op": "xor"}).refuses(2, 107)

    def test_where_they_are_not_allowed_are_a_bad_request(self, connected: Transcript) -> None:
        subscribe(connected, **self.korean).asks(Join("c")).answers(Joined(ChannelOptions()))
        connected.refuses(2, 107).leaves("c")


def test_a_map_subscription_is_not_offered(connected: Transcript) -> None:
    subscribe(connected, type=1).refuses(2, 108)


def test_the_policys_data_is_told(connected: Transcript) -> None:
    data = msgspec.Raw(b'{"topic":"food"}')
    connected.subscribing("c").answers(Joined(ChannelOptions(data=data)))
    connected.sends('{"id":2,"subscribe":{"data":{"topic":"food"}}}')
