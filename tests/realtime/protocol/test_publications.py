"""Publications on the wire."""

import msgspec
import pytest

from realtime.protocol.publications import (
    NOTHING,
    Publication,
    json_as_given,
    lead,
    on_one_line,
)


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


@pytest.mark.parametrize(
    ("offsets", "end", "whole"),
    [
        ([], 4, True),
        ([5, 6], 6, True),
        ([5, 6], 7, False),
        ([5, 6], 5, False),
        ([5, 7], 7, False),
        ([6, 7], 7, False),
        ([5, 5], 6, False),
        ([6, 5], 6, False),
        ([], 3, False),
        ([], 2**53, False),
    ],
)
def test_publications_lead_only_without_a_gap_to_the_very_end(
    offsets: list[int], end: int, whole: bool
) -> None:
    publications = [Publication(msgspec.Raw(b"1"), offset=each) for each in offsets]
    assert lead(publications, 4, end) is whole


def test_json_comes_plain_or_in_base64_or_not_at_all() -> None:
    assert json_as_given(msgspec.Raw(b"1"), "") == b"1"
    assert json_as_given(msgspec.Raw(b"1"), "eyJhIjoKMX0=") == b'{"a":1}'
    assert json_as_given(NOTHING, "") == b""


@pytest.mark.parametrize("encoded", ["?", "e30", "ew==", "_w=="])
def test_base64_of_anything_else_is_refused(encoded: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - base64's words or ours
        json_as_given(NOTHING, encoded)
