"""What a refresh token that is shown is answered with, case by case."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.sessions.models import RefreshToken
from app.accounts.sessions.refresh import Answer, judge, new_token, sealing_place, token_hash
from app.platform.ids import new_id

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
LATER = NOW + timedelta(days=100)


def token(*, used: bool, expires_at: datetime = NOW + MOMENT) -> RefreshToken:
    return RefreshToken(
        id=new_id(),
        token_hash=token_hash(new_token()),
        used_at=NOW - timedelta(days=1) if used else None,
        expires_at=expires_at,
        created_at=NOW - timedelta(days=2),
    )


def test_a_fresh_token_is_rotated_until_its_last_moment() -> None:
    assert judge(token(used=False), None, NOW, over_at=LATER) is Answer.ROTATE
    assert judge(token(used=False, expires_at=NOW), None, NOW, over_at=LATER) is Answer.EXPIRED


def test_a_used_token_is_answered_again_while_its_successor_is_fresh() -> None:
    assert judge(token(used=True), token(used=False), NOW, over_at=LATER) is Answer.REPEAT


def test_a_used_token_is_answered_again_though_its_own_time_is_over() -> None:
    shown = token(used=True, expires_at=NOW - timedelta(days=1))
    assert judge(shown, token(used=False), NOW, over_at=LATER) is Answer.REPEAT


def test_an_expired_successor_is_not_handed_out_again() -> None:
    assert (
        judge(token(used=True), token(used=False, expires_at=NOW), NOW, over_at=LATER)
        is Answer.EXPIRED
    )


@pytest.mark.parametrize("expires_at", [NOW - timedelta(days=9), NOW + timedelta(days=9)])
def test_a_token_whose_successor_was_used_is_reused_whatever_has_expired(
    expires_at: datetime,
) -> None:
    shown = token(used=True, expires_at=expires_at)
    assert (
        judge(shown, token(used=True, expires_at=expires_at), NOW, over_at=LATER) is Answer.REUSED
    )


def test_a_used_token_without_its_successor_is_reused() -> None:
    assert judge(token(used=True), None, NOW, over_at=LATER) is Answer.REUSED


def test_a_session_that_began_too_long_ago_is_over_however_fresh_its_token() -> None:
    assert judge(token(used=False), None, NOW, over_at=NOW) is Answer.EXPIRED
    assert judge(token(used=True), token(used=False), NOW, over_at=NOW) is Answer.EXPIRED


def test_a_token_is_opaque_and_holds_256_bits() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(len(text) == 43 for text in made)


def test_what_is_stored_of_a_token_is_its_sha_256() -> None:
    assert token_hash("abc").hex().startswith("ba7816bf8f01cfea414140de5dae2223")


def test_a_sealed_successor_belongs_to_the_row_of_its_predecessor() -> None:
    row_id = new_id()
    assert sealing_place(row_id) == f"refresh_tokens:{row_id}"
