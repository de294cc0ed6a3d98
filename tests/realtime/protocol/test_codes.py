"""The code table against the protocol's rules."""

import pytest

from realtime.protocol import codes

DISCONNECTS = [each for each in vars(codes).values() if isinstance(each, codes.Disconnect)]
ERRORS = [each for each in vars(codes).values() if isinstance(each, codes.Error)]


def test_every_code_is_given_once() -> None:
    assert len({each.code for each in DISCONNECTS}) == len(DISCONNECTS)
    assert len({each.code for each in ERRORS}) == len(ERRORS)


@pytest.mark.parametrize("disconnect", DISCONNECTS, ids=lambda each: each.reason)
def test_a_reason_fits_into_a_close_frame(disconnect: codes.Disconnect) -> None:
    assert len(disconnect.reason.encode()) <= 123


def test_the_errors_that_pass_are_those_of_the_reference() -> None:
    assert {each.code for each in ERRORS if each.temporary} == {100, 111}
