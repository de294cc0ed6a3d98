"""Replies to bytes."""

import msgspec

from realtime.protocol.codes import INTERNAL, PERMISSION_DENIED
from realtime.protocol.replies import (
    ConnectResult,
    EmptyResult,
    Reply,
    RpcResult,
    SubscribeResult,
    encode_reply,
)


def test_an_empty_result_is_an_empty_object() -> None:
    assert encode_reply(Reply(id=3, publish=EmptyResult())) == b'{"id":3,"publish":{}}'


def test_zero_values_are_left_out() -> None:
    result = ConnectResult(client="c", version="v", subs={"#a": SubscribeResult()})
    assert encode_reply(Reply(id=1, connect=result)) == (
        b'{"id":1,"connect":{"client":"c","version":"v","subs":{"#a":{}}}}'
    )


def test_what_an_application_wrote_on_several_lines_is_one() -> None:
    result = RpcResult(msgspec.Raw(b'{\n  "a": [\r\n1]\n}'))
    assert encode_reply(Reply(id=1, rpc=result)) == b'{"id":1,"rpc":{"data":{"a":[1]}}}'


def test_an_error_says_whether_it_passes() -> None:
    assert encode_reply(Reply(id=1, error=PERMISSION_DENIED)) == (
        b'{"id":1,"error":{"code":103,"message":"permission denied"}}'
    )
    assert b'"temporary":true' in encode_reply(Reply(id=1, error=INTERNAL))
