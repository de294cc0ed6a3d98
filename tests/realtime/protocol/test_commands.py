"""Frames to commands."""

import pytest

from realtime.protocol.commands import (
    ConnectRequest,
    HistoryRequest,
    MalformedFrameError,
    RpcRequest,
    SubscribeRequest,
    decode_commands,
)
from realtime.protocol.publications import Position


def test_a_frame_holds_commands_on_lines() -> None:
    frame = '{"id":1,"connect":{"token":"t"}}\n{"id":2,"subscribe":{"channel":"c","flag":3}}'
    connect, subscribe = decode_commands(frame)
    assert (connect.id, connect.request()) == (1, ("connect", ConnectRequest("t")))
    assert (subscribe.id, subscribe.request()) == (
        2,
        ("subscribe", SubscribeRequest("c", flag=3)),
    )


def test_text_and_bytes_are_the_same() -> None:
    frame = '{"id":1,"rpc":{"method":"안녕"}}'
    assert decode_commands(frame) == decode_commands(frame.encode())


def test_what_is_left_out_is_zero() -> None:
    [command] = decode_commands('{"id":1,"history":{"since":{}}}')
    assert command.request() == ("history", HistoryRequest("", 0, Position(0, ""), reverse=False))


def test_data_is_kept_as_it_is() -> None:
    [command] = decode_commands('{"id":1,"rpc":{"method":"m","data":{"b": 1.0}}}')
    request = command.request()
    assert request is not None
    assert isinstance(request[1], RpcRequest)
    assert bytes(request[1].data) == b'{"b": 1.0}'


def test_of_several_requests_the_first_of_the_schema_counts() -> None:
    [command] = decode_commands('{"id":1,"rpc":{},"connect":{}}')
    assert command.request() == ("connect", ConnectRequest())


def test_an_empty_object_is_a_pong_and_a_message_is_not() -> None:
    pong, message, command = decode_commands('{}\n{"send":{}}\n{"id":1}')
    assert pong.is_pong
    assert not message.is_pong
    assert not command.is_pong
    assert command.request() is None


@pytest.mark.parametrize("frame", ["", "\n", " \n "])
def test_an_empty_frame_is_malformed(frame: str) -> None:
    with pytest.raises(MalformedFrameError, match="no command"):
        decode_commands(frame)


def test_what_is_nested_too_deep_is_malformed() -> None:
    with pytest.raises(MalformedFrameError):
        decode_commands('{"id":1,"rpc":{"data":' + "[" * 20_000)


@pytest.mark.parametrize("frame", ["x", "null", "{}x", '{"id":true}', b"\xff", '{"id":1.5}'])
def test_anything_else_is_malformed(frame: str | bytes) -> None:
    with pytest.raises(MalformedFrameError):
        decode_commands(frame)


@pytest.mark.parametrize("offset", ["-1", str(2**53), "1" + "0" * 30])
def test_an_offset_that_no_stream_can_have_is_malformed(offset: str) -> None:
    position = f'{{"offset":{offset}}}'
    for request in (f'"subscribe":{position}', f'"history":{{"since":{position}}}'):
        with pytest.raises(MalformedFrameError):
            decode_commands(f'{{"id":1,{request}}}')
