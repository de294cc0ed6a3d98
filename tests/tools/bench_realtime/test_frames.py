"""Frames are masked as RFC 6455 says, and cut out of any pieces that arrive."""

import pytest

from tools.bench_realtime.frames import PING, TEXT, FrameReader, masked


def test_the_masked_example_of_the_rfc_unmasks_to_its_text() -> None:
    frame = masked(b"Hello")
    assert frame[:2] == b"\x81\x85"
    mask, body = frame[2:6], frame[6:]
    assert bytes(byte ^ mask[index % 4] for index, byte in enumerate(body)) == b"Hello"


@pytest.mark.parametrize(("size", "head"), [(125, 2), (126, 4), (65_535, 4), (65_536, 10)])
def test_the_length_takes_as_many_bytes_as_it_needs(size: int, head: int) -> None:
    assert len(masked(bytes(size))) == head + 4 + size


@pytest.mark.parametrize("piece", [1, 3, 1000])
def test_frames_are_read_however_they_are_cut(piece: int) -> None:
    long = b"x" * 300
    data = b"\x81\x02hi" + b"\x89\x00" + b"\x81\x7e" + len(long).to_bytes(2, "big") + long
    reader = FrameReader()
    read = [
        frame
        for start in range(0, len(data), piece)
        for frame in reader.read(data[start : start + piece])
    ]
    assert read == [(TEXT, b"hi"), (PING, b""), (TEXT, long)]
