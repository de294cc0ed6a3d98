"""A publication on its way to many: every form of it is made once."""

import msgspec

from realtime.connection.broadcast import Broadcast
from realtime.protocol.publications import Publication

LONG = b'{"topic":"what the two of them talked about at the market","turn":%d}'


def broadcast(number: int, before: bytes | None = None) -> Broadcast:
    return Broadcast("c", "e", Publication(msgspec.Raw(LONG % number), None, number), before)


def test_every_form_is_made_once() -> None:
    one = broadcast(2, LONG % 1)
    assert one.framed is one.framed
    assert one.whole is one.whole
    assert one.difference is one.difference


def test_the_frame_holds_the_line() -> None:
    one = broadcast(2)
    assert one.framed.endswith(one.effects[0].data)
    assert one.framed[0] == 0x81


def test_without_what_was_before_there_is_only_the_whole() -> None:
    one = broadcast(2)
    assert one.difference is one.whole
    assert b'"delta":true' in broadcast(2, LONG % 1).difference[0].data
