"""A refusal is not taken for a welcome, nor an error for an answer."""

import pytest

from tools.bench_realtime.dialects import DIALECTS

CENTRIFUGE = DIALECTS["centrifuge"]


def test_a_client_is_welcome_when_its_subscription_is_answered() -> None:
    assert not CENTRIFUGE.welcomed(b'{"id":1,"connect":{"client":"a"}}')
    assert CENTRIFUGE.welcomed(b'{"id":2,"subscribe":{}}')


@pytest.mark.parametrize("number", [1, 2])
def test_a_refusal_is_no_welcome(number: int) -> None:
    with pytest.raises(ValueError, match="permission denied"):
        CENTRIFUGE.welcomed(b'{"id":%d,"error":{"message":"permission denied"}}' % number)


def test_an_error_is_no_answer() -> None:
    assert CENTRIFUGE.answer(b'{"id":7,"rpc":{"data":[1]}}') == (7, b"[1]")
    with pytest.raises(ValueError, match="too many"):
        CENTRIFUGE.answer(b'{"id":7,"error":{"code":111,"message":"too many requests"}}')
