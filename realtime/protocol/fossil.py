"""Fossil deltas: a publication said as its difference from the one before it.

Format: https://fossil-scm.org/home/doc/tip/www/delta_format.wiki

A delta travels inside a JSON string, so it has to be UTF-8 itself where source and target are: no
copy and no literal here begins or ends inside a character.
"""

import re
from zlib import adler32

#: What `apply_delta` makes at most, in bytes: a few copies of a source can ask for gigabytes.
LONGEST_TARGET = 16 * 1024 * 1024

_DIGITS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
_DIGIT_TEXT = [bytes([digit]) for digit in _DIGITS]
_DIGIT_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
_NUMBER = rb"([0-9A-Z_a-z~]{1,6})"
_SIZE = re.compile(_NUMBER + rb"\n")
_COMMAND = re.compile(_NUMBER + rb"(?:@" + _NUMBER + rb",|([:;]))")

# A copy costs about six bytes and ends a literal, which costs three more.
_SHORTEST_COPY = 12

# Blocks of the source are kept from each eighth place and looked up from each seventh of the
# target. As 7 and 8 share no divisor, a run of 12 + 7 * 8 - 1 bytes in both has a block of both.
_BLOCK = _SHORTEST_COPY
_SOURCE_STEP = 8
_TARGET_STEP = 7

# Bytes of the source behind the last copy that are searched first, from every place.
_NEAR = 256

# Bytes of the target after the last copy of as many, before blocks of the whole source are kept:
# short copies may be of keys that every part of a text has, and lead to a wrong part.
_PATIENCE = 64

# Bytes compared at once, at most, where two texts go on alike.
_LONGEST_STEP = 1024


class MalformedDeltaError(ValueError):
    """Bytes that are no delta, or a delta of another source."""


def create_delta(source: bytes, target: bytes) -> bytes:
    """Return what makes `target` of `source`, in time linear in their lengths.

    Where they have nothing in common it is a few bytes longer than `target`: whoever calls sends
    the target itself then. UTF-8 where both are; any other bytes come back right as well.
    """
    parts = [_number(len(target)), b"\n"]
    done = 0
    for origin, start, end in _copies(source, target):
        if start > done:
            parts += (_number(start - done), b":", target[done:start])
        parts += (_number(end - start), b"@", _number(origin), b",")
        done = end
    if done < len(target):
        parts += (_number(len(target) - done), b":", target[done:])
    parts += (_number(_checksum(target)), b";")
    return b"".join(parts)


def apply_delta(source: bytes, delta: bytes, *, longest: int = LONGEST_TARGET) -> bytes:
    """Return the target that `delta` makes of `source`.

    Raises:
        MalformedDeltaError: it breaks the format, copies what the source does not have, makes a
            target of another length or checksum than it says, or one of over `longest` bytes.

    """
    header = _SIZE.match(delta)
    if header is None:
        raise MalformedDeltaError("delta does not begin with the target's length and a line feed")
    size = _value(header[1])
    if size > longest:
        raise MalformedDeltaError(f"target of {size} bytes is longer than the {longest} allowed")
    target = bytearray()
    at = header.end()
    while command := _COMMAND.match(delta, at):
        count, at = _value(command[1]), command.end()
        if command[3] == b";":
            _check(bytes(target), size, count)
            if at != len(delta):
                raise MalformedDeltaError(f"{len(delta) - at} bytes follow the end of the delta")
            return bytes(target)
        if len(target) + count > size:
            raise MalformedDeltaError(f"commands make more than the {size} bytes announced")
        if command[3] == b":":
            if at + count > len(delta):
                raise MalformedDeltaError(f"literal of {count} bytes at {at} is cut off")
            target += delta[at : at + count]
            at += count
        else:
            origin = _value(command[2])
            if origin + count > len(source):
                raise MalformedDeltaError(
                    f"copy of {count} bytes from {origin} ends behind the source's {len(source)}"
                )
            target += source[origin : origin + count]
    raise MalformedDeltaError(f"no command, or one cut off, at byte {at} of the delta")


def _check(target: bytes, size: int, checksum: int) -> None:
    if len(target) != size:
        raise MalformedDeltaError(f"commands make {len(target)} bytes, not the {size} announced")
    if _checksum(target) != checksum:
        raise MalformedDeltaError("wrong checksum: the delta was made for another source")


