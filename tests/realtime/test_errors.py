"""Refusals as values."""

from realtime.errors import BrokerUnavailable, ClientError
from realtime.protocol.codes import PERMISSION_DENIED


def test_two_of_the_same_are_equal() -> None:
    assert ClientError(409, "conflict") == ClientError(409, "conflict")
    assert len({ClientError(409, "conflict"), ClientError(409, "conflict")}) == 1
    assert ClientError(409, "conflict") != ClientError(409, "conflict", temporary=True)
    assert ClientError(409, "conflict") != ClientError(408, "conflict")


def test_the_protocols_own_can_be_raised() -> None:
    error = ClientError.of(PERMISSION_DENIED)
    assert (error.code, error.message, error.temporary) == (103, "permission denied", False)


def test_an_unavailable_broker_is_a_temporary_error_that_names_its_cause() -> None:
    error = BrokerUnavailable("connection refused")
    assert (error.code, error.temporary) == (100, True)
    assert "connection refused" in str(error)
