"""Fossil deltas."""

import json
import random
from itertools import pairwise

import centrifuge.fossil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realtime.protocol.fossil import MalformedDeltaError, apply_delta, create_delta

#: From section 4.2 of the format's page: the delta of a page of 6,246 bytes.
OF_THE_FORMAT = (
    b"1Xb\n4E@0,2:thFN@4C,6:scenda1B@Jd,6:scenda5x@Kt,6:pieces79@Qt,F: Example: eskil~E@Y0,2zMM3E;"
)

korean = st.text(
    st.sampled_from('안녕하세요 오늘은 날씨가 좋네요.,"\\{}:0123456789az👋🏽é'), max_size=400
)
pieces = st.lists(st.one_of(korean, st.text(max_size=80)), max_size=8)


@st.composite
def edits(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Return a text and the same text with pieces left out, doubled, moved and put in."""
    before = draw(pieces)
    after: list[str] = []
    for piece in draw(st.permutations(before)) if draw(st.booleans()) else before:
        if draw(st.booleans()):
            at = draw(st.integers(0, len(piece)))
            left_out = draw(st.integers(0, 3))
            after.append(piece[:at] + draw(st.text(max_size=3)) + piece[at + left_out :])
        else:
            after += [piece] * draw(st.integers(0, 2))
    return "".join(before).encode(), "".join(after).encode()


def apply_as_the_python_sdk(source: bytes, delta: bytes) -> bytes:
    target: bytes = centrifuge.fossil.apply_delta(source, delta)  # type: ignore[no-untyped-call]
    return target


def publication(number: int, text: str = "", **more: object) -> bytes:
    body = {"number": number, "text": text, **more}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def length_of_delta(source: bytes, target: bytes) -> int:
    delta = create_delta(source, target)
    delta.decode()
    assert apply_delta(source, delta) == target
    assert apply_as_the_python_sdk(source, delta) == target
    return len(delta)


@pytest.mark.parametrize(
    ("source", "target", "delta"),
    [
        (b"", b"", b"0\n0;"),
        (b"anything", b"", b"0\n0;"),
        (b"", b"\0\0\0\1", b"4\n4:\0\0\0\0011;"),
        (b"", b"abc", b"3\n3:abc1XObC0;"),
        (b"", b"abcd", b"4\n4:abcd1XObD_;"),
        (b"", b"\xff\xff\xff\xff\0\0\0\1", b"8\n8:\xff\xff\xff\xff\0\0\0\0010;"),
        (b"0123456789abcdef", b"0123456789abcdef", b"G\nG@0,12xn;"),
    ],
)
def test_known_deltas(source: bytes, target: bytes, delta: bytes) -> None:
    assert create_delta(source, target) == delta
    assert apply_delta(source, delta) == target
    assert apply_as_the_python_sdk(source, delta) == target


def test_the_formats_own_example_is_read_to_its_checksum() -> None:
    with pytest.raises(MalformedDeltaError, match="wrong checksum"):
        apply_delta(bytes(6222), OF_THE_FORMAT)


def test_the_formats_own_example_copies_up_to_the_end_of_its_source() -> None:
    with pytest.raises(MalformedDeltaError, match="copy of 4046 bytes from 2176"):
        apply_delta(bytes(6221), OF_THE_FORMAT)


@settings(deadline=None, derandomize=True)
@given(edits())
def test_any_edit_of_a_text_comes_back_and_its_delta_is_text(texts: tuple[bytes, bytes]) -> None:
    source, target = texts
    assert length_of_delta(source, target) <= len(target) + 16


@settings(deadline=None, derandomize=True)
@given(st.binary(max_size=3000), st.binary(max_size=3000))
def test_any_bytes_come_back(source: bytes, target: bytes) -> None:
    for before, after in ((source, target), (source, source + target), (target + source, source)):
        assert apply_delta(before, create_delta(before, after)) == after


@settings(deadline=None, derandomize=True)
@given(edits())
def test_the_decoder_of_the_python_sdk_agrees(texts: tuple[bytes, bytes]) -> None:
    source, target = texts
    assert apply_as_the_python_sdk(source, create_delta(source, target)) == target


@pytest.mark.parametrize("size", [0, 1, 3, 1023, 1024, 1025, 4099, 70_001])
def test_the_checksum_is_right_at_any_length(size: int) -> None:
    length_of_delta(b"", b"\x7f" * size)
    delta = create_delta(b"", b"\xff" * size)
    assert apply_as_the_python_sdk(b"", delta) == b"\xff" * size


@pytest.mark.parametrize(
    "text", ["a" * 500, "lorem ipsum dolor " * 28, "안녕하세요 여러분 " * 20, "가나" * 90]
)
def test_a_digit_and_the_last_letter_far_apart_cost_two_literals(text: str) -> None:
    first, second, third = publication(1, text), publication(2, text), publication(3, text + "b")
    assert len(first) > 500
    assert length_of_delta(first, second) < 30
    assert length_of_delta(second, third) < 40


def test_several_edits_cost_several_short_literals() -> None:
    words = " ".join(f"낱말{number}" for number in range(60))
    before = publication(9, words, next="아무도", end=1)
    after = publication(10, words.replace("낱말30", "다른 말"), next="모두", end=22)
    assert length_of_delta(before, after) < 90


def test_what_moved_is_copied_from_where_it_was() -> None:
    rows = [f'{{"id":"{random.Random(n).randbytes(16).hex()}","n":{n}}}' for n in range(20)]
    before = ("[" + ",".join(rows) + "]").encode()
    after = ("[" + ",".join(rows[10:] + rows[:10]) + "]").encode()
    assert length_of_delta(before, after) < 120


@pytest.mark.parametrize(
    ("before", "after"), [("각", "갂"), ("안", "핈"), ("👋🏻", "👋🏽"), ("é", "è"), ("한", "한국")]
)
def test_characters_that_share_bytes_are_not_cut(before: str, after: str) -> None:
    around = "가나다라마바사 " * 5
    source, target = (f"{around}{middle}{around}".encode() for middle in (before, after))
    assert before.encode()[0] == after.encode()[0] or before.encode()[-1] == after.encode()[-1]
    assert length_of_delta(source, target) < 40


def test_what_has_nothing_in_common_is_longer_than_itself_by_little() -> None:
    assert 4 <= length_of_delta(b"a" * 500, b"b" * 500) - 500 <= 16


def test_ten_thousand_rows_in_another_order_come_back() -> None:
    shuffled = random.Random(1)
    rows = [f"{shuffled.randbytes(40).hex()}," for _ in range(10_000)]
    before = "".join(rows).encode()
    shuffled.shuffle(rows)
    assert length_of_delta(before, "".join(rows).encode()) < len(before) / 4


SOURCE = b"0123456789abcdef"


@pytest.mark.parametrize(
    ("delta", "wrong"),
    [
        (b"", "begin with the target's length"),
        (b"\n", "begin with the target's length"),
        (b"4", "begin with the target's length"),
        (b"-4\n4@0,1;", "begin with the target's length"),
        (b"0000004\n", "begin with the target's length"),
        (b"4\n", "no command, or one cut off, at byte 2"),
        (b"4\n4@0,", "no command, or one cut off, at byte 6"),
        (b"4\n4@0", "no command, or one cut off, at byte 2"),
        (b"4\n@0,0;", "no command, or one cut off, at byte 2"),
        (b"4\n4!0,0;", "no command, or one cut off, at byte 2"),
        (b"4\n4@D,0;", "copy of 4 bytes from 13 ends behind the source's 16"),
        (b"4\n4:abc", "literal of 4 bytes at 4 is cut off"),
        (b"4\n5:abcde0;", "more than the 4 bytes announced"),
        (b"4\n4@0,1@0,0;", "more than the 4 bytes announced"),
        (b"4\n3@0,0;", "3 bytes, not the 4 announced"),
        (b"4\n4@0,0;", "wrong checksum"),
        (b"4\n4:abcd1XObD_;;", "1 bytes follow the end"),
        (b"~~~~~~\n", "longer than the 16777216 allowed"),
    ],
)
def test_a_malformed_delta_is_refused(delta: bytes, wrong: str) -> None:
    with pytest.raises(MalformedDeltaError, match=wrong):
        apply_delta(SOURCE, delta)


def test_a_target_longer_than_allowed_is_refused_before_it_is_made() -> None:
    delta = create_delta(SOURCE, SOURCE * 2)
    assert apply_delta(SOURCE, delta, longest=32) == SOURCE * 2
    with pytest.raises(
        MalformedDeltaError, match="target of 32 bytes is longer than the 31 allowed"
    ):
        apply_delta(SOURCE, delta, longest=31)


def test_a_delta_of_another_source_is_refused() -> None:
    first, second, third = (publication(n, "같은 글이 여기에 길게 있다 " * 9) for n in (1, 2, 3))
    for before, after in pairwise((first, second, third)):
        with pytest.raises(MalformedDeltaError):
            apply_delta(before + b" ", create_delta(before + after, after))


@settings(deadline=None, derandomize=True)
@given(st.binary(max_size=60), st.integers(0, 60), st.binary(max_size=4))
def test_any_damage_is_refused_or_harmless(source: bytes, at: int, damage: bytes) -> None:
    target = source[10:] + b"more than before"
    delta = create_delta(source, target)
    try:
        apply_delta(source, delta[:at] + damage + delta[at + 1 :])
    except MalformedDeltaError:
        return
