"""Publications on the wire."""

import pytest

from realtime.protocol.publications import on_one_line


@pytest.mark.parametrize("data", [b'{"a": 1}', b"1", b'"\\n"', '"안녕"'.encode(), b"null"])
def test_json_on_one_line_stays_as_it_is(data: bytes) -> None:
    assert on_one_line(data) is data


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_json_on_several_lines_is_joined(end: bytes) -> None:
    text = b'{\n  "a": [1,\n 2]\n}\n'.replace(b"\n", end)
    assert on_one_line(text) == b'{"a":[1,2]}'


@pytest.mark.parametrize("data", [b"", b"{", b"{}{}", b'{"a":1}\n{"b":2}', b'"\xff"', b"nul"])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        on_one_line(data)
