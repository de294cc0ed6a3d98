"""The event stream format, cut anywhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.llm.server_sent_events import EventReader, EventTooLongError

STREAM = (
    b"\xef\xbb\xbf: a comment\r\n"
    b'data: {"a": 1}\n\n'
    b"event: ping\nid: 7\nretry: 10\r\n\r\n"
    b"data:no space\r\rdata:  two spaces\r\n\r\n"
    b"data: \xea\xb0\x80\ndata\ndata: 2\n\n"
    b"data\n\ndata:\n\ndataset: x\n\n"
    b"data: [DONE]\n\n"
    b"data: unfinished"
)
EVENTS = [
    b'{"a": 1}',
    b"no space",
    b" two spaces",
    "가\n\n2".encode(),
    b"",
    b"",
    b"[DONE]",
]


def test_an_event_is_read_when_its_blank_line_has_come() -> None:
    reader = EventReader()
    assert reader.feed(b"data: on") == []
    assert reader.feed(b"e\n") == []
    assert reader.feed(b"\ndata: two\n\n") == [b"one", b"two"]


@given(st.lists(st.integers(0, len(STREAM)), max_size=8))
def test_where_the_chunks_are_cut_does_not_show(cuts: list[int]) -> None:
    places = sorted({0, *cuts, len(STREAM)})
    reader = EventReader()
    events: list[bytes] = []
    for start, end in pairwise(places):
        events += reader.feed(STREAM[start:end])
    assert events == EVENTS


def test_single_bytes_are_enough() -> None:
    reader = EventReader()
    assert [event for byte in STREAM for event in reader.feed(bytes([byte]))] == EVENTS


def test_an_event_without_end_is_not_kept_forever() -> None:
    reader = EventReader(limit=100)
    reader.feed(b"data: " + b"x" * 90)
    with pytest.raises(EventTooLongError, match="more than 100 bytes"):
        reader.feed(b"x" * 10)


def test_an_event_of_endless_lines_is_not_kept_forever() -> None:
    reader = EventReader(limit=100)
    with pytest.raises(EventTooLongError):
        reader.feed(b"data: 0123456789\n" * 11)


def test_many_short_events_are_no_long_event() -> None:
    assert len(EventReader(limit=100).feed(b"data: 0123456789\n\n" * 50)) == 50
