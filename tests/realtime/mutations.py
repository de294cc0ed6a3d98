"""Frames that a client might send, and what chance makes of them."""

from __future__ import annotations

from random import Random

CONNECT = (
    '{"id":1,"connect":{"token":"ann","subs":{"#ann":{"recover":true,"offset":3,"epoch":"e"}}}}'
)
FRAMES = [
    '{"id":2,"subscribe":{"channel":"room:1","recover":true,"epoch":"","offset":0,"flag":2}}',
    '{"id":3,"subscribe":{"channel":"news:1","tf":{"op":"and","nodes":[{"key":"a","cmp":"ex"}]}}}',
    '{"id":4,"subscribe":{"channel":"notes:1","delta":"fossil","positioned":true}}',
    '{"id":5,"publish":{"channel":"chat:1","data":{"text":"안녕하세요 👋"}}}',
    '{"id":6,"history":{"channel":"chat:1","limit":-1,"since":{"offset":1,"epoch":"x"}}}',
    '{"id":7,"presence":{"channel":"lobby:1"}}\n{"id":8,"presence_stats":{"channel":"lobby:1"}}',
    '{"id":9,"rpc":{"method":"echo","data":[1,2.5,null,"x"]}}',
    '{"id":10,"refresh":{"token":"ann"}}\n{"id":11,"sub_refresh":{"channel":"room:1","token":"t"}}',
    '{"id":12,"unsubscribe":{"channel":"room:1"}}',
    '{"send":{"data":1}}',
    '{"id":13,"ping":{}}',
]
#: Bytes that mean something to a parser, or to UTF-8.
_BYTES = [
    b'"',
    b"{",
    b"}",
    b"[",
    b"\n",
    b"\x00",
    b"\xff",
    b"\xc3",
    b"-",
    b"1e999",
    b"\\u0000",
    b",",
]
_NUMBERS = [b"-1", b"0", b"18446744073709551616", b"1.5", b"true", b"null", b'"1"', b"[]", b"{}"]


def mutated(random: Random, wildness: float = 0.3) -> bytes:
    """Commands from the list above; `wildness` of them are changed, in up to four places."""
    frame = "\n".join(random.sample(FRAMES, random.randint(1, 3))).encode()
    if random.random() < wildness / 10:
        frame = CONNECT.encode()
    if random.random() < wildness:
        for _ in range(random.randint(1, 4)):
            frame = _change(frame, random)
    return frame


def _change(frame: bytes, random: Random) -> bytes:
    at, end = sorted((random.randint(0, len(frame)), random.randint(0, len(frame))))
    match random.randint(0, 6):
        case 0:
            return frame[:at] + frame[end:]
        case 1:
            return frame[:at] + random.choice(_BYTES) + frame[at:]
        case 2:
            return frame[:end] + frame[at:]
        case 3:
            return frame[:at]
        case 4:
            return frame[:at] + random.randbytes(random.randint(1, 8)) + frame[at:]
        case 5:
            return frame.replace(b":1", b":" + random.choice(_NUMBERS), 1)
        case _:
            return frame[:at] + b"[" * random.choice([5, 50_000]) + frame[at:]
