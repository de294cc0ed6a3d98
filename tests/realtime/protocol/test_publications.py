"""Publications on the wire."""

import msgspec
import pytest

from realtime.protocol.publications import (
    ClientInfo,
    Publication,
    encode_publication,
    on_one_line,
)


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


@pytest.mark.parametrize("data", [b'{"a": 1}', b"1", b'"\\n"', '"안녕"'.encode(), b"null"])
def test_json_on_one_line_stays_as_it_is(data: bytes) -> None:
    assert on_one_line(data) is data


def test_json_on_several_lines_is_joined() -> None:
    assert on_one_line(b'{\n  "a": [1,\n 2]\n}\n') == b'{"a":[1,2]}'


@pytest.mark.parametrize("data", [b"", b"{", b"{}{}", b'{"a":1}\n{"b":2}', b'"\xff"', b"nul"])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        on_one_line(data)