def _copies(source: bytes, target: bytes) -> list[tuple[int, int, int]]:
    """Find `(origin in source, start, end in target)`, in the target's order."""
    shorter = min(len(source), len(target))
    head = _same_ahead(source, 0, target, 0, shorter)
    tail = _same_behind(source, len(source), target, len(target), shorter - head)
    _, head = _whole_characters(target, 0, head)
    start, _ = _whole_characters(target, len(target) - tail, len(target))
    copies = []
    if head >= _SHORTEST_COPY:
        copies.append((0, 0, head))
    if len(target) - start < _SHORTEST_COPY:
        start = len(target)
    if start - head >= _SHORTEST_COPY:
        copies += _copies_between(source, target, head, start)
    if start < len(target):
        copies.append((len(source) - len(target) + start, start, len(target)))
    return copies


def _copies_between(
    source: bytes, target: bytes, done: int, stop: int
) -> list[tuple[int, int, int]]:
    """Find the copies for `target[done:stop]`, from anywhere in the source."""
    copies = []
    blocks: dict[bytes, int] = {}
    at, reached, settled = done, done, done
    while at + _BLOCK <= stop:
        block = target[at : at + _BLOCK]
        lost = at - settled >= _PATIENCE
        if lost and not blocks:
            blocks = _blocks(source)
        origin = blocks.get(block, -1)
        # The nearest is the right one where words are repeated, and mostly there is one near.
        if origin >= 0 or not lost:
            near = source.find(block, reached, reached + _NEAR)
            origin = near if near >= 0 else origin
        if origin >= 0:
            before = _same_behind(source, origin, target, at, min(origin, at - done))
            after = _same_ahead(source, origin, target, at, min(len(source) - origin, stop - at))
            start, end = _whole_characters(target, at - before, at + after)
            if end - start >= _SHORTEST_COPY:
                copies.append((origin + start - at, start, end))
                reached = origin + end - at
                settled = end if end - start >= _PATIENCE else settled
                at = done = end
                continue
        at += _TARGET_STEP
    return copies


def _blocks(source: bytes) -> dict[bytes, int]:
    places = range(0, len(source) - _BLOCK + 1, _SOURCE_STEP)
    return {source[at : at + _BLOCK]: at for at in places}


def _same_ahead(source: bytes, origin: int, target: bytes, at: int, most: int) -> int:
    """Return how many bytes from `origin` and `at` on are alike, `most` at most."""
    same, step = 0, 32
    while same < most:
        step = min(step, most - same)
        ours = source[origin + same : origin + same + step]
        theirs = target[at + same : at + same + step]
        if ours != theirs:
            differing = int.from_bytes(ours, "big") ^ int.from_bytes(theirs, "big")
            return same + step - (differing.bit_length() + 7) // 8
        same += step
        step = min(2 * step, _LONGEST_STEP)
    return same


def _same_behind(source: bytes, origin: int, target: bytes, at: int, most: int) -> int:
    """Return how many bytes before `origin` and `at` are alike, `most` at most."""
    same, step = 0, 32
    while same < most:
        step = min(step, most - same)
        ours = source[origin - same - step : origin - same]
        theirs = target[at - same - step : at - same]
        if ours != theirs:
            differing = int.from_bytes(ours, "little") ^ int.from_bytes(theirs, "little")
            return same + step - (differing.bit_length() + 7) // 8
        same += step
        step = min(2 * step, _LONGEST_STEP)
    return same


def _whole_characters(text: bytes, start: int, end: int) -> tuple[int, int]:
    """Narrow a range until no character of UTF-8, of four bytes at most, lies across its ends."""
    for _ in range(3):
        if start < end and text[start] & 0xC0 == 0x80:
            start += 1
    for _ in range(3):
        if start < end < len(text) and text[end] & 0xC0 == 0x80:
            end -= 1
    return start, end


def _checksum(text: bytes) -> int:
    """Sum 32-bit words, big-endian, zero padded, modulo 2**32."""
    total = 0
    # Adler-32 counts, in its low half, the sum of bytes modulo 65521, which 256 bytes cannot reach:
    # so each fourth byte of 1024 is summed in C, several times faster than words by `sum`.
    for at in range(0, len(text), 1024):
        block = text[at : at + 1024]
        total += (
            ((adler32(block[::4], 0) & 0xFFFF) << 24)
            + ((adler32(block[1::4], 0) & 0xFFFF) << 16)
            + ((adler32(block[2::4], 0) & 0xFFFF) << 8)
            + (adler32(block[3::4], 0) & 0xFFFF)
        )
    return total & 0xFFFFFFFF


def _number(value: int) -> bytes:
    text = _DIGIT_TEXT[value & 63]
    while value := value >> 6:
        text = _DIGIT_TEXT[value & 63] + text
    return text


def _value(digits: bytes) -> int:
    value = 0
    for digit in digits:
        value = value << 6 | _DIGIT_VALUE[digit]
    return value
