"""Pushes to bytes."""

import msgspec

from realtime.protocol.codes import RESUBSCRIBE, SHUTDOWN
from realtime.protocol.publications import ClientInfo, Publication
from realtime.protocol.pushes import (
    RefreshPush,
    SubscribePush,
    encode_disconnect,
    encode_join,
    encode_leave,
    encode_publication,
    encode_refresh,
    encode_subscribe,
    encode_unsubscribe,
)

ANN = ClientInfo("ann", "id", chan_info=msgspec.Raw(b'{"role":"host"}'))


def test_data_goes_out_as_it_came_in() -> None:
    publication = Publication(msgspec.Raw(b'{"b": 1.0,"a":"\xec\x95\x88"}'), None, 3)
    assert encode_publication("방", publication).decode() == (
        '{"push":{"channel":"방","pub":{"data":{"b": 1.0,"a":"안"},"offset":3}}}'
    )


def test_what_is_not_known_is_left_out() -> None:
    info = ClientInfo("ann", "id")
    assert encode_publication("c", Publication(msgspec.Raw(b"1"), info)) == (
        b'{"push":{"channel":"c","pub":{"data":1,"info":{"user":"ann","client":"id"}}}}'
    )


def test_tags_and_deltas_are_said_where_there_are_some() -> None:
    publication = Publication(msgspec.Raw(b'"x"'), None, 2, {"lang": "ko"}, delta=True)
    assert encode_publication("c", publication) == (
        b'{"push":{"channel":"c","pub":{"data":"x","offset":2,"tags":{"lang":"ko"},"delta":true}}}'
    )


def test_who_comes_and_goes_is_named() -> None:
    about = b'{"info":{"user":"ann","client":"id","chan_info":{"role":"host"}}}'
    assert encode_join("c", ANN) == b'{"push":{"channel":"c","join":' + about + b"}}"
    assert encode_leave("c", ANN) == b'{"push":{"channel":"c","leave":' + about + b"}}"


def test_a_subscription_by_the_server_says_where_it_stands() -> None:
    push = SubscribePush(recoverable=True, positioned=True, epoch="e", offset=4)
    assert encode_subscribe("c", push) == (
        b'{"push":{"channel":"c","subscribe":'
        b'{"recoverable":true,"positioned":true,"epoch":"e","offset":4}}}'
    )


def test_an_unsubscribe_names_its_channel() -> None:
    assert encode_unsubscribe("c", RESUBSCRIBE) == (
        b'{"push":{"channel":"c","unsubscribe":{"code":2500,"reason":"insufficient state"}}}'
    )


def test_what_concerns_the_connection_names_no_channel() -> None:
    refresh = encode_refresh(RefreshPush(expires=True, ttl=60))
    assert refresh == b'{"push":{"refresh":{"expires":true,"ttl":60}}}'
    assert encode_disconnect(SHUTDOWN) == (
        b'{"push":{"disconnect":{"code":3001,"reason":"shutdown"}}}'
    )
