"""What a socket sends is read, or refused with the field that is wrong."""

import msgspec
import pytest

from app.platform.errors import BadRequest
from app.platform.wire import read_command


class Ring(msgspec.Struct):
    times: int = 1


def test_a_commands_data_becomes_its_struct() -> None:
    assert read_command(b'{"times": 3}', Ring) == Ring(3)


def test_no_data_is_an_empty_object() -> None:
    assert read_command(b"", Ring) == Ring()


@pytest.mark.parametrize(
    "data", [b"{", b"\xff", b"[]", b'{"times": "often"}', b"[" * 60_000], ids=lambda data: data[:20]
)
def test_what_cannot_be_read_is_a_bad_request(data: bytes) -> None:
    with pytest.raises(BadRequest):
        read_command(data, Ring)


def test_the_refusal_names_the_field() -> None:
    with pytest.raises(BadRequest, match=r"\$\.times"):
        read_command(b'{"times": "often"}', Ring)
