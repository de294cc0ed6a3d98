"""Whoever is not signed in is told why, by a type of its own."""

from app.accounts.errors import SessionEnded, TokenExpired, TokenInvalid
from app.platform.errors import Unauthenticated


def test_every_reason_is_a_401_that_a_client_can_tell_from_the_others() -> None:
    reasons = (SessionEnded, TokenExpired, TokenInvalid, Unauthenticated)
    assert {reason.status for reason in reasons} == {401}
    assert len({reason.name for reason in reasons}) == len(reasons)
    assert all(issubclass(reason, Unauthenticated) for reason in reasons)
